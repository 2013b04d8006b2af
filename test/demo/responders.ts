// What people did about the incidents of two years: answered the page, held the clocks, and learned something afterwards.
import type { IncidentRow } from "../../src/app/incidents/incident-desk.ts";
import { incidentName } from "../../src/incidents/incident.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { Stage } from "./stage.ts";
import { tokenOf } from "./sink.ts";

interface Act { at: Instant; id: string; take(incident: IncidentRow): Promise<void> }

/** Works through what is due before `until`; look: what is new gets its people. forgotten: a service whose incidents are triaged and then left. untilAt: from then on stories have people of their own. */
export interface Responders { look(): Promise<void>; workUntil(until: Instant): Promise<void> }

export function respondersOn(stage: Stage, { forgotten, untilAt }: { forgotten: string; untilAt: Instant }): Responders {
  const { app, clock } = stage;
  const acts: Act[] = [];
  const known = new Set<string>();
  const plan = (key: string, id: string, steps: readonly (readonly [afterMs: number, take: Act["take"]])[]): void => {
    if (known.has(key)) return;
    known.add(key);
    acts.push(...steps.map(([afterMs, take]) => ({ at: clock.now() + afterMs, id, take })));
    acts.sort((a, b) => a.at - b.at);
  };
  return {
    look: async () => {
      for (const incident of (await app.incidents.list(app.org, { state: "open", sort: "opened" }, { limit: 100, after: undefined })).items) {
        if (incident.openedAt >= untilAt) continue;
        const episode = `${incident.id} ${incident.reopened}`;
        plan(`opened ${episode}`, incident.id, incident.services.includes(forgotten) ? triage(stage) : [...triage(stage), ...clocksHeld(stage)]);
        if (incident.quietSince !== undefined) plan(`quiet ${episode}`, incident.id, ending(stage));
      }
    },
    workUntil: async (until) => {
      for (let act = acts[0]; act !== undefined && act.at <= until; act = acts[0]) {
        acts.shift();
        clock.moveTo(act.at);
        const incident = await app.incidents.find(app.org, act.id);
        if (incident) await act.take(incident);
        await app.steps.tellClocks();
        await settle(stage);
      }
    },
  };
}

/** What a server would have done by itself by now. */
export async function settle({ app, clock }: Stage): Promise<void> {
  await app.steps.movePages();
  await app.steps.movePlaybooks();
  await app.steps.flushAlerts();
  clock.advance(2 * secondMs);
  await app.steps.deliver();
}

const handOf = ({ owner }: IncidentRow): string => people[owner ?? ""] ?? "mara";
const people: Readonly<Record<string, string>> = { "team-payments": "ana", "team-orders": "dora", "team-web": "emil", "team-catalog": "amir", "team-messaging": "noor", "team-identity": "dora", "team-media": "emil", "team-data": "amir", "team-loyalty": "ben" };
const by = (person: string) => ({ actor: `person:${person}` });

const triage = (stage: Stage): (readonly [number, Act["take"]])[] => [
  [9 * minuteMs, (incident) => answerPage(stage, incident)],
  [25 * minuteMs, (incident) => takeOn(stage, incident)],
];

/** By the link in the message, as people do who have no laptop at hand; by name when no page reached anybody. */
export async function answerPage({ app, sink }: Stage, incident: IncidentRow, comment = "looking into it"): Promise<void> {
  const link = sink.linkOf(incidentName(incident));
  if (link) await app.oncall.acknowledgeByLink(tokenOf(link.path), comment);
  const after = await app.incidents.find(app.org, incident.id);
  if (after?.acknowledgedAt === undefined) await app.incidents.acknowledge(app.org, incident.id, comment, by(handOf(incident)));
}

async function takeOn({ app, clock }: Stage, incident: IncidentRow): Promise<void> {
  const hand = handOf(incident);
  await app.incidents.assign(app.org, incident.id, { roles: [{ role: "commander", person: "mara" }, { role: "responder", person: hand }] }, by("mara"));
  await app.incidents.addNote(app.org, incident.id, { text: `It runs as ${incident.services.join(", ")} in ${incident.environments.join(", ")}. No sign of use in the access logs so far.`, at: undefined, factSeq: undefined }, `person:${hand}`);
  await app.incidents.setPhase(app.org, incident.id, "triaged", "scope is known", by(hand));
  await app.incidents.setNext(app.org, incident.id, { text: "Keep memory and logs, then roll out the fixed release", dueAt: clock.now() + dayMs }, by(hand));
}

const clocksHeld = (stage: Stage): (readonly [number, Act["take"]])[] => [
  [80 * minuteMs, (incident) => stop(stage, incident, ["scope"])],
  [5 * hourMs, (incident) => contain(stage, incident)],
  [20 * hourMs, (incident) => stop(stage, incident, ["evidence", "early-warning"])],
  [60 * hourMs, (incident) => stop(stage, incident, ["escalation", "notification"])],
];

/** What runs of these stages is done; one that never began is not there to be stopped. */
async function stop({ app }: Stage, { id }: IncidentRow, stages: readonly string[]): Promise<void> {
  const { clocks } = await app.response.clocksOf(app.org, id);
  for (const { regime, stage, state } of clocks) if (stages.includes(stage) && (state === "running" || state === "overdue")) await app.response.stopClock(app.org, id, { regime, stage, end: "done" }, "person:mara");
}

async function contain(stage: Stage, incident: IncidentRow): Promise<void> {
  if (incident.phase === "triaged") await stage.app.incidents.setPhase(stage.app.org, incident.id, "contained", "outgoing connections are closed at the firewall", by(handOf(incident)));
}

const ending = (stage: Stage): (readonly [number, Act["take"]])[] => [
  [hourMs, (incident) => move(stage, incident, "eradicated", "nothing affected runs any more")],
  [dayMs, (incident) => move(stage, incident, "recovered", "a day without a new sign")],
  [26 * hourMs, (incident) => finish(stage, incident)],
  [3 * dayMs, (incident) => learn(stage, incident)],
];

async function move({ app }: Stage, incident: IncidentRow, phase: "eradicated" | "recovered", why: string): Promise<void> {
  if (incident.open && incident.live === 0) await app.incidents.setPhase(app.org, incident.id, phase, why, by(handOf(incident)));
}

async function finish(stage: Stage, incident: IncidentRow): Promise<void> {
  if (!incident.open || incident.live > 0) return;
  await stop(stage, incident, ["scope", "evidence", "early-warning", "escalation", "notification", "final-report"]);
  await stage.app.incidents.close(stage.app.org, incident.id, "the fixed release runs everywhere; no trace of use was found", false, by(handOf(incident)));
}

/** The review: what caused it, what to do so that it does not come back, and the first of that done. */
export async function learn({ app, clock }: Stage, incident: IncidentRow): Promise<void> {
  if (incident.phase !== "closed") return;
  await app.response.answer(app.org, incident.id, { "root-cause": "Releases kept an old base of libraries because nobody was told when it aged." }, "person:mara");
  const pin = await app.response.addAction(app.org, incident.id, { text: `Rebuild ${incident.services[0] ?? "it"} every month on current libraries`, owner: incident.owner, dueAt: clock.now() + 30 * dayMs, ticket: undefined }, "person:mara");
  await app.response.editAction(app.org, pin.actionId, { done: true }, "person:mara");
  await app.incidents.setPhase(app.org, incident.id, "reviewed", "reviewed with the team", by("mara"));
}
