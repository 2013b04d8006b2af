// The coverage grid as data: for every target and class of attack whether it was tested, how far, and what stood in the way.
import type { Check, CheckCoverage, ScanDetail, Target } from "../api/dast-shapes.ts";

/** found: something stands open. tested: everything planned was done. partly: less. blocked: planned, and nothing could be done. left-out: the profile or the request leaves it out. absent: nothing there has such a place. never: no scan. unread: its last scan is still being read. */
export type CellState = "found" | "tested" | "partly" | "blocked" | "left-out" | "absent" | "never" | "unread";
/** why: what stood in the way of what was not tested, the commonest first. */
export interface CoverageCell { attackClass: string; state: CellState; planned: number; done: number; found: number; checks: readonly string[]; why: readonly string[] }
export interface CoverageLine { target: Target; cells: readonly CoverageCell[] }

/** Checks that belong to no class of attack: most of them only look at what came anyway. */
export const other = "other";
export const classOf = ({ attackClass }: Pick<Check, "attackClass">): string => attackClass ?? other;

/** The classes in the order of the worst that each can find, then by name; those of no class last. */
export function classesOf(checks: readonly Check[]): string[] {
  const order = ["critical", "high", "medium", "low", "info"];
  const worst = new Map<string, number>();
  for (const check of checks) worst.set(classOf(check), Math.min(worst.get(classOf(check)) ?? 9, order.indexOf(check.severity)));
  return [...worst].toSorted(([a, x], [b, y]) => Number(a === other) - Number(b === other) || x - y || a.localeCompare(b)).map(([name]) => name);
}

/** detail undefined: its last scan is still being read. found: of a check, how much stands open there. */
export function coverageLine(target: Target, detail: ScanDetail | undefined, checks: readonly Check[], found: (check: string) => number): CoverageLine {
  const byId = new Map((detail?.checks ?? []).map((one) => [one.check, one]));
  return { target, cells: classesOf(checks).map((attackClass) => {
    const mine = checks.filter((check) => classOf(check) === attackClass);
    const cell = cellOf(attackClass, mine, mine.flatMap(({ id }) => byId.get(id) ?? []), mine.reduce((sum, { id }) => sum + found(id), 0));
    if (cell.state === "found" || (target.lastScan !== null && detail !== undefined)) return cell;
    return target.lastScan === null ? { ...cell, state: "never", why: ["no scan of it has ended"] } : { ...cell, state: "unread", why: ["its last scan is being read"] };
  }) };
}

/** checks: those of the class; coverage: what a scan told of them. */
export function cellOf(attackClass: string, checks: readonly Check[], coverage: readonly CheckCoverage[], found: number): CoverageCell {
  const sum = (of: (one: CheckCoverage) => number): number => coverage.reduce((total, one) => total + of(one), 0);
  const [planned, done] = [sum((one) => one.planned), sum((one) => one.done)];
  const unable = new Map<string, number>();
  for (const [reason, count] of coverage.flatMap((one) => Object.entries(one.unable))) unable.set(reason, (unable.get(reason) ?? 0) + count);
  const why = [...unable].toSorted(([, a], [, b]) => b - a).map(([reason, count]) => (count > 1 ? `${reason} (${count} ×)` : reason));
  const short = done < planned ? ["the scan ended before it was done"] : [];
  return { attackClass, state: stateOf({ planned, done, found, checks, coverage }), planned, done, found, checks: checks.map(({ id }) => id), why: [...short, ...why] };
}

function stateOf({ planned, done, found, checks, coverage }: { planned: number; done: number; found: number; checks: readonly Check[]; coverage: readonly CheckCoverage[] }): CellState {
  if (found > 0) return "found";
  const leftOut = new Set(coverage.filter((one) => one.planned === 0 && Object.keys(one.unable).length > 0).map(({ check }) => check));
  if (planned === 0) {
    // Who only looks plans nothing: it saw what came anyway.
    if (checks.some(({ id, looksAt }) => looksAt === "exchange" && !leftOut.has(id))) return "tested";
    return leftOut.size > 0 ? "left-out" : "absent";
  }
  const blocked = coverage.reduce((total, one) => total + (one.planned === 0 ? 0 : Object.values(one.unable).reduce((sum, count) => sum + count, 0)), 0);
  if (done - blocked <= 0) return "blocked";
  return done < planned || blocked > 0 ? "partly" : "tested";
}

/** Of what was planned, what was done; undefined when nothing was. */
export const shareOf = ({ planned, done }: Pick<CoverageCell, "planned" | "done">): number | undefined => (planned === 0 ? undefined : done / planned);
