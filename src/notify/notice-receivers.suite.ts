// What every outbox must do for its receivers: limits, summaries, turns, pauses, switches, fallbacks, health.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { drivenBy, leaseMs, wait } from "./notice-store.sample.ts";
import type { OpenNoticeStore } from "./notice-store.sample.ts";
import type { Claim, NoticeStore } from "./notice-store.ts";

export function describeNoticeReceivers(name: string, open: () => Promise<OpenNoticeStore>): void {
  describe(`${name} as a NoticeStore: receivers`, () => {
    let opened: OpenNoticeStore;
    let store: NoticeStore;
    beforeEach(async () => { opened = await open(); store = opened.store; });
    afterEach(() => opened.close());

    const { enqueue, rowsOf, claim, only, titlesOf, settlement } = drivenBy(() => store);

    describe("with a rate limit", () => {
      const perMinute = (messages: number) => () => ({ messages, perMs: 60_000 });
      const lanes = async (count: number, from = 0): Promise<void> => { for (let n = from; n < from + count; n += 1) await enqueue(`n${String(n).padStart(3, "0")}`, n, { groupKey: `g${n}` }); };
      const take = (now: number, messages: number, limit = 50): Promise<Claim[]> => store.claimDue(now, limit, leaseMs, "w1", perMinute(messages));

      it("gives no more than the limit, and says when the next one may go", async () => {
        await lanes(3);
        const first = await take(1000, 3);
        for (const one of first) await store.settle(one, settlement("sent", 1100, { startedAt: 1050 }));
        await lanes(2, 3);
        expect([first.length, (await take(2000, 3)).length, await store.nextDueAt()]).toEqual([3, 0, 61_100]);
        expect(await take(61_100, 3)).toHaveLength(2);
      });

      it("what is under way counts whatever its age, and so does what a dead worker began", async () => {
        await lanes(2);
        await take(1000, 2);
        await lanes(1, 2);
        expect(await take(50_000, 2)).toEqual([]);
        // The leases are over; their attempts are lost now, and count for a minute from now.
        expect(await take(61_000, 2)).toEqual([]);
        expect((await take(121_000, 5)).length).toBe(3);
      });

      it("a pile becomes a summary: one message of many lanes, nothing left out, one key, and the same one when it is tried again", async () => {
        await lanes(7);
        const [alone, summary, ...none] = await take(1000, 2);
        expect([none, alone?.isSummary, summary?.isSummary, summary?.groupKey]).toEqual([[], false, true, "summary|slack"]);
        expect(titlesOf([alone!, summary!])).toEqual([["n000"], ["n001", "n002", "n003", "n004", "n005", "n006"]]);
        const { deliveries } = await store.listDeliveries({ org: "org_1", limit: 9 });
        expect(new Set(deliveries.filter(({ noticeId }) => noticeId !== "n000").map(({ messageKey }) => messageKey))).toEqual(new Set([summary?.key]));
        await store.settle(summary!, settlement("waiting", 1100, { why: "HTTP 500", nextAttemptAt: 5000 }));
        await store.settle(alone!, settlement("sent", 1100));
        const [again, ...more] = await take(70_000, 2);
        expect([more, again?.key, again?.isSummary, again?.attempt, again?.members.length]).toEqual([[], summary?.key, true, 2, 6]);
      });

      it("a resolve does not overtake its trigger through a summary, and knows that it was told", async () => {
        await lanes(4);
        const [summary] = await take(1000, 1);
        expect(summary?.members).toHaveLength(4);
        await store.enqueue(rowsOf("n9", 1200, { groupKey: "g2", state: "resolved" }));
        expect(await store.claimDue(5000, 9, leaseMs, "w2")).toEqual([]);
        await store.settle(summary!, settlement("sent", 6000, { ref: "thread of the summary" }));
        const [resolve, ...none] = await store.claimDue(6000, 9, leaseMs, "w1");
        expect([none, resolve?.groupKey, resolve?.told, resolve?.previousRef, resolve?.previous.map(({ title }) => title)]).toEqual([[], "g2", "open", undefined, ["n002"]]);
      });

      it("a summary is over when every story that it told has been told as resolved", async () => {
        await lanes(2);
        const [summary] = await take(1000, 1);
        expect(await store.isSummaryOver("org_1", "slack")).toBe(false);
        await store.settle(summary!, settlement("sent", 1100));
        for (const [n, over] of [[0, false], [1, true]] as const) {
          await store.enqueue(rowsOf(`r${n}`, 2000, { groupKey: `g${n}`, state: "resolved" }));
          await store.settle(await only(3000), settlement("sent", 3000));
          expect(await store.isSummaryOver("org_1", "slack")).toBe(over);
        }
        await store.enqueue(rowsOf("end", 4000, { groupKey: "summary|slack", kind: "summary", state: "resolved" }));
        expect(await store.isSummaryOver("org_1", "slack")).toBe(false);
        const end = await only(5000);
        expect([end.told, end.previous]).toEqual(["open", []]);
        await store.settle(end, settlement("sent", 5000));
        expect(await store.isSummaryOver("org_1", "slack")).toBe(false);
      });

      it("below a minute's worth nothing is summarised: it waits its turn", async () => {
        await lanes(5);
        expect(titlesOf(await take(1000, 5))).toEqual([["n000"], ["n001"], ["n002"], ["n003"], ["n004"]]);
      });
    });

    it("a long queue of one receiver does not take the places of the others", async () => {
      for (let n = 0; n < 9; n += 1) await enqueue(`a${n}`, n, { receivers: ["busy"], groupKey: `g${n}` });
      await enqueue("b", 100, { receivers: ["calm"] });
      expect((await claim(1000, "w1", 3)).map(({ receiverId }) => receiverId).toSorted()).toEqual(["busy", "busy", "calm"]);
      expect(await store.dueReceivers(1000, 9)).toEqual([{ org: "org_1", receiverId: "busy" }]);
    });

    it("a paused receiver gives nothing, then one message; what arrives ends the pause", async () => {
      for (let n = 0; n < 3; n += 1) await enqueue(`n${n}`, n, { groupKey: `g${n}` });
      const [first, ...others] = await claim(1000);
      await store.settle(first!, settlement("waiting", 1100, { why: "HTTP 500", nextAttemptAt: 2000, pausedUntil: 61_000 }));
      for (const one of others) await store.settle(one, settlement("waiting", 1100, { nextAttemptAt: 1100, attempts: 0, isUntried: true }));
      expect([await claim(60_000), await store.nextDueAt()]).toEqual([[], 61_000]);
      expect((await store.receiverHealth("org_1"))[0]).toMatchObject({ receiverId: "slack", openSince: 1100, resumeAt: 61_000, lastFailure: "HTTP 500", waiting: 3 });
      const probe = await only(61_000);
      await store.settle(probe, settlement("sent", 61_010));
      expect([(await claim(61_010)).length, (await store.receiverHealth("org_1"))[0]?.openSince]).toEqual([2, undefined]);
    });

    it("a receiver that is gone is switched off: nothing is claimed, what comes waits, and goes when it is switched on", async () => {
      await enqueue("n1", 0);
      await store.settle(await only(wait), settlement("refused", 600, { why: "HTTP 410", off: "HTTP 410" }));
      await enqueue("n2", 700);
      expect([await claim(9000), await store.nextDueAt(), (await store.receiverHealth("org_1"))[0]]).toMatchObject([[], undefined, { offSince: 600, offWhy: "HTTP 410", waiting: 1, refused: 1 }]);
      await store.switchReceiver("org_1", "slack", undefined);
      expect(titlesOf([await only(9000)])).toEqual([["n2"]]);
    });

    it("what was given up goes to the fallback too, once, with the reason, and the end of its story follows", async () => {
      await enqueue("n1", 0);
      await store.settle(await only(wait), settlement("dead", 600, { why: "HTTP 500", fallback: { receiverId: "mail", because: "slack could not be reached: HTTP 500" } }));
      const handed = await only(600);
      expect([handed.receiverId, handed.members[0]?.because, titlesOf([handed])]).toEqual(["mail", "slack could not be reached: HTTP 500", [["n1"]]]);
      await store.settle(handed, settlement("sent", 700));
      expect((await store.listDeliveries({ org: "org_1", receiverId: "slack", limit: 9 })).deliveries).toMatchObject([{ state: "dead", handedAt: 600 }]);
      await store.enqueue(rowsOf("n2", 800, { state: "resolved" }));
      await store.settle(await only(1400), settlement("suppressed", 1400, { isUntried: true, attempts: 0 }));
      const end = await only(1400);
      expect([end.receiverId, end.told, titlesOf([end])]).toEqual(["mail", "open", [["n2"]]]);
    });

    it("what waits too long can be handed over while it is still tried; heartbeats and tests are not", async () => {
      await enqueue("n1", 0);
      await enqueue("n2", 5000, { groupKey: "h" });
      await store.enqueue(rowsOf("n3", 0, { groupKey: "i", kind: "heartbeat" }));
      const late = await store.overdue("org_1", "slack", 5000, 9);
      expect(late).toHaveLength(1);
      expect([await store.handOver("org_1", late, "mail", "because", 6000), await store.handOver("org_1", late, "mail", "because", 6001), await store.overdue("org_1", "slack", 5000, 9)]).toEqual([1, 0, []]);
      expect((await claim(6000)).map(({ receiverId, members }) => `${receiverId} ${members[0]?.noticeId}`).toSorted()).toEqual(["mail n1", "slack n1", "slack n2", "slack n3"]);
    });

    it("everything that a receiver refused or that was given up can be queued again, in order", async () => {
      for (const [n, state] of [[1, "dead"], [2, "refused"], [3, "dead"]] as const) {
        await enqueue(`n${n}`, n * 1000);
        await store.settle(await only(n * 1000 + wait), settlement(state, n * 1000 + wait));
      }
      expect(await store.requeueReceiver("org_1", "slack", 9000)).toBe(3);
      const order: string[][] = [];
      for (let next = await claim(9000); next.length > 0; next = await claim(9000)) {
        order.push(...titlesOf(next));
        await store.settle(next[0]!, settlement("sent", 9000));
      }
      expect([order, await store.requeueReceiver("org_1", "slack", 9001)]).toEqual([[["n1"], ["n2"], ["n3"]], 0]);
    });

    it("tells how a receiver fares: what waits, what failed, and how long messages took", async () => {
      for (let n = 0; n < 3; n += 1) {
        await enqueue(`n${n}`, n * 1000);
        await store.settle(await only(n * 1000 + wait), settlement("sent", n * 1000 + wait + 10 * (n + 1), { startedAt: n * 1000 + wait }));
      }
      await enqueue("later", 4000);
      await store.noteReceiver("org_1", "slack", { heartbeatAt: 5, failingSince: 6 });
      expect(await store.receiverHealth("org_1")).toMatchObject([{ receiverId: "slack", waiting: 1, oldestAt: 4000, dead: 0, lastSentAt: 2530, p50Ms: 20, p99Ms: 30, heartbeatAt: 5, failingSince: 6, offSince: undefined }]);
      await store.noteReceiver("org_1", "slack", { failingSince: null });
      expect((await store.receiverHealth("org_1"))[0]).toMatchObject({ heartbeatAt: 5, failingSince: undefined });
    });
  });
}
