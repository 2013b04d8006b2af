// What people do about the incident of the second story: the page, the link, the playbook, two people; and all of it taken back.
import type { IncidentRow } from "../../src/app/incidents/incident-desk.ts";
import { incidentName } from "../../src/incidents/incident.ts";
import { namespace } from "./cluster.ts";
import { story } from "./story-advisory.ts";
import { seconds, soon } from "./telling.ts";
import type { Telling } from "./telling.ts";

const inputs = { namespace, deployment: story.service };

/** From the page to the moment at which nothing goes in or out of what runs the package. Throws when a step does not happen. */
export async function tellResponse(telling: Telling, breath: () => Promise<void>): Promise<{ incident: IncidentRow; runId: string }> {
  const { app, say } = telling;
  const incident = await answerByLink(telling);
  await breath();

  const proposed = await soon("a playbook is proposed", telling.signal, async () => (await app.playbooks.proposals(app.org, incident.id)).find(({ playbook }) => playbook === "malicious-package"));
  const { blast, steps } = await app.playbooks.preview(app.org, incident.id, { playbook: proposed.playbook, inputs, again: false });
  say(`the playbook ${proposed.playbook} is proposed; a dry run says what it would touch`, [`${steps.length} steps, ${steps.filter(({ destructive }) => destructive).length} destructive; workloads ${blast.workloads.join(", ")}; pods ${blast.pods.join(", ")}`]);
  const run = await app.playbooks.start(app.org, incident.id, { playbook: proposed.playbook, inputs, again: false }, "person:ana");
  const approval = await soon("two people are asked", telling.signal, async () => (await app.playbooks.approvals(app.org, { all: false, run: run.id, actor: "person:ana" }, { limit: 1, after: undefined })).items[0]);
  for (const person of ["ana", "mara"]) await app.playbooks.vote(app.org, approval.id, { verdict: "approve", comment: undefined }, `person:${person}`);
  await soon("the pods are cut off", telling.signal, async () => (await app.playbooks.findRun(app.org, run.id))?.attempts.find(({ step, state }) => step === "isolate" && state === "done"));
  say(`ana and mara approve; ${namespace}/${story.service} is cut off the network, its memory is kept`);
  return { incident, runId: run.id };
}

/** Whoever is on call is paged, and answers from the message without a login. */
async function answerByLink({ app, say, sink, signal }: Telling): Promise<IncidentRow> {
  const incident = await soon("an incident is open", signal, async () => (await app.incidents.list(app.org, { state: "open", sort: "opened", service: story.service }, { limit: 1, after: undefined })).items[0]);
  const link = await soon("a page with a link arrives", signal, async () => sink.linkOf(incidentName(incident)));
  const [duty] = (await app.oncall.now(app.org)).filter(({ schedule }) => schedule === "payments");
  say(`page to ${link.receiver}: ${duty?.person ?? "nobody"} is on call for payments and follows the link in it`);
  const reply = await fetch(new URL(link.path, app.publicUrl), { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(app.publicUrl).origin }, body: "comment=on+it", signal });
  if (!reply.ok) throw new Error(`the link was answered with ${reply.status}`);
  const after = await soon("the incident is acknowledged", signal, async () => { const row = await app.incidents.find(app.org, incident.id); return row?.acknowledgedAt === undefined ? undefined : row; });
  say(`acknowledged by ${after.acknowledgedBy ?? "nobody"} ${seconds((after.acknowledgedAt ?? 0) - after.openedAt)} after it opened; nobody else is paged`);
  return after;
}

/** A false alarm: what was done is undone, last first, and the incident is closed by a person. */
export async function takeBack({ app, say, signal }: Telling, { incident, runId }: { incident: IncidentRow; runId: string }): Promise<void> {
  await app.playbooks.cancel(app.org, runId, "false alarm", "person:ana");
  await app.playbooks.undo(app.org, runId, "false alarm", "person:ana");
  const undone = await soon("the run is taken back", signal, async () => { const run = await app.playbooks.findRun(app.org, runId); return run?.state === "undone" ? run : undefined; });
  say(`what the playbook did is taken back: ${undone.attempts.filter(({ undoes, state }) => undoes !== undefined && state === "done").map(({ step }) => step).join(", ")}`);
  for (const { regime, stage, stoppedAt } of (await app.response.clocksOf(app.org, incident.id)).clocks) if (stoppedAt === undefined) await app.response.stopClock(app.org, incident.id, { regime, stage, end: "not-applicable", why: "a false alarm: nothing happened" }, "person:ana");
  await app.incidents.close(app.org, incident.id, "a false alarm: the report was withdrawn", false, { actor: "person:ana" });
  const { name, bytes } = await app.response.pack(app.org, incident.id, "person:ana");
  say(`${incidentName(incident)} is closed; its evidence is one file`, [`${name}, ${Math.ceil(bytes.length / 1024)} KiB; aftwatch evidence verify checks it without a server`]);
}
