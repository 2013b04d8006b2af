// The pipeline whose process dies between any two steps loses nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../kernel/json.ts";
import type { Json } from "../kernel/json.ts";
import { createBreaker } from "./breaker.ts";
import type { NoticeStore } from "./notice-store.ts";
import { startWatch } from "./watch.sample.ts";

describe("src/notify/pipeline.ts when its process dies", () => {
  it("killed anywhere, it loses nothing that was enqueued, keeps one key and one text per message, and the order of a lane", async () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("push" as const), group: fc.constantFrom("g1", "g2"), to: fc.subarray(["slack", "mail", "pager"], { minLength: 1 }) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("round" as const), dies: fc.constantFrom("never", "after claiming", "before settling"), answers: fc.constantFrom("sent", "retry", "throw") }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 250, 600, 5_000, 61_000) }) },
    );
    let deaths = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
      const watch = startWatch();
      const pushed: { noticeId: string; group: string; to: readonly string[] }[] = [];
      let process = 0;
      for (const one of steps) {
        if (one.kind === "wait") watch.clock.advance(one.ms);
        else if (one.kind === "push") pushed.push({ ...one, noticeId: await watch.push({ groupKey: one.group }, [...one.to]) });
        else {
          watch.say(() => { if (one.answers === "throw") throw new Error("x"); return one.answers === "sent" ? { kind: "sent" } : { kind: "retry", why: "x" }; });
          const died = await watch.round({ store: dying(watch.store, one.dies), worker: `w${process}`, breaker: createBreaker(watch.clock) }).then(() => false, () => true);
          if (died) { process += 1; deaths += 1; }
        }
      }
      watch.say(() => ({ kind: "sent" }));
      for (let next = await watch.store.nextDueAt(); next !== undefined; next = await watch.store.nextDueAt()) {
        watch.clock.set(Math.max(next, watch.clock.now()));
        await watch.round({ worker: "last", breaker: createBreaker(watch.clock) });
      }
      for (const row of await watch.rows()) expect(row.state).toBe("sent");
      for (const { noticeId, to } of pushed) {
        for (const host of to) {
          const carrying = watch.sends.filter((send) => send.host === `${host}.example` && send.notice.items.some(({ title }) => title === noticeId));
          expect(carrying.length).toBeGreaterThan(0);
          expect(new Set(carrying.map(({ key }) => key)).size).toBe(1);
        }
      }
      for (const sameKey of Map.groupBy(watch.sends, ({ key }) => key).values()) expect(new Set(sameKey.map(({ notice }) => canonicalJson(notice as unknown as Json))).size).toBe(1);
      for (const lane of Map.groupBy(watch.sends, ({ host, notice }) => `${host} ${notice.groupKey}`).values()) {
        // Notice ids count up, so a lane in order never goes back to an older one.
        const newest = lane.map(({ notice }) => notice.items.map(({ title }) => title).toSorted().at(-1) ?? "");
        expect(newest).toEqual(newest.toSorted());
      }
    }), { numRuns: 200 });
    expect(deaths).toBeGreaterThan(50);
  });
});

/** The process dies: what the store holds stays, everything else is gone. */
function dying(store: NoticeStore, dies: string): NoticeStore {
  const die = async (): Promise<never> => { throw new Error("killed"); };
  if (dies === "after claiming") return { ...store, claimDue: async (...args) => { const claims = await store.claimDue(...args); return claims.length > 0 ? die() : claims; } };
  return dies === "before settling" ? { ...store, settle: die } : store;
}
