// What the end of a response asks of a store: clocks, answers to reports and reviews, and action items.
import type { Instant } from "../kernel/clock.ts";
import type { IncidentClock } from "./clocks/clock.ts";
import type { ActionItem } from "./incident.ts";

/** What a person wrote into a field of a report or a review. */
export interface Answer { field: string; text: string; answeredAt: Instant; actor: string }

export interface ResponseStore {
  clocksOf(org: string, incidentIds: readonly string[]): Promise<readonly IncidentClock[]>;
  /** Clocks that are there already stay as they are, but for what stopped or told them. */
  putClocks(org: string, clocks: readonly IncidentClock[]): Promise<void>;
  /** Clocks that run, over all organisations, those due first. */
  runningClocks(limit: number): Promise<readonly (IncidentClock & { org: string })[]>;
  /** Clocks of one organisation, running or all, those due first. */
  listClocks(org: string, filter: { running: boolean }, limit: number): Promise<readonly IncidentClock[]>;

  answersOf(org: string, incidentId: string): Promise<readonly Answer[]>;
  /** An empty text takes the answer back. */
  putAnswer(org: string, incidentId: string, answer: Answer): Promise<void>;

  actionsOf(org: string, incidentId: string): Promise<readonly ActionItem[]>;
  findAction(org: string, actionId: string): Promise<ActionItem | undefined>;
  putAction(org: string, action: ActionItem): Promise<void>;
  /** Open actions, those due first, then the oldest. */
  openActions(org: string, limit: number): Promise<readonly ActionItem[]>;
}
