// Alerts: a condition that holds from startsAt until it is resolved, named by its labels (Alertmanager's model).
import type { Instant } from "../kernel/clock.ts";
import type { LabelSet } from "./label.ts";

/** Identity is the label set; annotations are words about it and may change. Firing while endsAt lies ahead. */
export interface Alert {
  fingerprint: string;
  labels: LabelSet;
  annotations: LabelSet;
  startsAt: Instant;
  endsAt: Instant;
  updatedAt: Instant;
  generatorUrl: string;
  /** endsAt was not given by the sender: it is when silence of the sender counts as resolved (resolve_timeout). */
  timeout: boolean;
}

export const isResolvedAt = ({ endsAt }: Pick<Alert, "endsAt">, now: Instant): boolean => endsAt <= now;

/** What a group of alerts says when it is told: the body of Alertmanager's webhook, version 4. */
export interface NoticeAlerts {
  groupKey: string;
  status: "firing" | "resolved";
  /** Why now: "first notification", "new alerts", "all resolved", "some resolved", "repeat". */
  reason: string;
  groupLabels: LabelSet;
  commonLabels: LabelSet;
  commonAnnotations: LabelSet;
  alerts: readonly { status: "firing" | "resolved"; fingerprint: string; labels: LabelSet; annotations: LabelSet; startsAt: Instant; endsAt: Instant | undefined; generatorUrl: string }[];
  /** Alerts of the group left out of `alerts`. */
  truncatedAlerts: number;
}
