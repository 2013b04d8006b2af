// Incidents: findings, detections and alerts that tell one story, with an owner, a phase and clocks.
import type { Instant } from "../kernel/clock.ts";
import type { Entity, IncidentKind, Signal, SignalSeverity } from "./signal.ts";

/** In the order of a response (NIST SP 800-61r3; SSDF RV.1 to RV.3). A phase may be passed over, never silently: each step is a fact. */
export const incidentPhases = ["detected", "triaged", "contained", "eradicated", "recovered", "closed", "reviewed"] as const;
export type IncidentPhase = (typeof incidentPhases)[number];
export const isOver = (phase: IncidentPhase): boolean => phase === "closed" || phase === "reviewed";

/** Who does what; one person may hold several roles. */
export const incidentRoles = ["commander", "responder", "communications", "scribe"] as const;
export type IncidentRole = (typeof incidentRoles)[number];

export interface Incident {
  incidentId: string;
  /** Counts up in an organisation: people say INC-31. */
  number: number;
  kind: IncidentKind;
  title: string;
  severity: SignalSeverity;
  phase: IncidentPhase;
  /** When each phase was first reached in this episode. */
  phaseAt: Readonly<Partial<Record<IncidentPhase, Instant>>>;
  /** When the first member happened: what a time to detect is counted from. */
  startedAt: Instant;
  openedAt: Instant;
  acknowledgedAt: Instant | undefined;
  acknowledgedBy: string | undefined;
  closedAt: Instant | undefined;
  /** How it was closed, in words, when it was. */
  closedBecause: string | undefined;
  /** How often it came back after it was closed. */
  reopened: number;
  /** A team's or person's name. */
  owner: string | undefined;
  roles: readonly { role: IncidentRole; person: string }[];
  services: readonly string[];
  environments: readonly string[];
  entities: readonly Entity[];
  /** ATT&CK tactics seen, in the order of the kill chain. */
  tactics: readonly string[];
  /** Why it was opened, in one sentence. */
  why: string;
  /** The next action, and by when. */
  next: { text: string; dueAt: Instant | undefined } | undefined;
  /** Where its members went when it was merged; links to it lead there. */
  mergedInto: string | undefined;
  /** Incidents that tell an earlier or later part. */
  linked: readonly string[];
  members: number;
  lastSignalAt: Instant;
  version: number;
  /** Members that are not over. */
  live?: number;
  /** Since when every member is over: recovery is proposed; a person, or a setting, closes it. */
  quietSince?: Instant | undefined;
  /** A person has shaped it, so the machine no longer merges it with another. */
  touched?: boolean;
  /** What its members make of the severity; differs from `severity` when a person said otherwise. */
  derivedSeverity?: SignalSeverity;
  /** When it last changed, by whomever. */
  changedAt?: Instant;
  /** The cause of findings that holds it together (signal.ts); undefined: events do. */
  cause?: string | undefined;
  /** When it is to be looked at again for reminders, if nothing changes before. */
  lookAt?: Instant | undefined;
}

/** "INC-31". */
export const incidentName = ({ number }: Pick<Incident, "number">): string => `INC-${number}`;

/** A signal's place in an incident; a place that was left (moved, split, merged) is kept. */
export interface IncidentMember {
  incidentId: string;
  signal: Signal;
  joinedAt: Instant;
  /** Why it is here: "shares release rel_.. within 6 h", "moved by ana: same attacker". */
  why: string;
  leftAt: Instant | undefined;
  leftWhy: string | undefined;
  /** How often it was seen, when it repeats, and last. */
  count: number;
  lastAt: Instant;
}

/** A line of the story that people tell: text of their own, or a fact of the ledger pinned and retold. */
export interface StoryEntry { entryId: string; incidentId: string; at: Instant; text: string; author: string; factSeq: number | undefined; writtenAt: Instant; editedAt: Instant | undefined; removedAt: Instant | undefined }

/** Something to do after the incident, tracked until it is done. */
export interface ActionItem { actionId: string; incidentId: string; text: string; owner: string | undefined; dueAt: Instant | undefined; createdAt: Instant; doneAt: Instant | undefined; ticket: string | undefined }

/** joined: something new came (a member; see `signals`). quiet: the last live member is over. edited: severity lowered, next action, links. Its fact is "incident.<kind>" and carries the incident. */
export const incidentChanges = ["opened", "joined", "escalated", "reopened", "phase", "acknowledged", "assigned", "merged", "split", "moved", "closed", "quiet", "edited"] as const;

/** What became of an incident in one step; told to pages, playbooks, clocks and notices in the same transaction. */
export interface IncidentChange {
  kind: (typeof incidentChanges)[number];
  incident: Incident;
  before: Incident | undefined;
  /** The signals that did it; empty for what people did. */
  signals: readonly Signal[];
  actor: string;
}
