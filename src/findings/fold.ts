// The life of a finding as a fold over intervals: nothing is overwritten, so nothing can be reset by redeploying.
import { hourMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { CloseReason, Period } from "./finding.ts";

/**
 * What a deployment of the service means for one finding.
 * affected    its release holds an affected version
 * fixed       its release holds the package, evaluated as not affected
 * absent      its release was evaluated and does not hold the package
 * unknown     its release has no SBOM: nothing can be said, so nothing closes
 */
export type Standing = "affected" | "fixed" | "absent" | "unknown";

export interface StandingInterval { endpointId: string; standing: Standing; startedAt: Instant; endedAt: Instant | undefined }

export interface Life {
  periods: readonly Period[];
  live: { affected: number; unconfirmed: number; fixed: number; total: number };
  /** Since the last verified fix: when it was first exposed; undefined when it never was. */
  episode: { exposedSince: Instant; regressed: boolean } | undefined;
}

// A stop-start roll-out leaves an endpoint empty for minutes; that is not the end of what ran there.
const restartGraceMs = hourMs;

/** Pure, and independent of the order of its input. */
export function foldLife(intervals: readonly StandingInterval[]): Life {
  const endpoints = [...Map.groupBy(intervals, (interval) => interval.endpointId).values()].map(lineOf);
  const periods = periodsOf(endpoints);
  return { periods, live: liveOf(endpoints), episode: episodeOf(periods) };
}

/** One endpoint in time. `present`: affected, or unknown after affected (silence does not clear). */
interface Stretch { standing: Standing; present: boolean; from: Instant; to: Instant | undefined }

function lineOf(intervals: readonly StandingInterval[]): Stretch[] {
  const line: Stretch[] = [];
  for (const { standing, startedAt, endedAt } of intervals.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const before = line.at(-1);
    const follows = before?.to !== undefined && startedAt - before.to <= restartGraceMs;
    if (before && follows) before.to = startedAt;
    const present = standing === "affected" || (standing === "unknown" && follows && before?.present === true);
    line.push({ standing, present, from: startedAt, to: endedAt });
  }
  return line;
}

function periodsOf(endpoints: readonly Stretch[][]): Period[] {
  const present = endpoints.flat().filter((stretch) => stretch.present).toSorted((a, b) => a.from - b.from);
  const periods: Period[] = [];
  for (const { from, to } of present) {
    const last = periods.at(-1);
    if (last && (last.closedAt === undefined || from <= last.closedAt)) last.closedAt = later(last.closedAt, to);
    else periods.push({ openedAt: from, closedAt: to, reason: undefined });
  }
  return periods.map((period) => (period.closedAt === undefined ? period : { ...period, reason: reasonAt(endpoints, period.openedAt, period.closedAt) }));
}

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined => (a === undefined || b === undefined ? undefined : Math.max(a, b));

// Only endpoints where it ran in this period can prove a fix: a service that was fixed elsewhere all along fixed nothing here.
function reasonAt(endpoints: readonly Stretch[][], openedAt: Instant, closedAt: Instant): CloseReason {
  const successors = endpoints
    .filter((line) => line.some((stretch) => stretch.present && stretch.from < closedAt && (stretch.to === undefined || stretch.to > openedAt)))
    .map((line) => line.find((stretch) => stretch.from <= closedAt && (stretch.to === undefined || stretch.to > closedAt))?.standing);
  if (successors.includes("fixed")) return "fixed";
  return successors.includes("absent") ? "component-removed" : "retired";
}

function liveOf(endpoints: readonly Stretch[][]): Life["live"] {
  const running = endpoints.map((line) => line.at(-1)).filter((stretch) => stretch !== undefined && stretch.to === undefined);
  const count = (test: (stretch: Stretch) => boolean): number => running.filter((stretch) => stretch !== undefined && test(stretch)).length;
  return {
    affected: count((stretch) => stretch.standing === "affected"),
    unconfirmed: count((stretch) => stretch.standing === "unknown" && stretch.present),
    fixed: endpoints.filter((line) => isClear(line.at(-1)) && line.some((stretch) => stretch.present)).length,
    total: running.length,
  };
}

/** Runs, and was evaluated as free of it. */
const isClear = (stretch: Stretch | undefined): boolean => stretch !== undefined && stretch.to === undefined && (stretch.standing === "fixed" || stretch.standing === "absent");

/** A verified fix ends an episode; retiring and coming back does not, so neither can restart a clock. */
function episodeOf(periods: readonly Period[]): Life["episode"] {
  const lastFixed = periods.findLastIndex((period, index) => period.reason === "fixed" && index < periods.length - 1);
  const first = periods[lastFixed + 1];
  return first && { exposedSince: first.openedAt, regressed: lastFixed >= 0 };
}
