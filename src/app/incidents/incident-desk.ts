// Incidents as the doors see them: reads, and every change that a person may make.
import type { Incident, IncidentMember, IncidentPhase, IncidentRole, StoryEntry } from "../../incidents/incident.ts";
import type { HeldSignal, Sighting, SignalRef } from "../../incidents/incident-store.ts";
import type { IncidentCounts, IncidentFilter } from "../../incidents/incident-views.ts";
import type { Entity, IncidentKind, SignalSeverity } from "../../incidents/signal.ts";
import type { Attention } from "../../incidents/words.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { LedgerEntry } from "../../ledger/fact.ts";

export type { Attention } from "../../incidents/words.ts";
/** An incident as the API tells it: see contract/incidents.ts. */
export type IncidentRow = Omit<Incident, "incidentId" | "live" | "quietSince"> & { id: string; open: boolean; live: number; quietSince: Instant | undefined; attention: readonly Attention[] };
export type StoryRow = Omit<StoryEntry, "entryId"> & { id: string };
export interface IncidentDetail {
  incident: IncidentRow; verdict: string; story: readonly StoryRow[];
  links: readonly { id: string; number: number; title: string; phase: IncidentPhase; severity: SignalSeverity }[];
  asof: Instant | undefined;
}

export interface IncidentSettings {
  windowHours: number; reopenDays: number; hubServices: number; stagesToOpen: number; heldHours: number; closeWhenQuietHours: number | undefined; acknowledgeMinutes: number; staleHours: number;
}

export interface OpenIncidentRequest { title: string; severity: SignalSeverity; kind?: IncidentKind | undefined; why?: string | undefined; services?: readonly string[] | undefined; environments?: readonly string[] | undefined; entities?: readonly Entity[] | undefined; owner?: string | undefined }

/** Who changes it, and the version it was read at: request.stale when it has changed since; undefined: whatever it is now. */
export interface By { actor: string; version?: number | undefined }

/** `id` is an incident's id or "INC-31"; a merged one's id leads to where it went. request.not-found when there is none. */
export interface IncidentDesk {
  list(org: string, filter: IncidentFilter, page: PageRequest): Promise<Page<IncidentRow>>;
  find(org: string, id: string): Promise<IncidentRow | undefined>;
  detail(org: string, id: string, asof: Instant | undefined): Promise<IncidentDetail | undefined>;
  members(org: string, id: string, filter: { left?: boolean | undefined }, page: PageRequest): Promise<Page<IncidentMember>>;
  entities(org: string, id: string, page: PageRequest): Promise<Page<Sighting>>;
  activity(org: string, id: string, filter: { order?: "newest" | "oldest" | undefined }, page: PageRequest): Promise<Page<LedgerEntry>>;
  held(org: string, page: PageRequest): Promise<Page<HeldSignal>>;
  counts(org: string): Promise<IncidentCounts>;
  /** The open incident that a signal (a finding, say) is a member of. */
  ofSignal(org: string, ref: SignalRef): Promise<{ incidentId: string; number: number } | undefined>;
  settings(org: string): Promise<IncidentSettings>;
  putSettings(org: string, settings: IncidentSettings, actor: string): Promise<IncidentSettings>;

  open(org: string, request: OpenIncidentRequest, actor: string): Promise<IncidentRow>;
  acknowledge(org: string, id: string, comment: string | undefined, by: By): Promise<IncidentRow>;
  /** What is absent stays; owner null takes the owner away; roles replace those that are there. */
  assign(org: string, id: string, to: { owner?: string | null | undefined; roles?: readonly { role: IncidentRole; person: string }[] | undefined }, by: By): Promise<IncidentRow>;
  setSeverity(org: string, id: string, severity: SignalSeverity, reason: string, by: By): Promise<IncidentRow>;
  setPhase(org: string, id: string, phase: IncidentPhase, comment: string | undefined, by: By): Promise<IncidentRow>;
  setNext(org: string, id: string, next: { text: string; dueAt: Instant | undefined } | undefined, by: By): Promise<IncidentRow>;
  /** incident.live while a member is not over, unless forced. */
  close(org: string, id: string, reason: string, force: boolean, by: By): Promise<IncidentRow>;
  reopen(org: string, id: string, reason: string, by: By): Promise<IncidentRow>;
  /** Answers the incident that goes on. */
  merge(org: string, id: string, into: string, reason: string, by: By): Promise<IncidentRow>;
  /** Answers the new incident. */
  split(org: string, id: string, members: readonly SignalRef[], title: string | undefined, reason: string, by: By): Promise<IncidentRow>;
  move(org: string, id: string, member: SignalRef, to: string, reason: string, by: By): Promise<IncidentRow>;
  link(org: string, id: string, to: string, reason: string, by: By): Promise<IncidentRow>;
  unlink(org: string, id: string, to: string, reason: string, by: By): Promise<IncidentRow>;

  addNote(org: string, id: string, note: { text: string; at: Instant | undefined; factSeq: number | undefined }, actor: string): Promise<StoryRow>;
  editNote(org: string, id: string, entryId: string, change: { text?: string | undefined; at?: Instant | undefined }, actor: string): Promise<StoryRow>;
  removeNote(org: string, id: string, entryId: string, actor: string): Promise<void>;
}
