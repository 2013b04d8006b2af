// The advisory index over advisories held in memory: the plainest meaning of its contract, for small sets and as the measure of others.
import type { Instant } from "../../kernel/clock.ts";
import { packageKey, scopeMatches } from "../../versions/ecosystem.ts";
import type { Advisory, Enrichment } from "../advisory.ts";
import { clusters } from "../alias-clusters.ts";
import type { AdvisoryIndex, IndexedAdvisory, IndexedPart, IndexedSource } from "./advisory-index.ts";

/** What stands in the index. Of two advisories with one id the later one in the list holds. */
export interface MemoryIndexContent { advisories: readonly Advisory[]; enrichments?: readonly Enrichment[]; sources?: readonly IndexedSource[]; builtAt: Instant }

export function memoryIndex({ advisories, enrichments = [], sources, builtAt }: MemoryIndexContent): AdvisoryIndex {
  const byId = new Map(advisories.map((advisory) => [advisory.id, advisory]));
  const standing = [...byId.values()].filter(({ withdrawnAt }) => withdrawnAt === undefined);
  const byPackage = Map.groupBy(standing.flatMap(partsIn), (part) => part.packageKey);
  const byCve = Map.groupBy(enrichments, ({ cve }) => cve);
  // A withdrawn advisory claims nothing, so it names no aliases either.
  const clusterById = clusters(standing);
  const asked = new Map<string, readonly IndexedPart[]>();
  return {
    status: () => ({
      ecosystems: [...new Set(advisories.flatMap(({ affected }) => affected.map(({ ecosystem }) => ecosystem.split(":", 1)[0]!)))].toSorted(),
      formatVersion: 1, generation: 1, builtAt, bytes: 0, segments: 0, sources: sources ?? sourcesOf(advisories, builtAt),
      counts: { advisories: byId.size, parts: [...byPackage.values()].reduce((sum, parts) => sum + parts.length, 0), packages: byPackage.size, malicious: standing.filter(({ id }) => id.startsWith("MAL-")).length },
    }),
    partsOf(key, ecosystem) {
      const question = `${ecosystem}\n${key}`;
      const known = asked.get(question) ?? (byPackage.get(key) ?? []).filter((part) => scopeMatches(part.ecosystem, ecosystem));
      asked.set(question, known);
      return known;
    },
    advisory: (id) => indexed(byId.get(id)),
    partsOfAdvisory: (id) => { const advisory = byId.get(id); return advisory ? partsIn(advisory) : []; },
    clusterOf: (id) => clusterById.get(id) ?? [id],
    enrichmentsOf: (cve) => byCve.get(cve) ?? [],
    close: () => {},
  };
}

function partsIn({ id, affected }: Advisory): IndexedPart[] {
  return affected.map(({ name, ...part }) => ({ ...part, advisoryId: id, packageKey: packageKey(part.ecosystem, name) }));
}

function indexed(advisory: Advisory | undefined): IndexedAdvisory | undefined {
  if (!advisory) return undefined;
  const { details: _details, affected: _affected, ...kept } = advisory;
  return kept;
}

function sourcesOf(advisories: readonly Advisory[], builtAt: Instant): IndexedSource[] {
  return [...Map.groupBy(advisories, ({ source }) => source)].map(([id, own]) => ({ id, records: own.length, newestAt: Math.max(...own.map(({ modifiedAt }) => modifiedAt)), syncedAt: builtAt }));
}
