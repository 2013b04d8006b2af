// Steps that wait: begun with the instant that ends them, woken by votes, by time and by what happens to the incident.
import { isTrue, evaluateText } from "../../incidents/playbooks/expression.ts";
import { runScope } from "../../incidents/playbooks/incident-scope.ts";
import type { PlaybookStep } from "../../incidents/playbooks/playbook.ts";
import type { Approval, Attempt } from "../../incidents/playbooks/run.ts";
import { isObject, valuesOf } from "../../incidents/playbooks/step-fields.ts";
import { minuteMs, parseInstant, toIso } from "../../kernel/clock.ts";
import { perform } from "./playbook-perform.ts";
import { moved, park, runFact, settle, stepFact } from "./playbook-runner.ts";
import type { Look, Runner } from "./playbook-runner.ts";

// A condition is looked at when the incident changes, and this often whatever happens.
const lookAgainMs = minuteMs;

export async function beginWait(runner: Runner, look: Look, step: PlaybookStep, attempt: Attempt): Promise<void> {
  const values = valuesOf(attempt.with);
  const now = runner.context.clock.now();
  const dueAt = values.optional("condition") !== undefined || typeof attempt.with["condition"] === "boolean" ? now + (step.timeoutMs ?? 0) : values.durationMs("for") !== undefined ? now + (values.durationMs("for") ?? 0) : parseInstant(values.text("until")) ?? now;
  await moved(runner, look, async (ports, run) => {
    const waiting: Attempt = { ...attempt, state: "waiting", dueAt, why: attempt.with["condition"] === undefined ? `until ${toIso(dueAt)}` : `until ${String(attempt.with["condition"])}, at most until ${toIso(dueAt)}` };
    await ports.playbooks.putAttempt(look.org, waiting);
    await stepFact(ports, look.org, run, waiting, "step-waits");
  });
}

/** false: it goes on waiting, and the run was let go of. */
export async function wakeWaiting(runner: Runner, look: Look, attempt: Attempt): Promise<boolean> {
  const approvalId = isObject(attempt.output) && typeof attempt.output["approval"] === "string" ? attempt.output["approval"] : undefined;
  if (approvalId !== undefined) return wakeApproval(runner, look, attempt, approvalId);
  if (isObject(attempt.output) && attempt.output["again"] === true) { await perform(runner, look, attempt); return true; }
  return wakeWait(runner, look, attempt);
}

async function wakeWait(runner: Runner, look: Look, attempt: Attempt): Promise<boolean> {
  const now = runner.context.clock.now();
  const isDue = attempt.dueAt !== undefined && attempt.dueAt <= now;
  const condition = attempt.with["condition"];
  if (condition === undefined) {
    if (isDue) { await settle(runner, look, { ...attempt, state: "done", output: {}, why: "the time came" }, "step-done"); return true; }
    await park(runner, look, { state: "waiting", why: attempt.why ?? "waits", at: attempt.dueAt });
    return false;
  }
  if (isTrue(evaluateText(String(condition), runScope(look.values, look.run, look.attempts)))) { await settle(runner, look, { ...attempt, state: "done", output: {}, why: `${String(condition)} holds` }, "step-done"); return true; }
  if (isDue) { await settle(runner, look, { ...attempt, state: "failed", why: `${String(condition)} did not hold in time` }, "step-failed"); return true; }
  await park(runner, look, { state: "waiting", why: attempt.why ?? "waits", at: Math.min(attempt.dueAt ?? Infinity, now + lookAgainMs) });
  return false;
}

async function wakeApproval(runner: Runner, look: Look, attempt: Attempt, approvalId: string): Promise<boolean> {
  const { store, clock } = runner.context;
  const approval = await store.read.playbooks.findApproval(look.org, approvalId);
  if (!approval) { await settle(runner, look, { ...attempt, state: "failed", why: "its approval is not there" }, "step-failed"); return true; }
  if (approval.state === "asked") {
    if (approval.dueAt !== undefined && approval.dueAt <= clock.now()) { await expire(runner, look, attempt, approval); return true; }
    await park(runner, look, { state: "waiting", why: `waits for ${approval.people === 1 ? "one person" : `${approval.people} people`}: ${approval.question}`, at: approval.dueAt, isOver: async (ports) => (await ports.playbooks.findApproval(look.org, approvalId))?.state !== "asked" });
    return false;
  }
  const votes = await store.read.playbooks.votesOf(look.org, [approvalId]);
  const names = (verdict: string): string => votes.filter((vote) => vote.verdict === verdict).map(({ actor, comment }) => (comment === undefined ? actor : `${actor} ("${comment}")`)).join(", ");
  if (approval.state !== "approved") { await settle(runner, look, { ...attempt, state: "failed", why: approval.state === "denied" ? `denied by ${names("deny")}` : `its approval ${approval.state === "expired" ? "expired" : "was withdrawn"}` }, "step-failed"); return true; }
  if (attempt.kind === "approval") { await settle(runner, look, { ...attempt, state: "done", output: { by: votes.map(({ actor }) => actor), approval: approvalId }, why: `approved by ${names("approve")}` }, "step-done"); return true; }
  await perform(runner, look, attempt);
  return true;
}

async function expire(runner: Runner, look: Look, attempt: Attempt, approval: Approval): Promise<void> {
  const now = runner.context.clock.now();
  await moved(runner, look, async (ports, run) => {
    const fresh = await ports.playbooks.findApproval(look.org, approval.approvalId);
    if (fresh?.state !== "asked") return;
    await ports.playbooks.putApproval(look.org, { ...approval, state: "expired", decidedAt: now });
    await runFact(ports, look.org, run, "approval-expired", `playbook:${run.playbookId}`, { approval: approval.approvalId, step: approval.stepId });
    const failed: Attempt = { ...attempt, state: "failed", endedAt: now, why: `nobody answered until ${toIso(approval.dueAt ?? now)}` };
    await ports.playbooks.putAttempt(look.org, failed);
    await stepFact(ports, look.org, run, failed, "step-failed");
  });
}
