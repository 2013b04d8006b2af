// Where a signal belongs, rule by rule, with plain values.
import { describe, expect, it } from "vitest";
import { hourMs } from "../kernel/clock.ts";
import { defaultGrouping } from "./grouping-settings.ts";
import { incidentOf } from "./grouping-growth.ts";
import { placeSignal } from "./grouping.ts";
import type { Candidate, Candidates } from "./grouping.ts";
import type { Incident } from "./incident.ts";
import type { Entity, Signal } from "./signal.ts";

const now = 100 * hourMs;
const signal = (more: Partial<Signal> = {}): Signal => ({ kind: "alert", ref: "s", title: "a rule", severity: "medium", at: now, entities: [], services: ["pay"], owner: undefined, environments: [], tactics: [], opens: undefined, because: undefined, ended: false, ...more });
const incident = (number: number, more: Partial<Incident> = {}): Incident => ({ ...incidentOf(signal(), { incidentId: `inc_${number}`, number, kind: "attack", title: "t", why: "w", cause: undefined, linked: [], now: number }), ...more });
const candidate = (one: Incident, entity: Entity, firstAt: number, lastAt = firstAt, causes: string[] = []): Candidate => ({ incident: one, causes: new Set(causes), sightings: [{ entity, firstAt, lastAt }] });
const place = (one: Signal, incidents: Candidate[], more: Partial<Candidates> = {}) => placeSignal(one, { incidents, held: [], services: new Map(), ...more }, defaultGrouping, now);

describe("src/incidents/grouping.ts", () => {
  it.each<[string, Entity, number, number, string]>([
    ["an address within 6 h", { kind: "ip", value: "a" }, now - 6 * hourMs, now - 6 * hourMs, "join"], ["an address after more", { kind: "ip", value: "a" }, 0, now - 6 * hourMs - 1, "hold"], ["a late signal before the first sighting", { kind: "ip", value: "a" }, now + 6 * hourMs, now + 9 * hourMs, "join"],
    ["between two sightings, however far apart", { kind: "host", value: "a" }, 0, 2 * now, "join"], ["an account within 12 h", { kind: "user", value: "a" }, 0, now - 12 * hourMs, "join"], ["a vulnerability within a day", { kind: "vulnerability", value: "a" }, 0, now - 24 * hourMs, "join"],
    ["a release", { kind: "release", value: "a" }, 0, now, "join"], ["a service alone", { kind: "service", value: "a" }, 0, now, "hold"], ["a source alone", { kind: "source", value: "a" }, 0, now, "hold"],
  ])("%s", (_, entity, firstAt, lastAt, kind) => { expect(place(signal({ entities: [entity] }), [candidate(incident(1), entity, firstAt, lastAt)]).kind).toBe(kind); });

  it("a hub ties nothing by itself, and the signal that waits says why; a release is never a hub", () => {
    const [ip, release] = [{ kind: "ip" as const, value: "nat" }, { kind: "release" as const, value: "rel" }];
    const services = new Map([["ip:nat", 20], ["release:rel", 20]]);
    expect(place(signal({ entities: [ip] }), [candidate(incident(1), ip, now)], { services })).toMatchObject({ kind: "hold", why: "opens nothing by itself; ip nat ties nothing, because 20 services share it" });
    expect(place(signal({ entities: [release] }), [candidate(incident(1), release, now)], { services }).kind).toBe("join");
  });

  it("the cause comes before the heaviest entity, that before the one opened first", () => {
    const [ip, host] = [{ kind: "ip" as const, value: "a" }, { kind: "host" as const, value: "h" }];
    const one = signal({ entities: [ip, host], cause: "c" });
    const [byHost, byIp, byIpLater, byCause] = [candidate(incident(1), host, now), candidate(incident(2), ip, now), candidate(incident(3), ip, now), { ...candidate(incident(4), host, 0), causes: new Set(["c"]) }];
    expect([place(one, [byHost, byIpLater, byIp, byCause]), place(one, [byIpLater, byHost, byIp]), place(one, [byIpLater, byIp])].map((placed) => (placed.kind === "join" ? placed.incidentId : placed.kind))).toEqual(["inc_4", "inc_2", "inc_2"]);
  });

  it("findings of two causes stay apart, and an event between them joins one and links the other", () => {
    const release = { kind: "release" as const, value: "rel" };
    const [one, two] = [candidate(incident(1, { cause: "vulnerability:1" }), release, now), candidate(incident(2, { cause: "vulnerability:2" }), release, now)];
    expect(place(signal({ kind: "finding", cause: "vulnerability:3", opens: "exploited-vulnerability", entities: [release] }), [one, two])).toMatchObject({ kind: "open" });
    expect(place(signal({ entities: [release] }), [one, two])).toMatchObject({ kind: "join", incidentId: "inc_1", merges: [], links: ["inc_2"] });
  });

  it("a finding comes into the story of what happens to its release", () => {
    const release = { kind: "release" as const, value: "rel" };
    expect(place(signal({ kind: "finding", cause: "vulnerability:3", opens: "exploited-vulnerability", entities: [release] }), [candidate(incident(1), release, now)])).toMatchObject({ kind: "join", incidentId: "inc_1" });
  });

  it("what is over and unknown belongs nowhere", () => { expect(place(signal({ ended: true, opens: "attack" }), [])).toEqual({ kind: "none", why: "it is over and no incident has it" }); });
});
