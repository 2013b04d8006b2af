// Facts as sentences: what matters is said, odd bodies do not break the lane, and nothing is cut without a mark.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factSentence } from "./incident-facts.ts";

describe("console/src/lists/incident-facts", () => {
  it.each([
    ["incident.phase", { phase: "contained", before: "detected", passedOver: ["triaged"], back: false, comment: "cut off" }, "Phase contained, passing over triaged: cut off"],
    ["incident.edited", { next: { text: "Rotate the key", dueAt: null } }, "Next action: Rotate the key"],
    ["incident.edited", { next: null }, "The next action was cleared"],
    ["incident.edited", { severity: "low", before: "high", comment: "a test host" }, "Severity high to low: a test host"],
    ["page.step", { step: 2, round: 1, told: [{ person: "ana", target: "schedule:web" }, { person: null, target: "receiver:mail" }] }, "Page step 2 of round 1: ana, receiver:mail"],
    ["clock.stopped", { regime: "cra-incident", stage: "early-warning", end: "not-applicable", why: "not on the EU market" }, "Clock stopped: early warning of cra-incident, not applicable: not on the EU market"],
    ["run.step-done", { step: "snapshot" }, "Run step done: snapshot"],
  ])("%s %o", (kind, body, sentence) => expect(factSentence({ kind, body })).toBe(sentence));

  it("whatever a body holds, there is a sentence; a long one is cut with a mark", () => fc.assert(fc.property(fc.constantFrom("incident.opened", "incident.edited", "page.step", "incident.phase", "clock.stopped", "other.thing"), fc.anything(), (kind, body) => {
    const sentence = factSentence({ kind, body });
    expect(sentence.length).toBeGreaterThan(0);
    expect(sentence.length < 240 || sentence.endsWith("…") || sentence.length === 240).toBe(true);
  })));
  it("is cut at 240 characters", () => expect(factSentence({ kind: "incident.opened", body: { why: "x".repeat(500) } })).toMatch(/x…$/));
});
