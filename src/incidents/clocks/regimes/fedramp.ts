// FedRAMP Consolidated Rules 2026: initial, ongoing and final incident reports by class and potential adverse impact.
import { defineRegime } from "../regime.ts";
import type { IncidentFacts, Span, Stage } from "../regime.ts";
import { fields } from "../fields.ts";
import { dayText } from "../report-words.ts";

type Class = "a" | "b" | "c" | "d";
const hours = (count: number): Span => ({ hours: count });
const business = (count: number): Span => ({ businessDays: count });

// IEC-CSO: impact ratings 1 to 5, by class. Rating 5 is assumed until somebody rates.
const initial: Record<Class, readonly Span[]> = {
  a: [business(1), business(1), hours(6), hours(6), hours(6)], b: [business(1), business(1), hours(6), hours(6), hours(6)],
  c: [business(1), hours(24), hours(1), hours(1), hours(1)], d: [hours(1), hours(1), hours(0.25), hours(0.25), hours(0.25)],
};
const ongoing: Record<Class, readonly Span[]> = {
  a: [business(1), business(1), business(1), business(1), business(1)], b: [business(1), business(1), business(1), business(1), business(1)],
  c: [business(1), hours(24), hours(6), hours(6), hours(6)], d: [hours(24), hours(6), hours(3), hours(3), hours(3)],
};
const final: Record<Class, readonly Span[]> = {
  a: [business(3), business(3), business(3), business(3), business(3)], b: [business(3), business(3), business(3), business(3), business(3)],
  c: [business(1), business(1), hours(6), hours(6), hours(6)], d: [hours(24), hours(6), hours(3), hours(3), hours(3)],
};
const assumedRating = 5;
const spanOf = (table: Record<Class, readonly Span[]>, { settings, painRating }: Pick<IncidentFacts, "settings" | "painRating">): Span =>
  table[settings.fedramp?.class ?? "b"][(painRating ?? assumedRating) - 1] ?? business(1);

export const fedramp = defineRegime({
  id: "fedramp",
  about: "FedRAMP CR26 incident reports: initial, ongoing and final, in 15 minutes to 3 business days by class and impact rating (5 until rated).",
  clause: "FedRAMP Consolidated Rules 2026, IEC-CSO-IIR, -OIR, -FIR",
  confidence: "primary",
  byDefault: false,
  appliesTo: ({ settings }) => (settings.fedramp === undefined ? undefined : `class ${settings.fedramp.class} offering`),
  stages: (facts) => [
    { id: "initial", title: "Initial incident report", after: spanOf(initial, facts), from: "awareness", fields: [fields.contact, fields.reference, fields.description, fields.timeline, fields.impact, fields.functionalImpact, fields.agencies] },
    { id: "ongoing", title: "Ongoing incident report", after: spanOf(ongoing, facts), from: { afterStage: "initial" }, fields: [fields.reference, fields.activity, fields.indicators, fields.rootCause, fields.measures, fields.recoveryPlan] },
    { id: "final", title: "Final incident report", after: spanOf(final, facts), from: { afterStage: "ongoing" }, fields: [fields.reference, fields.description, fields.timeline, fields.rootCause, fields.measures] },
  ],
  document: (stage, facts) => documentOf(stage, facts),
});

/** FedRAMP's incident report, schema of 2026-06-24 (a draft). What is not known is left out, never invented. */
function documentOf(stage: Stage, facts: IncidentFacts): Record<string, unknown> {
  const { incident, settings, vulnerabilities, answers } = facts;
  const text = (one: { fill(facts: IncidentFacts): string | undefined }): string | undefined => one.fill(facts);
  return withoutUnknown({
    certificationPackageOverviewUri: settings.fedramp?.packageUri, reportType: { initial: "Initial", ongoing: "Ongoing", final: "Final" }[stage.id], providerTrackingId: `INC-${incident.number}`,
    federalIncidentCoordinator: settings.fedramp?.coordinator, incidentDescription: text(fields.description),
    timeline: { startedAt: dayText(incident.startedAt), detectedAt: dayText(incident.openedAt), detectionSource: incident.why, milestones: Object.entries(incident.phaseAt).map(([phase, at]) => ({ occurredAt: dayText(at), milestoneDescription: phase })) },
    functionalImpact: answers["functional-impact"], recoveryPlan: text(fields.recoveryPlan), affectedAgencies: answers["agencies"]?.split(/\s*,\s*/), observedActivity: text(fields.activity),
    indicatorsOfCompromise: text(fields.indicators)?.split(", "), relatedCveIds: vulnerabilities.map(({ id }) => id).filter((id) => /^CVE-\d{4}-\d+$/.test(id)), rootCause: text(fields.rootCause),
    responseAndRecoveryActivities: text(fields.measures), resolvedAt: incident.phaseAt.recovered === undefined ? undefined : dayText(incident.phaseAt.recovered),
  });
}

const withoutUnknown = (members: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
