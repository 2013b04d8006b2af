// Signals: the findings, detections and alerts that incidents are made of, in one shape.
import type { Instant } from "../kernel/clock.ts";

/** What a signal came from; ref names it there: a finding id, a detection id, an alert's fingerprint. */
export type SignalKind = "finding" | "detection" | "alert";

/** Something that several signals may share. Values are ids or names as the inventory has them, lower-cased for ip and user. */
export interface Entity { kind: "service" | "release" | "deployment" | "endpoint" | "workload" | "host" | "ip" | "user" | "vulnerability" | "source"; value: string }

export type SignalSeverity = "critical" | "high" | "medium" | "low" | "unknown";

export interface Signal {
  kind: SignalKind;
  ref: string;
  /** What it is about, in words: the rule, the vulnerability, the alert's name. */
  title: string;
  severity: SignalSeverity;
  /** When it happened (not when we heard of it). */
  at: Instant;
  entities: readonly Entity[];
  /** Services and their owners by name, for routing; empty when nobody knows. */
  services: readonly string[];
  owner: string | undefined;
  environments: readonly string[];
  /** ATT&CK tactics ("initial-access", "execution", ...), for the progress along the kill chain. */
  tactics: readonly string[];
  /** Opens an incident by itself, and of which kind; undefined: it only joins one, or opens one with others. */
  opens: IncidentKind | undefined;
  /** Why it opens one by itself: "malicious package", "in KEV, forensic triage asked", ... */
  because: string | undefined;
  /** The signal is over: the finding closed, the alert resolved. It is recorded and never opens anything. */
  ended: boolean;
  /**
   * What makes signals one story whatever else they share: "vulnerability:CVE-2021-44228", "package:npm:evil", a key of whoever
   * correlated them already. They join the open incident of that cause at any time, and reopen it after it was closed.
   */
  cause?: string;
  /** By when something must be done and by which clause; what to do: told in the incident's messages. */
  due?: { at: Instant | undefined; by: string };
  action?: string;
  /** It is one of many that came at once (the first load of a feed, the first SBOM of a host): those become few incidents, by service. */
  crowd?: string;
}

/** "ip:10.0.0.1": an entity as one text. */
export const entityKey = ({ kind, value }: Entity): string => `${kind}:${value}`;

/** What kind of story: playbooks, clocks and words go by it. */
export const incidentKinds = ["exploited-vulnerability", "malicious-package", "attack", "web-shell", "leaked-credential", "crypto-miner", "integrity", "blind-source", "manual"] as const;
export type IncidentKind = (typeof incidentKinds)[number];
