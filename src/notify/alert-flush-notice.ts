// A group of alerts as a notice: the five lines for people, and the alerts as Alertmanager's webhook has them.
import type { Instant } from "../kernel/clock.ts";
import { toIso } from "../kernel/clock.ts";
import type { Alert, NoticeAlerts } from "./alert.ts";
import type { FlushReason } from "./alert-flush.ts";
import type { AlertGroup } from "./alert-store.ts";
import type { LabelSet } from "./label.ts";
import type { Notice, NoticeSeverity } from "./notice.ts";

/** Alerts of a group that a message carries whole; the others are counted. */
export const alertsPerNotice = 500;

export interface ToldGroup {
  group: Pick<AlertGroup, "groupKey" | "labels">;
  /** At most alertsPerNotice, the firing ones first. */
  alerts: readonly Alert[];
  firing: number;
  resolved: number;
  common: { labels: LabelSet; annotations: LabelSet };
  reason: FlushReason;
  now: Instant;
  publicUrl: string;
}

export function noticeOf(told: ToldGroup): Notice {
  const { group, firing, now, publicUrl } = told;
  const alerts = noticeAlertsOf(told);
  const shown = alerts.alerts.filter(({ status }) => status === alerts.status);
  const [lead] = shown;
  return {
    kind: `alert.${alerts.status}`, groupKey: group.groupKey, severity: worstOf(shown.map(({ labels }) => labels)), state: firing > 0 ? "open" : "resolved", at: now,
    title: titleOf(told), what: whatOf(told, lead), where: whereOf(shown.map(({ labels }) => labels)), why: whyOf(told),
    due: firing > 0 ? "now: it goes on until somebody acts" : "nothing: all of it is resolved",
    action: { label: firing > 0 ? "See the alerts" : "See what it was", url: `${publicUrl}/alerts?group=${encodeURIComponent(group.groupKey)}` },
    labels: { services: valuesOf(shown, "service", "job"), owner: told.common.labels["owner"] ?? told.common.labels["team"], environments: valuesOf(shown, "environment", "env"), vulnerability: told.common.labels["vulnerability"] ?? told.common.labels["cve"] },
    items: alerts.alerts.map(itemOf), links: linksOf(told, lead), alerts,
  };
}

function noticeAlertsOf({ group, alerts, firing, resolved, common, reason, now }: ToldGroup): NoticeAlerts {
  return {
    groupKey: group.groupKey, status: firing > 0 ? "firing" : "resolved", reason, groupLabels: group.labels, commonLabels: common.labels, commonAnnotations: common.annotations,
    truncatedAlerts: Math.max(0, firing + resolved - alerts.length),
    alerts: alerts.toSorted(byJobAndInstance).map(({ fingerprint, labels, annotations, startsAt, endsAt, generatorUrl }) =>
      ({ status: endsAt <= now ? "resolved" : "firing", fingerprint, labels, annotations, startsAt, endsAt: endsAt <= now ? endsAt : undefined, generatorUrl })),
  };
}

// types.AlertSlice: job, then instance, then all labels; an alert without the label comes last.
function byJobAndInstance(a: Alert, b: Alert): number {
  for (const name of ["job", "instance"]) {
    const [left, right] = [a.labels[name], b.labels[name]];
    if (left !== right) return left === undefined ? 1 : right === undefined ? -1 : left < right ? -1 : 1;
  }
  return a.fingerprint < b.fingerprint ? -1 : 1;
}

const titleOf = ({ group, firing, resolved, common }: ToldGroup): string =>
  `[${firing > 0 ? `FIRING:${firing}` : `RESOLVED:${resolved}`}] ${common.labels["alertname"] ?? group.labels["alertname"] ?? "alerts"}${extraOf(group.labels)}`;

function extraOf(labels: LabelSet): string {
  const rest = Object.entries(labels).filter(([name]) => name !== "alertname").toSorted(([a], [b]) => (a < b ? -1 : 1));
  return rest.length === 0 ? "" : ` (${rest.map(([name, value]) => `${name} ${value}`).join(", ")})`;
}

type Shown = NoticeAlerts["alerts"][number];
const sayingOf = ({ annotations }: Pick<Shown, "annotations">): string | undefined => annotations["summary"] ?? annotations["message"] ?? annotations["description"];

function whatOf({ firing, resolved, common }: ToldGroup, lead: Shown | undefined): string {
  const said = sayingOf({ annotations: common.annotations }) ?? (lead && sayingOf(lead)) ?? `${lead?.labels["alertname"] ?? "An alert"} ${firing > 0 ? "fires" : "is resolved"}.`;
  const counted = [...(firing > 0 ? [`${firing} firing`] : []), ...(resolved > 0 ? [`${resolved} resolved`] : [])].join(", ");
  return firing + resolved > 1 ? `${said} (${counted})` : said;
}

const whyOf = ({ reason, group }: ToldGroup): string => `${reason[0]?.toUpperCase()}${reason.slice(1)} of the group ${group.groupKey}.`;

const placeNames = ["service", "environment", "env", "cluster", "namespace", "instance", "host", "pod"];
const mentioned = 5;

function whereOf(labels: readonly LabelSet[]): string {
  const parts = placeNames.flatMap((name) => {
    const values = [...new Set(labels.flatMap((set) => set[name] ?? []))].toSorted();
    if (values.length === 0) return [];
    return [`${name} ${values.slice(0, mentioned).join(", ")}${values.length > mentioned ? ` and ${values.length - mentioned} more` : ""}`];
  });
  return parts.join("; ") || "The alerts do not say where.";
}

function valuesOf(shown: readonly Shown[], ...names: readonly string[]): string[] {
  return [...new Set(shown.flatMap(({ labels }) => names.map((name) => labels[name]).find((value) => value !== undefined) ?? []))].toSorted();
}

const severities: Readonly<Record<string, NoticeSeverity>> = {
  critical: "critical", page: "critical", emergency: "critical", fatal: "critical", disaster: "critical", p1: "critical",
  high: "high", error: "high", major: "high", p2: "high", warning: "medium", warn: "medium", medium: "medium", minor: "medium", average: "medium", p3: "medium",
  low: "low", info: "low", information: "low", informational: "low", notice: "low", none: "low", debug: "low", p4: "low", p5: "low",
};
/** What senders write in the label `severity`, in our words. */
export const severityOf = (labels: LabelSet): NoticeSeverity => severities[(labels["severity"] ?? labels["priority"] ?? "").toLowerCase()] ?? "unknown";

const worstFirst: readonly NoticeSeverity[] = ["critical", "high", "medium", "unknown", "low"];
const worstOf = (labels: readonly LabelSet[]): NoticeSeverity => {
  const present = new Set(labels.map(severityOf));
  return worstFirst.find((severity) => present.has(severity)) ?? "unknown";
};

const itemOf = ({ status, labels, annotations, startsAt, generatorUrl }: Shown): Notice["items"][number] => ({
  title: `[${status}] ${labels["alertname"] ?? "alert"}${labels["instance"] === undefined ? "" : ` on ${labels["instance"]}`}`,
  detail: `${sayingOf({ annotations }) ?? "no summary"}; since ${toIso(startsAt)}`, url: generatorUrl,
});

function linksOf({ common, publicUrl, firing, group }: ToldGroup, lead: Shown | undefined): { label: string; url: string }[] {
  const runbook = common.annotations["runbook_url"] ?? common.annotations["runbook"];
  const filter = encodeURIComponent(JSON.stringify(group.labels));
  return [
    ...(runbook === undefined || !/^https?:/.test(runbook) ? [] : [{ label: "Open the runbook", url: runbook }]),
    ...(lead === undefined || lead.generatorUrl === "" || !/^https?:/.test(lead.generatorUrl) ? [] : [{ label: "Open the source", url: lead.generatorUrl }]),
    ...(firing > 0 ? [{ label: "Silence", url: `${publicUrl}/silences?new=${filter}` }] : []),
  ];
}
