// A scan beside what a suite expects of it: hits, misses and false alarms by category, or which URLs the crawl found.
import type { FoundWeakness } from "../finding.ts";
import type { ExpectedCase } from "./expected.ts";
import { fits, isAbout, isLookedFor, pageMatcher, pathOf, pathsOf, wantedBy } from "./match.ts";

/** score: TPR - FPR, as the OWASP Benchmark counts. A share without cases is undefined. lookedFor: some check of ours could answer. */
export interface ScoreRow { category: string; cwe: number | undefined; tp: number; fn: number; fp: number; tn: number; tpr: number | undefined; fpr: number | undefined; score: number | undefined; lookedFor: boolean }
export interface Wrong { kind: "missed" | "false-alarm"; at: string; category: string; findings: readonly string[] }
export interface Score { rows: readonly ScoreRow[]; total: ScoreRow; wrong: readonly Wrong[] }

type Found = Pick<FoundWeakness, "check" | "cwe" | "alsoAt" | "evidence" | "place" | "fingerprint">;
interface Judged { one: ExpectedCase; hits: readonly Found[] }

/** Every case is judged by itself: a finding of the same family on its page is a hit, or a false alarm when the page is safe. */
export function scoreCases(cases: readonly ExpectedCase[], found: readonly Found[], checks: readonly { id: string; cwe: number }[]): Score {
  const byPath = new Map<string, Found[]>();
  for (const one of found) for (const path of pathsOf(one)) byPath.set(path, [...byPath.get(path) ?? [], one]);
  const judged = cases.map((one): Judged => ({ one, hits: hitsOf(one, byPath) }));
  const rows = [...Map.groupBy(judged, ({ one }) => one.category)].map(([category, own]) => rowOf(category, own, isLookedFor(wantedBy((own[0] as Judged).one), checks))).toSorted((a, b) => (a.category < b.category ? -1 : 1));
  const wrong = judged.flatMap(({ one, hits }): Wrong[] => (one.vulnerable === hits.length > 0 ? [] : [{ kind: one.vulnerable ? "missed" : "false-alarm", at: one.at, category: one.category, findings: hits.map(({ fingerprint }) => fingerprint) }]));
  return { rows, total: rowOf("total", judged, rows.some(({ lookedFor }) => lookedFor)), wrong };
}

function hitsOf(one: ExpectedCase, byPath: ReadonlyMap<string, readonly Found[]>): readonly Found[] {
  const wanted = wantedBy(one);
  const isHit = (found: Found): boolean => fits(found, wanted) && (one.method === undefined || found.place.method === one.method) && (one.parameter === undefined || isAbout(found.place.point, one.parameter));
  const matches = pageMatcher(one);
  const exact = one.isName || one.at.includes("*") ? undefined : byPath.get(pathOf(URL.canParse(one.at) ? one.at : `/${one.at.replace(/^\/+/, "")}`)) ?? [];
  return exact === undefined ? [...byPath].flatMap(([path, all]) => (matches(path) ? all.filter(isHit) : [])) : exact.filter(isHit);
}

function rowOf(category: string, judged: readonly Judged[], lookedFor: boolean): ScoreRow {
  const count = (vulnerable: boolean, fired: boolean): number => judged.filter(({ one, hits }) => one.vulnerable === vulnerable && hits.length > 0 === fired).length;
  const [tp, fn, fp, tn] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  const [tpr, fpr] = [share(tp, tp + fn), share(fp, fp + tn)];
  const cwes = new Set(judged.map(({ one }) => one.cwe));
  return { category, cwe: cwes.size === 1 ? judged[0]?.one.cwe : undefined, tp, fn, fp, tn, tpr, fpr, score: tpr === undefined ? undefined : tpr - (fpr ?? 0), lookedFor };
}

const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

export interface CrawlScore { expected: number; found: number; share: number; missed: readonly string[] }

/**
 * urls: what the scan knew exactly. templates: its routes, where only these are kept; a segment in braces stands for any one value.
 * A query of an expected URL must be there with the same names; its values may differ.
 */
export function scoreCrawl(expected: readonly string[], { urls, templates }: { urls: readonly string[]; templates: readonly string[] }): CrawlScore {
  const known = new Map<string, Set<string>[]>();
  for (const url of urls) if (URL.canParse(url)) known.set(pathOf(url), [...known.get(pathOf(url)) ?? [], namesIn(url)]);
  const patterns = templates.map((template) => new RegExp(`^${template.split(/\{[^{}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^/]+")}/?$`));
  const missed = expected.filter((one) => {
    const at = URL.canParse(one) ? one : `/${one.replace(/^\/+/, "")}`;
    const names = namesIn(at);
    return !(known.get(pathOf(at)) ?? []).some((own) => [...names].every((name) => own.has(name))) && !patterns.some((pattern) => pattern.test(pathOf(at)));
  });
  return { expected: expected.length, found: expected.length - missed.length, share: (expected.length - missed.length) / expected.length, missed };
}

const namesIn = (url: string): Set<string> => new Set(new URL(url, "http://any").searchParams.keys());
