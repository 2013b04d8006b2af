// Figures of incidents, pages, alerts and receivers for Prometheus: what stands now.
import { severities } from "../findings/finding.ts";
import { secondMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { WatchCounts } from "../app/app.ts";
import type { Family, Sample } from "./prometheus.ts";

export const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, help, type: "gauge", samples });

/** Every severity has its row, so that a rule may ask for 0; a receiver has one as long as something waits or was given up. */
export function watchFamilies({ incidents, deliveries, pagesRunning, alertsFiring, alertsSuppressed, silencesActive }: WatchCounts, now: Instant): Family[] {
  const bySeverity = new Map(incidents.map((row) => [row.severity, row]));
  const each = (value: (row: WatchCounts["incidents"][number] | undefined) => number): Sample[] => severities.map((severity) => ({ labels: { severity }, value: value(bySeverity.get(severity)) }));
  const oldest = incidents.map(({ oldestAt }) => oldestAt);
  return [
    gauge("aftwatch_incidents_open", "Open incidents, by severity.", each((row) => row?.open ?? 0)),
    gauge("aftwatch_incidents_unacknowledged", "Open incidents that nobody has in hand, by severity.", each((row) => row?.unacknowledged ?? 0)),
    // No open incident has no age: absent, not 0.
    gauge("aftwatch_incident_oldest_seconds", "Age of the oldest open incident.", oldest.length === 0 ? [] : [{ value: (now - Math.min(...oldest)) / secondMs }]),
    gauge("aftwatch_deliveries", "Deliveries that wait or were given up, by receiver.", deliveries.map(({ receiver, state, count }) => ({ labels: { receiver, state }, value: count }))),
    gauge("aftwatch_pages_running", "Pages that nobody has answered yet.", [{ value: pagesRunning }]),
    gauge("aftwatch_alerts", "Alerts that fire, and those of them that are held back.", [{ labels: { state: "firing" }, value: alertsFiring }, { labels: { state: "suppressed" }, value: alertsSuppressed }]),
    gauge("aftwatch_silences_active", "Silences in force.", [{ value: silencesActive }]),
  ];
}
