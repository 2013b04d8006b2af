// What playbooks ask of a store: kept playbooks, runs with every attempt, approvals with their votes, evidence, proposals.
//
// switch   a kept row without text: it turns a shipped playbook on or off
// lease    who moves a run, until when; after that anybody may
// trigger  a change of an incident that playbooks have not been held against yet
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Approval, Attempt, Run, RunState, Vote } from "./run.ts";
import type { TriggerMoment } from "./playbook.ts";

/** text "" is a switch. version counts the texts. */
export interface KeptPlaybook { playbookId: string; text: string; enabled: boolean; version: number; updatedAt: Instant; updatedBy: string }
export interface KeptEvidence { evidenceId: string; runId: string; incidentId: string; digest: string; bytes: number; body: string; madeAt: Instant }
export type ProposalState = "proposed" | "started" | "dismissed";
export interface KeptProposal { incidentId: string; playbookId: string; why: string; at: Instant; state: ProposalState; runId: string | undefined }
export interface TriggerRow { org: string; incidentId: string; moment: TriggerMoment; at: Instant }

export interface PlaybookStore {
  listKept(org: string): Promise<readonly KeptPlaybook[]>;
  findKept(org: string, playbookId: string): Promise<KeptPlaybook | undefined>;
  keep(org: string, playbook: KeptPlaybook): Promise<void>;
  removeKept(org: string, playbookId: string): Promise<boolean>;

  addRun(org: string, run: Run): Promise<void>;
  findRun(org: string, runId: string): Promise<Run | undefined>;
  saveRun(org: string, run: Run): Promise<void>;
  /** Newest first. */
  listRuns(org: string, filter: { incidentId?: string | undefined; playbookId?: string | undefined; state?: RunState | undefined }, page: PageRequest): Promise<Page<Run>>;
  countRuns(org: string): Promise<ReadonlyMap<string, number>>;
  /** A run of this playbook for this incident that is not over. */
  underWay(org: string, playbookId: string, incidentId: string): Promise<Run | undefined>;
  lastStartedAt(org: string, playbookId: string, cooldownKey: string): Promise<Instant | undefined>;
  /** Takes runs that have something to do now, over all organisations, those due first; their lease is the caller's when it resolves. */
  claimDue(now: Instant, limit: number, leaseMs: number, owner: string): Promise<readonly { org: string; run: Run }[]>;
  /** One run, when nobody else has it. */
  claim(org: string, runId: string, now: Instant, leaseMs: number, owner: string): Promise<Run | undefined>;
  /** Every lease of others: for a store that only one process can have open. */
  dropLeasesOfOthers(owner: string): Promise<void>;
  nextDueAt(): Promise<Instant | undefined>;
  /** Runs of this incident that wait look again now. */
  wake(org: string, incidentId: string, now: Instant): Promise<void>;

  /** In the order of seq. */
  attemptsOf(org: string, runId: string): Promise<readonly Attempt[]>;
  putAttempt(org: string, attempt: Attempt): Promise<void>;

  putApproval(org: string, approval: Approval): Promise<void>;
  findApproval(org: string, approvalId: string): Promise<Approval | undefined>;
  approvalsOf(org: string, runId: string): Promise<readonly Approval[]>;
  /** Asked ones first asked; with `all` every one, newest first. */
  listApprovals(org: string, filter: { all: boolean; runId?: string | undefined }, page: PageRequest): Promise<Page<Approval>>;
  votesOf(org: string, approvalIds: readonly string[]): Promise<readonly Vote[]>;
  /** A second vote of the same actor replaces the first. */
  putVote(org: string, vote: Vote): Promise<void>;

  addEvidence(org: string, evidence: KeptEvidence): Promise<void>;
  findEvidence(org: string, evidenceId: string): Promise<KeptEvidence | undefined>;
  /** Without the bodies. */
  evidenceOf(org: string, runId: string): Promise<readonly Omit<KeptEvidence, "body">[]>;

  putProposal(org: string, proposal: KeptProposal): Promise<void>;
  proposalsOf(org: string, incidentId: string): Promise<readonly KeptProposal[]>;

  addTrigger(trigger: TriggerRow): Promise<void>;
  hasTriggers(): Promise<boolean>;
  /** Takes the oldest triggers out; whoever takes them holds playbooks against them in the same transaction. */
  takeTriggers(limit: number): Promise<readonly TriggerRow[]>;
}
