// Notices: messages to people. notify knows only these and alerts, never findings or incidents.
import type { Instant } from "../kernel/clock.ts";
import type { NoticeAlerts } from "./alert.ts";

export type NoticeSeverity = "critical" | "high" | "medium" | "low" | "unknown";

/**
 * Where the story of a notice stands. open: it goes on (also when absent); acknowledged: somebody has it in hand;
 * resolved: nothing is left to do, so channels that keep state (a ticket, a page) close theirs.
 */
export type NoticeState = "open" | "acknowledged" | "resolved";

/** A message to people, before any route: what happened, to what, for whom. */
export interface Notice {
  /** "finding.opened", "finding.escalated", "finding.partly-fixed", "finding.fixed", "feed.stale", "test", ... */
  kind: string;
  /** Notices with one key are one story: later ones say what changed (per fix and owner for findings). */
  groupKey: string;
  severity: NoticeSeverity;
  title: string;
  /** The five lines of a message: what, where it runs, why it matters, by when and by which clause, what to do. */
  what: string;
  where: string;
  why: string;
  due: string;
  action: { label: string; url: string };
  at: Instant;
  labels: { services: readonly string[]; owner: string | undefined; environments: readonly string[]; vulnerability: string | undefined };
  /** Rows behind the message, truncated by a channel that has to, never here. */
  items: readonly { title: string; detail: string; url: string }[];
  /** What is different from the last message of this group to the same receiver; set by grouping, never by whoever raises the notice. */
  changes?: readonly string[];
  state?: NoticeState;
  /** What a reader may do besides `action`: acknowledge, open the runbook. */
  links?: readonly { label: string; url: string }[];
  /** The same as an event of the Open Cybersecurity Schema Framework, for channels that stream those; whoever raises the notice makes it. */
  ocsf?: Readonly<Record<string, unknown>>;
  /** The alerts behind the message, for notices that a group of alerts became. */
  alerts?: NoticeAlerts;
}
