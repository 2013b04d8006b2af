// What steps may reach, as plain ports: the tests of their meaning bring plain values.
import type { Instant } from "../../kernel/clock.ts";
import type { HttpRequest } from "../../kernel/http.ts";
import type { IncidentPhase } from "../incident.ts";
import type { RawObject } from "./playbook.ts";

export interface IncidentFinding { findingId: string; vulnerability: string; packageKey: string; service: string; fixVersion: string | undefined; state: string; live: number }
export interface FixLine { packageKey: string; fixVersion: string | undefined; findings: number; services: readonly string[]; owners: readonly string[]; dueAt: Instant | undefined }
export interface Evidence { evidenceId: string; digest: string; bytes: number; counts: Readonly<Record<string, number>> }

/** What can be looked at before and during a run. */
export interface SeenWorld {
  receivers(): Promise<readonly { id: string; channel: string; isTicket: boolean }[]>;
  findings(): Promise<readonly IncidentFinding[]>;
  /** Live deployments of the incident's services: "pay-api 1.4.2 on prod-eu". */
  deployments(): Promise<readonly { name: string; service: string; exposure: string }[]>;
  fixes(): Promise<readonly FixLine[]>;
  /** undefined with the reason when the server's settings allow no cluster. */
  kubernetes(): Promise<KubernetesPort | { missing: string }>;
}

/** Changes of our own, each in the transaction of the step's outcome. */
export interface InsideWorld extends SeenWorld {
  /** Queues a message; receivers empty = whoever the routes name. Answers who gets it. */
  notify(message: { receivers: readonly string[]; title: string; text: string; severity: string | undefined; kind: string }): Promise<{ noticeId: string; receivers: readonly string[] }>;
  addNote(text: string): Promise<string>;
  removeNote(entryId: string): Promise<void>;
  /** Answers the phase it was in. */
  movePhase(phase: IncidentPhase, why: string): Promise<IncidentPhase>;
  setNext(next: { text: string; dueAt: Instant | undefined } | undefined): Promise<{ text: string; dueAt: Instant | undefined } | undefined>;
  decide(decision: { findingId: string; kind: string; justification: string | undefined; reason: string; untilAt: Instant | undefined }): Promise<string>;
  revokeDecision(decisionId: string): Promise<void>;
  addAction(action: { text: string; owner: string | undefined; dueAt: Instant | undefined }): Promise<string>;
  /** Drops an action that is still open. */
  dropAction(actionId: string): Promise<void>;
  /** Collects and keeps what is known now. */
  keepEvidence(options: { facts: number }): Promise<Evidence>;
}

export interface OutsideWorld extends SeenWorld {
  http(url: string, request: HttpRequest & { secrets: readonly { header: string; name: string; scheme: string }[] }): Promise<HttpAnswer>;
  replay(findingId: string): Promise<{ passed: boolean; said: string } | { missing: string }>;
}

/** answer: whatever the far side said. nothing-done: it was never asked. unknown: it was asked, and no answer came. */
export type HttpAnswer = { kind: "answer"; status: number; headers: Readonly<Record<string, string>>; text: string } | { kind: "nothing-done"; why: string } | { kind: "unknown"; why: string };

export interface KubernetesRef { apiVersion: string; kind: string; namespace?: string; name: string }
export interface KubernetesObject {
  apiVersion: string; kind: string;
  metadata: { name: string; namespace?: string; uid?: string; labels?: Readonly<Record<string, string>>; annotations?: Readonly<Record<string, string>>; ownerReferences?: readonly { uid: string }[] };
  readonly [member: string]: unknown;
}
/** status: of the API server; 0 when none answered (`asked`: whether the request may have reached it). */
export type KubernetesAnswer<T> = { kind: "ok"; value: T } | { kind: "problem"; status: number; why: string; afterMs?: number; asked?: boolean };
export interface KubernetesPort {
  read(ref: KubernetesRef): Promise<KubernetesAnswer<KubernetesObject>>;
  list(of: { apiVersion: string; kind: string; namespace: string; labels: Readonly<Record<string, string>> }): Promise<KubernetesAnswer<readonly KubernetesObject[]>>;
  /** JSON merge patch, RFC 7396. */
  patch(ref: KubernetesRef, patch: RawObject): Promise<KubernetesAnswer<KubernetesObject>>;
  create(object: KubernetesObject): Promise<KubernetesAnswer<KubernetesObject>>;
  remove(ref: KubernetesRef): Promise<KubernetesAnswer<undefined>>;
}
