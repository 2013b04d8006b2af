// Playbooks, runs and approvals as the doors see them.
import type { Instant } from "../../kernel/clock.ts";
import type { FaultPlace } from "../../kernel/fault.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { SignalSeverity } from "../../incidents/signal.ts";
import type { PlaybookInput, Raw, Trigger } from "../../incidents/playbooks/playbook.ts";
import type { ApprovalState, AttemptState, RunState, Verdict } from "../../incidents/playbooks/run.ts";
import type { BlastRadius, Touched } from "../../incidents/playbooks/touched.ts";

export interface PlaybookStepRow {
  id: string; kind: string; about: string | undefined; with: Raw; when: string | undefined; next: string | undefined; onFailure: string; timeoutSeconds: number | undefined; retries: number; most: number;
  destructive: boolean; idempotent: boolean; undo: string;
}
export interface PlaybookRow {
  id: string; name: string; about: string; source: "shipped" | "own"; enabled: boolean; start: "automatic" | "proposed"; triggers: readonly Trigger[];
  cooldown: { seconds: number; per: "incident" | "service" | "playbook" } | undefined; inputs: readonly PlaybookInput[]; steps: readonly PlaybookStepRow[]; labels: readonly string[]; warnings: readonly FaultPlace[];
  text: string; version: number; updatedAt: Instant | undefined; updatedBy: string | undefined; runs: number;
}
export interface PlaybookCheckRow { usable: boolean; id: string | undefined; errors: readonly FaultPlace[]; warnings: readonly FaultPlace[] }

export interface RunIncidentRow { id: string; number: number; title: string }
export interface RunRow {
  id: string; playbook: string; playbookName: string; playbookVersion: number; incident: RunIncidentRow; state: RunState; why: string | undefined; startedBy: string; startedAt: Instant; endedAt: Instant | undefined;
  inputs: Readonly<Record<string, Raw>>; step: string | undefined; waitsFor: { kind: "approval" | "time" | "condition" | "doubt" | "retry"; about: string; approval: string | undefined; until: Instant | undefined } | undefined;
}
export interface AttemptRow {
  seq: number; step: string; kind: string; about: string | undefined; attempt: number; state: AttemptState; why: string | undefined; with: Raw; output: Raw; startedAt: Instant; endedAt: Instant | undefined; dueAt: Instant | undefined;
  undoes: number | undefined; repeated: boolean;
}
export interface EvidenceRow { id: string; digest: string; bytes: number; madeAt: Instant }
export interface RunDetailRow extends RunRow { attempts: readonly AttemptRow[]; steps: readonly PlaybookStepRow[]; evidence: readonly EvidenceRow[] }

export interface StepPreviewRow { step: string; kind: string; about: string | undefined; would: "run" | "skip" | "unknown" | "fail"; said: string; touches: readonly Touched[]; destructive: boolean; people: number }
export interface RunPreviewRow { playbook: string; incident: RunIncidentRow; inputs: Readonly<Record<string, Raw>>; refused: string | undefined; steps: readonly StepPreviewRow[]; blast: BlastRadius }

export interface ProposalRow { playbook: string; name: string; about: string; why: string; at: Instant; state: "proposed" | "started" | "dismissed"; run: string | undefined; destructive: number; inputs: readonly PlaybookInput[] }
export interface ApprovalRow {
  id: string; run: string; playbook: string; incident: RunIncidentRow; severity: SignalSeverity; step: string; question: string; state: ApprovalState; people: number; startedBy: string; askedAt: Instant; dueAt: Instant | undefined; decidedAt: Instant | undefined;
  subjects: readonly { step: string; kind: string; said: string; touches: readonly Touched[] }[]; votes: readonly { actor: string; verdict: Verdict; comment: string | undefined; at: Instant }[]; mine: Verdict | undefined;
}
export interface StepKindRow { id: string; about: string; destructive: string; idempotent: string; undo: boolean; fields: readonly { name: string; about: string; type: string; required: boolean }[] }

export interface RunStart { playbook: string; inputs: Readonly<Record<string, Raw>>; again: boolean }
export interface RunFilter { incident?: string | undefined; playbook?: string | undefined; state?: RunState | undefined }

export interface PlaybookDesk {
  kinds(): readonly StepKindRow[];
  list(org: string): Promise<readonly PlaybookRow[]>;
  find(org: string, id: string): Promise<PlaybookRow | undefined>;
  /** Names every wrong place with its line; keeps nothing. */
  check(org: string, text: string): Promise<PlaybookCheckRow>;
  /** Keeps it under the id in the path, which must be the one in the text; throws playbook.invalid, and the one before stays in force. */
  put(org: string, id: string, change: { text?: string | undefined; enabled?: boolean | undefined }, actor: string): Promise<PlaybookRow>;
  /** false when there is none of one's own; a shipped one of the same id is in force again. */
  remove(org: string, id: string, actor: string): Promise<boolean>;
  importCacao(org: string, request: { document: unknown; id: string | undefined; keep: boolean }, actor: string): Promise<{ text: string; check: PlaybookCheckRow; left: readonly FaultPlace[]; kept: boolean }>;
  exportCacao(org: string, id: string): Promise<Record<string, unknown> | undefined>;

  proposals(org: string, incidentId: string): Promise<readonly ProposalRow[]>;
  dismiss(org: string, incidentId: string, playbookId: string, actor: string): Promise<boolean>;
  /** Throws playbook.under-way or playbook.cooling-down unless `again`. */
  start(org: string, incidentId: string, start: RunStart, actor: string): Promise<RunDetailRow>;
  preview(org: string, incidentId: string, start: RunStart): Promise<RunPreviewRow>;
  runs(org: string, filter: RunFilter, page: PageRequest): Promise<Page<RunRow>>;
  findRun(org: string, id: string): Promise<RunDetailRow | undefined>;
  cancel(org: string, runId: string, comment: string | undefined, actor: string): Promise<void>;
  undo(org: string, runId: string, comment: string | undefined, actor: string): Promise<void>;
  /** Answers a step that is in doubt. */
  answerStep(org: string, runId: string, step: string, answer: { action: "retry" | "done" | "skip"; comment: string | undefined }, actor: string): Promise<void>;
  findEvidence(org: string, id: string): Promise<{ digest: string; body: string } | undefined>;

  /** Open ones first asked; with `all` also those that are decided. actor: whose own vote is shown. */
  approvals(org: string, filter: { all: boolean; run?: string | undefined; actor: string }, page: PageRequest): Promise<Page<ApprovalRow>>;
  findApproval(org: string, id: string, actor: string): Promise<ApprovalRow | undefined>;
  vote(org: string, approvalId: string, vote: { verdict: Verdict; comment: string | undefined }, actor: string): Promise<void>;
}
