// The contract of a regime: which incidents a rule-maker's clocks run for, the stages that are due, and what each report asks.
//
// regime   a directive, regulation or programme with clocks for incidents
// stage    one thing that is due: a report to be sent, or a step to be done
// field    one thing a report asks; filled from what is known, or marked as missing
import type { Instant } from "../../kernel/clock.ts";
import type { Plugin } from "../../kernel/plugin.ts";
import type { Incident, IncidentMember, StoryEntry } from "../incident.ts";
import type { Span } from "./due.ts";

export type { Incident, IncidentMember } from "../incident.ts";
export type { Span } from "./due.ts";
export { bulleted, dayText, listed, sentence } from "./report-words.ts";

/** What the organisation says of itself once, for every report. */
export interface ReportSettings {
  organisation?: string;
  contact?: string;
  /** Member States of the European Union where the product is available. */
  memberStates?: readonly string[];
  sensitivity?: string;
  fedramp?: { class: "a" | "b" | "c" | "d"; packageUri?: string; coordinator?: string };
  /** Regimes switched on or off against their default. */
  on?: readonly string[];
  off?: readonly string[];
}

export interface KnownVulnerability {
  id: string; summary: string; severity: string; cvss: number | undefined; cvssVector: string | undefined; kev: boolean; malicious: boolean;
  /** Package and the version that clears it, where one is known. */
  fixes: readonly { packageKey: string; service: string; fixVersion: string | undefined; state: string; affected: number; fixed: number }[];
}

/** Everything about an incident that reports and reviews are filled from. */
export interface IncidentFacts {
  incident: Incident;
  members: readonly IncidentMember[];
  vulnerabilities: readonly KnownVulnerability[];
  deployments: readonly { service: string; version: string; endpoint: string; environment: string; exposure: string; live: boolean }[];
  story: readonly StoryEntry[];
  /** What was done, oldest first: decisions, playbook steps, deployments of fixes, phases. */
  actions: readonly { at: Instant; actor: string; text: string }[];
  /** When the first fix for a member was known; undefined when none is. */
  fixAvailableAt: Instant | undefined;
  /** What people wrote into report fields: field id to text. */
  answers: Readonly<Record<string, string>>;
  /** FedRAMP's potential adverse impact, 1 to 5, once somebody rated it. */
  painRating: number | undefined;
  settings: ReportSettings;
  now: Instant;
}

export interface Field {
  /** Shared by reports that ask the same, so that an answer is given once. */
  id: string;
  label: string;
  /** Not every report needs it: "where applicable" in the rule. */
  optional?: boolean;
  fill(facts: IncidentFacts): string | undefined;
}

/** awareness: when the incident was opened here. fix-available: when a corrective measure was known. A stage: when that one was done. */
export type StageStart = "awareness" | "fix-available" | { afterStage: string };

export interface Stage { id: string; title: string; after: Span; from: StageStart; fields: readonly Field[] }

export interface Regime extends Plugin {
  /** The place in the rule. */
  readonly clause: string;
  /** How sure the transcription is: primary = from the issuing body's own text; secondary = read from third parties. */
  readonly confidence: "primary" | "secondary";
  /** Runs unless it is switched off. */
  readonly byDefault: boolean;
  /** Why it applies, in words; undefined when it does not. */
  appliesTo(facts: Pick<IncidentFacts, "incident" | "vulnerabilities" | "settings">): string | undefined;
  stages(facts: Pick<IncidentFacts, "settings" | "painRating">): readonly Stage[];
  /** The report in the rule-maker's own machine-readable form, where there is one. */
  document?(stage: Stage, facts: IncidentFacts): Record<string, unknown>;
}

export const defineRegime = (regime: Regime): Regime => regime;
