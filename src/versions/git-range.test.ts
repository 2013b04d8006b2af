// GIT ranges: the schema's own graph, and every commit of random histories against sets worked out by brute force.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commitsOf } from "./commit-graph.ts";
import type { CommitGraph } from "./commit-graph.ts";
import { evaluateCommit } from "./git-range.ts";
import { evaluate } from "./range.ts";
import { schemeFor } from "./scheme-of.ts";
import type { RangeEvent, VersionRange } from "./version-range.ts";

type Parents = Readonly<Record<string, readonly string[]>>;

const graphOf = (parents: Parents): CommitGraph => ({
  parentsOf: (commit) => (Object.hasOwn(parents, commit) ? parents[commit] : undefined),
  commitsStartingWith: (prefix) => Object.keys(parents).filter((commit) => commit.startsWith(prefix)),
});
const eventsOf = (text: string): RangeEvent[] => text.split(", ").map((event) => {
  const [kind = "", commit = ""] = event.split(" ");
  return { [kind]: commit } as unknown as RangeEvent;
});
const rangeOf = (text: string): VersionRange => ({ type: "GIT", repo: "https://example.org/r", events: eventsOf(text) });
const affectedIn = (parents: Parents, text: string): string => {
  const commits = commitsOf(graphOf(parents));
  return Object.keys(parents).filter((commit) => evaluateCommit(commits, rangeOf(text), commit).verdict === "affected").join(" ");
};

// OSV schema, "limit events": X-A-B-C-Y is the main branch, D-E-F leaves it at A.
const schemaGraph: Parents = { X: [], A: ["X"], B: ["A"], C: ["B"], Y: ["C"], D: ["A"], E: ["D"], F: ["E"] };

describe("versions/git-range", () => {
  it.each([
    ["introduced X, fixed Y", "X A B C D E F"], ["introduced X, limit Y", "X A B C"], ["introduced 0, fixed Y", "X A B C D E F"], ["introduced B, fixed Y", "B C"], ["introduced D", "D E F"],
    ["introduced X, last_affected B", "X A B D E F"], ["introduced 0, last_affected F", "X A B C Y D E F"], ["introduced X, fixed D, fixed B", "X A"], ["fixed B, introduced X", "X A D E F"],
    ["introduced X, fixed X", ""], ["introduced 0, fixed 0", ""], ["introduced X, fixed A, introduced C", "X C Y"], ["introduced X, fixed Y, limit *", "X A B C D E F"], ["introduced X, limit B, limit E", "X A D"], ["introduced B, last_affected B", "B"], ["fixed Y", ""],
  ])("%s affects %s", (text, expected) => { expect(affectedIn(schemaGraph, text)).toBe(expected); });

  it("a merge has the fix of either side, and keeps what only the other side brought", () => {
    const merged: Parents = { R: [], A: ["R"], B: ["R"], FA: ["A"], M: ["FA", "B"] };
    expect(affectedIn(merged, "introduced R, fixed FA")).toBe("R A B");
    expect(affectedIn(merged, "introduced A, introduced B, fixed FA")).toBe("A B M");
  });
  it("abbreviated hashes and capitals are found; what two commits begin with is not", () => {
    const [old, fix] = ["0123456789abcdef0123456789abcdef01234567", "0199999999abcdef0123456789abcdef01234567"];
    const commits = commitsOf(graphOf({ [old]: [], [fix]: [old] }));
    expect(evaluateCommit(commits, rangeOf("introduced 0123456, fixed 0199999"), old.slice(0, 10).toUpperCase()).verdict).toBe("affected");
    expect(evaluateCommit(commits, rangeOf("introduced 0123456, fixed 0199999"), fix).verdict).toBe("not-affected");
    expect(evaluateCommit(commits, rangeOf("introduced 0"), "01")).toEqual({ verdict: "unknown", missing: "01" });
  });
  it("a commit that the graph lacks is unknown; one that only an event names is no ancestor", () => {
    const commits = commitsOf(graphOf(schemaGraph));
    expect(evaluateCommit(commits, rangeOf("introduced X"), "Q")).toEqual({ verdict: "unknown", missing: "Q" });
    expect(evaluateCommit(commits, rangeOf("introduced X, fixed Q"), "B").verdict).toBe("affected");
    expect(evaluateCommit(commits, rangeOf("introduced Q"), "B").verdict).toBe("not-affected");
    expect(evaluateCommit(commits, rangeOf("introduced X, limit Q"), "B")).toEqual({ verdict: "unknown", missing: "Q" });
  });
  it("behind the edge of a shallow clone nothing is taken for granted", () => {
    const commits = commitsOf(graphOf({ B: ["A"], C: ["B"] }));
    expect(evaluateCommit(commits, rangeOf("introduced X, fixed Y"), "C")).toEqual({ verdict: "unknown", missing: "X" });
    expect(evaluateCommit(commits, rangeOf("introduced B, fixed C"), "C").verdict).toBe("not-affected");
  });
  it("a history longer than the bound is unknown, not wrong", () => {
    const line: Parents = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`c${at}`, at === 0 ? [] : [`c${at - 1}`]]));
    expect(evaluateCommit(commitsOf(graphOf(line), 50), rangeOf("introduced c1, fixed c2"), "c99").verdict).toBe("unknown");
    expect(evaluateCommit(commitsOf(graphOf(line), 200), rangeOf("introduced c1, fixed c2"), "c99").verdict).toBe("not-affected");
  });
  it("a cycle, which no repository has, ends", () => {
    expect(affectedIn({ A: ["C"], B: ["A"], C: ["B"] }, "introduced A, limit Z")).toBe("");
    expect(affectedIn({ A: ["C"], B: ["A"], C: ["B"] }, "introduced A")).toBe("A B C");
  });
});

const size = 9;
const names = Array.from({ length: size }, (_, at) => `c${at}`);
const name = fc.constantFrom(...names);
/** Parents only among earlier commits, so no cycle; several roots may be. */
const history = fc.tuple(...names.map((_, at) => fc.subarray(names.slice(0, at), { maxLength: Math.min(at, 3) }))).map((all): Parents => Object.fromEntries(all.map((parents, at) => [names[at] ?? "", parents])));
const event = fc.tuple(fc.constantFrom("introduced", "introduced", "fixed", "last_affected", "limit"), fc.oneof(name, name, fc.constant("0")))
  .map(([kind, commit]) => `${kind} ${kind === "limit" && commit === "0" ? "*" : commit}`);
const events = fc.array(event, { minLength: 1, maxLength: 5 }).map((all) => all.join(", "));

/** Ancestors and the commit itself, by closure over the pairs and nothing clever. */
function ancestors(parents: Parents): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>(names.map((one) => [one, new Set([one])]));
  for (const _ of names) for (const one of names) for (const parent of parents[one] ?? []) for (const above of found.get(parent) ?? []) found.get(one)?.add(above);
  return found;
}

/** Of every introduction its descendants, without those of each end that descends from it; within what is before one of the limits. */
function bruteForce(parents: Parents, range: readonly RangeEvent[]): ReadonlySet<string> {
  const before = ancestors(parents);
  const isBehind = (ancestor: string, commit: string): boolean => ancestor === "0" || (before.get(commit)?.has(ancestor) ?? false);
  const affected = new Set<string>();
  for (const one of range) {
    if (!("introduced" in one)) continue;
    const held = new Set(names.filter((commit) => isBehind(one.introduced, commit)));
    for (const end of range) {
      const at = "fixed" in end ? end.fixed : "last_affected" in end ? end.last_affected : undefined;
      if (at === undefined || (one.introduced !== "0" && !(before.get(at)?.has(one.introduced) ?? false))) continue;
      for (const commit of names) if (isBehind(at, commit) && ("fixed" in end || commit !== at)) held.delete(commit);
    }
    for (const commit of held) affected.add(commit);
  }
  const limits = range.flatMap((one) => ("limit" in one ? [one.limit] : []));
  return new Set([...affected].filter((commit) => limits.length === 0 || limits.some((limit) => limit === "*" || (limit !== commit && isBehind(commit, limit)))));
}

describe("versions/git-range: properties", () => {
  it("equals the sets of random histories", () => {
    fc.assert(fc.property(history, events, (parents, text) => {
      expect([text, affectedIn(parents, text)]).toEqual([text, names.filter((commit) => bruteForce(parents, eventsOf(text)).has(commit)).join(" ")]);
    }), { numRuns: 2000 });
  });
  it("on a line of commits it is the walk of versions", () => {
    const line: Parents = Object.fromEntries(names.map((one, at) => [one, at === 0 ? [] : [names[at - 1] ?? ""]]));
    fc.assert(fc.property(events, fc.nat(size - 1), (text, at) => {
      const versioned = text.replaceAll(/c(\d)/g, "1.0.$1");
      const walked = evaluate(schemeFor("npm"), `1.0.${at}`, { versions: [], ranges: [{ type: "SEMVER", events: eventsOf(versioned) }] }).verdict;
      expect([text, at, evaluateCommit(commitsOf(graphOf(line)), rangeOf(text), `c${at}`).verdict]).toEqual([text, at, walked]);
    }), { numRuns: 1000 });
  });
});

describe("versions/range: GIT", () => {
  const git = rangeOf("introduced X, fixed Y");
  const commits = commitsOf(graphOf(schemaGraph));
  it("without a graph what is not listed is unknown, never not affected", () => {
    expect(evaluate(undefined, "B", { versions: [], ranges: [git] })).toEqual({ verdict: "unknown", because: { kind: "git", range: 0, repo: git.repo, commit: "B", isWalked: false, event: undefined, missing: undefined } });
    expect(evaluate(schemeFor("npm"), "1.0.0", { versions: [], ranges: [git] }).verdict).toBe("unknown");
    expect(evaluate(schemeFor("npm"), "main", { versions: ["2.0.0"], ranges: [git] }).verdict).toBe("unknown");
    expect(evaluate(undefined, "1.0.0", { versions: ["2.0.0"], ranges: [git] }).verdict).toBe("unknown");
  });
  it("beside the list of a registry's releases it is the list that decides, above it only where history has an end", () => {
    const verdictOf = (version: string, events: string): string => evaluate(schemeFor("npm"), version, { versions: ["2.0.0", "10.0.0"], ranges: [rangeOf(events)] }).verdict;
    expect([verdictOf("1.0.0", "introduced X"), verdictOf("9.0.0", "introduced X"), verdictOf("2.0.0", "introduced X")]).toEqual(["not-affected", "not-affected", "affected"]);
    expect([verdictOf("11.0.0", "introduced X"), verdictOf("11.0.0", "introduced X, fixed Y")]).toEqual(["unknown", "not-affected"]);
  });
  it("a listed tag or commit is affected with and without a graph", () => {
    expect(evaluate(undefined, "v1.2", { versions: ["v1.2"], ranges: [git] }).verdict).toBe("affected");
    expect(evaluate(undefined, "Y", { versions: ["Y"], ranges: [git] }, commits).verdict).toBe("affected");
  });
  it("with a graph the commit is evaluated, and the event that decided is told", () => {
    expect(evaluate(undefined, "E", { versions: [], ranges: [git] }, commits)).toMatchObject({ verdict: "affected", because: { kind: "git", range: 0, commit: "E", event: { introduced: "X" } } });
    expect(evaluate(undefined, "Y", { versions: [], ranges: [git] }, commits)).toMatchObject({ verdict: "not-affected", because: { kind: "git", event: { fixed: "Y" } } });
  });
  it("beside ranges of versions the GIT range is left to commits", () => {
    const both = { versions: [], ranges: [git, { type: "SEMVER" as const, events: eventsOf("introduced 0, fixed 2.0.0") }] };
    expect(evaluate(schemeFor("npm"), "2.0.0", both).verdict).toBe("not-affected");
    expect(evaluate(schemeFor("npm"), "1.0.0", both, commits).verdict).toBe("affected");
    expect(evaluate(schemeFor("npm"), "Y", both, commits).verdict).toBe("not-affected");
  });
  it("of several GIT ranges one that affects is enough", () => {
    expect(evaluate(undefined, "Y", { versions: [], ranges: [git, rangeOf("introduced C")] }, commits)).toMatchObject({ verdict: "affected", because: { range: 1 } });
  });
});
