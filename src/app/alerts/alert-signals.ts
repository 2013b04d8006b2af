// Alerts that surprise become signals of incidents: the storm engine judges a batch, in the transaction that keeps it.
import type { Entity, Signal, SignalSeverity } from "../../incidents/signal.ts";
import { entitiesOf, entityLabels, nameOf } from "../../incidents/storm/entities.ts";
import type { StormAlert } from "../../incidents/storm/score.ts";
import { stormDefaults } from "../../incidents/storm/settings.ts";
import type { Storm, StormIncident, StormVerdict } from "../../incidents/storm/storm.ts";
import { minuteMs, secondMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Alert } from "../../notify/alert.ts";
import type { LabelSet } from "../../notify/label.ts";
import { createStormMemories } from "./alert-memory.ts";
import type { AlertsToSignals } from "./alert-news.ts";
import { alertSettings } from "./alert-settings.ts";

// Looking through the steady streams costs by their number; a silence is at least ten minutes old when it counts.
const silencesEveryMs = 10 * secondMs;
const outageMs = 10 * minuteMs;

/** A hook for alerts.ts. Alerts that merely come again say nothing new; those that end, end their signal. */
export function createAlertSignals(settings = stormDefaults): AlertsToSignals {
  const memories = createStormMemories(settings);
  return async ({ store, clock }, ports, org, news) => {
    const now = clock.now();
    const { entityLabels: labels } = await alertSettings(store, ports, org);
    const ended = endedSignals(news.filter(({ kind }) => kind === "resolved").map(({ alert }) => alert), labels);
    const fired = news.filter(({ kind }) => kind === "fired").map(({ alert }) => ({ alert, seen: stormAlertOf(alert, now, labels) }));
    if (fired.length === 0) return ended;
    const { storm, silencesAt, keep } = await memories(store, ports, org, now);
    const looksAt = silencesAt === undefined || now - silencesAt >= silencesEveryMs || now < silencesAt;
    const signals = [...looksAt ? silenceSignals(storm, now) : [], ...fired.flatMap(({ alert, seen }) => judged(alert, storm.observe(seen), labels))];
    await keep(looksAt ? now : silencesAt);
    return [...signals, ...ended];
  };
}

/** Alerts that are over, each once: a member of an incident ends with its alert. */
export const endedSignals = (alerts: readonly Alert[], labels: readonly string[] = entityLabels): Signal[] =>
  [...new Map(alerts.map((alert) => [alert.fingerprint, alert])).values()].map((alert) => ({ ...signalOf(alert, labels), ended: true }));

function stormAlertOf({ labels, fingerprint }: Alert, at: Instant, names: readonly string[]): StormAlert {
  const { alertname = "", severity, incident } = labels;
  return {
    name: nameOf(alertname), entities: entitiesOf(labels, names), at, ref: fingerprint, ...(severity === undefined ? {} : { severity }),
    ...(incident === "true" && severityOf(severity) === "critical" ? { opens: "its sender marks it as an incident (severity critical, incident=true)" } : {}),
  };
}

/** The alert itself, and what its verdict takes in of before. What is merely context is a signal at the beginning of its spell only. */
function judged(alert: Alert, { incident, why, begins }: StormVerdict, names: readonly string[]): Signal[] {
  if (incident === undefined || (incident.as === "context" && !begins)) return [];
  const cause = `storm:${incident.key}`;
  const own: Signal = { ...signalOf(alert, names), cause, because: why.join("; "), opens: incident.kind === "opens" ? "attack" : undefined };
  return [own, ...takenIn(incident, cause)];
}

function takenIn(incident: StormIncident, cause: string): Signal[] {
  const evidence = incident.earlier.map(({ ref, name, at, place, why }) => ({ ...bareSignal(ref, name, at, [place]), cause, because: why }));
  const before = incident.before.map(({ lastRef, name, from, count, place }) => ({ ...bareSignal(lastRef, name, from, [place]), cause, because: `${count === 1 ? "once" : `${count} times`} on ${place} in the hour before` }));
  // An alert that is evidence is not told again as something that merely came before.
  const told = new Set(["", ...evidence.map(({ ref }) => ref)]);
  return [...evidence, ...before.filter(({ ref }) => !told.has(ref))].filter(({ ref }) => ref !== "");
}

function silenceSignals(storm: Storm, now: Instant): Signal[] {
  // Our own outage is nobody's silence: only streams that were due while others still came are judged.
  if (now - (storm.lastAt() ?? now) > outageMs) return [];
  return storm.silences(now).flatMap(({ name, place, why, incident }) => incident === undefined ? [] : [
    { ...bareSignal(`silence ${place} ${name}`.slice(0, 200), `${name} fell silent on ${place}`, now, [place]), cause: `storm:${incident.key}`, because: why.join("; "), opens: incident.kind === "opens" ? "blind-source" as const : undefined },
    ...takenIn(incident, `storm:${incident.key}`),
  ]);
}

function signalOf({ labels, fingerprint, startsAt }: Alert, names: readonly string[]): Signal {
  const { alertname = "", service, environment = labels["env"], severity } = labels;
  return { ...bareSignal(fingerprint, alertname, startsAt, entitiesOf(labels, names)), severity: severityOf(severity), services: service === undefined ? [] : [service], environments: environment === undefined ? [] : [environment], tactics: tacticsOf(labels) };
}

const bareSignal = (ref: string, title: string, at: Instant, entities: readonly string[]): Signal => ({
  kind: "alert", ref, title, severity: "unknown", at, entities: entities.flatMap((entity) => entityOf(entity) ?? []), services: [], owner: undefined, environments: [], tactics: [], opens: undefined, because: undefined, ended: false,
});

const kinds: Readonly<Record<string, Entity["kind"]>> = {
  host: "host", hostname: "host", instance: "host", node: "host", workload: "workload", deployment: "workload", statefulset: "workload", daemonset: "workload", pod: "workload",
  service: "service", ip: "ip", src_ip: "ip", dst_ip: "ip", user: "user", vulnerability: "vulnerability",
};

/** Namespaces, jobs and containers place an alert and name nothing that the inventory knows. */
function entityOf(text: string): Entity | undefined {
  const [name = "", ...rest] = text.split(":");
  const kind = kinds[name];
  return kind === undefined ? undefined : { kind, value: rest.join(":") };
}

const severities: Readonly<Record<string, SignalSeverity>> = { critical: "critical", page: "critical", emergency: "critical", high: "high", error: "high", warning: "medium", medium: "medium", low: "low", info: "low" };
const severityOf = (severity: string | undefined): SignalSeverity => severities[severity?.toLowerCase() ?? ""] ?? "unknown";

/** ATT&CK tactics, where the sender names them: tactic="initial-access,execution". */
const tacticsOf = (labels: LabelSet): string[] => (labels["tactic"] ?? "").toLowerCase().replaceAll("_", "-").split(/[\s,]+/).filter(Boolean);
