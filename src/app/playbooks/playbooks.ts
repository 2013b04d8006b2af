// What people do with runs: start, cancel, take back, answer what is in doubt, approve and deny; each with its fact, in one transaction.
import { completeInputs, incidentValues } from "../../incidents/playbooks/incident-scope.ts";
import { durationText } from "../../incidents/playbooks/duration.ts";
import type { Cooldown, Playbook, RawObject } from "../../incidents/playbooks/playbook.ts";
import { isOver, tally } from "../../incidents/playbooks/run.ts";
import type { Attempt, Run, Verdict, Vote } from "../../incidents/playbooks/run.ts";
import { isOver as isIncidentOver } from "../../incidents/incident.ts";
import type { Incident, IncidentChange } from "../../incidents/incident.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Ports } from "../../store/store.ts";
import type { Catalogued } from "./steps/catalogue.ts";
import { tell } from "./steps/inside-world.ts";
import { incidentOf, surroundingsOf } from "./steps/surroundings.ts";
import type { LoopContext } from "../loop/context.ts";
import { repeatOf } from "./playbook-doubt.ts";
import { runFact, stepFact } from "./playbook-runner.ts";

/** A change of an incident is noted for playbooks, and wakes what waits for its conditions. The job holds playbooks against it. */
export async function notePlaybookTrigger({ clock }: LoopContext, ports: Ports, org: string, { kind, incident }: IncidentChange): Promise<void> {
  if (kind === "opened" || kind === "reopened" || kind === "escalated") await ports.playbooks.addTrigger({ org, incidentId: incident.incidentId, moment: kind, at: clock.now() });
  await ports.playbooks.wake(org, incident.incidentId, clock.now());
}

export interface Start { entry: Catalogued; incidentId: string; inputs: RawObject; again: boolean; actor: string }

/** Throws playbook.under-way, playbook.cooling-down and playbook.inputs. */
export async function startRun(context: LoopContext, org: string, start: Start): Promise<Run> {
  const prepared = await prepare(context, org, start);
  const run = await context.store.write((ports) => addRun(context, ports, org, start, prepared));
  context.committed();
  return run;
}

export interface Prepared { incident: Incident; inputs: RawObject; values: RawObject }

export async function prepare(context: LoopContext, org: string, { entry, incidentId, inputs }: Pick<Start, "entry" | "incidentId" | "inputs">): Promise<Prepared> {
  const incident = await incidentOf(context, org, incidentId);
  const values = incidentValues(incident, await surroundingsOf(context, org, incident));
  return { incident, values, inputs: completeInputs(entry.playbook, inputs, values) };
}

async function addRun(context: LoopContext, ports: Ports, org: string, { entry, again, actor }: Start, { incident, inputs }: Prepared): Promise<Run> {
  const now = context.clock.now();
  const refused = await refusalOf(context, ports, org, entry.playbook, incident);
  if (refused && !again) throw refused;
  const run: Run = {
    runId: context.ids.next("run"), playbookId: entry.playbook.id, playbookVersion: entry.version, text: entry.text, incidentId: incident.incidentId, state: "running", why: undefined, startedBy: actor, startedAt: now, endedAt: undefined,
    inputs, cooldownKey: cooldownKeyOf(entry.playbook.cooldown, incident), nextAt: now, leaseOwner: undefined, leaseUntil: undefined,
  };
  await ports.playbooks.addRun(org, run);
  await ports.incidents.addSubjects(org, incident.incidentId, [run.runId]);
  await runFact(ports, org, run, "started", actor, { version: run.playbookVersion, inputs, again: refused ? refused.code : undefined });
  await ports.playbooks.putProposal(org, { incidentId: incident.incidentId, playbookId: run.playbookId, why: `started by ${actor}`, at: now, state: "started", runId: run.runId });
  return run;
}

/** Why it should not be started now; undefined when nothing speaks against it. */
export async function refusalOf({ clock }: LoopContext, ports: Pick<Ports, "playbooks">, org: string, { id, cooldown }: Playbook, incident: Incident): Promise<Fault | undefined> {
  if (isIncidentOver(incident.phase)) return new Fault("playbook.not-now", { detail: `INC-${incident.number} is ${incident.phase}.` });
  const underWay = await ports.playbooks.underWay(org, id, incident.incidentId);
  if (underWay) return new Fault("playbook.under-way", { detail: `The run ${underWay.runId} is ${underWay.state}.` });
  const lastAt = cooldown && await ports.playbooks.lastStartedAt(org, id, cooldownKeyOf(cooldown, incident));
  const leftMs = cooldown && lastAt !== undefined ? lastAt + cooldown.ms - clock.now() : 0;
  return leftMs > 0 ? new Fault("playbook.cooling-down", { detail: `It may start again in ${durationText(leftMs)} for the same ${cooldown?.per}.` }) : undefined;
}

function cooldownKeyOf(cooldown: Cooldown | undefined, incident: Incident): string {
  switch (cooldown?.per) {
    case "service": return [...incident.services].toSorted().join(" ");
    case "playbook": return "";
    default: return incident.incidentId;
  }
}

/** Runs one change of a run by a person; throws request.not-found. */
async function change<T>(context: LoopContext, org: string, runId: string, work: (ports: Ports, run: Run, attempts: readonly Attempt[]) => Promise<T>): Promise<T> {
  const done = await context.store.write(async (ports) => {
    const run = await ports.playbooks.findRun(org, runId);
    if (!run) throw new Fault("request.not-found", { detail: `There is no run ${runId}.` });
    return work(ports, run, await ports.playbooks.attemptsOf(org, runId));
  });
  context.committed();
  return done;
}

export const cancelRun = (context: LoopContext, org: string, runId: string, comment: string | undefined, actor: string): Promise<void> => change(context, org, runId, async (ports, run, attempts) => {
  if (isOver(run.state)) throw new Fault("playbook.not-now", { detail: `The run is ${run.state}: there is nothing to cancel.` });
  const now = context.clock.now();
  await withdrawApprovals(context, ports, org, runId);
  // What is being done outside at this moment ends, and its outcome is recorded; nothing follows it.
  for (const attempt of attempts) if (attempt.state === "waiting" || attempt.state === "doubt") await ports.playbooks.putAttempt(org, { ...attempt, state: attempt.state === "doubt" ? "failed" : "skipped", endedAt: now, why: `cancelled by ${actor}${attempt.state === "doubt" ? "; how it ended was never said" : ""}` });
  await ports.playbooks.saveRun(org, { ...run, state: "cancelled", why: [`cancelled by ${actor}`, comment].filter(Boolean).join(": "), endedAt: now, nextAt: undefined });
  await runFact(ports, org, run, "cancelled", actor, { comment });
});

async function withdrawApprovals({ clock }: LoopContext, ports: Ports, org: string, runId: string): Promise<void> {
  for (const approval of await ports.playbooks.approvalsOf(org, runId)) if (approval.state === "asked") await ports.playbooks.putApproval(org, { ...approval, state: "withdrawn", decidedAt: clock.now() });
}

export const undoRun = (context: LoopContext, org: string, runId: string, comment: string | undefined, actor: string): Promise<void> => change(context, org, runId, async (ports, run) => {
  if (!isOver(run.state) || run.state === "undone") throw new Fault("playbook.not-now", { detail: run.state === "undone" ? "It was taken back already." : `The run is ${run.state}: cancel it first, then take it back.` });
  await ports.playbooks.saveRun(org, { ...run, state: "undoing", why: undefined, endedAt: undefined, nextAt: context.clock.now() });
  await runFact(ports, org, run, "undo-asked", actor, { comment });
});

export interface StepAnswer { action: "retry" | "done" | "skip"; comment: string | undefined }

export const answerStep = (context: LoopContext, org: string, runId: string, step: string, { action, comment }: StepAnswer, actor: string): Promise<void> => change(context, org, runId, async (ports, run, attempts) => {
  const attempt = attempts.findLast(({ stepId, state }) => stepId === step && state === "doubt");
  if (!attempt) throw new Fault("playbook.not-now", { detail: `The step ${step} is not in doubt.` });
  const now = context.clock.now();
  const said = `${actor} said: ${action}${comment === undefined ? "" : ` (${comment})`}`;
  const state = action === "retry" ? "failed" : action === "done" ? "done" : "skipped";
  const answered: Attempt = { ...attempt, state, endedAt: now, output: action === "done" ? {} : attempt.output, why: `in doubt, and ${said}` };
  await ports.playbooks.putAttempt(org, answered);
  await stepFact(ports, org, run, answered, `step-answered`, actor);
  if (action === "retry") await ports.playbooks.putAttempt(org, repeatOf(attempt, attempts.length + 1, now, said));
  await ports.playbooks.saveRun(org, { ...run, state: run.state === "undoing" ? "undoing" : "running", why: undefined, nextAt: now });
});

/** A second vote of one person replaces the first; a denial ends it at once. */
export async function vote(context: LoopContext, org: string, approvalId: string, { verdict, comment }: { verdict: Verdict; comment: string | undefined }, actor: string): Promise<void> {
  const incidentId = (await context.store.read.playbooks.findApproval(org, approvalId))?.incidentId;
  const incident = incidentId === undefined ? undefined : await incidentOf(context, org, incidentId);
  await context.store.write(async (ports) => {
    const approval = await ports.playbooks.findApproval(org, approvalId);
    const run = approval && await ports.playbooks.findRun(org, approval.runId);
    if (!approval || !run || !incident) throw new Fault("request.not-found", { detail: `There is no approval ${approvalId}.` });
    const now = context.clock.now();
    if (approval.state !== "asked" || (approval.dueAt !== undefined && approval.dueAt <= now)) throw new Fault("playbook.not-now", { detail: `The approval is ${approval.state === "asked" ? "expired" : approval.state}.` });
    const mine: Vote = { approvalId, actor, verdict, comment, at: now };
    await ports.playbooks.putVote(org, mine);
    await runFact(ports, org, run, verdict === "approve" ? "approval-given" : "approval-denied", actor, { approval: approvalId, step: approval.stepId, comment });
    const outcome = tally(await ports.playbooks.votesOf(org, [approvalId]), approval.people);
    if (outcome === "open") return;
    await ports.playbooks.putApproval(org, { ...approval, state: outcome, decidedAt: now });
    await ports.playbooks.saveRun(org, { ...run, nextAt: now });
    await tell({ context, ports, org, incident, runId: run.runId, stepId: approval.stepId }, { receivers: [], kind: "playbook.approval", severity: undefined, state: "resolved", title: `${outcome === "approved" ? "Approved" : "Denied"}: ${approval.question}`.slice(0, 300), text: `${outcome === "approved" ? "Approved" : "Denied"}, last by ${actor}.`, groupKey: `approval|${approvalId}` });
  });
  context.committed();
}

/** Holds playbooks against what became of one incident: started, proposed, or nothing. false when nothing is noted any more. */
export async function weighTrigger(context: LoopContext, catalogue: (org: string) => Promise<readonly Catalogued[]>): Promise<boolean> {
  if (!await context.store.read.playbooks.hasTriggers()) return false;
  const taken = await context.store.write(async (ports) => {
    const [trigger] = await ports.playbooks.takeTriggers(1);
    if (!trigger) return false;
    const { org, incidentId, moment } = trigger;
    const incident = await ports.incidents.find(org, incidentId);
    if (!incident || incident.mergedInto !== undefined || isIncidentOver(incident.phase)) return true;
    const values = incidentValues(incident, await surroundingsOf(context, org, incident));
    for (const entry of await catalogue(org)) {
      const why = entry.enabled ? entry.triggeredBy(incident, values, moment) : undefined;
      if (why !== undefined) await propose(context, ports, org, entry, { incident, values, why });
    }
    return true;
  });
  if (taken) context.committed();
  return taken;
}

async function propose(context: LoopContext, ports: Ports, org: string, entry: Catalogued, { incident, values, why }: { incident: Incident; values: RawObject; why: string }): Promise<void> {
  const { playbook } = entry;
  const actor = `playbook:${playbook.id}`;
  if (playbook.start === "automatic") {
    const refused = await refusalOf(context, ports, org, playbook, incident);
    if (!refused) {
      await addRun(context, ports, org, { entry, incidentId: incident.incidentId, inputs: {}, again: false, actor }, { incident, values, inputs: completeInputs(playbook, {}, values) });
      return;
    }
    await ports.ledger.append(org, [{ kind: "playbook.held", subject: incident.incidentId, actor, body: { playbook: playbook.id, why, held: refused.message } }]);
    return;
  }
  if (await ports.playbooks.underWay(org, playbook.id, incident.incidentId)) return;
  await ports.playbooks.putProposal(org, { incidentId: incident.incidentId, playbookId: playbook.id, why, at: context.clock.now(), state: "proposed", runId: undefined });
  await ports.ledger.append(org, [{ kind: "playbook.proposed", subject: incident.incidentId, actor, body: { playbook: playbook.id, why } }]);
}
