// Asks people for leave: with what would be touched at this moment, for exactly these values, and two different people for what destroys.
import type { PlaybookStep } from "../../incidents/playbooks/playbook.ts";
import { runScope } from "../../incidents/playbooks/incident-scope.ts";
import type { Approval, ApprovalSubject, Attempt } from "../../incidents/playbooks/run.ts";
import { valuesOf } from "../../incidents/playbooks/step-fields.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { dayMs, toIso } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/fault.ts";
import { sha256 } from "../../kernel/id.ts";
import { canonicalJson } from "../../kernel/json.ts";
import { tell } from "./steps/inside-world.ts";
import { seenWorld } from "./steps/seen-world.ts";
import { readied } from "./playbook-ready.ts";
import { moved, runFact } from "./playbook-runner.ts";
import type { Look, Runner } from "./playbook-runner.ts";

export const destructivePeople = 2;
// An approval that nobody gave in this time was not wanted.
const answerMs = 3 * dayMs;
const previewMs = 15_000;

const subjectDigest = (kind: string, raw: Attempt["with"]): string => sha256(canonicalJson({ kind, with: raw }));

/** Two people approved this step with exactly these values, in this run. */
export async function hasLeave({ context }: Runner, { org, run }: Look, attempt: Attempt): Promise<boolean> {
  const digest = subjectDigest(attempt.kind, attempt.with);
  const approvals = await context.store.read.playbooks.approvalsOf(org, run.runId);
  return approvals.some(({ state, people, subjects }) => state === "approved" && people >= destructivePeople && subjects.some((subject) => subject.step === attempt.stepId && subject.digest === digest));
}

/** For an approval step: its question and the steps it is for. For a destructive step without leave: leave for itself. */
export async function ask(runner: Runner, look: Look, step: PlaybookStep, attempt: Attempt): Promise<void> {
  const { context } = runner;
  const now = context.clock.now();
  const values = valuesOf(attempt.with);
  const isStep = step.kind === "approval";
  const subjects = isStep ? await subjectsFor(runner, look, values.texts("for")) : [await subjectOf(runner, look, step, attempt.with)];
  const approval: Approval = {
    approvalId: context.ids.next("apr"), runId: look.run.runId, incidentId: look.incident.incidentId, stepId: step.id, state: "asked", subjects, askedAt: now, decidedAt: undefined,
    question: isStep ? values.text("question") : `${step.about ?? `May the step ${step.id} run`}: ${subjects[0]?.said ?? ""}`,
    people: isStep ? values.number("people") ?? 1 : destructivePeople, dueAt: now + (step.timeoutMs !== undefined && isStep ? step.timeoutMs : answerMs),
  };
  await moved(runner, look, async (ports, run) => {
    await ports.playbooks.putApproval(look.org, approval);
    await ports.playbooks.putAttempt(look.org, { ...attempt, state: "waiting", why: `asks ${approval.people === 1 ? "one person" : `${approval.people} people`}`, output: { approval: approval.approvalId }, dueAt: approval.dueAt });
    await runFact(ports, look.org, run, "approval-asked", `playbook:${run.playbookId}`, { approval: approval.approvalId, step: step.id, people: approval.people, question: approval.question, subjects: subjects.map(({ step: id, said, digest }) => ({ step: id, said, digest })) });
    await tell({ context, ports, org: look.org, incident: look.incident, runId: run.runId, stepId: step.id }, {
      receivers: isStep ? values.texts("receivers") : [], kind: "playbook.approval", severity: undefined, title: `Approval wanted: ${approval.question}`.slice(0, 300), groupKey: `approval|${approval.approvalId}`, state: "open",
      text: [`${look.playbook.name} waits for ${approval.people === 1 ? "one person" : `${approval.people} different people`}${approval.dueAt === undefined ? "" : ` until ${toIso(approval.dueAt)}`}.`, ...subjects.map(({ said, touches }) => `- ${said}${touches.length > 0 ? ` (${touches.slice(0, 10).map(({ kind, name }) => `${kind} ${name}`).join(", ")}${touches.length > 10 ? ` and ${touches.length - 10} more` : ""})` : ""}`)].join("\n"),
    });
  });
}

/** Steps whose values hang on what is not known yet are asked for again when it is. */
async function subjectsFor(runner: Runner, look: Look, ids: readonly string[]): Promise<ApprovalSubject[]> {
  const subjects: ApprovalSubject[] = [];
  for (const id of ids) {
    const step = look.playbook.steps.find((one) => one.id === id);
    const kind = step && stepKinds.find(step.kind);
    const ready = step && kind ? readied(kind, step, runScope(look.values, look.run, look.attempts)) : undefined;
    if (step && ready?.kind === "ready") subjects.push(await subjectOf(runner, look, step, ready.with));
  }
  return subjects;
}

async function subjectOf(runner: Runner, look: Look, step: PlaybookStep, raw: Attempt["with"]): Promise<ApprovalSubject> {
  return { step: step.id, kind: step.kind, digest: subjectDigest(step.kind, raw), ...await previewOf(runner, look, step, raw) };
}

/** What it would touch now; a look that fails does not keep anybody from deciding. */
export async function previewOf({ context, outside, deadline }: Runner, { org, run, incident }: Pick<Look, "org" | "run" | "incident">, step: PlaybookStep, raw: Attempt["with"]): Promise<Pick<ApprovalSubject, "said" | "touches">> {
  const kind = stepKinds.find(step.kind);
  if (!kind) return { said: "unknown kind of step", touches: [] };
  const call = { org, runId: run.runId, playbookId: run.playbookId, stepId: step.id, startedBy: run.startedBy, incident, now: context.clock.now(), key: "" };
  try { return await kind.preview(valuesOf(raw), { ...call, world: seenWorld(context, org, incident, outside.cluster), signal: deadline(previewMs) }); } catch (cause) {
    return { said: `${step.kind} ${step.id}; what it would touch could not be looked at: ${messageOf(cause)}`, touches: [] };
  }
}
