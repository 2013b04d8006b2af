// Reviews drafted from the record.
import { describe, expect, it } from "vitest";
import { hourMs, minuteMs } from "../../kernel/clock.ts";
import { openedAt, sampleFacts, sampleIncident } from "../clocks/facts.sample.ts";
import { reviewText } from "./review-text.ts";
import { lengthText, reviewDraft, stretchesOf } from "./review.ts";
import type { ReviewInput } from "./review.ts";

const input = (more: Partial<ReviewInput> = {}): ReviewInput => ({ ...sampleFacts(), clocks: [], similar: [], elsewhere: [], ...more });

describe("src/incidents/review/review.ts", () => {
  it("times run from the first sign, then from knowledge; what has not happened has no length", () => {
    const incident = sampleIncident({ acknowledgedAt: openedAt + 9 * minuteMs, phaseAt: { detected: openedAt, contained: openedAt + 3 * hourMs } });
    expect(Object.fromEntries(stretchesOf(incident).map(({ id, ms }) => [id, ms]))).toEqual({ detect: hourMs, acknowledge: 9 * minuteMs, triage: undefined, contain: 3 * hourMs, eradicate: undefined, recover: undefined, close: undefined });
  });
  it("names the gap before knowledge, and what saw it first", () => expect(reviewDraft(input()).gap.sentence).toBe('The first sign was finding "CVE-2026-1 in npm:left" at 2026-03-01T11:00:00Z. It became known 1 h 0 min later: In KEV and running'));
  it("says which clocks were met, missed and late", () => {
    const clocks = [
      { title: "Scope", dueAt: openedAt + hourMs, stoppedAt: openedAt, end: "done" }, { title: "Evidence", dueAt: openedAt, stoppedAt: openedAt + 2 * hourMs, end: "done" },
      { title: "Escalation", dueAt: openedAt, stoppedAt: undefined, end: undefined }, { title: "Elsewhere", dueAt: openedAt, stoppedAt: openedAt + hourMs, end: "not-applicable" },
    ];
    const draft = reviewDraft(input({ clocks }));
    expect(draft.worked).toContain("in time: Scope");
    expect(draft.didNot).toEqual(["nobody acknowledged it", "late by 2 h 0 min: Evidence", "not done: Escalation"]);
  });
  it("says what was passed over when it was closed", () => expect(reviewDraft(input({ incident: sampleIncident({ acknowledgedAt: openedAt, closedAt: openedAt + hourMs, phaseAt: { detected: openedAt, contained: openedAt } }) })).didNot).toEqual(["closed without having been triaged", "closed without having been eradicated"]));
  it("asks the four questions of RV.3 and counts those without an answer", () => {
    const draft = reviewDraft(input({ answers: { "root-cause": "an old base image" }, elsewhere: ["cart-api"], similar: [{ number: 7, title: "Before", why: "same kind" }] }));
    expect(draft.questions.map(({ task, answer }) => [task, answer])).toEqual([["RV.3.1", "an old base image"], ["RV.3.2", undefined], ["RV.3.3", undefined], ["RV.3.4", undefined]]);
    expect(draft.unanswered).toBe(3);
    expect(draft.questions[1]?.hint).toBe("INC-7 Before (same kind)");
    expect(draft.questions[2]?.hint).toBe("Also run by: cart-api.");
  });
  it("is text that shows answers, and marks what is open", () => {
    const incident = sampleIncident();
    const text = reviewText({ incident, draft: reviewDraft(input({ answers: { pattern: "none" } })), story: [], actions: [{ actionId: "a", incidentId: "inc_1", text: "Pin the base image", owner: "ana", dueAt: undefined, createdAt: openedAt, doneAt: openedAt, ticket: undefined }] });
    expect(text).toContain("- [x] Pin the base image (ana, done 2026-03-01T12:00:00Z)");
    expect(text.split("**Not answered yet.**").length - 1).toBe(3);
  });
  it.each([[40_000, "40 s"], [5 * minuteMs, "5 min"], [26 * hourMs, "1 d 2 h"]] as const)("%s ms is %s", (ms, text) => expect(lengthText(ms)).toBe(text));
});
