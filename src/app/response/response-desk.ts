// The end of a response as the doors see it: clocks and drafts, answers, reviews, actions, packs.
import type { Draft } from "../../incidents/clocks/draft.ts";
import type { ReportSettings } from "../../incidents/clocks/regime.ts";
import type { ClockEnd } from "../../incidents/clocks/clock.ts";
import type { ActionItem, StoryEntry } from "../../incidents/incident.ts";
import type { ReviewDraft } from "../../incidents/review/review.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { ClockRow } from "./clocks.ts";

export interface ClocksAnswer { clocks: readonly ClockRow[]; waiting: readonly { regime: string; stage: string; title: string; waitsFor: string }[]; painRating: number | undefined }
export interface RegimeRow { id: string; about: string; clause: string; confidence: string; on: boolean; byDefault: boolean }
export interface ReviewAnswer { draft: ReviewDraft; story: readonly StoryEntry[]; actions: readonly ActionItem[]; text: string; reviewed: boolean }
export type ActionRow = ActionItem & { number: number };

/** `id` is an incident's id or "INC-31". request.not-found when there is none. */
export interface ResponseDesk {
  regimes(org: string): Promise<readonly RegimeRow[]>;
  reportSettings(org: string): Promise<ReportSettings>;
  putReportSettings(org: string, settings: ReportSettings, actor: string): Promise<ReportSettings>;

  /** Clocks over all incidents, those due first. */
  clocks(org: string, filter: { running: boolean }): Promise<readonly ClockRow[]>;
  clocksOf(org: string, id: string): Promise<ClocksAnswer>;
  stopClock(org: string, id: string, request: { regime: string; stage: string; end: ClockEnd; why?: string | undefined }, actor: string): Promise<ClocksAnswer>;
  draft(org: string, id: string, regime: string, stage: string): Promise<Draft>;
  /** Keeps what people wrote into fields; an empty text takes an answer back. request.invalid names fields that nothing asks for. */
  answer(org: string, id: string, answers: Readonly<Record<string, string>>, actor: string): Promise<void>;

  review(org: string, id: string): Promise<ReviewAnswer>;
  actions(org: string, id: string | undefined): Promise<readonly ActionRow[]>;
  addAction(org: string, id: string, action: { text: string; owner: string | undefined; dueAt: Instant | undefined; ticket: string | undefined }, actor: string): Promise<ActionRow>;
  editAction(org: string, actionId: string, change: { text?: string | undefined; owner?: string | null | undefined; dueAt?: Instant | null | undefined; done?: boolean | undefined; ticket?: string | null | undefined }, actor: string): Promise<ActionRow>;

  /** A zip that proves itself: see evidence/pack.ts. */
  pack(org: string, id: string, actor: string): Promise<{ name: string; bytes: Uint8Array }>;
}
