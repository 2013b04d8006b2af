// How a target stands with its tests: never tested, overdue, or not to be started at all; and the filter over a list of them.
import type { Target } from "../api/dast-shapes.ts";
import type { Vocabulary } from "./query-tokens.ts";

const standings = ["never", "overdue", "failed", "not-retested", "regressed", "unscheduled", "testable", "not-testable"] as const;
export type Standing = (typeof standings)[number];

const names = ["standing", "service", "owner", "env"] as const;
export const targetWords: Vocabulary<(typeof names)[number]> = { names, short: { svc: "service", environment: "env" }, is: ["standing"], sets: { standing: standings } };
export const targetFacets = [{ name: "Standing", tokens: standings.map((standing) => `is:${standing}`) }] as const;

/** Everything that is true of it: a target can be overdue and regressed at once. */
export function standingsOf(target: Target, nowMs: number): readonly Standing[] {
  const { lastScan, nextAt, notRetested, regressed, everyHours, afterDeployment, testable } = target;
  const given: Partial<Record<Standing, boolean>> = {
    never: lastScan === null, overdue: nextAt !== null && Date.parse(nextAt) <= nowMs, failed: lastScan?.state === "failed", "not-retested": notRetested > 0, regressed: regressed > 0,
    unscheduled: everyHours === null && !afterDeployment, testable, "not-testable": !testable,
  };
  return standings.filter((standing) => given[standing] === true);
}

export function targetsMatching(targets: readonly Target[], query: Partial<Record<(typeof names)[number] | "q", string>>, nowMs: number): Target[] {
  const same = (wanted: string | undefined, value: string | null): boolean => wanted === undefined || wanted === value;
  const words = (query.q ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
  return targets.filter((target) => same(query.service, target.served.service) && same(query.owner, target.served.owner) && same(query.env, target.served.environment) && (query.standing === undefined || standingsOf(target, nowMs).includes(query.standing as Standing)) && words.every((word) => `${target.name} ${target.url} ${target.served.service ?? ""}`.toLowerCase().includes(word)));
}
