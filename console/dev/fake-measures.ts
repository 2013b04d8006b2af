// Made-up measures of incidents: a duration with a spread, a share in parts, and one without a case.
import type { IncidentMeasure, MetricsAnswer } from "../src/api/shapes.ts";

const minute = 60_000, hour = 60 * minute, day = 24 * hour;

const measures: readonly IncidentMeasure[] = [
  {
    id: "incident-time-to-acknowledge", about: "From known to acknowledged by a person", unit: "ms", formula: "acknowledgedAt - openedAt", better: "lower", n: 14, median: 9 * minute, p90: 3 * hour, value: null, starts: "incident.opened", stops: "incident.acknowledged",
    waiting: { n: 2, oldestMs: 3 * day }, without: 1, parts: [], cases: [], spread: [{ upToMs: minute, n: 1 }, { upToMs: 3 * minute, n: 3 }, { upToMs: 10 * minute, n: 5 }, { upToMs: 30 * minute, n: 2 }, { upToMs: 2 * hour, n: 1 }, { upToMs: 6 * hour, n: 2 }, { upToMs: null, n: 0 }],
  },
  {
    id: "incident-time-to-contain", about: "From known to contained", unit: "ms", formula: "phaseAt.contained - openedAt", better: "lower", n: 2, median: 5 * hour, p90: 9 * hour, value: null, starts: "incident.opened", stops: "incident.phase contained",
    waiting: { n: 0, oldestMs: null }, without: 0, parts: [], cases: [{ label: "INC-31 log4j-core is exploited", id: "inc_31", value: hour }, { label: "INC-30 Web shell in storefront-web", id: "inc_30", value: 9 * hour }], spread: [{ upToMs: 2 * hour, n: 1 }, { upToMs: 10 * hour, n: 1 }],
  },
  { id: "signal-score", about: "Share of messages acted on within 7 days", unit: "ratio", formula: "acted on / told", better: "higher", n: 120, median: null, p90: null, value: 0.42, starts: "notice.delivered", stops: "the first act", waiting: { n: 9, oldestMs: day }, without: 0, parts: [{ key: "incident.opened", n: 20, value: 0.95 }, { key: "finding.opened", n: 100, value: 0.31 }], cases: [], spread: [] },
  { id: "incident-reopened", about: "Share that came back", unit: "ratio", formula: "reopened / closed", better: "lower", n: 0, median: null, p90: null, value: null, starts: "incident.closed", stops: "incident.reopened", waiting: { n: 0, oldestMs: null }, without: 0, parts: [], cases: [], spread: [] },
];

export const incidentMeasuresOf = (answer: MetricsAnswer): MetricsAnswer => ({ ...answer, about: "incidents", measures: [], series: [], incidentMeasures: [...measures], incidentFlow: answer.series.map(({ at, open, opened, fixed }) => ({ at, open, opened, acknowledged: opened, closed: fixed })) });
