// What every outbox must do, run on the one in memory and on those in src/store.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeNoticeReceivers } from "./notice-receivers.suite.ts";
import { drivenBy, leaseMs, wait } from "./notice-store.sample.ts";
import type { OpenNoticeStore } from "./notice-store.sample.ts";
import { sampleNotice } from "./notice.sample.ts";
import { messageMemberLimit, outboxRows } from "./notice-store.ts";
import type { DeliveryState, NoticeStore, Settlement } from "./notice-store.ts";

export type { OpenNoticeStore } from "./notice-store.sample.ts";

export function describeNoticeStore(name: string, open: () => Promise<OpenNoticeStore>): void {
  describe(`${name} as a NoticeStore`, () => {
    let opened: OpenNoticeStore;
    let store: NoticeStore;
    beforeEach(async () => { opened = await open(); store = opened.store; });
    afterEach(() => opened.close());

    const { enqueue, rowsOf, claim, only, titlesOf, settlement } = drivenBy(() => store);
    const statesOf = async (org = "org_1") => (await store.listDeliveries({ org, limit: 100 })).deliveries.map(({ noticeId, state }) => [noticeId, state]);

    it("gives a notice back as it was, after the group wait and not before", async () => {
      await enqueue("n1", 1000);
      expect(await claim(1499)).toEqual([]);
      const [row] = (await store.listDeliveries({ org: "org_1", limit: 1 })).deliveries;
      expect(await only(1500)).toEqual({
        org: "org_1", receiverId: "slack", groupKey: "g", isSummary: false, key: row?.key, attempt: 1, number: 1, queuedAt: 1000, leaseOwner: "w1", leaseUntil: 1500 + leaseMs,
        members: [{ deliveryId: row?.deliveryId, noticeId: "n1", notice: sampleNotice({ groupKey: "g", title: "n1" }), because: undefined }], previous: [], previousRef: undefined, told: undefined,
      });
    });

    it("keeps a notice's undefined owner and its optional fields apart from empty ones", async () => {
      const notice = sampleNotice({ labels: { services: [], owner: undefined, environments: [], vulnerability: undefined }, items: [] });
      await store.enqueue(outboxRows({ org: "o", noticeId: "n", notice, routed: { kind: "routed", receivers: ["r"] }, now: 0 }));
      expect((await only(wait)).members[0]?.notice).toEqual(notice);
    });

    it("enqueued twice is there once, also after it was sent", async () => {
      await enqueue("n1", 0);
      await store.settle(await only(wait), settlement("sent", 600));
      await enqueue("n1", 700);
      expect(await statesOf()).toEqual([["n1", "sent"]]);
      expect(await claim(10_000)).toEqual([]);
    });

    it("a lane's waiting deliveries become one message under the key of the first, in order", async () => {
      await enqueue("n2", 100);
      await enqueue("n3", 100);
      await enqueue("n1", 200);
      const first = await only(600);
      expect(titlesOf([first])).toEqual([["n2", "n3", "n1"]]);
      const rows = (await store.listDeliveries({ org: "org_1", limit: 9 })).deliveries;
      expect(rows.map(({ messageKey }) => messageKey)).toEqual([first.key, first.key, first.key]);
      expect(first.key).toBe(rows.find(({ noticeId }) => noticeId === "n2")?.key);
    });

    it("lanes are apart: by org, by receiver, by group key", async () => {
      await enqueue("n1", 0, { receivers: ["slack", "mail"] });
      await enqueue("n2", 0, { groupKey: "h" });
      await enqueue("n1", 0, { org: "org_2" });
      const claims = await claim(wait);
      expect(claims.map(({ org, receiverId, groupKey }) => `${org} ${receiverId} ${groupKey}`).toSorted()).toEqual(["org_1 mail g", "org_1 slack g", "org_1 slack h", "org_2 slack g"]);
      expect(new Set(claims.map(({ key }) => key)).size).toBe(4);
    });

    it("takes no more than the limit, those due longest first", async () => {
      for (const [n, at] of [[1, 300], [2, 100], [3, 200]] as const) await enqueue(`n${n}`, at, { groupKey: `g${n}` });
      expect(titlesOf(await claim(1000, "w1", 2))).toEqual([["n2"], ["n3"]]);
      expect(titlesOf(await claim(1000, "w1", 2))).toEqual([["n1"]]);
    });

    it("two workers never hold the same message, and a lane with a lease gives nothing", async () => {
      for (let n = 0; n < 20; n += 1) await enqueue(`n${n}`, 0, { groupKey: `g${n}` });
      const [a, b] = await Promise.all([claim(wait, "w1", 15), claim(wait, "w2", 15)]);
      const keys = [...a, ...b].map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      await enqueue("later", 0, { groupKey: "g0" });
      expect(titlesOf([...a, ...b, ...(await claim(1000, "w3", 99))]).flat().toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `n${n}`).toSorted());
    });

    it("after the lease the same members are taken again under the same key, without later ones", async () => {
      await enqueue("n1", 0);
      await enqueue("n2", 1);
      const first = await only(wait, "w1");
      await enqueue("n3", 600);
      expect(await claim(wait + leaseMs - 1, "w2")).toEqual([]);
      const again = await only(wait + leaseMs, "w2");
      expect(again).toMatchObject({ key: first.key, attempt: 2, leaseOwner: "w2" });
      expect(titlesOf([again])).toEqual([["n1", "n2"]]);
    });

    it("a worker that lost its lease cannot settle, not even under the same name", async () => {
      await enqueue("n1", 0);
      const lost = await only(wait, "w1");
      const held = await only(wait + leaseMs, "w1");
      expect(await store.settle(lost, settlement("dead", 0))).toBe(false);
      expect(await statesOf()).toEqual([["n1", "sending"]]);
      expect(await store.settle(held, settlement("sent", 0))).toBe(true);
      expect(await store.settle(held, settlement("dead", 0))).toBe(false);
      expect(await statesOf()).toEqual([["n1", "sent"]]);
    });

    it("a later delivery waits for an earlier one that is to be tried again", async () => {
      await enqueue("n1", 0);
      const first = await only(wait);
      await store.settle(first, settlement("waiting", 600, { why: "HTTP 503", nextAttemptAt: 9000 }));
      await enqueue("n2", 1000);
      expect(await claim(8999)).toEqual([]);
      expect(await store.nextDueAt()).toBe(9000);
      const again = await only(9000);
      expect([titlesOf([again]), again.key, again.attempt]).toEqual([[["n1"]], first.key, 2]);
      await store.settle(again, settlement("sent", 9100, { attempts: 2 }));
      expect(titlesOf([await only(9100)])).toEqual([["n2"]]);
    });

    it("settles all members alike, and tells what was said", async () => {
      await enqueue("n1", 0);
      await enqueue("n2", 0);
      await store.settle(await only(wait), settlement("sent", 777, { why: "HTTP 200" }));
      const { deliveries } = await store.listDeliveries({ org: "org_1", limit: 9 });
      for (const row of deliveries) expect(row).toMatchObject({ state: "sent", attempts: 1, lastWhy: "HTTP 200", sentAt: 777, leaseOwner: undefined, leaseUntil: undefined, nextAttemptAt: undefined });
    });

    it("a later message knows the members of the one sent last in its lane", async () => {
      await enqueue("n1", 0);
      await enqueue("n2", 0);
      await store.settle(await only(wait), settlement("sent", 600));
      await enqueue("n3", 700);
      await store.settle(await only(1200), settlement("sent", 1300));
      await enqueue("n4", 1400);
      const { previous } = await only(1900);
      expect(previous.map(({ title }) => title)).toEqual(["n3"]);
    });

    it("what was refused or given up is not what was sent last", async () => {
      await enqueue("n1", 0);
      await store.settle(await only(wait), settlement("sent", 600));
      for (const [noticeId, at, state] of [["n2", 700, "refused"], ["n3", 2000, "dead"]] as const) {
        await enqueue(noticeId, at);
        await store.settle(await only(at + wait), settlement(state, at + wait));
      }
      await enqueue("n4", 4000);
      expect((await only(4500)).previous.map(({ title }) => title)).toEqual(["n1"]);
    });

    it("a long lane is sent in messages of limited size, none left out", async () => {
      for (let n = 0; n <= messageMemberLimit; n += 1) await enqueue(`n${String(n).padStart(4, "0")}`, 0);
      const first = await only(wait);
      expect(first.members).toHaveLength(messageMemberLimit);
      await store.settle(first, settlement("sent", 600));
      const second = await only(600);
      expect(titlesOf([second])).toEqual([[`n0${messageMemberLimit}`]]);
      expect(second.previous).toHaveLength(messageMemberLimit);
    });

    it("nextDueAt is the earliest lane's: its wait, its lease, or none", async () => {
      expect(await store.nextDueAt()).toBeUndefined();
      await enqueue("n1", 1000);
      expect(await store.nextDueAt()).toBe(1500);
      const held = await only(1500);
      await enqueue("n2", 1000);
      expect(await store.nextDueAt()).toBe(1500 + leaseMs);
      await store.settle(held, settlement("sent", 1600));
      expect(await store.nextDueAt()).toBe(1500);
    });

    it("a notice for nobody is kept, listed with its reason, never due, and counted", async () => {
      await store.enqueue(outboxRows({ org: "org_1", noticeId: "n1", notice: sampleNotice(), routed: { kind: "no-receiver", why: "no route takes it" }, now: 5 }));
      expect((await store.listDeliveries({ org: "org_1", limit: 9 })).deliveries).toMatchObject([{ noticeId: "n1", receiverId: "", state: "no-receiver", lastWhy: "no route takes it" }]);
      expect([await claim(9e12), await store.nextDueAt(), (await store.counts("org_1"))["no-receiver"]]).toEqual([[], undefined, 1]);
    });

    it.each<Settlement["state"] & DeliveryState>(["dead", "refused"])("%s can be queued again: same members, same key, attempts from 0, behind what waits", async (state) => {
      await enqueue("n1", 0);
      await enqueue("n2", 0);
      const first = await only(wait);
      await store.settle(first, settlement(state, 600, { why: "HTTP 500", attempts: 7 }));
      await enqueue("n3", 700);
      expect(await store.requeue("org_1", first.members[1]!.deliveryId, 5000)).toBe("requeued");
      const next = await only(5000);
      expect(titlesOf([next])).toEqual([["n3"]]);
      await store.settle(next, settlement("sent", 5001));
      const again = await only(5001);
      expect([titlesOf([again]), again.key, again.attempt, again.queuedAt]).toEqual([[["n1", "n2"]], first.key, 1, 5000]);
    });

    it("only what is dead or refused, and only one's own, can be queued again", async () => {
      await enqueue("n1", 0);
      const { deliveryId } = (await store.listDeliveries({ org: "org_1", limit: 1 })).deliveries[0]!;
      expect(await store.requeue("org_1", deliveryId, 1)).toBe("not-requeueable");
      expect(await store.requeue("org_2", deliveryId, 1)).toBe("not-found");
      await store.settle(await only(wait), settlement("sent", 600));
      expect(await store.requeue("org_1", deliveryId, 1)).toBe("not-requeueable");
    });

    it("lists page by page, newest first, each delivery once, and by state, receiver and notice", async () => {
      for (let n = 0; n < 7; n += 1) await enqueue(`n${n}`, n, { receivers: ["slack", "mail"], groupKey: `g${n}` });
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.listDeliveries({ org: "org_1", limit: 4, ...(after === undefined ? {} : { after }) });
        expect(page.deliveries.length).toBeLessThanOrEqual(4);
        seen.push(...page.deliveries.map(({ noticeId }) => noticeId));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual([6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0].map((n) => `n${n}`));
      const listed = async (query: object) => (await store.listDeliveries({ org: "org_1", limit: 99, ...query })).deliveries.length;
      expect([await listed({ receiverId: "mail" }), await listed({ noticeId: "n3" }), await listed({ state: "sent" }), await listed({ org: "org_2" })]).toEqual([7, 2, 0, 0]);
    });

    it("counts by state, of one organisation", async () => {
      await enqueue("n1", 0);
      await enqueue("n2", 0, { groupKey: "h" });
      await enqueue("n3", 0, { org: "org_2" });
      const [first] = await claim(wait, "w1", 1);
      await store.settle(first!, settlement("sent", 600));
      const counts = await store.counts("org_1");
      const others = await store.counts("org_2");
      expect([counts.sent + others.sent, counts.waiting + others.waiting, counts.sent + counts.waiting]).toEqual([1, 2, 2]);
      expect(Object.keys(counts).toSorted()).toEqual(["dead", "no-receiver", "refused", "sending", "sent", "suppressed", "waiting"]);
    });

    it("keeps the ref and the state of what was sent last, and gives them to the next message of the lane", async () => {
      await enqueue("n1", 0);
      const first = await only(wait);
      expect([first.previousRef, first.told]).toEqual([undefined, undefined]);
      await store.settle(first, settlement("sent", 600, { ref: "C1:17" }));
      await enqueue("n2", 700);
      const second = await only(1300);
      expect([second.previousRef, second.told]).toEqual(["C1:17", "open"]);
      await store.settle(second, settlement("sent", 1400));
      await store.enqueue(rowsOf("n3", 1500, { state: "resolved" }));
      const third = await only(2100);
      expect([third.previousRef, third.told]).toEqual(["C1:17", "open"]);
      await store.settle(third, settlement("sent", 2200, { ref: "C1:18" }));
      await enqueue("n4", 2300);
      const { previousRef, told } = await only(2900);
      expect([previousRef, told]).toEqual(["C1:18", "resolved"]);
    });

    it("a story that ended and began again within one instant was told as open", async () => {
      await store.enqueueAll([rowsOf("n1", 0, { state: "resolved", at: 5 }), rowsOf("n2", 0, { state: "open", at: 5 })]);
      await store.settle(await only(wait), settlement("sent", 600));
      await store.enqueue(rowsOf("n3", 700, { state: "resolved" }));
      expect((await only(1300)).told).toBe("open");
    });

    it("logs each attempt: its number over a requeue, when, how it ended; what was not tried leaves no trace", async () => {
      await enqueue("n1", 0);
      const first = await only(wait);
      await store.settle(first, settlement("waiting", 900, { why: "HTTP 503", nextAttemptAt: 2000, startedAt: 550 }));
      await store.settle(await only(2000), settlement("waiting", 2000, { why: "paused", nextAttemptAt: 3000, attempts: 1, isUntried: true }));
      await store.settle(await only(3000), settlement("dead", 3100, { why: "given up", attempts: 2 }));
      await store.requeue("org_1", first.members[0]!.deliveryId, 4000);
      expect(await store.attempts("org_1", first.key)).toMatchObject([
        { number: 1, at: 550, endedAt: 900, outcome: "retry", why: "HTTP 503", worker: "w1" }, { number: 2, at: 3000, endedAt: 3100, outcome: "retry", why: "given up" },
      ]);
      const again = await only(4000);
      expect([again.number, again.attempt]).toEqual([3, 1]);
      expect((await store.attempts("org_1", first.key)).at(-1)).toMatchObject({ number: 3, endedAt: undefined, outcome: undefined });
    });

    it("an attempt whose worker did not come back is lost, and the log says so", async () => {
      await enqueue("n1", 0);
      const { key } = await only(wait, "w1");
      await store.settle(await only(wait + leaseMs, "w2"), settlement("sent", wait + leaseMs + 5, { attempts: 2 }));
      expect(await store.attempts("org_1", key)).toMatchObject([{ number: 1, outcome: "lost", endedAt: wait + leaseMs, worker: "w1" }, { number: 2, outcome: "sent", worker: "w2" }]);
    });

    it("many notices in one call are as each by itself", async () => {
      await store.enqueueAll([rowsOf("n1", 0), rowsOf("n2", 0), rowsOf("n3", 0, { groupKey: "h" })]);
      expect(titlesOf(await claim(wait)).toSorted()).toEqual([["n1", "n2"], ["n3"]]);
    });

    it("what is suppressed is kept with its reason and never due; what is held is due when the quiet ends", async () => {
      await store.enqueue(outboxRows({ org: "org_1", noticeId: "n1", notice: sampleNotice(), routed: { kind: "suppressed", receivers: ["slack"], why: "silenced by sil_1" }, now: 0 }));
      await store.enqueue(outboxRows({ org: "org_1", noticeId: "n2", notice: sampleNotice({ groupKey: "h" }), routed: { kind: "routed", receivers: ["slack"] }, now: 0, heldUntil: 9000 }));
      expect((await store.listDeliveries({ org: "org_1", state: "suppressed", limit: 9 })).deliveries).toMatchObject([{ noticeId: "n1", receiverId: "slack", lastWhy: "silenced by sil_1" }]);
      expect([await store.nextDueAt(), (await claim(8999)).length, (await store.counts("org_1")).suppressed]).toEqual([9000, 0, 1]);
    });
  });
  describeNoticeReceivers(name, open);
}
