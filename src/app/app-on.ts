// The App that the doors call, on an open store.
import type { Clock } from "../kernel/clock.ts";
import { hourMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { LedgerEntry } from "../ledger/fact.ts";
import { verifyChain } from "../ledger/fact.ts";
import { measureAll } from "../metrics/measure-all.ts";
import type { Store } from "../store/store.ts";
import type { App, Coverage, MetricsAnswer, MetricsQuery } from "./app.ts";
import { createAlertDesk } from "./alerts/alert-desk.ts";
import { createDesk } from "./delivery/desk.ts";
import { createPlaybookDesk } from "./playbooks/playbook-desk-on.ts";
import { createResponseDesk } from "./response/response.ts";
import { incidentMetricsOf } from "./incidents/incident-metrics.ts";
import { createIncidentDesk } from "./incidents/incident-desk-on.ts";
import { editEndpoint, editService } from "./loop/edit.ts";
import type { FeedDesk } from "./feeds/feed-desk.ts";
import { createOncallDesk } from "./oncall/oncall.ts";
import type { LoopContext } from "./loop/context.ts";
import { acknowledge, decide, revokeDecision } from "./loop/decide.ts";
import { explain } from "./loop/explain.ts";
import { preview } from "./loop/preview.ts";
import { recordDeployment } from "./loop/record-deployment.ts";
import { recordSbom } from "./loop/record-sbom.ts";
import { createRouteDesk } from "./alerts/route-desk.ts";
import { createSilenceDesk } from "./alerts/silence-desk.ts";
import type { DastDesk } from "./dast/dast-desk.ts";
import type { RuntimeDesk } from "./runtime/runtime-desk.ts";
import type { Runner } from "./playbooks/playbook-runner.ts";
import type { Settings } from "./settings.ts";

interface Parts { context: LoopContext; runner: Runner; runtime: RuntimeDesk; dast: DastDesk; settings: Settings; feedDesk: FeedDesk; version: string; listeners: Set<() => void>; signal: AbortSignal }

export function appOn({ context, runner, runtime, dast, settings, feedDesk, version, listeners, signal }: Parts): App {
  const { store, clock, log } = context;
  return {
    version, org: settings.org, demo: settings.demo, clock, log, publicUrl: settings.publicUrl,
    recordSbom: (org, push, actor) => recordSbom(context, org, push, actor),
    recordDeployment: (org, report, actor) => recordDeployment(context, org, report, actor),
    editService: (org, id, change, actor) => editService(context, org, id, change, actor),
    editEndpoint: (org, id, change, actor) => editEndpoint(context, org, id, change, actor),
    acknowledge: (org, id, actor) => acknowledge(context, org, id, actor),
    decide: (org, request, actor) => decide(context, org, request, actor),
    revokeDecision: (org, id, actor) => revokeDecision(context, org, id, actor),
    feedStatus: () => feedDesk.status(),
    syncFeed: async (feedId, actor) => {
      await feedDesk.sync(feedId, actor);
      const status = (await feedDesk.status()).find(({ id }) => id === feedId);
      if (!status) throw new Fault("request.not-found", { detail: `There is no feed ${feedId}.` });
      return status;
    },
    coverage: (org) => coverageOf(store, feedDesk, org),
    explain: (org, purl, advisory) => explain(context, org, purl, advisory),
    preview: (org, record) => preview(context, org, record),
    metrics: (org, query) => metricsOf(store, clock, org, query),
    incidentMetrics: (org, query) => incidentMetricsOf(context, org, query),
    watchCounts: (org) => store.views.fleet.watchCounts(org, clock.now()),
    inventory: store.views.inventory, findings: store.views.findings, vulnerabilities: store.views.vulnerabilities, fleet: store.views.fleet,
    incidents: createIncidentDesk(context),
    notices: createDesk(context), alerts: createAlertDesk(context), silences: createSilenceDesk(context), routes: createRouteDesk(context), access: accessIn(store),
    oncall: createOncallDesk(context, createIncidentDesk(context)),
    response: createResponseDesk(context, version),
    playbooks: createPlaybookDesk(runner),
    runtime, dast,
    ledger: {
      list: (org, filter, page) => store.read.ledger.list(org, filter, page),
      verify: async (org) => verifyLedger(store, org),
      follow: (org, afterSeq, aborted) => follow(store, listeners, org, afterSeq, AbortSignal.any([aborted, signal])),
      append: async (org, kind, subject, actor, body) => {
        await store.write((ports) => ports.ledger.append(org, [{ kind, subject, actor, body }]));
        context.committed();
      },
    },
    idempotency: {
      find: async (org, key) => {
        const kept = await store.read.settings.findAnswer(org, key);
        return kept && kept.createdAt > clock.now() - 24 * hourMs ? kept : undefined;
      },
      keep: (org, key, answer) => store.write((ports) => ports.settings.keepAnswer(org, key, { ...answer, createdAt: clock.now() })),
    },
    backup: (toFile) => store.backup(toFile),
    ready: () => store.ready(),
    close: () => store.close(),
  };
}

/** Access writes each in a transaction of its own; reads need none. */
function accessIn({ read, write }: Store): App["access"] {
  return {
    addToken: (token) => write((ports) => ports.access.addToken(token)), findToken: (digest) => read.access.findToken(digest), listTokens: (org) => read.access.listTokens(org),
    touchToken: (org, id, at) => write((ports) => ports.access.touchToken(org, id, at)), revokeToken: (org, id, at) => write((ports) => ports.access.revokeToken(org, id, at)),
    addSession: (session) => write((ports) => ports.access.addSession(session)), findSession: (digest) => read.access.findSession(digest), endSession: (digest) => write((ports) => ports.access.endSession(digest)),
    addLink: (link) => write((ports) => ports.access.addLink(link)), useLink: (digest, at) => write((ports) => ports.access.useLink(digest, at)),
  };
}

async function coverageOf(store: Store, feedDesk: FeedDesk, org: string): Promise<Coverage> {
  const status = await feedDesk.status();
  return {
    ...await store.views.fleet.coverage(org), starterOnly: await feedDesk.isStarterOnly(),
    staleFeeds: status.filter(({ id, enabled, state }) => id !== "starter" && enabled && (state === "stale" || state === "failing" || state === "never")).map(({ id }) => id),
  };
}

/** Against a head read first: what is appended meanwhile belongs to the next check. */
async function verifyLedger({ read }: Store, org: string): ReturnType<typeof verifyChain> {
  const head = await read.ledger.head(org);
  const upTo = async function* (): AsyncGenerator<LedgerEntry> {
    for await (const entry of read.ledger.entries(org, 0)) { if (entry.seq > head.seq) return; yield entry; }
  };
  return verifyChain(upTo(), head);
}

// Several servers on one PostgreSQL do not hear each other's commits: without news the ledger is asked again after this.
const lookAgainMs = 2000;

async function* follow(store: Store, listeners: Set<() => void>, org: string, afterSeq: number, signal: AbortSignal): AsyncGenerator<LedgerEntry> {
  let last = afterSeq;
  while (!signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    listeners.add(resolve);
    for await (const entry of store.read.ledger.entries(org, last)) { last = entry.seq; yield entry; if (signal.aborted) break; }
    const timer = setTimeout(resolve, lookAgainMs);
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (!signal.aborted) await promise;
    clearTimeout(timer);
    listeners.delete(resolve);
  }
}

async function metricsOf(store: Store, clock: Clock, org: string, query: MetricsQuery): Promise<MetricsAnswer> {
  const { from, to, ...filter } = query;
  if (to <= from) throw new Fault("request.invalid", { places: [{ at: "/to", rule: "is after from" }] });
  const lives = await store.views.fleet.measuredLives(org, filter, from, to);
  const bucketMs = Math.max(hourMs, Math.ceil((to - from) / 120 / hourMs) * hourMs);
  return { measures: measureAll(lives, { from, to, now: clock.now() }), series: await store.views.fleet.series(org, filter, from, to, bucketMs) };
}

