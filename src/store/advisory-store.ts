// The advisories' store. Shared knowledge stands under the organisation "world".
import type { AdvisedPart, AdvisoryFacts, AdvisoryStore, FeedRecord } from "../advisories/advisory-store.ts";
import type { AliasAssertion } from "../advisories/alias-clusters.ts";
import type { Advisory } from "../advisories/advisory.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { enrichmentStore } from "./enrichment-store.ts";
import { vulnerabilityStore } from "./vulnerability-store.ts";
import { world } from "./world.ts";

export function advisoryStore(tx: Tx): AdvisoryStore {
  return {
    ...vulnerabilityStore(tx),
    ...enrichmentStore(tx),
    findStored: async (ids) => {
      const keys = Map.groupBy(await partKeys(tx, ids), (row) => row.advisory_id);
      const rows = await inChunks(ids, (chunk) => tx.db.selectFrom("advisory").select(["advisory_id", "digest", "source", "modified_at"]).where("org_id", "=", world).where("advisory_id", "in", chunk).execute());
      return new Map(rows.map((row) => [row.advisory_id, { advisoryId: row.advisory_id, digest: row.digest, source: row.source, modifiedAt: row.modified_at, packageKeys: [...new Set((keys.get(row.advisory_id) ?? []).map((key) => key.package_key))] }]));
    },
    putAdvisories: (advisories, at) => putAdvisories(tx, advisories, at),
    removeAdvisories: async (ids) => {
      for (const table of ["advisory", "affected", "alias", "subject"] as const) await deleteByAdvisory(tx, table, ids);
    },
    idsOfSource: async (source) => (await tx.db.selectFrom("advisory").select("advisory_id").where("org_id", "=", world).where("source", "=", source).execute()).map((row) => row.advisory_id),
    countOfSource: async (source) => Number((await tx.db.selectFrom("advisory").select((count) => count.fn.countAll<number>().as("n")).where("org_id", "=", world).where("source", "=", source).executeTakeFirstOrThrow()).n),
    assertionsAround: (ids) => assertionsAround(tx, ids),
    citing: async (ids) => (await inChunks(ids, (chunk) => tx.db.selectFrom("alias").select("advisory_id").distinct().where("org_id", "=", world).where("kind", "=", "upstream").where("alias", "in", chunk).execute())).map((row) => row.advisory_id),
    factsOf: async (ids) => (await inChunks(ids, (chunk) => tx.db.selectFrom("advisory").select(["body", "ingested_at"]).where("org_id", "=", world).where("advisory_id", "in", chunk).execute())).map((row) => factsFrom(JSON.parse(row.body) as Advisory, row.ingested_at)),
    partsOfPackages: (keys) => parts(tx, "package_key", keys),
    partsOfAdvisories: (ids) => parts(tx, "advisory_id", ids),
    feed: async (feedId) => {
      const row = await tx.db.selectFrom("feed").selectAll().where("org_id", "=", world).where("feed_id", "=", feedId).executeTakeFirst();
      return row && { feedId, cursor: row.cursor ?? undefined, lastAttemptAt: row.last_attempt_at ?? undefined, lastSuccessAt: row.last_success_at ?? undefined, lastError: row.last_error ?? undefined, records: row.records, rejects: row.rejects };
    },
    putFeed: (feed) => putFeed(tx, feed),
    putFeedRejects: (feedId, rejects, at) => insertMany(tx, "feed_reject", ["org_id", "feed_id", "record", "reason", "at"], lastOfEach(rejects, ({ record }) => record).map(({ record, reason }) => [world, feedId, record, reason, at]), { key: ["org_id", "feed_id", "record"], update: ["reason", "at"] }),
    clearFeedRejects: async (feedId, records) => {
      for (const chunk of chunksOf(records)) await tx.db.deleteFrom("feed_reject").where("org_id", "=", world).where("feed_id", "=", feedId).where("record", "in", chunk).execute();
    },
    countFeedRejects: async (feedId) => Number((await tx.db.selectFrom("feed_reject").select((count) => count.fn.countAll<number>().as("n")).where("org_id", "=", world).where("feed_id", "=", feedId).executeTakeFirstOrThrow()).n),
  };
}

const lastOfEach = <T>(items: readonly T[], key: (item: T) => string): T[] => [...new Map(items.map((item) => [key(item), item])).values()];

const partKeys = (tx: Tx, ids: readonly string[]) =>
  inChunks(ids, (chunk) => tx.db.selectFrom("affected").select(["advisory_id", "package_key"]).where("org_id", "=", world).where("advisory_id", "in", chunk).execute());

async function deleteByAdvisory(tx: Tx, table: "advisory" | "affected" | "alias" | "subject", ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids)) await tx.db.deleteFrom(table).where("org_id", "=", world).where("advisory_id", "in", chunk).execute();
}

async function putAdvisories(tx: Tx, advisories: Parameters<AdvisoryStore["putAdvisories"]>[0], at: number): Promise<void> {
  const ids = advisories.map(({ advisory }) => advisory.id);
  await deleteByAdvisory(tx, "affected", ids);
  await deleteByAdvisory(tx, "alias", ids);
  // ingested_at is not among the updated columns: it stays the instant we first had the record.
  await insertMany(tx, "advisory", ["org_id", "advisory_id", "source", "modified_at", "published_at", "withdrawn_at", "ingested_at", "summary", "digest", "body"],
    advisories.map(({ advisory, digest }) => [world, advisory.id, advisory.source, advisory.modifiedAt, advisory.publishedAt ?? null, advisory.withdrawnAt ?? null, at, advisory.summary, digest, JSON.stringify(advisory)]),
    { key: ["org_id", "advisory_id"], update: ["source", "modified_at", "published_at", "withdrawn_at", "summary", "digest", "body"] });
  await insertMany(tx, "affected", ["org_id", "package_key", "advisory_id", "part", "ecosystem", "body"],
    advisories.filter(({ advisory }) => advisory.withdrawnAt === undefined).flatMap(({ advisory, keys }) => advisory.affected.map(({ ecosystem, name: _name, severities: _severities, ...said }, part) =>
      [world, keys[part] ?? "", advisory.id, part, ecosystem, JSON.stringify(said)])));
  // Those of a withdrawn advisory too: a vulnerability that was withdrawn keeps its names, and links to it their page.
  await insertMany(tx, "alias", ["org_id", "advisory_id", "alias", "kind"], advisories.flatMap(({ advisory }) => [
    ...advisory.aliases.map((alias) => [world, advisory.id, alias, "alias"]),
    ...advisory.upstream.map((alias) => [world, advisory.id, alias, "upstream"]),
  ]), { key: ["org_id", "advisory_id", "alias", "kind"] });
}

async function assertionsAround(tx: Tx, ids: readonly string[]): Promise<AliasAssertion[]> {
  const byAdvisory = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  const asked = new Set<string>();
  for (let frontier = [...new Set(ids)]; frontier.length > 0;) {
    for (const id of frontier) asked.add(id);
    const rows = [...await aliasRows(tx, "advisory_id", frontier), ...await aliasRows(tx, "alias", frontier)];
    for (const { advisory_id: id, alias } of rows) byAdvisory.set(id, (byAdvisory.get(id) ?? new Set()).add(alias));
    frontier = [...new Set(rows.flatMap((row) => [row.advisory_id, row.alias]))].filter((id) => !asked.has(id));
  }
  return [...byAdvisory].map(([id, aliases]) => ({ id, aliases: [...aliases] }));
}

const aliasRows = (tx: Tx, column: "advisory_id" | "alias", values: readonly string[]) =>
  inChunks(values, (chunk) => tx.db.selectFrom("alias").select(["advisory_id", "alias"]).where("org_id", "=", world).where("kind", "=", "alias").where(column, "in", chunk).execute());

async function parts(tx: Tx, column: "package_key" | "advisory_id", values: readonly string[]): Promise<AdvisedPart[]> {
  const rows = await inChunks(values, (chunk) => tx.db.selectFrom("affected").select(["advisory_id", "package_key", "ecosystem", "body"]).where("org_id", "=", world).where(column, "in", chunk).execute());
  return rows.map((row) => ({ advisoryId: row.advisory_id, packageKey: row.package_key, ecosystem: row.ecosystem, ...(JSON.parse(row.body) as Omit<AdvisedPart, "advisoryId" | "packageKey" | "ecosystem">) }));
}

const factsFrom = ({ id, source, summary, publishedAt, withdrawnAt, aliases, upstream, severities, affected }: Advisory, ingestedAt: number): AdvisoryFacts =>
  ({ id, source, summary, publishedAt, ingestedAt, withdrawnAt, aliases, upstream, severities: [...severities, ...affected.flatMap((part) => part.severities)] });

async function putFeed(tx: Tx, feed: FeedRecord): Promise<void> {
  await insertMany(tx, "feed", ["org_id", "feed_id", "cursor", "last_attempt_at", "last_success_at", "last_error", "records", "rejects"],
    [[world, feed.feedId, feed.cursor ?? null, feed.lastAttemptAt ?? null, feed.lastSuccessAt ?? null, feed.lastError ?? null, feed.records, feed.rejects]],
    { key: ["org_id", "feed_id"], update: ["cursor", "last_attempt_at", "last_success_at", "last_error", "records", "rejects"] });
}
