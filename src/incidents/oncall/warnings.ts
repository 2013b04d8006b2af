// What is doubtful about an on-call document that may be kept: gaps, people who cannot be told, incidents that page nobody.
import { dayMs, toIso } from "../../kernel/clock.ts";
import type { FaultPlace } from "../../kernel/fault.ts";
import type { Schedule } from "./oncall.ts";
import { receiversNamed } from "./document-names.ts";
import type { Override } from "./shift.ts";
import { shiftsOf } from "./shifts.ts";
import type { Duty } from "./who.ts";

// What comes later can still be planned.
const lookAheadMs = 30 * dayMs;

export function warningsOf({ document, overrides, receivers, at }: Duty): FaultPlace[] {
  const { people, teams, policies, schedules, rules } = document;
  return [
    ...receiversNamed(document).filter(({ id }) => !receivers.has(id)).map(({ at: place, id }) => ({ at: place, rule: `names the receiver ${id}, which does not exist` })),
    ...people.flatMap(({ name, receivers: own }, index) => (own.length === 0 ? [{ at: `/people/${index}`, rule: `${name} has no receiver and cannot be told` }] : [])),
    ...teams.flatMap(({ name, members, receivers: own, schedule, policy }, index) =>
      (members.length + own.length === 0 && schedule === undefined && policy === undefined ? [{ at: `/teams/${index}`, rule: `${name} has no members, receivers, schedule or policy: what it owns falls to the default policy` }] : [])),
    ...schedules.flatMap((schedule, index) => gapIn(schedule, overrides, at, `/schedules/${index}`)),
    ...(rules.defaultPolicy === undefined && (policies.length > 0 || teams.length > 0) ? [{ at: "/rules", rule: "names no defaultPolicy: incidents without a known owner page nobody" }] : []),
  ];
}

function gapIn(schedule: Schedule, overrides: readonly Override[], now: number, at: string): FaultPlace[] {
  const gaps = shiftsOf(schedule, overrides, now, now + lookAheadMs).filter(({ person }) => person === undefined);
  const [first] = gaps;
  if (!first) return [];
  const hours = Math.round(gaps.reduce((sum, { from, to }) => sum + to - from, 0) / 3_600_000);
  return [{ at, rule: `nobody is on call in ${schedule.name} ${first.from <= now ? `now, until ${toIso(first.to)}` : `from ${toIso(first.from)} to ${toIso(first.to)}`}; ${gaps.length === 1 ? "1 gap" : `${gaps.length} gaps`}, ${hours} h, in the next 30 days` }];
}
