// Incidents as people read them.
import type { Instant } from "../kernel/clock.ts";
import type { Page, PageRequest } from "../kernel/page.ts";
import type { LedgerEntry } from "../ledger/fact.ts";
import type { Incident, IncidentMember, IncidentPhase } from "./incident.ts";
import type { HeldSignal, Sighting, SignalRef } from "./incident-store.ts";
import type { IncidentKind, SignalSeverity } from "./signal.ts";

export const incidentSorts = ["severity", "opened", "due", "last"] as const;
export type IncidentSort = (typeof incidentSorts)[number];

/** entity: "ip:10.0.0.1". state: open when absent. sort: severity when absent (then the youngest first). owner "(none)": nobody. asof: as they were known at that instant. */
export interface IncidentFilter {
  q?: string | undefined; state?: "open" | "closed" | "all" | undefined; phase?: IncidentPhase | undefined; severity?: SignalSeverity | undefined; kind?: IncidentKind | undefined;
  service?: string | undefined; owner?: string | undefined; entity?: string | undefined; sort?: IncidentSort | undefined; asof?: Instant | undefined;
}

export interface IncidentCounts { open: number; critical: number; unacknowledged: number; withoutOwner: number; withoutNext: number; overdue: number; quiet: number; held: number }

export interface IncidentViews {
  /** Merged incidents are left out: their members are listed where they went. */
  incidents(org: string, filter: IncidentFilter, page: PageRequest): Promise<Page<Incident>>;
  /** Newest first. left: those that were moved away, too. */
  members(org: string, incidentId: string, filter: { left?: boolean | undefined }, page: PageRequest): Promise<Page<IncidentMember>>;
  entities(org: string, incidentId: string, page: PageRequest): Promise<Page<Sighting>>;
  held(org: string, page: PageRequest): Promise<Page<HeldSignal>>;
  /** Facts about the incident, its members and what was started for it. */
  activity(org: string, incidentId: string, filter: { order?: "newest" | "oldest" | undefined }, page: PageRequest): Promise<Page<LedgerEntry>>;
  /** The last fact about the incident until then; its body's `state` is the incident as it was known. */
  lastFactUntil(org: string, incidentId: string, at: Instant): Promise<LedgerEntry | undefined>;
  counts(org: string, now: Instant): Promise<IncidentCounts>;
  /** In which open incident a signal is, by "kind ref". */
  incidentsOf(org: string, refs: readonly SignalRef[]): Promise<ReadonlyMap<string, { incidentId: string; number: number }>>;
}
