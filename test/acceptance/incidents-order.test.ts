// The order in which signals arrive does not change what they become: checked against a plain reading of the rules.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import type { LoopContext } from "../../src/app/loop/context.ts";
import { raiseSignals } from "../../src/app/incidents/incidents.ts";
import { stagesOf } from "../../src/incidents/kill-chain.ts";
import type { Signal } from "../../src/incidents/signal.ts";
import { hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { countingIds } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { openUnderTest, sqliteGround, startAt } from "../store/store-under-test.ts";
import type { StoreUnderTest } from "../store/store-under-test.ts";

let under: StoreUnderTest;
let context: LoopContext;
let orgs = 0;
beforeAll(async () => {
  under = await openUnderTest(sqliteGround);
  under.clock.set(startAt + 3 * hourMs);
  context = { store: under.store, clock: under.clock, log: silentLog, ids: countingIds(), publicUrl: "https://aftwatch.example", committed: () => {} };
});
afterAll(async () => { await under.close(); });

const entity = fc.oneof(fc.record({ kind: fc.constant("ip" as const), value: fc.constantFrom("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5") }), fc.record({ kind: fc.constant("user" as const), value: fc.constantFrom("ana", "ben", "eve", "kim") }),
  fc.record({ kind: fc.constant("service" as const), value: fc.constant("pay") }));

// All within three hours, which is inside every window; none so grave that it begins a linked one; no hub.
const signals = fc.array(fc.record({
  entities: fc.uniqueArray(entity, { maxLength: 3, selector: ({ kind, value }) => `${kind} ${value}` }), minutes: fc.integer({ min: 0, max: 180 }), opens: fc.integer({ min: 0, max: 4 }), tactics: fc.subarray(["reconnaissance", "initial-access", "execution"], { maxLength: 1 }),
}), { minLength: 2, maxLength: 9 }).map((all) => all.map(({ entities, minutes, opens, tactics }, index): Signal => ({
  kind: "alert", ref: `s${index}`, title: `s${index}`, severity: "medium", at: startAt + minutes * minuteMs, entities, services: ["pay"], owner: undefined, environments: [], tactics, opens: opens === 0 ? "attack" : undefined, because: undefined, ended: false,
})));

/** Which signals are together, by arrival in this order and these batches. */
async function grouped(batches: readonly (readonly Signal[])[]): Promise<string[]> {
  const org = `org${++orgs}`;
  for (const batch of batches) await under.store.write((ports) => raiseSignals(context, ports, org, batch, "test"));
  const { items } = await under.store.views.incidents.incidents(org, {}, { limit: 100, after: undefined });
  const stories = await Promise.all(items.map(async ({ incidentId, members }) => {
    const refs = (await under.store.read.incidents.membersOf(org, incidentId)).map(({ signal: { ref } }) => ref).toSorted();
    expect(refs).toHaveLength(members);
    return refs.join(" ");
  }));
  return stories.toSorted();
}

/** Stories are what ties join (an address, an account), when one of them opens, or loose ones on one entity show two stages. */
function expected(all: readonly Signal[]): string[] {
  const tying = ({ entities }: Signal): string[] => entities.filter(({ kind }) => kind !== "service").map(({ kind, value }) => `${kind} ${value}`);
  const rest = new Set(all);
  const stories: string[] = [];
  for (const first of all) {
    if (!rest.delete(first)) continue;
    const story = [first];
    for (const one of story) for (const other of rest.values()) if (tying(one).some((key) => tying(other).includes(key))) { rest.delete(other); story.push(other); }
    const staged = [...new Set(story.flatMap(tying))].some((key) => stagesOf(story.filter((one) => tying(one).includes(key)).flatMap(({ tactics }) => tactics)).length >= 2);
    if (staged || story.some(({ opens }) => opens !== undefined)) stories.push(story.map(({ ref }) => ref).toSorted().join(" "));
  }
  return stories.toSorted();
}

describe("the order of arrival", () => {
  it("does not change the stories, one by one or in batches", { timeout: 120_000 }, async () => {
    const cases = signals.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }), fc.integer({ min: 1, max: 4 })));
    await fc.assert(fc.asyncProperty(cases, async ([all, shuffled, size]) => {
      const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) => shuffled.slice(index * size, (index + 1) * size));
      expect(await grouped(all.map((one) => [one]))).toEqual(expected(all));
      expect(await grouped(batches)).toEqual(expected(all));
    }), { numRuns: 60 });
  });
});
