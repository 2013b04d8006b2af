// Pulls a feed: what it yields is committed with its cursor, part by part, so that a killed pull resumes where it was.
import type { Advisory, Enrichment } from "../../advisories/advisory.ts";
import type { FeedRecord } from "../../advisories/advisory-store.ts";
import type { Feed, FeedPart } from "../../advisories/feed.ts";
import { Fault, messageOf } from "../../kernel/fault.ts";
import type { Http } from "../../kernel/http.ts";
import type { Fact } from "../../ledger/fact.ts";
import type { Ports } from "../../store/store.ts";
import { rewriteVulnerabilities } from "./cluster.ts";
import type { LoopContext } from "./context.ts";
import { ingestAdvisories, refreshVulnerabilities, removeAdvisories } from "./ingest-advisories.ts";
import type { Cause } from "./ingest-advisories.ts";

export interface FeedJob { feed: Feed; baseUrl: string; settings: Readonly<Record<string, unknown>>; http: Http; signal: AbortSignal; onProgress(progress: { done: number; total: number | undefined }): void }
export interface SyncReport { changed: number; rejected: number; error: string | undefined }

/** What has been pulled since the last commit. */
interface Pulled { advisories: Advisory[]; enrichments: Enrichment[]; rejects: { record: string; reason: string }[]; gone: string[] }
const nothing = (): Pulled => ({ advisories: [], enrichments: [], rejects: [], gone: [] });

/** Pulls until the feed has no more. A feed that fails keeps what was committed, says why, and is asked again later. */
export async function syncFeed(context: LoopContext, job: FeedJob, actor: string): Promise<SyncReport> {
  const { store, clock } = context;
  const before = await store.read.advisories.feed(job.feed.id) ?? emptyFeed(job.feed.id);
  const attempt = { ...before, lastAttemptAt: clock.now() };
  const cause = { actor, arrival: before.lastSuccessAt === undefined ? job.feed.id : undefined };
  const report = { changed: 0, rejected: 0, error: undefined as string | undefined };
  try {
    await pullAll(context, job, attempt, cause, report);
    await store.write((ports) => finish(context, ports, job.feed, attempt, cause, report));
  } catch (thrown) {
    if (job.signal.aborted) return report;
    report.error = thrown instanceof Fault ? thrown.message : `${job.feed.id}: ${messageOf(thrown)}`;
    if (!(thrown instanceof Fault)) context.log.error("feed failed", { feed: job.feed.id, cause: thrown });
    await store.write((ports) => fail(ports, job.feed.id, attempt, before, report.error ?? "", actor));
  }
  if (report.changed > 0 || report.error !== before.lastError) context.committed();
  return report;
}

async function pullAll(context: LoopContext, job: FeedJob, attempt: FeedRecord, cause: Cause, report: SyncReport): Promise<void> {
  let pulled = nothing();
  const seen = new Map<Enrichment["kind"], Set<string>>();
  const parts = job.feed.pull({ baseUrl: job.baseUrl, http: job.http, clock: context.clock, log: context.log, signal: job.signal, cursor: attempt.cursor, settings: job.settings });
  for await (const part of parts) {
    take(pulled, seen, part);
    if (part.kind === "checkpoint") {
      attempt.cursor = part.cursor;
      await commit(context, job.feed, pulled, attempt, cause, report);
      pulled = nothing();
      job.onProgress(part.progress);
      // Requests of people come first: a long pull gives way after each commit.
      await new Promise(setImmediate);
    } else if (part.kind === "complete-list") {
      await commit(context, job.feed, pulled, attempt, cause, report);
      pulled = nothing();
      await forgetUnseen(context, job.feed.id, seen, cause, report);
    }
  }
  await commit(context, job.feed, pulled, attempt, cause, report);
}

function take(pulled: Pulled, seen: Map<Enrichment["kind"], Set<string>>, part: FeedPart): void {
  switch (part.kind) {
    case "advisory": pulled.advisories.push(part.advisory); break;
    case "enrichment":
      pulled.enrichments.push(part.enrichment);
      seen.set(part.enrichment.kind, (seen.get(part.enrichment.kind) ?? new Set()).add(part.enrichment.cve));
      break;
    case "reject": pulled.rejects.push({ record: part.record, reason: part.reason }); break;
    case "gone": pulled.gone.push(part.record); break;
    case "checkpoint": case "complete-list": break;
    default: part satisfies never;
  }
}

async function commit(context: LoopContext, feed: Feed, pulled: Pulled, attempt: FeedRecord, cause: Cause, report: SyncReport): Promise<void> {
  if (pulled.advisories.length + pulled.enrichments.length + pulled.rejects.length + pulled.gone.length === 0) return;
  const at = context.clock.now();
  await context.store.write(async (ports) => {
    const { changed } = await ingestAdvisories(context, ports, pulled.advisories, cause);
    const enriched = await enrich(context, ports, await ports.advisories.putEnrichments(pulled.enrichments, feed.id), cause);
    if (pulled.gone.length > 0) await removeAdvisories(context, ports, pulled.gone, cause);
    await ports.advisories.putFeedRejects(feed.id, pulled.rejects, at);
    await ports.advisories.clearFeedRejects(feed.id, pulled.advisories.map(({ id }) => id));
    await ports.advisories.putFeed(attempt);
    report.changed += changed + enriched + pulled.gone.length;
    report.rejected += pulled.rejects.length;
  });
  context.committed();
}

/** Carries changed knowledge about CVEs to their vulnerabilities and findings. */
async function enrich(context: LoopContext, ports: Ports, cves: readonly string[], cause: Cause): Promise<number> {
  const vulnerabilities = [...new Set((await ports.advisories.membersOf(cves)).values())];
  await rewriteVulnerabilities(ports, vulnerabilities);
  for (const org of await ports.inventory.organisations()) await refreshVulnerabilities(context, ports, org, vulnerabilities, cause);
  return cves.length;
}

async function forgetUnseen(context: LoopContext, source: string, seen: ReadonlyMap<Enrichment["kind"], ReadonlySet<string>>, cause: Cause, report: SyncReport): Promise<void> {
  for (const [kind, kept] of seen) {
    await context.store.write(async (ports) => { report.changed += await enrich(context, ports, await ports.advisories.keepEnrichments(kind, source, kept), cause); });
  }
}

/** The pull is complete: the starter set yields to it, and the ledger hears of it when it brought something. */
async function finish(context: LoopContext, ports: Ports, feed: Feed, attempt: FeedRecord, cause: Cause, report: SyncReport): Promise<void> {
  report.changed += await replaceStarter(context, ports, feed.id, cause);
  const records = feed.id === "kev" || feed.id === "epss" ? await ports.advisories.countEnrichments(feed.id) : await ports.advisories.countOfSource(feed.id);
  const rejects = await ports.advisories.countFeedRejects(feed.id);
  await ports.advisories.putFeed({ ...attempt, lastSuccessAt: context.clock.now(), lastError: undefined, records, rejects });
  if (report.changed > 0 || attempt.lastSuccessAt === undefined || attempt.lastError !== undefined) {
    await tellAll(ports, { kind: "feed.synced", subject: feed.id, actor: cause.actor, body: { changed: report.changed, rejected: report.rejected, records } });
  }
}

async function replaceStarter(context: LoopContext, ports: Ports, feedId: string, cause: Cause): Promise<number> {
  if (feedId === "osv") {
    const ids = await ports.advisories.idsOfSource("starter");
    if (ids.length > 0) await removeAdvisories(context, ports, ids, cause);
    return ids.length;
  }
  if (feedId === "kev" || feedId === "epss") return enrich(context, ports, await ports.advisories.keepEnrichments(feedId, `starter-${feedId}`, new Set()), cause);
  return 0;
}

async function fail(ports: Ports, feedId: string, attempt: FeedRecord, before: FeedRecord, error: string, actor: string): Promise<void> {
  await ports.advisories.putFeed({ ...attempt, lastError: error, rejects: await ports.advisories.countFeedRejects(feedId) });
  if (before.lastError !== error) await tellAll(ports, { kind: "feed.failed", subject: feedId, actor, body: { error } });
}

/** A feed serves every organisation, so each ledger has its own entry. */
async function tellAll(ports: Ports, fact: Fact): Promise<void> {
  for (const org of await ports.inventory.organisations()) await ports.ledger.append(org, [fact]);
}

const emptyFeed = (feedId: string): FeedRecord => ({ feedId, cursor: undefined, lastAttemptAt: undefined, lastSuccessAt: undefined, lastError: undefined, records: 0, rejects: 0 });
