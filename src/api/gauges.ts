// The domain's figures for Prometheus: few labels, and never a vulnerability's name among them.
import type { App, Coverage, FeedStatus } from "../app/app.ts";
import { outcomes, severities } from "../findings/finding.ts";
import { dayMs, secondMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { MeasureValue } from "../metrics/measure.ts";
import { totalOf } from "./all-pages.ts";
import type { Family, Sample } from "./prometheus.ts";
import { runtimeFamilies } from "./runtime-gauges.ts";
import { gauge, watchFamilies } from "./watch-gauges.ts";

const measureRangeMs = 90 * dayMs;
const deliveryStates = ["waiting", "sending", "dead", "no-receiver"] as const;

export async function gauges(app: App, org: string, now: Instant): Promise<Family[]> {
  const [coverage, feeds, open, notices, facts, measures, watch, runtime] = await Promise.all([
    app.coverage(org), app.feedStatus(), openFindings(app, org, now), waitingNotices(app, org),
    app.ledger.list(org, { kind: undefined, subject: undefined }, { limit: 1, after: undefined }),
    measuresBySeverity(app, org, now), app.watchCounts(org), runtimeFamilies(app, org, now),
  ]);
  return [
    gauge("aftwatch_findings_open", "Open findings, by outcome and severity.", open),
    ...coverageFamilies(coverage), ...feedFamilies(feeds, now),
    gauge("aftwatch_notices", "Deliveries that are not sent, by state.", notices),
    { name: "aftwatch_ledger_entries_total", help: "Facts in the ledger.", type: "counter", samples: [{ value: facts.items[0]?.seq ?? 0 }] },
    ...measureFamilies(measures),
    ...watchFamilies(watch, now), ...runtime,
    gauge("process_resident_memory_bytes", "Resident memory of the server.", [{ value: process.memoryUsage.rss() }]),
    gauge("aftwatch_build_info", "1, with the version as label.", [{ labels: { version: app.version }, value: 1 }]),
  ];
}

function openFindings(app: App, org: string, now: Instant): Promise<Sample[]> {
  const pairs = outcomes.flatMap((outcome) => severities.map((severity) => ({ outcome, severity })));
  return Promise.all(pairs.map(async (labels) => ({ labels, value: await totalOf((page) => app.findings.findings(org, { state: "open", ...labels }, page, now)) })));
}

const waitingNotices = (app: App, org: string): Promise<Sample[]> =>
  Promise.all(deliveryStates.map(async (state) => ({ labels: { state }, value: await totalOf((page) => app.notices.deliveries(org, { state }, page)) })));

const coverageFamilies = (coverage: Coverage): Family[] => [
  gauge("aftwatch_deployments_live", "Deployments that run now.", [{ value: coverage.liveDeployments }]),
  gauge("aftwatch_deployments_without_sbom", "Live deployments about which nothing can be said.", [{ value: coverage.withoutSbom }]),
  gauge("aftwatch_deployments_unknown_exposure", "Live deployments whose endpoint's exposure is unknown.", [{ value: coverage.unknownExposure }]),
  gauge("aftwatch_services_without_owner", "Services that nobody owns.", [{ value: coverage.servicesWithoutOwner }]),
  gauge("aftwatch_components_uncovered", "Components that no version scheme or feed covers.", [{ value: coverage.uncoveredComponents }]),
];

/** A feed that never succeeded has no age: its absence from that family is the alert, beside aftwatch_feed_stale. */
function feedFamilies(all: readonly FeedStatus[], now: Instant): Family[] {
  const feeds = all.filter((feed) => feed.enabled);
  const each = (value: (feed: FeedStatus) => number | undefined): Sample[] => feeds.flatMap((feed) => {
    const number = value(feed);
    return number === undefined ? [] : [{ labels: { feed: feed.id }, value: number }];
  });
  return [
    gauge("aftwatch_feed_age_seconds", "Time since the last successful sync.", each(({ lastSuccessAt }) => (lastSuccessAt === undefined ? undefined : (now - lastSuccessAt) / secondMs))),
    gauge("aftwatch_feed_last_success_timestamp_seconds", "When the last successful sync ended.", each(({ lastSuccessAt }) => (lastSuccessAt === undefined ? undefined : lastSuccessAt / secondMs))),
    gauge("aftwatch_feed_stale", "1 when the feed is older than its limit, fails, or has never been synced.", each(({ state }) => (state === "fresh" || state === "running" ? 0 : 1))),
    gauge("aftwatch_feed_records", "Records held.", each(({ records }) => records)),
    gauge("aftwatch_feed_rejects", "Records that could not be taken.", each(({ rejects }) => rejects)),
  ];
}

type Measured = { severity: string; measures: readonly MeasureValue[] };

const measuresBySeverity = (app: App, org: string, now: Instant): Promise<Measured[]> =>
  Promise.all(severities.map(async (severity) => ({ severity, measures: (await app.metrics(org, { from: now - measureRangeMs, to: now, severity })).measures })));

/** An empty measure gives no median, only its zero cases: 0 seconds would read as "at once". */
function measureFamilies(measured: readonly Measured[]): Family[] {
  const rows = measured.flatMap(({ severity, measures }) => measures.filter((measure) => measure.unit === "ms").map((measure) => ({ labels: { measure: measure.id, severity }, measure })));
  return [
    gauge("aftwatch_measure_median_seconds", "Median over the last 90 days, by measure and severity.", rows.flatMap(({ labels, measure }) => (measure.median === undefined ? [] : [{ labels, value: measure.median / secondMs }]))),
    gauge("aftwatch_measure_cases", "Cases the median rests on.", rows.map(({ labels, measure }) => ({ labels, value: measure.n }))),
  ];
}
