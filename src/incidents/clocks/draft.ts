// Drafts of reports: every field filled from what is known, and what is missing marked, so that nobody sends a blank by mistake.
import { sha256 } from "../../kernel/id.ts";
import type { IncidentFacts, Regime, Stage } from "./regime.ts";
import { dayText } from "./report-words.ts";

export interface DraftField { id: string; label: string; optional: boolean; value: string | undefined; from: "known" | "answered" | "missing" }
export interface Draft {
  regime: string; stage: string; title: string; clause: string;
  fields: readonly DraftField[];
  /** Labels of fields that the rule asks for and nobody has filled. */
  missing: readonly string[];
  /** Markdown, ready to be sent once nothing is missing. */
  text: string;
  document: Record<string, unknown> | undefined;
  digest: string;
}

export function draftReport(regime: Regime, stage: Stage, facts: IncidentFacts): Draft {
  const fields = stage.fields.map((field): DraftField => {
    const value = field.fill(facts)?.trim() || undefined;
    return { id: field.id, label: field.label, optional: field.optional ?? false, value, from: value === undefined ? "missing" : facts.answers[field.id] === undefined ? "known" : "answered" };
  });
  const text = textOf(regime, stage, facts, fields);
  return {
    regime: regime.id, stage: stage.id, title: stage.title, clause: regime.clause, fields, text,
    missing: fields.filter(({ optional, value }) => !optional && value === undefined).map(({ label }) => label),
    document: regime.document?.(stage, facts), digest: sha256(text),
  };
}

function textOf(regime: Regime, stage: Stage, { incident, now }: IncidentFacts, fields: readonly DraftField[]): string {
  const head = [`# ${stage.title}: INC-${incident.number}`, `${regime.clause}. Draft of ${dayText(now)}, filled from the record; a person checks and sends it.`];
  return [...head, ...fields.map(({ label, optional, value }) => `## ${label}\n${value ?? (optional ? "(not known; where applicable)" : "**MISSING: to be filled in**")}`)].join("\n\n") + "\n";
}
