// The stages of an incident: waits add up to the whole, in whatever order people reached them; what was passed over is said.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Incident } from "../api/incident-shapes.ts";
import { placeOf, spanOf, stagesOf, waitsOf } from "./incident-stages.ts";

const hour = 3_600_000, start = Date.parse("2026-03-01T10:00:00Z");
const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
const incident = (at: Partial<Record<"acknowledged" | "triaged" | "contained" | "recovered" | "closed", number>>): Incident =>
  ({ startedAt: iso(start), openedAt: iso(start + hour), acknowledgedAt: iso(at.acknowledged), phaseAt: { detected: iso(start + hour), triaged: iso(at.triaged), contained: iso(at.contained), eradicated: null, recovered: iso(at.recovered), closed: iso(at.closed), reviewed: null } }) as unknown as Incident;

describe("console/src/plots/incident-stages", () => {
  it("a phase that was passed over is marked; one that is to come is not", () => {
    const stages = stagesOf(incident({ contained: start + 3 * hour }));
    expect(stages.filter(({ skipped }) => skipped).map(({ id }) => id)).toEqual(["triaged"]);
    expect(stages.filter(({ at }) => at === undefined).map(({ id }) => id)).toEqual(["acknowledged", "triaged", "eradicated", "recovered", "closed"]);
  });

  it("acknowledging after triage is drawn where it happened", () => {
    const waits = waitsOf(stagesOf(incident({ triaged: start + 2 * hour, acknowledged: start + 5 * hour })), true, start + 9 * hour);
    expect(waits.map(({ from, to, ms }) => [from.id, to?.id, ms / hour])).toEqual([["started", "detected", 1], ["detected", "triaged", 1], ["triaged", "acknowledged", 3], ["acknowledged", undefined, 4]]);
  });

  it("a closed incident waits for nothing more", () => expect(waitsOf(stagesOf(incident({ closed: start + 2 * hour })), false, start + 9 * hour).at(-1)?.to?.id).toBe("closed"));

  it("waits are never negative and add up to the whole time", () => fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 4, maxLength: 4 }), fc.boolean(), ([acknowledged = 0, triaged = 0, contained = 0, closed = 0], open) => {
    const reached = incident({ acknowledged: start + acknowledged * hour, triaged: start + triaged * hour, contained: start + contained * hour, ...(open ? {} : { closed: start + closed * hour }) });
    const stages = stagesOf(reached), now = start + 600 * hour;
    const waits = waitsOf(stages, open, now);
    const last = open ? now : Math.max(...stages.flatMap(({ at }) => at ?? []));
    expect(waits.every(({ ms }) => ms >= 0)).toBe(true);
    expect(waits.reduce((sum, { ms }) => sum + ms, 0)).toBe(last - start);
  })));

  it("a legal instant far away does not squeeze the rest; it is beyond the plot", () => {
    const stages = stagesOf(incident({}));
    const span = spanOf(stages, [{ dueAt: iso(start + 20 * hour) ?? "" }, { dueAt: iso(start + 700 * hour) ?? "" }], true, start + 4 * hour);
    expect((span.toMs - start) / hour).toBe(20);
    expect([placeOf(start, span), placeOf(start + 20 * hour, span), placeOf(start + 700 * hour, span)]).toEqual([0, 100, undefined]);
  });
});
