// A proof is read part by part: what is there is drawn, what is odd is left to be listed, and nothing breaks the page.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hingesOf, readCondition, readProof } from "./detection-proof.ts";
import type { ConditionNode } from "./detection-proof.ts";

const leaf = (holds: boolean, said: string): ConditionNode => ({ kind: "test", holds, field: "Image", said });

describe("console/src/api/detection-proof", () => {
  it("reads the condition as src/app/runtime/rule-why.ts keeps it", () => {
    const kept = { kind: "and", holds: true, name: "", nodes: [{ kind: "or", holds: true, name: "selection", nodes: [{ kind: "test", holds: true, field: "Image", name: "exe", said: "ends with /sh", line: 9, found: { text: "/bin/sh", at: 4, end: 7 } }], leftOut: 3 }, { kind: "not", holds: true, name: "filter", node: { kind: "test", holds: false, field: "User", said: "is root", line: 12 } }] };
    const { condition, place, rest } = readProof({ condition: kept, rule: { file: "a.yml", line: 3 }, other: 7 });
    expect(condition).toMatchObject({ kind: "and", nodes: [{ kind: "or", leftOut: 3, nodes: [{ found: { at: 4, end: 7 } }] }, { kind: "not", node: { holds: false } }] });
    expect([place, rest]).toEqual([{ file: "a.yml", line: 3 }, [["other", 7]]]);
  });

  it("a place outside of its text is put inside", () => {
    expect(readCondition({ kind: "test", holds: true, said: "x", found: { text: "abc", at: 2, end: 99 } })).toMatchObject({ found: { at: 2, end: 3 } });
  });

  it("reads a baseline and lists nothing of it twice", () => {
    const { baseline, rest } = readProof({ profileId: "prf_1", workload: "a", release: "2.4.1", fact: { kind: "process", value: "curl" }, bits: 11, chance: 0.0004, observations: 10, facts: 2, novelties: 1, learnedFrom: "2026-11-01T00:00:00Z", learnedUntil: null, quantile: { of: 30, below: 0.9 }, difference: { from: null, sentences: ["it runs curl"] } });
    expect(baseline).toMatchObject({ profileId: "prf_1", bits: 11, quantile: { of: 30, below: 0.9 }, difference: ["it runs curl"], until: undefined });
    expect(rest).toEqual([]);
  });

  it("whatever a proof holds, reading it does not fail", () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ condition: fc.anything(), processes: fc.anything(), expected: fc.anything(), value: fc.anything(), profileId: fc.string(), bits: fc.double(), quantile: fc.anything(), difference: fc.anything(), rule: fc.anything() })), (value) => { readProof(value); }));
  });

  it.each([
    ["one of several that hold: all of them would have to fail", { kind: "or", holds: true, nodes: [leaf(true, "a"), leaf(true, "b"), leaf(false, "c")] }, [["a", false], ["b", false]]],
    ["all of: the cheapest one is enough", { kind: "and", holds: true, nodes: [{ kind: "or", holds: true, nodes: [leaf(true, "a"), leaf(true, "b")] }, leaf(true, "c")] }, [["c", false]]],
    ["a filter that would have held", { kind: "and", holds: true, nodes: [{ kind: "or", holds: true, nodes: [leaf(true, "a"), leaf(true, "b")] }, { kind: "not", holds: true, node: leaf(false, "d") }] }, [["d", true]]],
  ] as const)("nearest miss: %s", (_case, tree, expected) => {
    expect(hingesOf(tree as unknown as ConditionNode).map(({ leaf: { said }, wanted }) => [said, wanted])).toEqual(expected);
  });
});
