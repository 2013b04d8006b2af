// What every store of alerts, groups, silences and suppressions must do.
import { describe, expect, it } from "vitest";
import { minuteMs } from "../../src/kernel/clock.ts";
import type { Alert } from "../../src/notify/alert.ts";
import type { AlertGroup } from "../../src/notify/alert-store.ts";
import type { Suppression } from "../../src/notify/suppression.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const fingerprint = (n: number): string => n.toString(16).padStart(16, "0");
const alert = (n: number, more: Partial<Alert> = {}): Alert => ({ fingerprint: fingerprint(n), labels: { alertname: `a${n}` }, annotations: {}, startsAt: startAt + n, endsAt: startAt + minuteMs, updatedAt: startAt, generatorUrl: "", timeout: true, ...more });
const group = (groupId: string, nextFlushAt: number, org = "o"): AlertGroup => ({ org, groupId, leafId: "root", groupKey: `{}:{g="${groupId}"}`, labels: { g: groupId }, createdAt: startAt, flushedAt: undefined, nextFlushAt, isEmpty: false });

export function describeAlertStore(name: string, groundOf: () => Ground): void {
  const opened = async (work: (under: StoreUnderTest["store"]) => Promise<void>): Promise<void> => {
    const under = await openUnderTest(groundOf());
    try { await under.store.write(({ inventory }) => inventory.ensureOrganisation("o", "o", startAt)); await work(under.store); } finally { await under.close(); }
  };

  describe(`${name}: src/store/alert-store.ts`, () => {
    it("keeps an alert under its fingerprint, and a later report in its place", () => opened(async ({ write, read }) => {
      await write(({ alerts }) => alerts.putAlerts("o", [alert(1), alert(2)]));
      await write(({ alerts }) => alerts.putAlerts("o", [alert(1, { annotations: { summary: "new" }, timeout: false })]));
      expect(await read.alerts.findAlerts("o", [fingerprint(1), fingerprint(9)])).toEqual([alert(1, { annotations: { summary: "new" }, timeout: false })]);
      expect(await read.alerts.findAlerts("other", [fingerprint(1)])).toEqual([]);
    }));

    it("lists what fires and what is over, by fingerprint and newest first, in pages", () => opened(async ({ write, read }) => {
      await write(({ alerts }) => alerts.putAlerts("o", [1, 2, 3, 4].map((n) => alert(n, n === 2 ? { endsAt: startAt } : {}))));
      const firing = { state: "firing", now: startAt } as const;
      expect((await read.alerts.alertsAfter("o", firing, fingerprint(1), 1)).map((one) => one.fingerprint)).toEqual([fingerprint(3)]);
      const [newest] = await read.alerts.newestAlerts("o", firing, undefined, 1);
      expect((await read.alerts.newestAlerts("o", firing, newest, 9)).map((one) => one.fingerprint)).toEqual([fingerprint(3), fingerprint(1)]);
      expect([await read.alerts.countAlerts("o", firing), await read.alerts.countAlerts("o", { state: "resolved", now: startAt })]).toEqual([3, 1]);
    }));

    it("due groups come the longest due first, across organisations, and are flushed by their members", () => opened(async ({ write, read }) => {
      await write(async ({ alerts }) => {
        await alerts.putAlerts("o", [alert(1), alert(2)]);
        await alerts.putGroups([group("g1", startAt + 5), group("g2", startAt), group("g3", startAt + 99), group("g4", startAt + 1, "p")]);
        await alerts.addMembers("o", [{ groupId: "g1", fingerprint: fingerprint(1) }, { groupId: "g1", fingerprint: fingerprint(2) }, { groupId: "g1", fingerprint: fingerprint(1) }]);
      });
      expect((await read.alerts.dueGroups(startAt + 5, 9)).map(({ groupId }) => groupId)).toEqual(["g2", "g4", "g1"]);
      expect(await read.alerts.nextFlushAt()).toBe(startAt);
      expect((await read.alerts.membersOf("o", ["g1", "g2"], 9))?.get("g1")).toHaveLength(2);
      expect(await read.alerts.membersOf("o", ["g1"], 1)).toBeUndefined();
      expect((await read.alerts.groupsOf("o", [fingerprint(1)])).get(fingerprint(1))?.map(({ groupId }) => groupId)).toEqual(["g1"]);
      await write(({ alerts }) => alerts.removeGroups("o", ["g1", "g2"]));
      expect(await read.alerts.membersAfter("o", "g1", undefined, 9)).toEqual([]);
    }));

    it("what was told is kept for each receiver, whole", () => opened(async ({ write, read }) => {
      const told = { toldId: "t", receiverId: "r", toldAt: startAt, firing: [fingerprint(1), fingerprint(2)], resolved: [], expiresAt: startAt + 9 };
      await write(({ alerts }) => alerts.putTold("o", [told, { ...told, receiverId: "s", firing: [] }]));
      await write(({ alerts }) => alerts.putTold("o", [{ ...told, resolved: [fingerprint(3)] }]));
      expect((await read.alerts.findTold("o", ["t"])).toSorted((a, b) => (a.receiverId < b.receiverId ? -1 : 1))).toEqual([{ ...told, resolved: [fingerprint(3)] }, { ...told, receiverId: "s", firing: [] }]);
      await write(({ alerts }) => alerts.removeToldBefore(startAt + 10));
      expect(await read.alerts.findTold("o", ["t"])).toEqual([]);
    }));

    it("a source is found at its place while it fires", () => opened(async ({ write, read }) => {
      const place = { ruleKey: "k", equalKey: '["j"]', bothSides: false };
      await write(({ alerts }) => alerts.putSources("o", [{ ...place, fingerprint: "f", endsAt: startAt + 5 }, { ...place, fingerprint: "later", endsAt: startAt + 9 }]));
      expect(await read.alerts.sourcesAt("o", [place, { ...place, bothSides: true }, { ...place, equalKey: "[]" }], startAt)).toEqual(["later", undefined, undefined]);
      expect(await read.alerts.sourcesAt("o", [place], startAt + 9)).toEqual([undefined]);
    }));

    it("alerts that are long over go, unless a group has to tell of them", () => opened(async ({ write, read }) => {
      await write(async ({ alerts }) => {
        await alerts.putAlerts("o", [alert(1), alert(2)]);
        await alerts.addMembers("o", [{ groupId: "g", fingerprint: fingerprint(2) }]);
      });
      expect(await write(({ alerts }) => alerts.removeAlertsBefore(startAt + 2 * minuteMs, 10))).toBe(1);
      expect(await read.alerts.findAlerts("o", [fingerprint(1), fingerprint(2)])).toMatchObject([{ fingerprint: fingerprint(2) }]);
    }));
  });

  describe(`${name}: src/store/silence-store.ts`, () => {
    it("keeps silences, changed under their id", () => opened(async ({ write, read }) => {
      const silence = { silenceId: "s", matchers: [{ name: "a", op: "=~" as const, value: "x.*" }], startsAt: startAt, endsAt: startAt + 5, createdBy: "ana", comment: "c", updatedAt: startAt, reminderMs: 3, remindedAt: undefined, idleToldAt: undefined };
      await write(({ silences }) => silences.putSilence("o", silence));
      await write(({ silences }) => silences.putSilence("o", { ...silence, remindedAt: startAt + 1 }));
      expect(await read.silences.findSilence("o", "s")).toEqual({ ...silence, remindedAt: startAt + 1 });
      expect(await read.silences.silencesEndingAfter("o", startAt + 5)).toEqual([]);
      expect(await read.silences.organisationsWithSilences(startAt)).toEqual(["o"]);
    }));

    it("counts what is held, newest first, by holder and by subject", () => opened(async ({ write, read }) => {
      const one: Suppression = { by: "silence", byId: "s", subject: "f", target: "g", title: "t", why: "w" };
      await write(({ silences }) => silences.addSuppressions("o", [one, one, { ...one, subject: "x" }], startAt));
      await write(({ silences }) => silences.addSuppressions("o", [{ ...one, why: "now" }], startAt + 7));
      const page = await read.silences.listSuppressions("o", { by: "silence", byId: "s" }, { limit: 1, after: undefined });
      expect(page).toMatchObject({ total: 2, items: [{ subject: "f", times: 3, why: "now", firstAt: startAt, lastAt: startAt + 7 }] });
      expect((await read.silences.listSuppressions("o", {}, { limit: 1, after: page.next })).items).toMatchObject([{ subject: "x", times: 1 }]);
      expect([await read.silences.lastHeldAt("o", "silence", "s"), await read.silences.lastHeldAt("o", "mute", "s")]).toEqual([startAt + 7, undefined]);
      await write(({ silences }) => silences.removeSuppressionsBefore(startAt + 7));
      expect((await read.silences.listSuppressions("o", { subject: "f" }, { limit: 9, after: undefined })).total).toBe(1);
    }));
  });
}
