// A rollback brings back what is exploited in the wild: page, link, playbook, dry run, two people, the fix, the review; one clock still runs.
import type { IncidentRow } from "../../src/app/incidents/incident-desk.ts";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import { namespace } from "./cluster.ts";
import { places } from "./fleet.ts";
import type { HappenedEvent, Stage } from "./stage.ts";
import { answerPage, learn, settle } from "./responders.ts";

const service = "orders-service";
const [fixed, affected] = ["7.1.0", "7.0.0"];
const by = (person: string) => ({ actor: `person:${person}` });

/** Six days of it. */
export function comebackEvents(now: Instant): HappenedEvent[] {
  const startAt = now - 6 * dayMs;
  const after = (ms: number, happen: HappenedEvent["happen"]): HappenedEvent => ({ at: startAt + ms, happen });
  return [
    after(0, (stage) => deploy(stage, affected)),
    after(7 * minuteMs, async (stage) => answerPage(stage, await theIncident(stage), "on it; nobody patches before the triage")),
    after(20 * minuteMs, beginPlaybook),
    after(55 * minuteMs, (stage) => approve(stage, ["dora"], "Access logs since the rollback hold no request that fits the exploit.")),
    after(56 * minuteMs, (stage) => stopClocks(stage, ["scope"])),
    after(70 * minuteMs, (stage) => approve(stage, ["dora", "mara"], "agreed: one region can be without orders for a day")),
    after(21 * hourMs, (stage) => stopClocks(stage, ["evidence", "early-warning"])),
    after(27 * hourMs, (stage) => deploy(stage, fixed)),
    after(27 * hourMs + 20 * minuteMs, async (stage) => { await stage.app.steps.tellClocks(); await settle(stage); }),
    after(52 * hourMs, (stage) => approve(stage, ["chidi"], "whole again; the session keys are replaced")),
    after(54 * hourMs, (stage) => stopClocks(stage, ["escalation", "notification"])),
    after(55 * hourMs, close),
    after(4 * dayMs, review),
  ];
}

async function deploy({ app }: Stage, version: string): Promise<void> {
  await app.recordDeployment(app.org, { service, version, endpoint: "prod-eu", ...places["prod-eu"] }, version === affected ? "person:dora" : "token:ci");
}

/** The newest of the service; there is none only when the story went wrong. */
async function theIncident({ app }: Stage): Promise<IncidentRow> {
  const { items } = await app.incidents.list(app.org, { state: "all", sort: "opened", service }, { limit: 1, after: undefined });
  if (!items[0]) throw new Error(`the rollback of ${service} opened no incident`);
  return items[0];
}

/** What it would touch is looked at before anything begins. */
async function beginPlaybook(stage: Stage): Promise<void> {
  const { app } = stage;
  const { id } = await theIncident(stage);
  await app.incidents.assign(app.org, id, { roles: [{ role: "commander", person: "mara" }, { role: "responder", person: "dora" }, { role: "scribe", person: "chidi" }] }, by("mara"));
  const start = { playbook: "exploited-vulnerability", inputs: { namespace, deployment: service, contain: true }, again: false };
  const { refused } = await app.playbooks.preview(app.org, id, start);
  if (refused !== undefined) throw new Error(`the dry run was refused: ${refused}`);
  await app.playbooks.start(app.org, id, start, "person:dora");
}

async function approve({ app }: Stage, people: readonly string[], comment: string): Promise<void> {
  const [approval] = (await app.playbooks.approvals(app.org, { all: false, actor: "person:mara" }, { limit: 10, after: undefined })).items;
  if (!approval) throw new Error(`nothing waits for ${people.join(" and ")}`);
  for (const person of people) await app.playbooks.vote(app.org, approval.id, { verdict: "approve", comment }, `person:${person}`);
}

async function stopClocks(stage: Stage, stages: readonly string[]): Promise<void> {
  const { app } = stage;
  const { id } = await theIncident(stage);
  if (stages.includes("escalation")) await app.response.answer(app.org, id, { "escalation-decision": "Not escalated: no trace of use was found in logs, memory or outgoing connections." }, "person:mara");
  for (const { regime, stage: name } of (await app.response.clocksOf(app.org, id)).clocks.filter(({ stage: one, stoppedAt }) => stages.includes(one) && stoppedAt === undefined)) {
    await app.response.stopClock(app.org, id, { regime, stage: name, end: "done" }, "person:mara");
  }
}

async function close(stage: Stage): Promise<void> {
  const { id } = await theIncident(stage);
  await stage.app.incidents.addNote(stage.app.org, id, { text: "The rollback was started from a saved command of March. The deployment tool offered every version it still had.", at: undefined, factSeq: undefined }, "person:chidi");
  await stage.app.incidents.close(stage.app.org, id, `${fixed} runs everywhere again; no trace of use`, false, by("dora"));
}

async function review(stage: Stage): Promise<void> {
  const { app, clock } = stage;
  const incident = await theIncident(stage);
  await app.response.answer(app.org, incident.id, { pattern: "A rollback can go to any version; nothing asks whether it is known to be exploited.", elsewhere: "Every service can be rolled back the same way.", "process-change": "The gate runs before a rollback as it does before a release." }, "person:mara");
  await app.response.addAction(app.org, incident.id, { text: "Run aftwatch gate in the rollback job", owner: "team-orders", dueAt: clock.now() + 14 * dayMs, ticket: "OPS-412" }, "person:mara");
  await app.response.addAction(app.org, incident.id, { text: "Remove images older than a year from the registry", owner: "team-data", dueAt: clock.now() + dayMs, ticket: undefined }, "person:mara");
  await learn(stage, incident);
}
