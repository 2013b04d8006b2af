// Clocks by the letter of each rule, and the arithmetic of when they are due.
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import { clocksToStart, markToTell, nextMarkAt, waitingStages } from "./clock.ts";
import type { IncidentClock } from "./clock.ts";
import { dueAfter, spanText } from "./due.ts";
import { openedAt, sampleFacts, sampleIncident } from "./facts.sample.ts";
import type { IncidentFacts } from "./regime.ts";
import { regimes } from "./regimes/index.ts";

const started = (facts: IncidentFacts, running: readonly IncidentClock[] = []): string[] => clocksToStart(regimes.all, facts, running).map(({ regime, stage, dueAt, startedAt }) => `${regime}/${stage} +${(dueAt - startedAt) / hourMs}h`);
const one = (more: Partial<IncidentClock> = {}): IncidentClock => ({
  incidentId: "inc_1", regime: "cra-vulnerability", stage: "early-warning", title: "Early warning", clause: "Art. 14(2)", because: "it is exploited", startedAt: openedAt, dueAt: openedAt + 24 * hourMs,
  stoppedAt: undefined, end: undefined, endWhy: undefined, stoppedBy: undefined, reportDigest: undefined, told: 0, ...more,
});

describe("src/incidents/clocks/clock.ts", () => {
  it("an exploited vulnerability runs BOD 26-04 2/24/72 h and CRA 24/72 h, and 14 days from the fix", () => {
    expect(started(sampleFacts())).toEqual(["bod-26-04/scope +2h", "bod-26-04/evidence +24h", "bod-26-04/escalation +72h", "cra-vulnerability/early-warning +24h", "cra-vulnerability/notification +72h", "cra-vulnerability/final-report +336h"]);
  });

  it("the final report waits while no corrective measure is known, and says so", () => {
    const facts = sampleFacts({ fixAvailableAt: undefined });
    expect(started(facts)).not.toContain("cra-vulnerability/final-report +336h");
    expect(waitingStages(regimes.all, facts, clocksToStart(regimes.all, facts, []))).toEqual([{ regime: "cra-vulnerability", stage: "final-report", title: "Final report (14 d)", waitsFor: "a corrective measure" }]);
  });

  it("a fix older than the incident starts the clock when the incident became known", () => {
    const [final] = clocksToStart(regimes.all, sampleFacts({ fixAvailableAt: openedAt - 30 * dayMs }), []).filter(({ stage }) => stage === "final-report");
    expect(final?.startedAt).toBe(openedAt);
  });

  it("a clock that runs is not started again, and nothing resets it", () => {
    const facts = sampleFacts();
    expect(clocksToStart(regimes.all, { ...facts, incident: sampleIncident({ openedAt: openedAt + dayMs }) }, clocksToStart(regimes.all, facts, []))).toEqual([]);
  });

  it.each([["low", []], ["critical", ["cra-incident/early-warning +24h", "cra-incident/notification +72h"]]] as const)("a %s web shell runs %j", (severity, expected) => {
    expect(started(sampleFacts({ incident: sampleIncident({ kind: "web-shell", severity }), vulnerabilities: [] }))).toEqual(expected);
  });

  it("CRA's final report of an incident runs one calendar month from the notification, not from its being inapplicable", () => {
    const facts = sampleFacts({ incident: sampleIncident({ kind: "attack" }) });
    const sentAt = Date.UTC(2026, 0, 31, 10);
    const of = (end: IncidentClock["end"]) => clocksToStart(regimes.all, facts, [one({ regime: "cra-incident", stage: "early-warning" }), one({ regime: "cra-incident", stage: "notification", stoppedAt: sentAt, end })]).map(({ dueAt }) => dueAt);
    expect(of("done")).toEqual([Date.UTC(2026, 1, 28, 10)]);
    expect(of("not-applicable")).toEqual([]);
  });

  it.each([["a", undefined, 6], ["c", undefined, 1], ["d", undefined, 0.25], ["c", 2, 24], ["d", 1, 1]] as const)("FedRAMP class %s with rating %s: initial report in %s h", (offering, painRating, hours) => {
    const facts = sampleFacts({ incident: sampleIncident({ kind: "manual" }), painRating, settings: { fedramp: { class: offering } } });
    expect(started(facts)).toEqual([`fedramp/initial +${hours}h`]);
  });

  it("a regime that is off runs nothing; one that is on by hand runs", () => {
    expect(started(sampleFacts({ settings: { off: ["bod-26-04", "cra-vulnerability"] } }))).toEqual([]);
  });

  it("tells at half, at four fifths and at the end, each once", () => {
    const at = (share: number, told = 0): number | undefined => markToTell(one({ told }), openedAt + (share * 24 * hourMs) / 100);
    expect([at(49.9), at(50), at(79), at(80, 50), at(100, 80), at(100, 100), at(60, 50)]).toEqual([undefined, 50, 50, 80, 100, undefined, undefined]);
    expect(nextMarkAt(one({ told: 50 }))).toBe(openedAt + 0.8 * 24 * hourMs);
    expect(markToTell(one({ stoppedAt: openedAt }), openedAt + 48 * hourMs)).toBeUndefined();
    expect(nextMarkAt(one({ told: 100 }))).toBeUndefined();
  });
});

describe("src/incidents/clocks/due.ts", () => {
  it.each([
    ["three business days from a Friday noon end on Wednesday noon", Date.UTC(2026, 1, 27, 12), { businessDays: 3 }, Date.UTC(2026, 2, 4, 12)],
    ["one business day from a Saturday is Monday", Date.UTC(2026, 1, 28, 9), { businessDays: 1 }, Date.UTC(2026, 2, 2, 9)],
    ["a month from 31 December is 31 January", Date.UTC(2026, 11, 31, 5), { months: 1 }, Date.UTC(2027, 0, 31, 5)],
    ["a month from 30 January of a leap year is 29 February", Date.UTC(2028, 0, 30), { months: 1 }, Date.UTC(2028, 1, 29)],
    ["a quarter of an hour", openedAt, { hours: 0.25 }, openedAt + 15 * minuteMs],
  ] as const)("%s", (_claim, from, span, due) => expect(dueAfter(from, span)).toBe(due));
  it("says spans as people do", () => expect([spanText({ hours: 0.25 }), spanText({ days: 14 }), spanText({ months: 1 }), spanText({ businessDays: 3 })]).toEqual(["15 min", "14 d", "1 month", "3 business days"]));
});
