// Two years in which nothing is made up but the bookshop: releases, advisories, decisions and acknowledgements, each at its own instant.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dayMs, hourMs, minuteMs, parseInstant } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import { places, plans, statements } from "./fleet.ts";
import type { PlaceName, Rollout, ServicePlan, Statement } from "./fleet.ts";
import { datedRecords, kevAt, kevChanges, pollDelayMs } from "./known-facts.ts";
import { respondersOn, settle } from "./responders.ts";
import { sbomFile } from "./sboms.ts";
import type { HappenedEvent, Stage } from "./stage.ts";

export const historyStartAt: Instant = Date.UTC(2024, 10, 18, 7);

const instantOf = (day: string, hour = 9): Instant => (parseInstant(day) ?? Number.NaN) + hour * hourMs;
const placeOf = (name: PlaceName) => ({ endpoint: name, environment: places[name].environment, exposure: places[name].exposure, criticality: places[name].criticality });

/** Everything up to `now`, in the order of time. Every answer of people follows what it answers by hours. */
export function historyUntil(now: Instant): HappenedEvent[] {
  const events = [...plans.flatMap((plan) => plan.rollouts.flatMap((rollout) => rolloutEvents(plan, rollout))), ...publications(), ...statements.map(statementEvent)];
  const answers = events.map(({ at }): HappenedEvent => ({ at: at + 5 * hourMs + 10 * minuteMs, happen: answerUrgent }));
  return [...events, ...answers].filter(({ at }) => at <= now - dayMs).toSorted((a, b) => a.at - b.at);
}

function rolloutEvents(plan: ServicePlan, rollout: Rollout): HappenedEvent[] {
  const startAt = instantOf(rollout.on);
  const deployments = (rollout.only ?? plan.places).map((place, index): HappenedEvent => ({
    at: startAt + index * 3 * hourMs,
    happen: async ({ app }) => { await app.recordDeployment(app.org, { service: plan.service, version: rollout.version, ...placeOf(place) }, "token:ci"); },
  }));
  return rollout.sbom === false ? deployments : [{ at: startAt - 10 * minuteMs, happen: (stage) => pushSbom(stage, plan, rollout.version) }, ...deployments];
}

export async function pushSbom({ app }: Pick<Stage, "app">, { service, owner }: Pick<ServicePlan, "service" | "owner">, version: string): Promise<void> {
  const bytes = readFileSync(sbomFile(service, version));
  const { rejects } = await app.recordSbom(app.org, { service, version, owner, chunks: (async function* () { yield bytes; })() }, "token:ci");
  if (rejects.length > 0) throw new Error(`${service} ${version}: ${rejects.length} components were rejected, the first because ${rejects[0]?.detail}`);
}

function publications(): HappenedEvent[] {
  const later = datedRecords().filter(({ at }) => at > historyStartAt);
  const advisories = later.map(({ at, record }): HappenedEvent => ({
    at: at + pollDelayMs(record.id),
    happen: async ({ app, mirror }) => { mirror.publish([record]); await app.syncFeed("osv", "feed:osv"); },
  }));
  const exploited = kevChanges(historyStartAt).map((at): HappenedEvent => ({ at: at + 15 * hourMs, happen: (stage) => setKev(stage, at) }));
  return [...advisories, ...exploited];
}

export async function setKev({ app, mirrorDir }: Pick<Stage, "app" | "mirrorDir">, at: Instant): Promise<void> {
  writeFileSync(join(mirrorDir, "kev.json"), kevAt(at));
  await app.syncFeed("kev", "feed:kev");
}

const statementEvent = (statement: Statement): HappenedEvent => ({ at: instantOf(statement.on, 11), happen: (stage) => state(stage, statement) });

/** Said of every open finding of the package in the service; one that is about nothing is a mistake in the plan. */
async function state({ app, clock }: Stage, { service, packageKey, kind, reason, until, by }: Statement): Promise<void> {
  const { items } = await app.findings.findings(app.org, { service, packageKey, state: "open" }, { limit: 50, after: undefined }, clock.now());
  if (items.length === 0) throw new Error(`${service} has no open finding in ${packageKey} that a statement could be about`);
  for (const { vulnerability } of items) {
    await app.decide(app.org, { vulnerability, packageKey, service, kind, reason, ...(kind === "not-affected" ? { justification: "vulnerable_code_not_in_execute_path" as const } : {}), ...(until === undefined ? {} : { untilAt: instantOf(until) }) }, by);
  }
}

/** What must be acted on is acknowledged by its owners; what nobody owns stays unacknowledged. */
async function answerUrgent({ app, clock }: Stage): Promise<void> {
  for (const outcome of ["act", "attend"] as const) {
    const { items } = await app.findings.findings(app.org, { state: "open", outcome }, { limit: 100, after: undefined }, clock.now());
    for (const { id, owner, acknowledgedAt } of items) if (owner !== undefined && acknowledgedAt === undefined) await app.acknowledge(app.org, id, `person:${owner.replace("team-", "")}-oncall`);
  }
}

/** Plays the events; after each, what a server would have done by itself, and between them what people do about incidents that open before `untilAt`. */
export async function playHistory(stage: Stage, events: readonly HappenedEvent[], untilAt: Instant, onStep: (done: number) => void): Promise<void> {
  const responders = respondersOn(stage, { forgotten: forgottenService, untilAt });
  for (const [index, event] of events.entries()) {
    await responders.workUntil(event.at);
    stage.clock.moveTo(event.at);
    await stage.app.steps.turnDecisions();
    await event.happen(stage);
    await settle(stage);
    await responders.look();
    onStep(index + 1);
  }
}

// Its copy for partners was forgotten, and so is the incident about it: the console has to show what nobody does.
const forgottenService = "admin-console";
