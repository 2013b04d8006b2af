// The correlator, type by type after the specification, then what only a stream knows: repeats, duplicates, late and far events, limits.
import { describe, expect, it } from "vitest";
import type { SigmaCorrelation } from "../sigma/rule.ts";
import { at, correlation, correlatorOf, eventAt, observe, rulesById, run, start, told } from "./correlator.fixtures/world.ts";
import type { Happening } from "./correlator.fixtures/world.ts";

const bytes = (values: readonly (readonly [number, unknown])[]): Happening[] => values.map(([s, value]) => ({ s, fields: { bytes: value as number } }));
const steps = (text: string): Happening[] => text.split(" ").map((step) => ({ s: Number(step.slice(1)), rules: [step.slice(0, 1)] }));

type Case = readonly [claim: string, correlation: Partial<SigmaCorrelation> & { seconds?: number }, happenings: readonly Happening[], hits: readonly string[]];

const asks = (text: string, ...terms: readonly (readonly [seen: string, unseen: string])[]): Partial<SigmaCorrelation> =>
  ({ rules: ["a", "b", "c"], bounds: { gte: 1 }, expression: { text, terms: terms.map(([seen, unseen]) => ({ seen: [...seen], unseen: [...unseen] })) } });

const cases: Record<string, readonly Case[]> = {
  "event_count": [
    ["at least 3 in 60 s, met by the third", { bounds: { gte: 3 } }, at([0, 30, 60]), ["x ann@60=3"]],
    ["an event one millisecond too far away does not count", { bounds: { gte: 3 } }, at([0, 30, 60.001]), []],
    ["the window is not snapped to the minute", { bounds: { gte: 3 } }, at([55, 59, 62]), ["x ann@62=3"]],
    ["more than 2", { bounds: { gt: 2 } }, at([0, 1, 2]), ["x ann@2=3"]],
    ["each group for itself", { bounds: { gte: 2 } }, [{ s: 0 }, { s: 1, fields: { User: "bob" } }, { s: 2 }], ["x ann@2=2"]],
    ["group-by fields are joined by AND", { bounds: { gte: 2 }, groupBy: ["User", "Host"] }, [{ s: 0, fields: { Host: "h1" } }, { s: 1, fields: { Host: "h2" } }, { s: 2, fields: { Host: "h1" } }], ["x ann h1@2=2"]],
    ["without group-by all events are one group", { bounds: { gte: 2 }, groupBy: [] }, [{ s: 0 }, { s: 1, fields: { User: "bob" } }], ["x@1=2"]],
    ["several rules are counted together", { bounds: { gte: 3 }, rules: ["a", "b"] }, steps("a0 b1 a2"), ["x ann@2=3"]],
    ["an event that matches two of the rules is one event", { bounds: { gte: 3 }, rules: ["a", "b"] }, at([0, 1], { rules: ["a", "b"] }), []],
    ["exactly 3: not when a fourth comes", { bounds: { eq: 3 } }, [...at([0, 1, 2]), ...at([200, 201, 202, 203])], ["x ann@2=3"]],
    ["2 to 3 is judged by the highest value of the run", { bounds: { gte: 2, lte: 3 } }, [...at([0, 10, 20]), ...at([300, 301, 302, 303])], ["x ann@20=3"]],
    ["fewer than 3 in a whole timespan", { bounds: { lt: 3 } }, [...at([0, 10, 20]), ...at([100, 110])], ["x ann@110=2"]],
    ["not 2 in a whole timespan", { bounds: { neq: 2 } }, [...at([0, 10]), ...at([100, 101, 102])], ["x ann@102=3"]],
  ],
  "value_count": [
    ["3 different values", { type: "value_count", valueFields: ["bytes"], bounds: { gte: 3 } }, bytes([[0, "a"], [1, "a"], [2, "b"], [3, "c"]]), ["x ann@3=3"]],
    ["case makes no difference", { type: "value_count", valueFields: ["bytes"], bounds: { gte: 2 } }, bytes([[0, "Root"], [1, "ROOT"]]), []],
    ["a value that left the window does not count", { type: "value_count", valueFields: ["bytes"], bounds: { gte: 3 } }, bytes([[0, "a"], [61, "b"], [62, "c"]]), []],
    ["several fields are one tuple", { type: "value_count", valueFields: ["bytes", "User"], bounds: { gte: 2 }, groupBy: [] }, [{ s: 0, fields: { bytes: 1, User: "ann" } }, { s: 1, fields: { bytes: 1, User: "bob" } }], ["x@1=2"]],
    ["each member of a list is a value", { type: "value_count", valueFields: ["bytes"], bounds: { gte: 2 } }, bytes([[0, ["a", "b"]]]), ["x ann@0=2"]],
    ["an event without the field does not count", { type: "value_count", valueFields: ["bytes"], bounds: { gte: 1 } }, at([0]), []],
  ],
  "temporal": [
    ["each rule, in any order", { type: "temporal", rules: ["a", "b", "c"] }, steps("c0 a30 b60"), ["x ann@60=3"]],
    ["not across more than the timespan", { type: "temporal", rules: ["a", "b", "c"] }, steps("c0 a30 b61"), []],
    ["the condition counts different rules", { type: "temporal", rules: ["a", "b", "c"], bounds: { gte: 2 } }, steps("a0 a1 c2"), ["x ann@2=2"]],
    ["one event may match all", { type: "temporal", rules: ["a", "b"] }, at([0], { rules: ["a", "b"] }), ["x ann@0=2"]],
  ],
  "temporal_ordered": [
    ["in the order of the list", { type: "temporal_ordered", rules: ["a", "b", "c"] }, steps("a0 b1 c2"), ["x ann@2=3"]],
    ["not in another order", { type: "temporal_ordered", rules: ["a", "b", "c"] }, steps("c0 b1 a2"), []],
    ["others may come in between", { type: "temporal_ordered", rules: ["a", "b", "c"] }, steps("c0 a1 c2 b3 a4 c5"), ["x ann@5=3"]],
    ["the whole chain within the timespan", { type: "temporal_ordered", rules: ["a", "b", "c"] }, steps("a0 b30 c61"), []],
    ["a later begin of the chain is taken", { type: "temporal_ordered", rules: ["a", "b", "c"] }, steps("a0 a20 b30 c61"), ["x ann@61=3"]],
    ["at one instant they are in order", { type: "temporal_ordered", rules: ["a", "b"] }, steps("b0 a0"), ["x ann@0=2"]],
  ],
  "conditions over the names of rules": [
    ["a and b: at once, whatever c does", { type: "temporal", ...asks("a and b", ["ab", ""]) }, steps("b0 c1 a30"), ["x ann@30=2"]],
    ["(a and b) or c", { type: "temporal", ...asks("a and b or c", ["ab", ""], ["c", ""]) }, steps("a0 c100"), ["x ann@100=1"]],
    ["in the order of the list", { type: "temporal_ordered", ...asks("a and c", ["ac", ""]) }, steps("c0 a1 b2"), []],
    ["in the order of the list, others between", { type: "temporal_ordered", ...asks("a and c", ["ac", ""]) }, steps("a0 b1 c2"), ["x ann@2=2"]],
    ["a and not b: within a timespan from a on", { type: "temporal", ...asks("a and not b", ["a", "b"]) }, steps("a0 b60 a200 b261"), ["x ann@200=1"]],
    ["a b before the a is not within it", { type: "temporal", ...asks("a and not b", ["a", "b"]) }, steps("b0 a1"), ["x ann@1=1"]],
    ["a b at the same instant is", { type: "temporal", ...asks("a and not b", ["a", "b"]) }, steps("b1 a1"), []],
    ["a then b, and no c in between or after", { type: "temporal_ordered", ...asks("a and b and not c", ["ab", "c"]) }, steps("a0 b10 c20 a100 b110 c161 a300 b310"), ["x ann@110=2", "x ann@310=2"]],
    ["not b alone: from any event on, and then there is one that is no b", { type: "temporal", ...asks("not b", ["", "b"]) }, steps("b0 a100"), ["x ann@100=1"]],
  ],
  "value_sum": [
    ["more than 100 together", { type: "value_sum", valueFields: ["bytes"], bounds: { gt: 100 } }, bytes([[0, 60], [10, "40"], [20, 1]]), ["x ann@20=101"]],
    ["what left the window is taken off", { type: "value_sum", valueFields: ["bytes"], bounds: { gt: 100 } }, bytes([[0, 60], [61, 60]]), []],
    ["what is no number does not count", { type: "value_sum", valueFields: ["bytes"], bounds: { gte: 1 } }, bytes([[0, "12 ms"], [1, ""], [2, "-"], [3, "0x10"]]), []],
  ],
  "value_avg": [
    ["above 10, at the end of each window", { type: "value_avg", valueFields: ["bytes"], bounds: { gt: 10 } }, bytes([[0, 1], [10, 10], [20, 40]]), ["x ann@20=17"]],
    ["what comes at one instant is averaged together", { type: "value_avg", valueFields: ["bytes"], bounds: { gt: 10 } }, bytes([[0, 15], [0, 1]]), []],
  ],
  "value_median": [
    ["of an even number it is half way", { type: "value_median", valueFields: ["bytes"], bounds: { gte: 15 } }, bytes([[0, 1], [1, 10], [2, 20], [3, 90]]), ["x ann@3=15"]],
  ],
  "value_percentile": [
    ["linear between the closest ranks", { type: "value_percentile", percentile: 95, valueFields: ["bytes"], bounds: { gte: 38 } }, bytes([[0, 10], [1, 20], [2, 30], [3, 40]]), ["x ann@3=38.5"]],
    ["without percentile: a value's share among all, in percent", { type: "value_percentile", valueFields: ["bytes"], bounds: { lte: 20 } }, bytes([[0, "sshd"], [1, "sshd"], [2, "sshd"], [3, "sshd"], [4, "nc"]]), ["x ann@4=20"]],
  ],
};

describe.each(Object.entries(cases))("runtime/correlation: %s", (_type, rows) => {
  it.each(rows)("%s", (_claim, wanted, happenings, hits) => {
    expect(told(run([correlation("x", wanted)], happenings))).toEqual(hits);
  });
});

describe("runtime/correlation: groups", () => {
  it("aliases join fields that rules call by other names", () => {
    const errors = correlation("x", { type: "temporal", rules: ["a", "b"], groupBy: ["internal", "remote"], seconds: 10, aliases: { internal: { a: "dst", b: "src" }, remote: { a: "src", b: "dst" } } });
    const answer = (fields: Record<string, string>): string[] => told(run([errors], [{ s: 0, rules: ["a"], fields: { dst: "10.0.0.5", src: "9.9.9.9" } }, { s: 5, rules: ["b"], fields }]));
    expect(answer({ src: "10.0.0.5", dst: "9.9.9.9" })).toEqual(["x 10.0.0.5 9.9.9.9@5=2"]);
    expect(answer({ src: "9.9.9.9", dst: "10.0.0.5" })).toEqual([]);
  });

  it.each([
    ["missing", { User: null }, 0], ["empty text is a value", { User: "" }, 1], ["case is kept and makes no difference", { User: "ANN" }, 1], ["numbers are their text", { User: 7 }, 1],
  ])("a group-by value: %s", (_case, fields, groups) => {
    const correlator = correlatorOf([correlation("x", { bounds: { gte: 5 } })]);
    observe(correlator, { s: 0, fields });
    observe(correlator, { s: 1, fields: { User: typeof fields.User === "string" ? fields.User.toLowerCase() : fields.User } });
    expect([correlator.liveGroups(), correlator.counters().missing]).toEqual([groups, groups === 0 ? 2 : 0]);
  });

  it("a list puts the event in the group of each member", () => {
    expect(told(run([correlation("x", { bounds: { gte: 2 } })], [{ s: 0, fields: { User: ["ann", "bob"] } }, { s: 1, fields: { User: "bob" } }]))).toEqual(["x bob@1=2"]);
  });

  it("a field is looked up under the names of the mapping", () => {
    const mappings = [{ logsource: { product: "linux" }, fields: { User: ["acct"] } }];
    expect(told(run([correlation("x", { bounds: { gte: 2 } })], at([0, 1], { fields: { User: undefined, acct: "eve" } }), { mappings }))).toEqual(["x eve@1=2"]);
  });
});

describe("runtime/correlation: repeats", () => {
  const three = correlation("x", { bounds: { gte: 3 } });

  it("while the condition holds it is one hit, and a timespan without it starts a new one", () => {
    const burst = (from: number): number[] => Array.from({ length: 20 }, (_, place) => from + place * 10);
    expect(told(run([three], at([...burst(0), ...burst(400)])))).toEqual(["x ann@20=3", "x ann@420=3"]);
  });

  it("a run after a quiet hour is told at once", () => {
    const correlator = correlatorOf([three]);
    expect(at([0, 1, 2, 4000, 4001, 4002]).map((one) => told(observe(correlator, one)))).toEqual([[], [], ["x ann@2=3"], [], [], ["x ann@4002=3"]]);
  });

  it("the run that goes on is shown with its highest value", () => {
    const correlator = correlatorOf([three]);
    for (const one of at([0, 1, 2, 3, 4])) observe(correlator, one);
    expect(correlator.ongoing()).toEqual([expect.objectContaining({ group: { User: "ann" }, begin: start + 2000, end: start + 4000, value: 5 })]);
  });

  it("an event that comes twice counts once", () => {
    const correlator = correlatorOf([three]);
    expect(["e1", "e2", "e1", "e2", "e1"].flatMap((id, s) => [...observe(correlator, { s, id })])).toEqual([]);
    expect(correlator.counters()).toMatchObject({ counted: 2, duplicates: 3 });
  });

  it("says what was counted, of whom, against which bound, and shows the newest events", () => {
    const [hit] = run([correlation("x", { bounds: { gte: 12 }, seconds: 300 })], at(Array.from({ length: 12 }, (_, s) => s)));
    expect(hit?.sentences).toEqual(['12 hits of "Rule a" in 5 min for User ann (at least 12)', "Met at 2026-11-22T12:00:11Z."]);
    expect(hit?.events.map((event) => (event.at - start) / 1000)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect(hit?.events[1]).toMatchObject({ origin: { host: "web-1" }, fields: { User: "ann" }, raw: "10 something happened" });
  });
});

describe("runtime/correlation: chains", () => {
  const many = (more: Partial<SigmaCorrelation> = {}): SigmaCorrelation => correlation("many", { bounds: { gte: 3 }, ...more });
  const broken = correlation("broken", { type: "temporal_ordered", rules: ["many", "b"], seconds: 600 });

  it("many failures, then a success of the same user: only the outer correlation is told", () => {
    expect(told(run([broken, many()], steps("a0 a1 a2 b5")))).toEqual(["broken ann@5=2"]);
    expect(told(run([broken, many()], steps("b0 a1 a2 a3")))).toEqual([]);
  });

  it("a run that began long ago still precedes a success now", () => {
    expect(told(run([broken, many()], [...at(Array.from({ length: 40 }, (_, place) => place * 25)), { s: 1000, rules: ["b"] }]))).toEqual(["broken ann@1000=2"]);
  });

  it("the outer correlation groups by its own fields, also those the inner one does not know", () => {
    const byHost = correlation("byHost", { type: "temporal_ordered", rules: ["many", "b"], groupBy: ["Host"], seconds: 600 });
    const happenings = [...at([0, 1, 2], { fields: { Host: "db-1" } }), { s: 5, rules: ["b"], fields: { Host: "db-1", User: "eve" } }];
    expect(told(run([byHost, many()], happenings))).toEqual(["byHost db-1@5=2"]);
  });

  it("a count of hits counts runs, not events", () => {
    const runs = correlation("runs", { rules: ["many"], bounds: { gte: 2 }, seconds: 3600 });
    expect(told(run([runs, many()], at([0, 1, 2, 3, 4, 5])))).toEqual([]);
    expect(told(run([runs, many()], at([0, 1, 2, 3, 4, 5, 500, 501, 502])))).toEqual(["runs ann@502=2"]);
  });

  it("generate shows what it is built on; what nobody refers to is always shown", () => {
    const correlator = correlatorOf([broken, many({ generate: true })]);
    expect(["a", "b", "c", "many", "broken"].map((id) => correlator.isShown(id))).toEqual([true, false, true, false, true]);
  });
});

describe("runtime/correlation: time", () => {
  const three = correlation("x", { bounds: { gte: 3 } });

  it("a late event completes a window", () => {
    expect(told(run([three], at([0, 40, 20])))).toEqual(["x ann@40=3"]);
  });

  it("a whole timespan is judged when it is whole", () => {
    const few = correlation("x", { bounds: { lt: 3 }, seconds: 300 });
    const fillers = at([0, 0, 0, 0, 0, 0, 0, 0], { rules: [] });
    expect(told(run([few], [...fillers, ...at([0, 100, 200])]))).toEqual([]);
    expect(told(run([few], [...fillers, ...at([0, 100, 301])]))).toEqual(["x ann@100=2"]);
  });

  it("a rule that must not be seen is waited for, as long as it may still come", () => {
    const without = correlation("x", { type: "temporal", ...asks("a and not b", ["a", "b"]) });
    const fillers = at([0, 0, 0, 0, 0, 0, 0, 0], { rules: [] });
    const toldOf = (text: string): string[] => { const correlator = correlatorOf([without]); return told([...fillers, ...steps(text), ...at([121], { rules: [] })].flatMap((one) => [...observe(correlator, one)])); };
    expect([toldOf("a0 c70 c110"), toldOf("a0 c70 b50 c110"), toldOf("b0 a1 c70")]).toEqual([["x ann@0=1"], [], []]);
  });

  it("a late event inside a run does not disturb the order of those to come", () => {
    const correlator = correlatorOf([correlation("x", { type: "temporal_ordered", rules: ["a", "b", "c"] })]);
    for (const one of [...steps("a0 b1 c2 c3 c4 c5 c6 c7 c8 c9 a50"), ...steps("a10 b100 c105")]) observe(correlator, one);
    expect(correlator.ongoing().map(({ begin, end }) => [(begin - start) / 1000, (end - start) / 1000])).toEqual([[2, 105]]);
  });

  it("an event later than lateness and timespan is counted as late", () => {
    const correlator = correlatorOf([three], { latenessMs: 10_000 });
    for (const one of at([...Array.from({ length: 10 }, () => 1000), 929])) observe(correlator, one);
    expect(correlator.counters()).toMatchObject({ late: 1, counted: 10 });
  });

  it("a sender that lags by an hour is followed, beside others that do not", () => {
    const correlator = correlatorOf([three]);
    const mixed = [...at(Array.from({ length: 10 }, (_, s) => 3600 + s), { rules: [] }), ...[0, 5, 10].flatMap((s) => [{ s, fields: { User: "far" } }, { s: 3620 + s, rules: [] }])];
    expect(told(mixed.flatMap((one) => [...observe(correlator, one)]))).toEqual(["x far@10=3"]);
    expect(correlator.counters()).toMatchObject({ behind: 3, late: 0 });
  });

  it("one event from the far future throws nothing away", () => {
    const correlator = correlatorOf([three]);
    const year = 365 * 86_400;
    const hits = [...at([0, 1, 2, 3, 4, 5, 6, 7], { rules: [] }), ...at([10, 20, year]), { s: year, rules: [] }, ...at([30])].flatMap((one) => [...observe(correlator, one)]);
    expect(told(hits)).toEqual(["x ann@30=3"]);
    expect(correlator.counters().ahead).toBeGreaterThan(0);
  });

  it("the stream goes on after a quiet year", () => {
    const correlator = correlatorOf([three]);
    for (const one of at([0, 1, 2, 3, 4, 5, 6, 7])) observe(correlator, one);
    for (const one of at(Array.from({ length: 10 }, (_, s) => 30_000_000 + s), { rules: [] })) observe(correlator, one);
    expect([correlator.streamAt(), correlator.liveGroups()]).toEqual([start + 30_000_009_000, 0]);
  });

  it("what waits for the time to pass is judged when the stream is quiet and the wall clock goes on", () => {
    const correlator = correlatorOf([correlation("x", { type: "value_avg", valueFields: ["bytes"], bounds: { gt: 10 } })]);
    for (const one of bytes(Array.from({ length: 9 }, (_, s) => [s, s === 8 ? 500 : 1]))) expect(observe(correlator, one)).toEqual([]);
    const wall = Date.UTC(2031);
    expect([correlator.elapse(wall), correlator.elapse(wall + 59_000)].flat()).toEqual([]);
    expect(told(correlator.elapse(wall + 61_000))).toEqual([`x ann@8=${508 / 9}`]);
    expect(correlator.elapse(wall + 200_000)).toEqual([]);
  });
});

describe("runtime/correlation: limits", () => {
  it("beyond its limit of groups a correlation forgets the quietest, and says so once in a timespan", () => {
    const correlator = correlatorOf([correlation("x", { bounds: { gte: 3 } })], { limits: { groups: 10 } });
    const flood = Array.from({ length: 30 }, (_, place) => [{ s: place * 0.1, fields: { User: `u${place}` } }, ...(place % 5 === 0 ? at([place * 0.1]) : [])]).flat();
    const hits = flood.flatMap((one) => [...observe(correlator, one)]);
    expect(hits.filter(({ limit }) => limit).map(({ sentences }) => sentences[0])).toEqual([expect.stringContaining("beyond its limit of 10 groups")]);
    expect(told(hits.filter(({ limit }) => !limit))).toEqual(["x ann@1=3"]);
    expect([correlator.liveGroups(), correlator.counters().forgotten]).toEqual([10, 21]);
  });

  it("beyond its limit of events a group forgets the oldest, and says so", () => {
    const correlator = correlatorOf([correlation("x", { type: "value_sum", valueFields: ["bytes"], bounds: { gt: 1_000_000 }, seconds: 600 })], { limits: { events: 50 } });
    const hits = bytes(Array.from({ length: 120 }, (_, s) => [s, 1])).flatMap((one) => [...observe(correlator, one)]);
    expect(hits.map(({ limit, sentences }) => [limit, sentences[0]])).toEqual([[true, expect.stringContaining("beyond its limit of 50 events")]]);
    expect(correlator.counters().trimmed).toBeGreaterThanOrEqual(70);
  });

  it("groups whose time is over leave", () => {
    const correlator = correlatorOf([correlation("x", { bounds: { gte: 3 } })]);
    for (let s = 0; s < 2000; s += 1) correlator.observe(eventAt({ s, fields: { User: `u${s}` } }), [...rulesById.values()].slice(0, 1));
    expect(correlator.liveGroups()).toBeLessThanOrEqual(122);
  });
});
