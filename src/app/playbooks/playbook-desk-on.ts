// Playbooks, runs and approvals for the doors: rows as people read them, changes handed to the loop.
import { cacaoFrom } from "../../incidents/playbooks/cacao/export.ts";
import { playbookFromCacao } from "../../incidents/playbooks/cacao/import.ts";
import { checkText } from "../../incidents/playbooks/playbook-reader.ts";
import type { KeptProposal } from "../../incidents/playbooks/playbook-store.ts";
import type { Approval, Run, Vote } from "../../incidents/playbooks/run.ts";
import { personOf } from "../../incidents/playbooks/run.ts";
import type { Incident } from "../../incidents/incident.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { Fault } from "../../kernel/fault.ts";
import { incidentOf } from "./steps/surroundings.ts";
import { catalogueOf, shipped } from "./steps/catalogue.ts";
import type { Catalogued } from "./steps/catalogue.ts";
import { isDestructive } from "../../incidents/playbooks/traits.ts";
import type { ApprovalRow, PlaybookCheckRow, PlaybookDesk, ProposalRow, RunDetailRow, RunRow } from "./playbook-desk.ts";
import { answerStep, cancelRun, startRun, undoRun, vote } from "./playbooks.ts";
import { previewRun } from "./playbook-preview.ts";
import { lookAt } from "./playbook-runner.ts";
import type { Runner } from "./playbook-runner.ts";
import { attemptRow, evidenceRow, playbookRow, runRow, stepRow } from "./playbook-rows.ts";

export function createPlaybookDesk(runner: Runner): PlaybookDesk {
  const { context } = runner;
  const { store } = context;
  const { read } = store;
  const find = async (org: string, id: string): Promise<Catalogued | undefined> => (await catalogueOf(read, org)).find(({ playbook }) => playbook.id === id);
  const get = async (org: string, id: string): Promise<Catalogued> => {
    const entry = await find(org, id);
    if (!entry) throw new Fault("request.not-found", { detail: `There is no playbook ${id}.` });
    return entry;
  };
  const detail = async (org: string, runId: string): Promise<RunDetailRow | undefined> => {
    const look = await lookAt(runner, org, runId);
    if (!look) return undefined;
    const approvals = await read.playbooks.approvalsOf(org, runId);
    const evidence = (await read.playbooks.evidenceOf(org, runId)).map(evidenceRow);
    return { ...runRow(look.run, look.playbook.name, look.incident, look.attempts, approvals), attempts: look.attempts.map((one) => attemptRow(look.playbook, one)), steps: look.playbook.steps.map(stepRow), evidence };
  };
  return {
    kinds: () => stepKinds.all.map((kind) => ({ id: kind.id, about: kind.about, destructive: kind.destructive, idempotent: kind.idempotent, undo: "undo" in kind && kind.undo !== undefined, fields: kind.fields.map(({ name, about, type, required }) => ({ name, about, type, required: required === true })) })),
    list: async (org) => {
      const runs = await read.playbooks.countRuns(org);
      return (await catalogueOf(read, org)).map((entry) => playbookRow(entry, runs.get(entry.playbook.id) ?? 0));
    },
    find: async (org, id) => {
      const entry = await find(org, id);
      return entry && playbookRow(entry, (await read.playbooks.countRuns(org)).get(id) ?? 0);
    },
    check: async (_org, text) => checkRow(text),
    put: async (org, id, change, actor) => {
      await keep(runner, org, id, change, actor);
      return playbookRow(await get(org, id), (await read.playbooks.countRuns(org)).get(id) ?? 0);
    },
    remove: async (org, id, actor) => {
      const removed = await store.write(async (ports) => {
        const gone = await ports.playbooks.removeKept(org, id);
        if (gone) await ports.ledger.append(org, [{ kind: "playbook.removed", subject: id, actor, body: {} }]);
        return gone;
      });
      context.committed();
      return removed;
    },
    importCacao: async (org, { document, id, keep: isKept }, actor) => {
      const { text, left } = playbookFromCacao(document, id);
      const check = checkRow(text);
      if (isKept && check.usable && check.id !== undefined) await keep(runner, org, check.id, { text }, actor);
      return { text, check, left, kept: isKept && check.usable };
    },
    exportCacao: async (org, id) => {
      const entry = await find(org, id);
      return entry && cacaoFrom(entry.playbook, { at: entry.updatedAt ?? shippedAt });
    },
    proposals: async (org, incidentId) => {
      const { incidentId: id } = await incidentOf(context, org, incidentId);
      const entries = new Map((await catalogueOf(read, org)).map((entry) => [entry.playbook.id, entry]));
      return (await read.playbooks.proposalsOf(org, id)).flatMap((one) => { const entry = entries.get(one.playbookId); return entry ? [proposalRow(one, entry)] : []; });
    },
    dismiss: (org, incidentId, playbookId, actor) => dismiss(runner, org, incidentId, playbookId, actor),
    start: async (org, incidentId, { playbook, inputs, again }, actor) => {
      const run = await startRun(context, org, { entry: await get(org, playbook), incidentId, inputs, again, actor });
      const row = await detail(org, run.runId);
      if (!row) throw new TypeError(`the run ${run.runId} is gone`);
      return row;
    },
    preview: async (org, incidentId, { playbook, inputs }) => previewRun(runner, org, { entry: await get(org, playbook), incidentId, inputs }),
    runs: async (org, filter, page) => {
      const incidentId = filter.incident === undefined ? undefined : (await incidentOf(context, org, filter.incident)).incidentId;
      const { items, ...rest } = await read.playbooks.listRuns(org, { incidentId, playbookId: filter.playbook, state: filter.state }, page);
      return { ...rest, items: await runRows(runner, org, items) };
    },
    findRun: detail,
    cancel: (org, runId, comment, actor) => cancelRun(context, org, runId, comment, actor),
    undo: (org, runId, comment, actor) => undoRun(context, org, runId, comment, actor),
    answerStep: (org, runId, step, answer, actor) => answerStep(context, org, runId, step, answer, actor),
    findEvidence: async (org, id) => {
      const kept = await read.playbooks.findEvidence(org, id);
      return kept && { digest: kept.digest, body: kept.body };
    },
    approvals: async (org, { all, run, actor }, page) => {
      const { items, ...rest } = await read.playbooks.listApprovals(org, { all, runId: run }, page);
      return { ...rest, items: await approvalRows(runner, org, items, actor) };
    },
    findApproval: async (org, id, actor) => {
      const approval = await read.playbooks.findApproval(org, id);
      return approval && (await approvalRows(runner, org, [approval], actor))[0];
    },
    vote: (org, approvalId, one, actor) => vote(context, org, approvalId, one, actor),
  };
}

// The day of the first six; a changed text of theirs is a new version of the program.
const shippedAt = Date.UTC(2026, 10, 22);

function checkRow(text: string): PlaybookCheckRow {
  const { playbook, errors, warnings } = checkText(text);
  return { usable: playbook !== undefined, id: playbook?.id, errors, warnings };
}

async function keep({ context }: Runner, org: string, id: string, change: { text?: string | undefined; enabled?: boolean | undefined }, actor: string): Promise<void> {
  const { store, clock } = context;
  if (change.text !== undefined) mustBe(id, change.text);
  await store.write(async (ports) => {
    const kept = await ports.playbooks.findKept(org, id);
    if (!kept && change.text === undefined && !shipped().some((text) => checkText(text).playbook?.id === id)) throw new Fault("request.not-found", { detail: `There is no playbook ${id}.` });
    const text = change.text ?? kept?.text ?? "";
    const version = (kept?.version ?? 0) + (change.text === undefined || change.text === kept?.text ? 0 : 1);
    await ports.playbooks.keep(org, { playbookId: id, text, enabled: change.enabled ?? kept?.enabled ?? true, version, updatedAt: clock.now(), updatedBy: actor });
    await ports.ledger.append(org, [{ kind: "playbook.kept", subject: id, actor, body: { version, enabled: change.enabled ?? kept?.enabled ?? true } }]);
  });
  context.committed();
}

function mustBe(id: string, text: string): void {
  const { playbook, errors } = checkText(text);
  if (!playbook) throw new Fault("playbook.invalid", { places: errors });
  if (playbook.id !== id) throw new Fault("playbook.invalid", { places: [{ at: "/id", rule: `is ${playbook.id}; the address says ${id}` }] });
}

async function dismiss({ context }: Runner, org: string, incidentId: string, playbookId: string, actor: string): Promise<boolean> {
  const { incidentId: id } = await incidentOf(context, org, incidentId);
  const dismissed = await context.store.write(async (ports) => {
    const proposal = (await ports.playbooks.proposalsOf(org, id)).find((one) => one.playbookId === playbookId && one.state === "proposed");
    if (!proposal) return false;
    await ports.playbooks.putProposal(org, { ...proposal, state: "dismissed" });
    await ports.ledger.append(org, [{ kind: "playbook.dismissed", subject: id, actor, body: { playbook: playbookId } }]);
    return true;
  });
  context.committed();
  return dismissed;
}

function proposalRow({ playbookId, why, at, state, runId }: KeptProposal, { playbook }: Catalogued): ProposalRow {
  const destructive = playbook.steps.filter((step) => { const kind = stepKinds.find(step.kind); return kind !== undefined && isDestructive(kind, step, step.with); }).length;
  return { playbook: playbookId, name: playbook.name, about: playbook.about, why, at, state, run: runId, destructive, inputs: playbook.inputs };
}

async function runRows(runner: Runner, org: string, runs: readonly Run[]): Promise<RunRow[]> {
  const { read } = runner.context.store;
  const names = new Map((await catalogueOf(read, org)).map(({ playbook }) => [playbook.id, playbook.name]));
  const incidents = await read.incidents.load(org, [...new Set(runs.map(({ incidentId }) => incidentId))]);
  return Promise.all(runs.map(async (run) => runRow(run, names.get(run.playbookId) ?? run.playbookId, incidents.get(run.incidentId), await read.playbooks.attemptsOf(org, run.runId), await read.playbooks.approvalsOf(org, run.runId))));
}

async function approvalRows({ context }: Runner, org: string, approvals: readonly Approval[], actor: string): Promise<ApprovalRow[]> {
  const { read } = context.store;
  const votes = Map.groupBy(await read.playbooks.votesOf(org, approvals.map(({ approvalId }) => approvalId)), ({ approvalId }) => approvalId);
  const incidents = await read.incidents.load(org, [...new Set(approvals.map(({ incidentId }) => incidentId))]);
  return Promise.all(approvals.map(async (approval) => approvalRow(approval, votes.get(approval.approvalId) ?? [], incidents.get(approval.incidentId), await read.playbooks.findRun(org, approval.runId), actor)));
}

const approvalRow = (approval: Approval, votes: readonly Vote[], incident: Incident | undefined, run: Run | undefined, actor: string): ApprovalRow => ({
  id: approval.approvalId, run: approval.runId, playbook: run?.playbookId ?? "", incident: { id: approval.incidentId, number: incident?.number ?? 0, title: incident?.title ?? "" }, severity: incident?.severity ?? "unknown", step: approval.stepId,
  question: approval.question, state: approval.state, people: approval.people, startedBy: run?.startedBy ?? "", askedAt: approval.askedAt, dueAt: approval.dueAt, decidedAt: approval.decidedAt, subjects: approval.subjects.map(({ step, kind, said, touches }) => ({ step, kind, said, touches })),
  votes: votes.map(({ actor: by, verdict, comment, at }) => ({ actor: by, verdict, comment, at })), mine: votes.findLast(({ actor: by }) => personOf(by) === personOf(actor))?.verdict,
});
