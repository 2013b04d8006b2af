// KEV and EPSS by CVE id, under the organisation "world".
import type { AdvisoryStore } from "../advisories/advisory-store.ts";
import type { Enrichment } from "../advisories/advisory.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { EpssTable, KevTable } from "./tables.ts";
import { world } from "./world.ts";

type Part = Pick<AdvisoryStore, "putEnrichments" | "keepEnrichments" | "countEnrichments" | "enrichmentsOf">;
type Kev = Extract<Enrichment, { kind: "kev" }>;
type Epss = Extract<Enrichment, { kind: "epss" }>;

// A score that moved less than this says nothing new; storing it would re-evaluate every finding each day.
const epssStep = 0.001;

export function enrichmentStore(tx: Tx): Part {
  return {
    putEnrichments: async (enrichments, source) => [
      ...await putKev(tx, enrichments.filter((item) => item.kind === "kev"), source),
      ...await putEpss(tx, enrichments.filter((item) => item.kind === "epss"), source),
    ],
    keepEnrichments: async (kind, source, kept) => {
      const rows = await tx.db.selectFrom(kind).select("cve").where("org_id", "=", world).where("source", "=", source).execute();
      const gone = rows.map((row) => row.cve).filter((cve) => !kept.has(cve));
      for (const chunk of chunksOf(gone)) await tx.db.deleteFrom(kind).where("org_id", "=", world).where("cve", "in", chunk).execute();
      return gone;
    },
    countEnrichments: async (kind) => Number((await tx.db.selectFrom(kind).select((count) => count.fn.countAll<number>().as("n")).where("org_id", "=", world).executeTakeFirstOrThrow()).n),
    enrichmentsOf: async (cves) => [...(await kevRows(tx, cves)).map(kevFrom), ...(await epssRows(tx, cves)).map(epssFrom)],
  };
}

const kevRows = (tx: Tx, cves: readonly string[]) => inChunks(cves, (chunk) => tx.db.selectFrom("kev").selectAll().where("org_id", "=", world).where("cve", "in", chunk).execute());
const epssRows = (tx: Tx, cves: readonly string[]) => inChunks(cves, (chunk) => tx.db.selectFrom("epss").selectAll().where("org_id", "=", world).where("cve", "in", chunk).execute());

async function putKev(tx: Tx, items: readonly Kev[], source: string): Promise<string[]> {
  const before = new Map((await kevRows(tx, items.map(({ cve }) => cve))).map((row) => [row.cve, row]));
  const changed = items.filter((item) => {
    const row = before.get(item.cve);
    // What a feed said is not overwritten by the starter set.
    if (row && source.startsWith("starter") && !row.source.startsWith("starter")) return false;
    return !row || row.source !== source || JSON.stringify(kevFrom(row)) !== JSON.stringify(kevFrom(kevRow(item, source)));
  });
  await insertMany(tx, "kev", ["org_id", "cve", "added_at", "due_on", "ransomware", "forensic_triage", "source"],
    unique(changed).map((item) => kevRow(item, source)).map((row) => [row.org_id, row.cve, row.added_at, row.due_on, row.ransomware, row.forensic_triage, row.source]),
    { key: ["org_id", "cve"], update: ["added_at", "due_on", "ransomware", "forensic_triage", "source"] });
  return changed.map(({ cve }) => cve);
}

async function putEpss(tx: Tx, items: readonly Epss[], source: string): Promise<string[]> {
  const before = new Map((await epssRows(tx, items.map(({ cve }) => cve))).map((row) => [row.cve, row]));
  const changed = items.filter((item) => {
    const row = before.get(item.cve);
    if (row && source.startsWith("starter") && !row.source.startsWith("starter")) return false;
    return !row || row.source !== source || Math.abs(row.probability - item.probability) >= epssStep;
  });
  await insertMany(tx, "epss", ["org_id", "cve", "probability", "percentile", "scored_on", "model", "source"],
    unique(changed).map((item) => [world, item.cve, item.probability, item.percentile ?? null, item.scoredOn, item.model ?? null, source]),
    { key: ["org_id", "cve"], update: ["probability", "percentile", "scored_on", "model", "source"] });
  return changed.map(({ cve }) => cve);
}

const unique = <T extends { cve: string }>(items: readonly T[]): T[] => [...new Map(items.map((item) => [item.cve, item])).values()];
const kevRow = (item: Kev, source: string): KevTable =>
  ({ org_id: world, cve: item.cve, added_at: item.addedAt, due_on: item.dueOn ?? null, ransomware: Number(item.ransomware), forensic_triage: item.forensicTriage === undefined ? null : Number(item.forensicTriage), source });
const kevFrom = (row: KevTable): Kev =>
  ({ kind: "kev", cve: row.cve, addedAt: row.added_at, dueOn: row.due_on ?? undefined, ransomware: row.ransomware === 1, forensicTriage: row.forensic_triage === null ? undefined : row.forensic_triage === 1 });
const epssFrom = (row: EpssTable): Epss => ({ kind: "epss", cve: row.cve, probability: row.probability, percentile: row.percentile ?? undefined, scoredOn: row.scored_on, model: row.model ?? undefined });
