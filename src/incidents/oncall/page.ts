// Pages: a policy that runs for an incident until somebody answers.
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { SignalSeverity } from "../signal.ts";
import type { Policy } from "./oncall.ts";

export const pageStates = ["running", "acknowledged", "ended", "exhausted"] as const;
export type PageState = (typeof pageStates)[number];

/** No step waits longer (document-reader.ts): one that is due later was planned on a clock that was wrong, and is due now. */
export const longestWaitMs = dayMs;

/** One who was told in a step; receiver undefined: nobody could be, and why. */
export interface Told { at: Instant; round: number; step: number; target: string; person: string | undefined; receiver: string | undefined; why: string | undefined; noticeId: string | undefined }

export interface Page {
  pageId: string; incidentId: string; title: string; severity: SignalSeverity;
  /** As it was when the page began: an edit of the document does not change a page that runs. */
  policy: Policy;
  /** The rule that chose the policy. */
  because: string;
  state: PageState;
  /** The step that comes next; steps.length when the last one waits for an answer. */
  step: number;
  /** 0 for the first time through the policy. */
  round: number;
  /** When the next step is due; undefined when none is. */
  nextAt: Instant | undefined;
  startedAt: Instant;
  endedAt: Instant | undefined; endedBy: string | undefined; comment: string | undefined;
  told: readonly Told[];
}
