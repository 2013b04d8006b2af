// Properties: order within the lateness makes no difference, every run is told once, and a restart at any point is not seen.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SigmaCorrelation } from "../sigma/rule.ts";
import type { StateRow } from "../state.ts";
import { joinedLate, toldWhenOver } from "./correlator.fixtures/found-cases.ts";
import type { Delayed } from "./correlator.fixtures/found-cases.ts";
import { createStore } from "./correlator.fixtures/row-store.ts";
import { runsOf } from "./correlator.fixtures/plain-runs.ts";
import { correlation, correlatorOf, observe, start, told } from "./correlator.fixtures/world.ts";
import type { Happening } from "./correlator.fixtures/world.ts";
import type { CorrelationHit } from "./correlation-hit.ts";

/** CORRELATION_CASES: of each property; `npm run fuzz:correlations` sets it high. */
const cases = Number(process.env["CORRELATION_CASES"] ?? 60);
const patienceMs = 20_000 + cases * 50;

const lateness = 30;
const value = { valueFields: ["n"] };

const expression = (text: string, ...terms: readonly (readonly [seen: string, unseen: string])[]): Pick<SigmaCorrelation, "bounds" | "expression"> =>
  ({ bounds: { gte: 1 }, expression: { text, terms: terms.map(([seen, unseen]) => ({ seen: [...seen], unseen: [...unseen] })) } });

/** Told at once, one per run. */
const rising: readonly SigmaCorrelation[] = [
  correlation("count", { bounds: { gte: 4 }, rules: ["a", "b"], seconds: 20 }),
  correlation("long", { bounds: { gt: 6 }, rules: ["a"], seconds: 90 }),
  correlation("values", { type: "value_count", ...value, bounds: { gte: 3 }, seconds: 20 }),
  correlation("all", { type: "temporal", rules: ["a", "b", "c"], seconds: 15 }),
  correlation("order", { type: "temporal_ordered", rules: ["a", "b", "c"], seconds: 25 }),
  correlation("twoOf", { type: "temporal_ordered", rules: ["a", "b", "c"], bounds: { gte: 2 }, seconds: 5 }),
  correlation("either", { type: "temporal", rules: ["a", "b", "c"], seconds: 8, ...expression("a and b or b and c", ["ab", ""], ["bc", ""]) }),
  correlation("eitherThen", { type: "temporal_ordered", rules: ["a", "b", "c"], seconds: 12, ...expression("a and b or a and c", ["ab", ""], ["ac", ""]) }),
  correlation("sum", { type: "value_sum", ...value, bounds: { gt: 9 }, seconds: 20 }),
];

/** Told when the time has passed. */
const settled: readonly SigmaCorrelation[] = [
  correlation("exact", { bounds: { eq: 3 }, seconds: 20 }),
  correlation("range", { bounds: { gte: 2, lt: 5 }, rules: ["a", "b"], seconds: 10 }),
  correlation("few", { bounds: { lt: 3 }, seconds: 30 }),
  correlation("not", { type: "value_count", ...value, bounds: { neq: 2 }, seconds: 20 }),
  correlation("without", { type: "temporal", rules: ["a", "b", "c"], seconds: 20, ...expression("a and not b or c and not a", ["a", "b"], ["c", "a"]) }),
  correlation("thenWithout", { type: "temporal_ordered", rules: ["a", "b", "c"], seconds: 20, ...expression("a and b and not c", ["ab", "c"]) }),
  correlation("never", { type: "temporal", rules: ["a"], seconds: 20, ...expression("not a", ["", "a"]) }),
  correlation("average", { type: "value_avg", ...value, bounds: { gte: 3 }, seconds: 20 }),
  correlation("median", { type: "value_median", ...value, bounds: { lt: 2 }, seconds: 40 }),
  correlation("p90", { type: "value_percentile", percentile: 90, ...value, bounds: { gte: 4 }, seconds: 20 }),
  correlation("share", { type: "value_percentile", ...value, bounds: { lte: 25 }, seconds: 60 }),
];

const chained: readonly SigmaCorrelation[] = [
  correlation("many", { bounds: { gte: 3 }, seconds: 20, generate: false }),
  correlation("then", { type: "temporal_ordered", rules: ["many", "c"], seconds: 40 }),
  correlation("mean", { type: "value_avg", ...value, bounds: { gte: 3 }, seconds: 20 }),
  correlation("meanThen", { type: "temporal", rules: ["mean", "b"], seconds: 40 }),
];

const happening = fc.record({ s: fc.integer({ min: 0, max: 400 }), delay: fc.integer({ min: 0, max: lateness }), rules: fc.subarray(["a", "b", "c"], { minLength: 1 }), user: fc.constantFrom("ann", "bob"), n: fc.integer({ min: 0, max: 5 }) });

/** Some twice: what a sender repeats counts once. */
const stream = fc.array(happening, { minLength: 1, maxLength: 90 }).map((drawn) => {
  const events = drawn.map(({ s, delay, rules, user, n }, place): Delayed => ({ s, delay, rules, id: `e${place}`, fields: { User: user, n } }));
  return [...events, ...events.filter((_, place) => place % 7 === 0)];
});

const inOrder = (events: readonly Delayed[]): Delayed[] => events.toSorted((a, b) => a.s - b.s);
const asArrived = (events: readonly Delayed[]): Delayed[] => events.toSorted((a, b) => a.s + a.delay - b.s - b.delay);

function hitsOf(correlations: readonly SigmaCorrelation[], events: readonly Delayed[]): CorrelationHit[] {
  const correlator = correlatorOf(correlations, { latenessMs: lateness * 1000 });
  const hits = [...events.flatMap((one) => observe(correlator, one)), ...correlator.end()];
  expect(correlator.counters()).toMatchObject({ late: 0, behind: 0 });
  return hits;
}

const byGroup = (hits: readonly CorrelationHit[]): Record<string, number[]> =>
  Object.fromEntries([...Map.groupBy(hits, ({ correlation: { id }, group }) => `${id} ${group["User"] ?? ""}`)].map(([key, ones]) => [key, ones.map(({ at }) => (at - start) / 1000).toSorted((a, b) => a - b)]));

describe("runtime/correlation: any order", () => {
  it("in order, the hits are the runs that plain counting finds", () => {
    fc.assert(fc.property(stream, (events) => {
      const expected = Object.fromEntries(rising.flatMap((one) => ["ann", "bob"].map((user) => [`${one.id} ${user}`, runsOf(one, events, user)] as const)).filter(([, runs]) => runs.length > 0));
      expect(byGroup(hitsOf(rising, inOrder(events)))).toEqual(expected);
    }), { numRuns: cases });
  }, patienceMs);

  it("within the lateness, each run is told once, at most the lateness after its begin", () => {
    fc.assert(fc.property(stream, (events) => {
      const [ordered, arrived] = [byGroup(hitsOf(rising, inOrder(events))), byGroup(hitsOf(rising, asArrived(events)))];
      expect(Object.keys(arrived).toSorted()).toEqual(Object.keys(ordered).toSorted());
      for (const [key, begins] of Object.entries(ordered)) {
        expect(arrived[key]).toHaveLength(begins.length);
        begins.forEach((begin, place) => { expect(arrived[key]?.[place]).toSatisfy((at: number) => at >= begin && at <= begin + lateness); });
      }
    }), { numRuns: cases });
  }, patienceMs);

  it("what is judged when the time has passed is the same to the digit", () => {
    fc.assert(fc.property(stream, (events) => {
      expect(told(hitsOf(settled, asArrived(events))).toSorted()).toEqual(told(hitsOf(settled, inOrder(events))).toSorted());
    }), { numRuns: cases, examples: [[[...joinedLate]]] });
  }, patienceMs);

  it("through chains as well", () => {
    fc.assert(fc.property(stream, (events) => {
      const [ordered, arrived] = [byGroup(hitsOf(chained, inOrder(events))), byGroup(hitsOf(chained, asArrived(events)))];
      expect(Object.entries(arrived).map(([key, times]) => [key, times.length]).toSorted()).toEqual(Object.entries(ordered).map(([key, times]) => [key, times.length]).toSorted());
    }), { numRuns: cases });
  }, patienceMs);
});

describe("runtime/correlation: restart", () => {
  const all = [...rising, ...settled, ...chained];
  const seen = (hits: readonly CorrelationHit[]): unknown[] => hits.map((hit) => [told([hit]), hit.sentences, hit.events.map(({ id, raw }) => [id, raw])]);

  /** cuts: places before which the process is killed; takes: places after which its changes are committed (before each cut, too). */
  function withCuts(events: readonly Delayed[], cuts: readonly number[], options: { sweeps: boolean }): unknown[] {
    const store = createStore();
    const fresh = (rows: Iterable<StateRow>) => { const made = correlatorOf(all, { latenessMs: lateness * 1000 }); made.restore(rows); return made; };
    let correlator = fresh([]);
    const hits: CorrelationHit[] = [];
    events.forEach((event, place) => {
      if (cuts.includes(place)) correlator = fresh(store.rows());
      hits.push(...observe(correlator, event));
      store.apply(correlator.take());
      const streamAt = correlator.streamAt();
      if (options.sweeps && streamAt !== undefined) store.sweep(streamAt);
    });
    return seen([...hits, ...correlator.end()]);
  }

  it.each([{ sweeps: false }, { sweeps: true }])("cut anywhere, restored and continued it is as if it never stopped ($sweeps)", (options) => {
    fc.assert(fc.property(stream, fc.array(fc.nat(90), { maxLength: 4 }), (events, cuts) => {
      const arrived = asArrived(events);
      expect(withCuts(arrived, cuts, options)).toEqual(withCuts(arrived, [], { sweeps: false }));
    }), { numRuns: cases, examples: [[[...toldWhenOver], [11]]] });
  }, patienceMs);

  /** Kills the process after the happenings, and goes on with those that follow. */
  function killed(one: SigmaCorrelation, before: readonly Happening[], after: readonly Happening[]): string[][] {
    const store = createStore();
    const first = correlatorOf([one], { latenessMs: lateness * 1000 });
    const hits = before.flatMap((happening) => { const told = observe(first, happening); store.apply(first.take()); return [...told]; });
    const second = correlatorOf([one], { latenessMs: lateness * 1000 });
    second.restore(store.rows());
    return [told(hits), told([...after.flatMap((happening) => [...observe(second, happening)]), ...second.end()])];
  }
  const ticks = (...seconds: number[]): Happening[] => seconds.map((s) => ({ s, rules: [] }));
  const eight = ticks(0, 0, 0, 0, 0, 0, 0, 0);

  it("a run that was judged when it was over is not judged again", () => {
    const range = correlation("range", { bounds: { gte: 2, lte: 5 }, seconds: 20 });
    expect(killed(range, [...eight, { s: 0 }, { s: 1 }, { s: 45 }, ...ticks(52)], ticks(53))).toEqual([["range ann@1=2"], []]);
  });

  it("what was due before the restart does not come back, swept or not", () => {
    const few = correlation("few", { bounds: { lt: 3 }, seconds: 20 });
    expect(killed(few, [...eight, { s: 0 }, ...ticks(51), { s: 60 }], [])).toEqual([["few ann@0=1"], ["few ann@60=1"]]);
  });

  it("rows of a correlation that is not loaded any more are removed", () => {
    const [store, old] = [createStore(), correlatorOf([correlation("gone", { bounds: { gte: 2 } })])];
    observe(old, { s: 0 });
    store.apply(old.take());
    const next = correlatorOf([correlation("new", {})]);
    next.restore(store.rows());
    store.apply(next.take());
    expect([...store.rows()].map(({ key }) => key)).toEqual(["s"]);
  });
});
