// What measures of incidents rest on, and the list as of an instant, on either dialect: made through the app's own changes.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acknowledgeIncident, closeIncident, reopenIncident, setPhase } from "../../src/app/incidents/incident-acts.ts";
import type { LoopContext } from "../../src/app/loop/context.ts";
import { openByHand } from "../../src/app/incidents/incident-members.ts";
import { hourMs } from "../../src/kernel/clock.ts";
import { countingIds } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { outboxRows } from "../../src/notify/notice-store.ts";
import { sampleNotice } from "../../src/notify/notice.sample.ts";
import type { Detection } from "../../src/runtime/detection.ts";
import { unplaced } from "../../src/runtime/placement.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const org = "o";
const by = { actor: "session:ana" };

export function describeIncidentLives(name: string, groundOf: () => Ground): void {
  describe(`${name}: src/store/views/incident-lives.ts`, () => {
    let under: StoreUnderTest;
    let context: LoopContext;
    let id: string;
    const range = [startAt, startAt + 100 * hourMs] as const;
    const record = (filter = {}) => under.store.views.fleet.incidentRecord(org, filter, ...range, (person) => (person === "ana" ? "Europe/Berlin" : undefined));
    beforeAll(async () => {
      under = await openUnderTest(groundOf());
      context = { store: under.store, clock: under.clock, log: silentLog, ids: countingIds(), publicUrl: "https://aftwatch.example", committed: () => {} };
      const { write } = under.store;
      const wait = (hours: number): void => { under.clock.advance(hours * hourMs); };
      id = (await write((ports) => openByHand(context, ports, org, { title: "Shell in shop", severity: "high", kind: "attack", services: ["shop"], environments: ["production"] }, by.actor))).incidentId;
      wait(1); await write((ports) => acknowledgeIncident(context, ports, org, id, undefined, by));
      wait(1); await write((ports) => setPhase(context, ports, org, id, "contained", undefined, by));
      wait(1); await write((ports) => closeIncident(context, ports, org, id, "done", true, by));
      wait(1); await write((ports) => reopenIncident(context, ports, org, id, "again", by));
      wait(1); await write((ports) => openByHand(context, ports, org, { title: "Quiet one", severity: "low", kind: "blind-source" }, by.actor));
    });
    afterAll(async () => { await under.close(); });

    it("an incident that came back has two episodes, each with its own instants", async () => {
      const at = (hours: number): number => startAt + hours * hourMs;
      const { episodes } = await record({ kind: "attack" });
      expect(episodes.map(({ isFirst, openedAt, acknowledgedAt, phaseAt: { contained }, closedAt }) => ({ isFirst, openedAt, acknowledgedAt, contained, closedAt }))).toEqual([
        { isFirst: true, openedAt: at(0), acknowledgedAt: at(1), contained: at(2), closedAt: at(3) },
        { isFirst: false, openedAt: at(4), acknowledgedAt: undefined, contained: undefined, closedAt: undefined },
      ]);
    });

    it("filters narrow all of it", async () => {
      const count = async (filter: Parameters<typeof record>[0]) => (await record(filter)).episodes.length;
      expect([await count({}), await count({ severity: "low" }), await count({ service: "shop" }), await count({ environment: "production" }), await count({ environment: "prod" }), await count({ owner: "(none)" }), await count({ owner: "x" })]).toEqual([3, 1, 2, 2, 0, 3, 0]);
    });

    it("detections tell how long they took: none excepted, none of a clock ahead of ours below zero, long ones in whole seconds", async () => {
      const one = (detectionId: string, tookMs: number, changes: Partial<Detection> = {}): Detection => ({
        detectionId, key: detectionId, kind: "rule", ruleId: "r", title: "t", ruleLevel: "low", level: "low", tags: [], decoder: "falco", source: "f", actor: undefined, subject: "", placement: unplaced("w"), evidence: { state: "none", vulnerability: undefined, component: undefined, because: "" },
        why: { sentences: [], proof: {} }, firstAt: startAt + hourMs - tookMs, lastAt: startAt + hourMs, detectedAt: startAt + hourMs, count: 1, state: "open", exceptionId: undefined, verdict: undefined, note: undefined, judgedBy: undefined, ...changes,
      });
      await under.store.write((ports) => ports.detections.put(org, [one("a", 40), one("b", 40, { state: "dismissed" }), one("c", 61_999, { decoder: "auditd" }), one("d", -500), one("e", 70, { state: "excepted" }), one("f", 5, { detectedAt: startAt - 1, firstAt: startAt - 6 })]));
      const { detections } = await record();
      expect(detections.toSorted((a, b) => a.tookMs - b.tookMs)).toEqual([{ decoder: "falco", tookMs: 0, times: 1 }, { decoder: "falco", tookMs: 40, times: 2 }, { decoder: "auditd", tookMs: 61_000, times: 1 }]);
      expect((await record({ service: "shop" })).detections).toEqual([]);
    });

    it("pages tell the hour where the person lives, clocks whether they bind, deliveries how long they took", async () => {
      const at = under.clock.now();
      await under.store.write(async (ports) => {
        await ports.oncall.putPage(org, {
          pageId: "pag_1", incidentId: id, title: "t", severity: "high", policy: { name: "p", steps: [], giveUpAfterMinutes: 5, repeat: 0, thenReceivers: [] }, because: "b", state: "running", step: 1, round: 0, nextAt: undefined, startedAt: startAt, endedAt: undefined, endedBy: undefined, comment: undefined,
          told: [{ at: startAt, round: 0, step: 0, target: "person:ana", person: "ana", receiver: "chat", why: undefined, noticeId: "n" }, { at: startAt, round: 0, step: 0, target: "person:bob", person: "bob", receiver: undefined, why: "none", noticeId: undefined }],
        });
        await ports.response.putClocks(org, [{ incidentId: id, regime: "cra", stage: "s", title: "t", clause: "c", because: "b", startedAt: startAt, dueAt: startAt + hourMs, stoppedAt: undefined, end: undefined, endWhy: undefined, stoppedBy: undefined, reportDigest: undefined, told: 0 }]);
        const rows = (noticeId: string, groupKey: string) => outboxRows({ org, noticeId, notice: sampleNotice({ groupKey, kind: "incident.opened" }), routed: { kind: "routed", receivers: ["chat"] }, now: at });
        for (const [noticeId, groupKey] of [["n1", id], ["n2", `page|${id}|chat`], ["n3", "other|npm:left@1.0.0"]] as const) await ports.notices.enqueue(rows(noticeId, groupKey));
      });
      const { pages, clocks } = await record({ kind: "attack" });
      expect(pages[0]?.told.map(({ person, wallHour }) => [person, wallHour])).toEqual([["ana", 1], ["bob", undefined]]);
      expect(clocks).toMatchObject([{ regime: "cra", applies: true, stoppedAt: undefined }]);
      const waiting = async (filter: Parameters<typeof record>[0]) => (await record(filter)).deliveries.filter(({ state, receiver }) => state === "waiting" && receiver === "chat").reduce((sum, { times }) => sum + times, 0);
      expect([await waiting({}), await waiting({ kind: "attack" }), await waiting({ kind: "blind-source" })]).toEqual([3, 2, 0]);
      expect(await under.store.views.fleet.watchCounts(org, at)).toMatchObject({ pagesRunning: 1, alertsFiring: 0, alertsSuppressed: 0, silencesActive: 0, incidents: [{ severity: "high", open: 1, unacknowledged: 1 }, { severity: "low", open: 1 }] });
    });

    it("a message is acted on when a person later touches its incident", async () => {
      const sentAt = startAt + hourMs / 2;
      await under.store.write(async (ports) => {
        const { notice, deliveries: [delivery] } = outboxRows({ org, noticeId: "n0", notice: sampleNotice({ groupKey: id, kind: "incident.opened" }), routed: { kind: "routed", receivers: ["chat"] }, now: sentAt });
        if (delivery) await ports.notices.enqueue({ notice, deliveries: [{ ...delivery, state: "sent", sentAt, nextAttemptAt: undefined }] });
      });
      expect((await record({ kind: "attack" })).messages).toEqual([{ sentAt, rules: ["kind incident.opened", "receiver chat"], label: expect.any(String), actedAt: startAt + hourMs }]);
    });

    it("the list as of an instant is what it was then", async () => {
      const list = async (hours: number, more = {}) => {
        const page = await under.store.views.incidents.incidents(org, { asof: startAt + hours * hourMs, ...more }, { limit: 10, after: undefined });
        expect(page.items).toHaveLength(page.total);
        return page.items.map(({ title, phase }) => `${title}: ${phase}`);
      };
      expect([await list(-1), await list(0.5), await list(2.5), await list(3.5), await list(3.5, { state: "closed" }), await list(4.5)]).toEqual([[], ["Shell in shop: detected"], ["Shell in shop: contained"], [], ["Shell in shop: closed"], ["Shell in shop: detected"]]);
      expect([await list(9), await list(9, { sort: "opened" }), await list(2.5, { q: "SHOP" }), await list(2.5, { q: "inc-1" }), await list(2.5, { q: "web" }), await list(2.5, { service: "shop", phase: "detected" })]).toEqual([["Shell in shop: detected", "Quiet one: detected"], ["Quiet one: detected", "Shell in shop: detected"], ["Shell in shop: contained"], ["Shell in shop: contained"], [], []]);
      const first = await under.store.views.incidents.incidents(org, { asof: startAt + 9 * hourMs }, { limit: 1, after: undefined });
      expect((await under.store.views.incidents.incidents(org, { asof: startAt + 9 * hourMs }, { limit: 1, after: first.next })).items.map(({ title }) => title)).toEqual(["Quiet one"]);
    });
  });
}
