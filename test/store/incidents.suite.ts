// The incidents' store on either dialect: what is put is found, late sightings widen, lists page through, loose signals expire.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoopContext } from "../../src/app/loop/context.ts";
import { raiseSignals } from "../../src/app/incidents/incidents.ts";
import type { Incident, IncidentMember } from "../../src/incidents/incident.ts";
import type { Signal } from "../../src/incidents/signal.ts";
import { countingIds } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import type { Page, PageRequest } from "../../src/kernel/page.ts";
import { openUnderTest } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const org = "o";
const incident = (number: number, more: Partial<Incident> = {}): Incident => ({
  incidentId: `inc_${number}`, number, kind: "attack", title: `Story ${number}`, severity: "high", derivedSeverity: "high", phase: "detected", phaseAt: { detected: 100 }, startedAt: 50, openedAt: 100 + number, acknowledgedAt: undefined, acknowledgedBy: undefined,
  closedAt: undefined, closedBecause: undefined, reopened: 0, owner: "payments", roles: [{ role: "commander", person: "ana" }], services: ["pay"], environments: ["production"], entities: [{ kind: "ip", value: "10.0.0.1" }], tactics: ["execution"], why: "a shell",
  next: { text: "look", dueAt: 900 }, mergedInto: undefined, linked: ["inc_0"], cause: undefined, members: 1, live: 1, lastSignalAt: 100, quietSince: undefined, touched: false, changedAt: 100, lookAt: undefined, version: 3, ...more,
});
const signal = (ref: string, more: Partial<Signal> = {}): Signal => ({ kind: "alert", ref, title: ref, severity: "low", at: 100, entities: [{ kind: "ip", value: "10.0.0.1" }], services: ["pay"], owner: undefined, environments: [], tactics: [], opens: undefined, because: undefined, ended: false, ...more });
const member = (ref: string, more: Partial<IncidentMember> = {}): IncidentMember => ({ incidentId: "inc_1", signal: signal(ref), joinedAt: 100, why: "shares ip", leftAt: undefined, leftWhy: undefined, count: 1, lastAt: 100, ...more });

async function everyPage<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read({ limit: 2, after });
    rows.push(...page.items);
    if (page.next === undefined) { expect(rows).toHaveLength(page.total); return rows; }
    after = page.next;
  }
}

export function describeIncidents(name: string, groundOf: () => Ground): void {
  describe(`${name}: src/store/incident-store.ts`, () => {
    let under: StoreUnderTest;
    beforeAll(async () => { under = await openUnderTest(groundOf()); });
    afterAll(async () => { await under.close(); });

    it("an incident comes back as it was put, by id and by number, and saving again replaces it", async () => {
      await under.store.write(async ({ incidents }) => { expect(await incidents.takeNumbers(org, 2)).toBe(1); expect(await incidents.takeNumbers(org, 1)).toBe(3); await incidents.save(org, [incident(1), incident(2, { phase: "closed", closedAt: 500, closedBecause: "done", services: ["web"] })]); });
      const { incidents } = under.store.read;
      expect(await incidents.find(org, "inc_1")).toEqual(incident(1));
      expect([(await incidents.find(org, "INC-2"))?.incidentId, (await incidents.find(org, "2"))?.closedBecause, await incidents.find(org, "INC-9"), await incidents.find("other", "inc_1")]).toEqual(["inc_2", "done", undefined, undefined]);
      await under.store.write((ports) => ports.incidents.save(org, [incident(1, { title: "Renamed", next: undefined })]));
      expect(await incidents.find(org, "inc_1")).toEqual(incident(1, { title: "Renamed", next: undefined }));
    });

    it("members keep the places they left", async () => {
      await under.store.write(async ({ incidents }) => { await incidents.putMembers(org, [member("a"), member("b", { leftAt: 200, leftWhy: "moved" }), member("b", { incidentId: "inc_2", joinedAt: 200 })]); });
      const { incidents } = under.store.read;
      expect((await incidents.placesOf(org, [{ kind: "alert", ref: "a" }, { kind: "alert", ref: "b" }, { kind: "finding", ref: "a" }])).map(({ incidentId, signal: { ref } }) => [ref, incidentId]).toSorted()).toEqual([["a", "inc_1"], ["b", "inc_2"]]);
      expect((await incidents.membersOf(org, "inc_1")).map(({ signal: { ref } }) => ref)).toEqual(["a"]);
      expect(await incidents.membersOf(org, "inc_1", { left: true })).toHaveLength(2);
      expect(await under.store.views.incidents.incidentsOf(org, [{ kind: "alert", ref: "a" }, { kind: "alert", ref: "b" }])).toEqual(new Map([["alert a", { incidentId: "inc_1", number: 1 }]]));
    });

    it("sightings widen to both sides; sharing names open incidents, and closed ones of late, by entity and by cause", async () => {
      const entity = { kind: "ip" as const, value: "10.0.0.1" };
      await under.store.write(async ({ incidents }) => {
        await incidents.putSightings(org, [{ incidentId: "inc_1", entity, firstAt: 100, lastAt: 200 }]);
        await incidents.putSightings(org, [{ incidentId: "inc_1", entity, firstAt: 50, lastAt: 60 }, { incidentId: "inc_1", entity, firstAt: 300, lastAt: 310 }, { incidentId: "inc_2", entity, firstAt: 1, lastAt: 2 }]);
        await incidents.putCauses(org, [{ incidentId: "inc_2", cause: "x" }]);
      });
      const { incidents } = under.store.read;
      const about = { entities: [entity], causes: ["x"], since: 0, until: 1000, closedSince: 400 };
      const shared = await incidents.sharing(org, about);
      expect([shared.incidents.map(({ incidentId }) => incidentId).toSorted(), shared.sightings.find(({ incidentId }) => incidentId === "inc_1"), shared.causes]).toEqual([["inc_1", "inc_2"], { incidentId: "inc_1", entity, firstAt: 50, lastAt: 310 }, [{ incidentId: "inc_2", cause: "x" }]]);
      expect((await incidents.sharing(org, { ...about, closedSince: 600 })).incidents.map(({ incidentId }) => incidentId)).toEqual(["inc_1"]);
      expect((await incidents.sharing(org, { ...about, causes: [], since: 311 })).incidents).toEqual([]);
    });

    it("loose signals are found by what they share until they expire or are let go", async () => {
      const entities = [{ kind: "ip" as const, value: "10.0.0.1" }];
      await under.store.write(({ incidents }) => incidents.hold(org, [{ signal: signal("h1"), heldAt: 1, until: 10, why: "loose" }, { signal: signal("h2"), heldAt: 1, until: 20, why: "loose" }, { signal: signal("h3", { entities: [] }), heldAt: 1, until: 30, why: "loose" }]));
      const shared = async (now: number) => (await under.store.read.incidents.heldSharing(org, entities, now)).map(({ signal: { ref } }) => ref).toSorted();
      expect([await shared(5), await shared(15)]).toEqual([["h1", "h2"], ["h2"]]);
      expect(await under.store.read.incidents.nextDueAt(org)).toBe(10);
      await under.store.write(async ({ incidents }) => { expect((await incidents.expireHeld(org, 10, 9)).map(({ signal: { ref } }) => ref)).toEqual(["h1"]); await incidents.letGo(org, [{ kind: "alert", ref: "h2" }]); });
      expect([await shared(5), (await under.store.views.incidents.held(org, { limit: 9, after: undefined })).total]).toEqual([[], 1]);
    });

    it("counts services of an entity once each, and only the late ones", async () => {
      const entity = { kind: "ip" as const, value: "nat" };
      await under.store.write(({ incidents }) => incidents.noteServices(org, [{ entity, service: "a", at: 1 }, { entity, service: "a", at: 9 }, { entity, service: "b", at: 2 }]));
      expect(await under.store.read.incidents.servicesSeenWith(org, [entity], 0, 9)).toEqual(new Map([["ip:nat", 2]]));
      expect(await under.store.read.incidents.servicesSeenWith(org, [entity], 5, 9)).toEqual(new Map([["ip:nat", 1]]));
    });

    it.each(["severity", "opened", "due", "last"] as const)("the list by %s pages through everything once, and its filters agree with its rows", async (sort) => {
      await under.store.write(({ incidents }) => incidents.save(org, Array.from({ length: 7 }, (_, index) => incident(10 + index, { severity: (["critical", "low", "unknown"] as const)[index % 3]!, openedAt: 500 + (index % 2), lastSignalAt: 700 - index, next: index % 2 ? undefined : { text: "x", dueAt: 1000 - index }, owner: index > 4 ? undefined : "payments", services: index === 3 ? ["web", "Öl"] : ["pay"] }))));
      const { incidents } = under.store.views;
      const rows = await everyPage((page) => incidents.incidents(org, { sort }, page));
      expect(new Set(rows.map(({ incidentId }) => incidentId)).size).toBe(8);
      const value = (one: Incident): number => ({ severity: { critical: 4, high: 3, medium: 2, low: 1, unknown: 0 }[one.severity], opened: one.openedAt, last: one.lastSignalAt, due: -(one.next?.dueAt ?? Infinity) })[sort];
      expect(rows.map(value)).toEqual(rows.map(value).toSorted((a, b) => b - a));
      const count = async (filter: Parameters<typeof incidents.incidents>[1]) => (await incidents.incidents(org, { sort, ...filter }, { limit: 50, after: undefined })).items.length;
      expect([await count({ state: "all" }), await count({ state: "closed" }), await count({ owner: "(none)" }), await count({ service: "web" }), await count({ service: "web", state: "all" }), await count({ entity: "ip:10.0.0.1" }), await count({ q: "öl" }), await count({ q: "Öl" }), await count({ q: "inc-12" }), await count({ severity: "low" })]).toEqual([9, 1, 2, 1, 2, 1, 0, 1, 1, 2]);
      expect(await incidents.counts(org, 995)).toMatchObject({ open: 8, critical: 3, withoutOwner: 2 });
    });

    it("signals raised here join, merge, wait and reopen", async () => {
      const context: LoopContext = { store: under.store, clock: under.clock, log: silentLog, ids: countingIds(), publicUrl: "https://aftwatch.example", committed: () => {} };
      const raise = (...signals: Signal[]) => under.store.write((ports) => raiseSignals(context, ports, "raised", signals, "test"));
      const at = under.clock.now();
      const [left, right] = [[{ kind: "ip" as const, value: "1" }], [{ kind: "user" as const, value: "eve" }]];
      await raise(signal("x", { at, opens: "attack", entities: left }), signal("y", { at, opens: "attack", entities: right }), signal("loose", { at, entities: [{ kind: "host", value: "h" }] }));
      const changes = await raise(signal("z", { at, entities: [...left, ...right, { kind: "host", value: "h" }] }));
      expect(changes.map(({ kind, incident: { number } }) => [number, kind]).toSorted()).toEqual([[1, "joined"], [2, "merged"]]);
      expect((await under.store.read.incidents.membersOf("raised", (await under.store.read.incidents.find("raised", "1"))?.incidentId ?? "")).map(({ signal: { ref } }) => ref).toSorted()).toEqual(["loose", "x", "y", "z"]);
      expect((await under.store.read.incidents.find("raised", "2"))?.mergedInto).toBe((await under.store.read.incidents.find("raised", "1"))?.incidentId);
    });

    it("the activity is of the incident, its members and what was started for it; the story is in its order", async () => {
      await under.store.write(async ({ ledger, incidents }) => {
        await ledger.append(org, [{ kind: "incident.opened", subject: "inc_1", actor: "x", body: { state: { title: "then" } } }, { kind: "alert.fired", subject: "a", actor: "x", body: {} }, { kind: "run.started", subject: "run_1", actor: "x", body: {} }, { kind: "other", subject: "b", actor: "x", body: {} }, { kind: "incident.noted", subject: "inc_1", actor: "x", body: {} }]);
        await incidents.addSubjects(org, "inc_1", ["run_1", "run_1"]);
        for (const [entryId, at] of [["s2", 20], ["s1", 10]] as const) await incidents.putStoryEntry(org, { entryId, incidentId: "inc_1", at, text: entryId, author: "ana", factSeq: undefined, writtenAt: 30, editedAt: undefined, removedAt: undefined });
      });
      const { incidents } = under.store.views;
      expect((await everyPage((page) => incidents.activity(org, "inc_1", { order: "oldest" }, page))).map(({ kind }) => kind)).toEqual(["incident.opened", "alert.fired", "run.started", "incident.noted"]);
      expect((await everyPage((page) => incidents.activity(org, "inc_1", {}, page))).map(({ subject }) => subject)).toEqual(["inc_1", "run_1", "a", "inc_1"]);
      expect((await incidents.lastFactUntil(org, "inc_1", under.clock.now()))?.kind).toBe("incident.opened");
      expect((await under.store.read.incidents.storyOf(org, "inc_1")).map(({ text }) => text)).toEqual(["s1", "s2"]);
    });
  });
}
