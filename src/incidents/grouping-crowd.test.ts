// Crowds become few incidents.
import { describe, expect, it } from "vitest";
import { crowdCause, crowded, restCause, serviceCause } from "./grouping-crowd.ts";
import { defaultGrouping } from "./grouping-settings.ts";
import type { Signal } from "./signal.ts";

const finding = (number: number, service = "pay", more: Partial<Signal> = {}): Signal => ({ kind: "finding", ref: `f${number}`, title: "t", severity: "high", at: 0, entities: [], services: [service], owner: "payments", environments: [], tactics: [], opens: "exploited-vulnerability", because: "kev", ended: false, cause: `vulnerability:${number}`, ...more });
const many = (count: number): Signal[] => Array.from({ length: count }, (_, index) => finding(index));

describe("src/incidents/grouping-crowd.ts", () => {
  it("six new causes at once are a crowd, five are five stories", () => {
    expect([crowded(many(5), new Set(), defaultGrouping, "x").size, crowded(many(6), new Set(), defaultGrouping, "x").size]).toEqual([0, 6]);
  });
  it("one cause in many services is one story", () => { expect(crowded(Array.from({ length: 30 }, (_, index) => finding(1, `s${index}`)), new Set(), defaultGrouping, "x").size).toBe(0); });
  it("what an open incident knows is no news", () => { expect(crowded(many(6), new Set(["vulnerability:3"]), defaultGrouping, "x").size).toBe(0); });
  it("one of a first load is of its crowd, however few come in its batch", () => { expect([...crowded([finding(1, "pay", { crowd: "osv" })], new Set(), defaultGrouping, "x").values()]).toEqual(["osv"]); });
  it("malicious packages and alerts are never a crowd", () => {
    expect([crowded(many(9).map((one) => ({ ...one, kind: "alert" as const })), new Set(), defaultGrouping, "x").size, crowded(many(9).map((one) => ({ ...one, opens: "malicious-package" as const })), new Set(), defaultGrouping, "x").size]).toEqual([0, 0]);
  });
  it("goes by service while the owner has few, then by owner", () => {
    const one = finding(1);
    expect(crowdCause("x", one, { there: new Set(), incidents: 0, newServices: 5 }, defaultGrouping)).toBe(serviceCause("x", one));
    expect(crowdCause("x", one, { there: new Set(), incidents: 0, newServices: 6 }, defaultGrouping)).toBe(restCause("x", one));
    expect(crowdCause("x", one, { there: new Set(), incidents: 5, newServices: 1 }, defaultGrouping)).toBe(restCause("x", one));
    expect(crowdCause("x", one, { there: new Set([serviceCause("x", one)]), incidents: 9, newServices: 9 }, defaultGrouping)).toBe(serviceCause("x", one));
  });
});
