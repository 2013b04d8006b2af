// The clocks of an incident: which run, when each is due, which stop; pure, and never a clock that moves by itself.
import type { Instant } from "../../kernel/clock.ts";
import { dueAfter, spanText } from "./due.ts";
import type { IncidentFacts, Regime, ReportSettings, Stage, StageStart } from "./regime.ts";

/** done: the report was sent or the step made. not-applicable: a person said that the rule does not bind here, and why. */
export type ClockEnd = "done" | "not-applicable";

/** A stage that runs for an incident; startedAt and dueAt are set once and kept, so that nothing that changes later resets a clock. */
export interface IncidentClock {
  incidentId: string;
  regime: string;
  stage: string;
  title: string;
  clause: string;
  /** Why the regime applies, in words. */
  because: string;
  startedAt: Instant;
  dueAt: Instant;
  stoppedAt: Instant | undefined;
  end: ClockEnd | undefined;
  endWhy: string | undefined;
  stoppedBy: string | undefined;
  /** SHA-256 of the report that was sent, when there was one. */
  reportDigest: string | undefined;
  /** The share of the time about which people were told: 0, 50, 80 or 100. */
  told: number;
}

type Basis = Pick<IncidentFacts, "incident" | "vulnerabilities" | "settings" | "painRating" | "fixAvailableAt">;

export const isOn = ({ id, byDefault }: Regime, { on = [], off = [], fedramp }: ReportSettings): boolean =>
  !off.includes(id) && (byDefault || on.includes(id) || (id === "fedramp" && fedramp !== undefined));

/** The clocks that should run and do not yet, in the order of the rules. */
export function clocksToStart(regimes: readonly Regime[], facts: Basis, running: readonly IncidentClock[]): IncidentClock[] {
  return regimes.filter((regime) => isOn(regime, facts.settings)).flatMap((regime) => {
    const because = regime.appliesTo(facts);
    if (because === undefined) return [];
    const own = running.filter((clock) => clock.regime === regime.id);
    return regime.stages(facts).flatMap((stage) => (own.some((clock) => clock.stage === stage.id) ? [] : startOf(regime, stage, because, facts, own)));
  });
}

function startOf(regime: Regime, stage: Stage, because: string, facts: Basis, own: readonly IncidentClock[]): IncidentClock[] {
  const startedAt = startedAtOf(stage.from, facts, own);
  if (startedAt === undefined) return [];
  return [{
    incidentId: facts.incident.incidentId, regime: regime.id, stage: stage.id, title: `${stage.title} (${spanText(stage.after)})`, clause: regime.clause, because, startedAt,
    dueAt: dueAfter(startedAt, stage.after), stoppedAt: undefined, end: undefined, endWhy: undefined, stoppedBy: undefined, reportDigest: undefined, told: 0,
  }];
}

// A fix that was there before anybody knew of the exploitation starts the clock when it became known, not before.
function startedAtOf(from: StageStart, { incident, fixAvailableAt }: Basis, own: readonly IncidentClock[]): Instant | undefined {
  if (from === "awareness") return incident.openedAt;
  if (from === "fix-available") return fixAvailableAt === undefined ? undefined : Math.max(fixAvailableAt, incident.openedAt);
  const before = own.find((clock) => clock.stage === from.afterStage);
  return before?.end === "done" ? before.stoppedAt : undefined;
}

/** Stages that wait for a fact: shown, so that nobody is surprised. */
export function waitingStages(regimes: readonly Regime[], facts: Basis, running: readonly IncidentClock[]): { regime: string; stage: string; title: string; waitsFor: string }[] {
  return regimes.filter((regime) => isOn(regime, facts.settings) && regime.appliesTo(facts) !== undefined).flatMap((regime) => regime.stages(facts)
    .filter((stage) => !running.some((clock) => clock.regime === regime.id && (clock.stage === stage.id || isSkipped(stage.from, clock))))
    .map((stage) => ({ regime: regime.id, stage: stage.id, title: `${stage.title} (${spanText(stage.after)})`, waitsFor: waitsFor(stage.from) })));
}

const isSkipped = (from: StageStart, { stage, end }: IncidentClock): boolean => typeof from === "object" && from.afterStage === stage && end === "not-applicable";
const waitsFor = (from: StageStart): string => (typeof from === "object" ? `the ${from.afterStage.replaceAll("-", " ")}` : from === "fix-available" ? "a corrective measure" : "awareness");

const marks = [100, 80, 50] as const;

/** The mark (50, 80 or 100 percent of the time) that has been passed and not been told of; undefined when there is none. */
export function markToTell({ startedAt, dueAt, stoppedAt, told }: IncidentClock, now: Instant): number | undefined {
  if (stoppedAt !== undefined) return undefined;
  const share = dueAt <= startedAt ? 100 : ((now - startedAt) / (dueAt - startedAt)) * 100;
  const mark = marks.find((one) => share >= one);
  return mark !== undefined && mark > told ? mark : undefined;
}

/** When the next mark is passed. */
export function nextMarkAt({ startedAt, dueAt, stoppedAt, told }: IncidentClock): Instant | undefined {
  const mark = marks.toReversed().find((one) => one > told);
  return stoppedAt === undefined && mark !== undefined ? startedAt + Math.ceil(((dueAt - startedAt) * mark) / 100) : undefined;
}
