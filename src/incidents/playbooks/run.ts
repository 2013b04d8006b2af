// Runs: one playbook at work on one incident; every attempt at a step is a row, its intent written before its effect.
import type { Instant } from "../../kernel/clock.ts";
import type { Raw, RawObject } from "./playbook.ts";
import type { Touched } from "./touched.ts";

/**
 * running    has something to do
 * waiting    for people, a time or a condition (waitsFor)
 * doubt      a step was begun and nobody knows how it ended: a person says
 * undoing    takes back what was done, last first; undone = that ended
 */
export const runStates = ["running", "waiting", "doubt", "done", "failed", "cancelled", "undoing", "undone"] as const;
export type RunState = (typeof runStates)[number];
export const isOver = (state: RunState): boolean => state === "done" || state === "failed" || state === "cancelled" || state === "undone";

export interface Run {
  runId: string;
  playbookId: string;
  /** 0 for a shipped one. */
  playbookVersion: number;
  /** The text it began with: a later edit of the playbook changes no run. */
  text: string;
  incidentId: string;
  state: RunState;
  /** Why it failed, was cancelled, or what it waits for, in words. */
  why: string | undefined;
  startedBy: string;
  startedAt: Instant;
  endedAt: Instant | undefined;
  inputs: RawObject;
  /** What a cooldown is counted for: an incident, a service's names, "". */
  cooldownKey: string;
  /** When there is something to do; undefined when only people can move it. */
  nextAt: Instant | undefined;
  leaseOwner: string | undefined;
  leaseUntil: Instant | undefined;
}

/** begun: the intent, written before the effect. waiting: for people or a time. doubt: begun, and its end was lost. */
const attemptStates = ["begun", "waiting", "doubt", "done", "failed", "skipped"] as const;
export type AttemptState = (typeof attemptStates)[number];

export interface Attempt {
  runId: string;
  /** Counts up in a run from 1. */
  seq: number;
  stepId: string;
  kind: string;
  /** Which coming-by of a loop; 1 for the first. */
  visit: number;
  /** 1 for the first; more after a retry or a repeat. */
  attempt: number;
  state: AttemptState;
  /** What it was asked to do after templates. Holds no secret. */
  with: RawObject;
  output: Raw;
  why: string | undefined;
  startedAt: Instant;
  endedAt: Instant | undefined;
  /** When waiting ends by itself. */
  dueAt: Instant | undefined;
  /** The seq of the attempt that this one takes back. */
  undoes: number | undefined;
  /** Run again because a restart left the one before in doubt. */
  repeated: boolean;
}

export type Verdict = "approve" | "deny";
export type ApprovalState = "asked" | "approved" | "denied" | "expired" | "withdrawn";

/** What is approved: a step with exactly these values; other values are asked for again. */
export interface ApprovalSubject { step: string; kind: string; said: string; touches: readonly Touched[]; digest: string }

export interface Approval {
  approvalId: string;
  runId: string;
  incidentId: string;
  stepId: string;
  question: string;
  state: ApprovalState;
  /** How many different people must approve. */
  people: number;
  subjects: readonly ApprovalSubject[];
  askedAt: Instant;
  dueAt: Instant | undefined;
  decidedAt: Instant | undefined;
}
export interface Vote { approvalId: string; actor: string; verdict: Verdict; comment: string | undefined; at: Instant }

/** Two tokens of one name, or a session and a token of it, are one person: "token:ana" and "session:ana" are ana. */
export const personOf = (actor: string): string => actor.slice(actor.indexOf(":") + 1);

/** A denial ends it; else so many different people must have approved. */
export function tally(votes: readonly Pick<Vote, "actor" | "verdict">[], people: number): "approved" | "denied" | "open" {
  if (votes.some(({ verdict }) => verdict === "deny")) return "denied";
  return new Set(votes.map(({ actor }) => personOf(actor))).size >= people ? "approved" : "open";
}
