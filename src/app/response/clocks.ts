// Clocks of incidents begin, are told of, and are stopped by people; each with its fact.
import { clocksToStart, markToTell, waitingStages } from "../../incidents/clocks/clock.ts";
import type { ClockEnd, IncidentClock } from "../../incidents/clocks/clock.ts";
import { draftReport } from "../../incidents/clocks/draft.ts";
import type { Draft } from "../../incidents/clocks/draft.ts";
import type { IncidentFacts, KnownVulnerability, Regime, Stage } from "../../incidents/clocks/regime.ts";
import { regimes } from "../../incidents/clocks/regimes/index.ts";
import type { Incident } from "../../incidents/incident.ts";
import { isOver } from "../../incidents/incident.ts";
import { lengthText } from "../../incidents/review/review.ts";
import { toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Ports } from "../../store/store.ts";
import type { IncidentHook, LoopContext } from "../loop/context.ts";
import { ratingField, readReportSettings } from "./incident-facts.ts";
import { enqueue } from "../loop/notices.ts";

/** Whatever changed about an incident may start a clock: its kind, its members, a fix that became known. */
export const startClocks: IncidentHook = async (context, ports, org, { incident, actor }) => { await startFor(context, ports, org, incident, actor); };

export async function startFor(context: LoopContext, ports: Ports, org: string, incident: Incident, actor: string): Promise<readonly IncidentClock[]> {
  if (isOver(incident.phase) || incident.mergedInto !== undefined) return [];
  const running = await ports.response.clocksOf(org, [incident.incidentId]);
  const started = clocksToStart(regimes.all, await basisOf(context, ports, org, incident), running);
  await ports.response.putClocks(org, started);
  await ports.ledger.append(org, started.map(({ regime, stage, clause, because, startedAt, dueAt }) => ({ kind: "clock.started", subject: incident.incidentId, actor, body: { regime, stage, clause, because, startedAt: toIso(startedAt), dueAt: toIso(dueAt) } })));
  return started;
}

type Basis = Pick<IncidentFacts, "incident" | "vulnerabilities" | "settings" | "painRating" | "fixAvailableAt">;

/** The few facts that clocks go by, read in the caller's transaction. */
async function basisOf({ clock }: LoopContext, ports: Ports, org: string, incident: Incident): Promise<Basis> {
  const named = incident.entities.filter(({ kind }) => kind === "vulnerability").map(({ value }) => value);
  const ids = [...(await ports.advisories.membersOf(named)).values(), ...named];
  const known = [...(await ports.advisories.vulnerabilities([...new Set(ids)])).entries()];
  const rating = (await ports.response.answersOf(org, incident.incidentId)).find(({ field }) => field === ratingField)?.text;
  return {
    incident, vulnerabilities: known.map(([id, facts]): KnownVulnerability => ({ id, summary: "", severity: "unknown", cvss: undefined, cvssVector: undefined, kev: facts.kev, malicious: facts.malicious, fixes: [] })),
    settings: await readReportSettings(ports, org), painRating: rating === undefined ? undefined : Number(rating), fixAvailableAt: (await hasFix(ports, org, incident)) ? clock.now() : undefined,
  };
}

// The instant of the first fix is that of its becoming known here: what a vendor did earlier could not be acted upon.
async function hasFix(ports: Ports, org: string, { incidentId }: Incident): Promise<boolean> {
  for (const { signal } of await ports.incidents.membersOf(org, incidentId)) {
    if (signal.kind === "finding" && (await ports.findings.find(org, signal.ref))?.fixVersion !== undefined) return true;
  }
  return false;
}

export interface ClockRow extends IncidentClock { number: number; severity: Incident["severity"]; state: "running" | "overdue" | "done" | "late" | "not-applicable" }

export function stateOf({ dueAt, stoppedAt, end }: IncidentClock, now: number): ClockRow["state"] {
  if (stoppedAt === undefined) return now > dueAt ? "overdue" : "running";
  if (end === "not-applicable") return "not-applicable";
  return stoppedAt > dueAt ? "late" : "done";
}

export interface StopRequest { regime: string; stage: string; end: ClockEnd; why: string | undefined; report: string | undefined }

/** A person says that a report was sent (its text's digest is kept) or that the rule does not bind here, and why. */
export async function stopClock(context: LoopContext, org: string, incident: Incident, request: StopRequest, actor: string): Promise<void> {
  await context.store.write(async (ports) => {
    const clock = (await ports.response.clocksOf(org, [incident.incidentId])).find(({ regime, stage }) => regime === request.regime && stage === request.stage);
    if (!clock) throw new Fault("request.not-found", { detail: `INC-${incident.number} has no clock ${request.regime} ${request.stage}.` });
    if (clock.stoppedAt !== undefined) throw new Fault("incident.clock-stopped", { detail: `It was stopped at ${toIso(clock.stoppedAt)} by ${clock.stoppedBy ?? "somebody"}.` });
    if (request.end === "not-applicable" && (request.why ?? "").trim().length < 3) throw new Fault("request.invalid", { places: [{ at: "/why", rule: "says why the rule does not bind here" }] });
    await ports.response.putClocks(org, [{ ...clock, stoppedAt: context.clock.now(), end: request.end, endWhy: request.why, stoppedBy: actor, reportDigest: request.report }]);
    await ports.ledger.append(org, [{ kind: "clock.stopped", subject: incident.incidentId, actor, body: { regime: clock.regime, stage: clock.stage, end: request.end, why: request.why, report: request.report, late: context.clock.now() > clock.dueAt } }]);
    await startFor(context, ports, org, incident, actor);
  });
  context.committed();
}

export const regimeOf = (id: string): Regime => {
  const regime = regimes.find(id);
  if (!regime) throw new Fault("request.not-found", { detail: `There is no regime ${id}; there are ${regimes.all.map((one) => one.id).join(", ")}.` });
  return regime;
};

export function draftOf(facts: IncidentFacts, regimeId: string, stageId: string): Draft {
  const regime = regimeOf(regimeId);
  const stage = regime.stages(facts).find(({ id }) => id === stageId);
  if (!stage) throw new Fault("request.not-found", { detail: `${regimeId} has no report ${stageId}; it has ${regime.stages(facts).map((one: Stage) => one.id).join(", ")}.` });
  return draftReport(regime, stage, facts);
}

export const stillWaiting = (facts: IncidentFacts, running: readonly IncidentClock[]) => waitingStages(regimes.all, facts, running);

/** Tells of every clock whose time has half gone, is nearly gone, or is over; answers how many. */
export async function tellClocks(context: LoopContext, due: readonly (IncidentClock & { org: string })[]): Promise<number> {
  const now = context.clock.now();
  const passed = due.flatMap((clock) => { const mark = markToTell(clock, now); return mark === undefined ? [] : [{ clock, mark }]; });
  for (const { clock, mark } of passed) {
    await context.store.write(async (ports) => {
      const kept = (await ports.response.clocksOf(clock.org, [clock.incidentId])).find(({ regime, stage }) => regime === clock.regime && stage === clock.stage);
      const incident = (await ports.incidents.load(clock.org, [clock.incidentId])).get(clock.incidentId);
      if (!kept || !incident || kept.stoppedAt !== undefined || kept.told >= mark) return;
      await ports.response.putClocks(clock.org, [{ ...kept, told: mark }]);
      await ports.ledger.append(clock.org, [{ kind: mark === 100 ? "clock.missed" : "clock.told", subject: clock.incidentId, actor: "clock", body: { regime: clock.regime, stage: clock.stage, percent: mark, dueAt: toIso(clock.dueAt) } }]);
      await enqueue(context, ports, clock.org, [noticeOf(kept, incident, mark, context.publicUrl, now)]);
    });
    context.committed();
  }
  return passed.length;
}

function noticeOf(clock: IncidentClock, incident: Incident, mark: number, publicUrl: string, now: number): Notice {
  const rest = clock.dueAt - now;
  const url = `${publicUrl}/incidents/${incident.incidentId}`;
  return {
    kind: mark === 100 ? "clock.missed" : "clock.due", groupKey: incident.incidentId, severity: mark >= 80 ? "critical" : "high", title: `${mark === 100 ? "Missed" : `${mark} % of the time is gone`}: ${clock.title} for INC-${incident.number}`,
    what: `${clock.title} of INC-${incident.number} ${incident.title}.`, where: incident.services.join(", ") || "No service is named.", why: `${clock.clause}: ${clock.because}.`,
    due: `${toIso(clock.dueAt)}, ${rest < 0 ? `${lengthText(-rest)} ago` : `in ${lengthText(rest)}`}.`, action: { label: "Open the draft of the report", url: `${url}?tab=clocks` }, at: now,
    labels: { services: incident.services, owner: incident.owner, environments: incident.environments, vulnerability: undefined }, items: [],
  };
}
