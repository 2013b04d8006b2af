// Explanations: the truth of every leaf, what matched where, the names tried, and the nearest miss.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fields } from "../event.ts";
import { explainNode } from "./explain.ts";
import { compileNode } from "./matcher.ts";
import { ruleOf } from "./sigma.sample.ts";
import { holds } from "./test-holds.ts";
import type { TrueLeaf, TrueNode } from "./truth.ts";

const same = (field: string): string[] => [field];
const detection = "selection:\n  Image|endswith: [/curl, /wget]\n  CommandLine|contains: http\nfilter:\n  User: root\ncondition: selection and not filter";
const explain = (fields: Fields, text = detection, names: (field: string) => string[] = same) => explainNode(ruleOf(text).condition, fields, names);
const leavesOf = (node: TrueNode): TrueLeaf[] => (node.kind === "test" ? [node] : node.kind === "not" ? leavesOf(node.node) : node.nodes.flatMap(leavesOf));

describe("runtime/sigma/explain", () => {
  it("says which text matched, and where", () => {
    const { holds: held, tree, misses } = explain({ Image: "/usr/bin/curl", CommandLine: "curl HTTP://a" });
    expect([held, misses]).toEqual([true, []]);
    expect(leavesOf(tree).map(({ field, holds: one, found, said }) => [field, one, said, found && found.text.slice(found.at, found.end)])).toEqual([["Image", true, "ends with /curl", "/curl"], ["Image", false, "ends with /wget", undefined], ["CommandLine", true, "contains http", "HTTP"], ["User", false, "is root", undefined]]);
  });

  it.each([
    [{ Image: "/usr/bin/curl", CommandLine: "curl -V" }, [["CommandLine contains http +"]]],
    [{ Image: "/usr/bin/nc", CommandLine: "nc http" }, [["Image ends with /curl +"], ["Image ends with /wget +"]]],
    [{ Image: "/usr/bin/wget", CommandLine: "wget http", User: "root" }, [["User is root -"]]],
    [{ Image: "/bin/nc", User: "root" }, [["Image ends with /curl +", "CommandLine contains http +", "User is root -"], ["Image ends with /wget +", "CommandLine contains http +", "User is root -"]]],
  ])("the nearest miss of %j", (fields, expected) => {
    expect(explain(fields).misses.map((set) => set.map(({ leaf, wanted }) => `${leaf.field} ${leaf.said} ${wanted ? "+" : "-"}`))).toEqual(expected);
  });

  it("the names a field was looked for under are shown, and the one the event has", () => {
    const [leaf] = leavesOf(explain({ exe: "/bin/curl" }, detection, (field) => (field === "Image" ? ["proc.exe", "exe"] : [field])).tree);
    expect(leaf).toMatchObject({ field: "Image", names: ["proc.exe", "exe"], name: "exe", holds: true });
  });

  it.each([["a|re: 'b+'", { a: "abbc" }, [1, 3]], ["a|cidr: 10.0.0.0/8", { a: "10.1.1.1" }, [0, 8]], ["a: 5", { a: ["x", 5] }, [0, 1]], ["a|gt: 5", { a: 10 }, [0, 2]], ["a|fieldref: b", { a: "x", b: "x" }, [0, 1]], ["a|contains|cased: B", { a: "bB" }, [1, 2]]])("%s on %j is found at %j", (line, fields, [at, end]) => {
    expect(leavesOf(explain(fields, `s:\n  ${line}\ncondition: s`).tree)[0]?.found).toMatchObject({ at, end });
  });

  it("a value that is long or nested is shown cut", () => {
    expect(leavesOf(explain({ Image: "x".repeat(1000) }).tree)[0]?.actual).toBe(`${"x".repeat(200)}... (1000 characters)`);
    expect(leavesOf(explain({ Image: { a: [1] } }).tree)[0]?.actual).toBe('{"a":[1]}');
    expect(leavesOf(explain({}).tree)[0]?.actual).toBeUndefined();
  });

  it("agrees with the matcher, and a nearest miss is one: turning its leaves makes the rule hold", () => {
    const value = fc.constantFrom("/usr/bin/curl", "/wget", "http", "root", 5, null, ["root", "/curl"], "");
    const conditions = fc.constantFrom("selection and not filter", "1 of *", "all of *", "not selection or filter", "not (selection or not filter)", "2 of *", "selection");
    fc.assert(fc.property(fc.record({ Image: value, CommandLine: value, User: value, other: value }, { requiredKeys: [] }), conditions, (fields, condition) => {
      const { condition: node } = ruleOf(`selection:\n  Image|endswith: [/curl, /wget]\n  CommandLine|contains: http\nfilter:\n  User: root\nthird:\n  - other: 5\n  - User|re: o+\n    CommandLine: null\ncondition: ${condition}`);
      const told = explainNode(node, fields as Fields, same);
      expect(told.holds).toBe(compileNode(node, same)(fields as Fields));
      for (const set of told.misses) expect(turned(told.tree, new Set(set.map(({ leaf }) => leaf)))).toBe(true);
      expect(told.misses.length > 0).toBe(!told.holds);
    }), { numRuns: 1000 });
  });

  it("holds answers of a test and a value alone", () => {
    expect([holds({ kind: "pattern", pattern: ["a"], cased: false }, "A"), holds({ kind: "null" }, undefined), holds({ kind: "exists", wanted: false }, undefined), holds({ kind: "fieldref", field: "b", how: "contains", cased: false }, "abc", "B")]).toEqual([true, true, true, true]);
  });
});

/** The tree's truth with these leaves the other way around. */
function turned(node: TrueNode, leaves: ReadonlySet<TrueLeaf>): boolean {
  if (node.kind === "test") return node.holds !== leaves.has(node);
  if (node.kind === "not") return !turned(node.node, leaves);
  return node.kind === "and" ? node.nodes.every((one) => turned(one, leaves)) : node.nodes.some((one) => turned(one, leaves));
}
