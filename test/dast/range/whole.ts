// The whole range: every case of every check behind one start page, with a list of what a scan should say of each.
import type { RangeCase } from "./case.ts";
import { allCases } from "./cases/index.ts";
import { openRange } from "./range.ts";
import type { Range } from "./range.ts";

/** One case as a judge needs it. Everything of it lies below this path of this origin; origins of other cases may be the same. */
export interface ExpectedCase { check: string; name: string; vulnerable: boolean; also: readonly string[]; origin: string; prefix: string }

export interface WholeRange {
  /** Where a scan starts: the page with links to all cases. */
  origin: string;
  /** Every origin that belongs to it. */
  origins: readonly string[];
  expected: readonly ExpectedCase[];
  /** Requests by the prefix that they went to. */
  seen(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Ids of the checks that have cases, in alphabetical order. */
export const checksWithCases: readonly string[] = [...new Set(allCases.map(({ check }) => check))].toSorted();

// What these checks look for belongs to a server, not to a page: each case stands on a port of its own, as on a host of its own.
const ofServers = new Set(["backup-files", "cross-domain-policy", "directory-index", "exposed-files", "method-override", "unsafe-methods"]);

/** Opens the cases of these checks, of all when none is named. Other seeds give other words, paths and numbers. */
export async function openWholeRange({ checks = [], seed }: { checks?: readonly string[]; seed: string }): Promise<WholeRange> {
  const chosen = checks.length === 0 ? allCases : allCases.filter(({ check }) => checks.includes(check));
  const servers = await Promise.all(chosen.filter(({ check }) => ofServers.has(check)).map((one) => openRange([one], seed)));
  const pages = await openRange(chosen.filter(({ check }) => !ofServers.has(check)), seed, servers.map(({ origin }) => `${origin}/`));
  const all = [pages, ...servers];
  return {
    origin: pages.origin, origins: all.map(({ origin }) => origin), expected: all.flatMap((range) => range.cases.map(({ case: one, prefix }) => expectedOf(one, range, prefix))),
    seen: () => countsOf(all), close: async () => { await Promise.all(all.map((range) => range.close())); },
  };
}

const expectedOf = ({ check, name, vulnerable, also = [] }: RangeCase, { origin }: Range, prefix: string): ExpectedCase => ({ check, name, vulnerable, also, origin, prefix });

function countsOf(ranges: readonly Range[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { prefix } of ranges.flatMap(({ seen }) => seen)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  return counts;
}
