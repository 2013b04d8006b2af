// Decides about the findings of the incident: a VEX status, an accepted risk or a snooze, as a person would.
import { defineStepKind, done, isObject } from "../step-kind.ts";
import type { IncidentFinding, Values, WrongField } from "../step-kind.ts";

const kinds = ["not-affected", "affected", "under-investigation", "fixed", "accepted", "snoozed"];
// These take findings out of sight or stop their clocks: two people must want it.
const hiding = ["not-affected", "accepted", "snoozed"];

export const decide = defineStepKind({
  id: "decide", lane: "inside", about: "Writes a decision about each finding of the incident.",
  destructive: `when it is one of ${hiding.join(", ")}`, idempotent: "always",
  isDestructive: (values) => ({ destructive: hiding.includes(values.text("decision")), open: false }), isIdempotent: () => true,
  fields: [
    { name: "decision", about: "the decision's kind", type: "text", required: true, choices: kinds },
    { name: "reason", about: "why, in a sentence", type: "text", required: true },
    { name: "justification", about: "OpenVEX justification, for not-affected", type: "text" },
    { name: "for", about: "how long it holds; needed for accepted and snoozed", type: "duration" },
    { name: "package", about: "only findings of this package, as npm:lodash", type: "text" },
  ],
  check: incomplete,
  async preview(values, { world }) {
    const findings = chosen(await world.findings(), values);
    return { said: `decides "${values.text("decision")}" about ${findings.length === 1 ? "1 finding" : `${findings.length} findings`}`, touches: findings.map(({ findingId }) => ({ kind: "finding", name: findingId })) };
  },
  async run(values, { world, now }) {
    const findings = chosen(await world.findings(), values);
    if (findings.length === 0) return { kind: "failed", why: "no open finding belongs to the incident" };
    const forMs = values.durationMs("for");
    const decisions: string[] = [];
    for (const { findingId } of findings) {
      decisions.push(await world.decide({ findingId, kind: values.text("decision"), justification: values.optional("justification"), reason: values.text("reason"), untilAt: forMs === undefined ? undefined : now + forMs }));
    }
    return done(`decided "${values.text("decision")}" about ${decisions.length === 1 ? "1 finding" : `${decisions.length} findings`}`, { decisions });
  },
  async undo(_values, output, { world }) {
    const decisions = isObject(output) && Array.isArray(output["decisions"]) ? output["decisions"].map(String) : [];
    for (const id of decisions) await world.revokeDecision(id);
    return done(`revoked ${decisions.length === 1 ? "1 decision" : `${decisions.length} decisions`}`);
  },
});

function incomplete(values: Values): WrongField[] {
  const decision = values.text("decision");
  return [
    ...(decision === "not-affected" && values.optional("justification") === undefined ? [{ at: "/justification", rule: "is missing: not-affected says why (OpenVEX 0.2.0)" }] : []),
    ...((decision === "accepted" || decision === "snoozed") && values.optional("for") === undefined ? [{ at: "/for", rule: `is missing: ${decision} always ends` }] : []),
  ];
}

const chosen = (findings: readonly IncidentFinding[], values: Values): readonly IncidentFinding[] =>
  findings.filter(({ state, packageKey }) => state !== "closed" && (values.optional("package") === undefined || packageKey === values.text("package")));
