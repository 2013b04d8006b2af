// Runs of playbooks, what they ask of people, and the evidence they keep.
import Type from "typebox";
import { Approval, CommentRequest, Run, RunAnswer, RunDetail, RunRequest, RunState, StepAnswerRequest, VoteRequest } from "../../contract/playbooks.ts";
import type { Raw } from "../../incidents/playbooks/playbook.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const tag = "runs";

const start = door({
  id: "startRun", method: "POST", path: "/incidents/:id/runs", tag, body: RunRequest, answer: RunAnswer, status: 201, summary: "Starts a playbook for an incident; with dryRun says only what it would do and touch",
  async handle({ app, org, actor, params, body }) {
    const request = { playbook: body.playbook, inputs: (body.inputs ?? {}) as Record<string, Raw>, again: body.again ?? false };
    if (body.dryRun === true) return { run: undefined, preview: await app.playbooks.preview(org, params.id, request) };
    return { run: await app.playbooks.start(org, params.id, request, actor), preview: undefined };
  },
});

const list = listDoor({
  id: "listRuns", path: "/runs", tag, item: Run, summary: "Runs, newest first", query: { incident: Type.Optional(Type.String()), playbook: Type.Optional(Type.String()), state: Type.Optional(RunState) },
  handle: ({ app, org, page, query }) => app.playbooks.runs(org, query, page),
});

const runOf = async ({ app, org }: Pick<Call, "app" | "org">, id: string) => found(await app.playbooks.findRun(org, id), "run", id);

const get = door({ id: "getRun", method: "GET", path: "/runs/:id", tag, answer: RunDetail, summary: "One run with every attempt and its outcome", handle: (call) => runOf(call, call.params.id) });

const cancel = door({
  id: "cancelRun", method: "POST", path: "/runs/:id/cancel", tag, body: CommentRequest, answer: RunDetail, summary: "Ends a run where it is; what is being done at this moment ends, nothing follows it",
  async handle(call) { await call.app.playbooks.cancel(call.org, call.params.id, call.body.comment, call.actor); return runOf(call, call.params.id); },
});

const undo = door({
  id: "undoRun", method: "POST", path: "/runs/:id/undo", tag, body: CommentRequest, answer: RunDetail, status: 202, summary: "Takes back what a run did, last first, each step on record",
  async handle(call) { await call.app.playbooks.undo(call.org, call.params.id, call.body.comment, call.actor); return runOf(call, call.params.id); },
});

const answer = door({
  id: "answerStep", method: "POST", path: "/runs/:id/steps/:step", tag, body: StepAnswerRequest, answer: RunDetail, summary: "Answers a step in doubt: try it again, treat it as done, or skip it",
  async handle(call) {
    const { app, org, actor, params, body } = call;
    await app.playbooks.answerStep(org, params.id, params.step, { action: body.action, comment: body.comment }, actor);
    return runOf(call, params.id);
  },
});

const approvals = listDoor({
  id: "listApprovals", path: "/approvals", tag, item: Approval, summary: "What waits for people, first asked first; with all also what was decided", query: { all: Type.Optional(Type.Boolean()), run: Type.Optional(Type.String()) },
  handle: ({ app, org, actor, page, query }) => app.playbooks.approvals(org, { all: query.all ?? false, run: query.run, actor }, page),
});

const approvalOf = async ({ app, org, actor }: Pick<Call, "app" | "org" | "actor">, id: string) => found(await app.playbooks.findApproval(org, id, actor), "approval", id);

const getApproval = door({ id: "getApproval", method: "GET", path: "/approvals/:id", tag, answer: Approval, summary: "One question to people, with what would be touched", handle: (call) => approvalOf(call, call.params.id) });

const vote = door({
  id: "vote", method: "POST", path: "/approvals/:id", tag, body: VoteRequest, answer: Approval, summary: "Approves or denies; two votes of one person count once, a denial ends it",
  async handle(call) { await call.app.playbooks.vote(call.org, call.params.id, { verdict: call.body.verdict, comment: call.body.comment }, call.actor); return approvalOf(call, call.params.id); },
});

const evidence = door({
  id: "getEvidence", method: "GET", path: "/evidence/:id", tag, answer: Type.Object({ digest: Type.String(), document: Type.Any() }), summary: "Evidence that a run kept, with its digest over the canonical JSON (RFC 8785)",
  async handle({ app, org, params }) {
    const { digest, body } = found(await app.playbooks.findEvidence(org, params.id), "evidence", params.id);
    return { digest, document: JSON.parse(body) as unknown };
  },
});

export const runs: Resource = { tag, about: "Playbooks at work, and what they ask", doors: [start, list, get, cancel, undo, answer, approvals, getApproval, vote, evidence] };
