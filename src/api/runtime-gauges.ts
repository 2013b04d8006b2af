// Figures of runtime detection for Prometheus: what was detected, who is heard, whether canaries arrive, and what rules are in force.
import type { App } from "../app/app.ts";
import { dayMs, secondMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { canaryRuleId } from "../runtime/canary.ts";
import { detectionStates } from "../runtime/detection.ts";
import { isSilent } from "../runtime/event-source.ts";
import type { EventSource } from "../runtime/event-source.ts";
import { levels } from "../runtime/event.ts";
import type { Family, Sample } from "./prometheus.ts";
import { gauge } from "./watch-gauges.ts";

const countedMs = 30 * dayMs;

export async function runtimeFamilies({ runtime }: Pick<App, "runtime">, org: string, now: Instant): Promise<Family[]> {
  const [counts, sources, book] = await Promise.all([runtime.counts(org, now - countedMs), runtime.sources(org), runtime.ruleBook()]);
  return [gauge("aftwatch_detections", "Detections of the last 30 days, by level and state.", detectionSamples(counts)), ...sourceFamilies(sources, now), ...ruleFamilies(book)];
}

/** Every pair has its row, so that a rule may ask for 0. */
function detectionSamples(counts: Awaited<ReturnType<App["runtime"]["counts"]>>): Sample[] {
  const known = new Map(counts.map(({ level, state, detections }) => [`${level} ${state}`, detections]));
  return levels.flatMap((level) => detectionStates.map((state) => ({ labels: { level, state }, value: known.get(`${level} ${state}`) ?? 0 })));
}

/** A source whose canary was never seen has no time of one: absent, not 0. */
function sourceFamilies(sources: readonly EventSource[], now: Instant): Family[] {
  const each = (value: (source: EventSource) => number | undefined): Sample[] => sources.flatMap((source) => {
    const number = value(source);
    return number === undefined ? [] : [{ labels: { source: source.name, decoder: source.decoder }, value: number }];
  });
  return [
    gauge("aftwatch_event_source_last_seen_seconds", "Time since events of a source were last received.", each(({ lastAt }) => Math.max(0, now - lastAt) / secondMs)),
    gauge("aftwatch_event_source_stale", "1 when a source is silent for much longer than usual.", each((source) => (isSilent(source, now) ? 1 : 0))),
    gauge("aftwatch_event_source_canary_ms", "From event to committed detection, as the last canary measured it.", each(({ canaryMs }) => canaryMs)),
    gauge("aftwatch_event_source_canary_age_seconds", "Time since a canary of a source was last seen.", each(({ canarySeenAt }) => (canarySeenAt === undefined ? undefined : Math.max(0, now - canarySeenAt) / secondMs))),
    { name: "aftwatch_events_total", help: "Events received, by source.", type: "counter", samples: each(({ events }) => events) },
    { name: "aftwatch_events_rejected_total", help: "Parts of what was received that could not be read, by source.", type: "counter", samples: each(({ rejected }) => rejected) },
  ];
}

function ruleFamilies({ rules, correlations, filters, rejects }: Awaited<ReturnType<App["runtime"]["ruleBook"]>>): Family[] {
  return [
    gauge("aftwatch_rules_loaded", "Rules in force, by kind.", [{ labels: { kind: "rule" }, value: rules.filter(({ id }) => id !== canaryRuleId).length }, { labels: { kind: "correlation" }, value: correlations.length }, { labels: { kind: "filter" }, value: filters.length }]),
    gauge("aftwatch_rules_rejected", "Rules that could not be taken.", [{ value: rejects.length }]),
  ];
}
