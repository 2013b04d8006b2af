// On-call, pages and owners as the doors see them.
import type { OncallDocument } from "../../incidents/oncall/oncall.ts";
import type { Page as IncidentPage, PageState } from "../../incidents/oncall/page.ts";
import type { Override, Shift } from "../../incidents/oncall/shift.ts";
import type { IncidentKind, SignalSeverity } from "../../incidents/signal.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";

/** at: JSON pointer; line of the text from 1. */
export interface OncallPlace { at: string; line: number | undefined; rule: string }
export interface OncallRow { text: string; version: number; writtenAt: Instant | undefined; writtenBy: string | undefined; document: OncallDocument; warnings: readonly OncallPlace[] }
export interface OnCallNowRow {
  schedule: string; zone: string; person: string | undefined; since: Instant; until: Instant | undefined; overrideId: string | undefined; receivers: readonly string[];
  next: { person: string | undefined; from: Instant } | undefined; calendarUrl: string; warning: string | undefined;
}
export interface FairnessRow { person: string | undefined; hours: number; nightHours: number; weekendHours: number; holidayHours: number; shifts: number }
export interface OverrideRequest { schedule: string; person: string; from?: Instant | undefined; to?: Instant | undefined; shiftAt?: Instant | undefined; reason?: string | undefined }
/** next: who comes next, in words. */
export type PageRow = IncidentPage & { next: string | undefined };

export interface PagedIncident { kind: IncidentKind; severity: SignalSeverity; owner: string | undefined; services: readonly string[]; environments: readonly string[] }
export interface PagePreview { policy: string | undefined; because: string; steps: readonly { afterMinutes: number; told: readonly { target: string; person: string | undefined; receiver: string | undefined; why: string | undefined }[] }[] }

export interface OwnershipRow { serviceId: string; service: string; owner: string | undefined; source: string | undefined; since: Instant | undefined; known: "team" | "person" | undefined; policy: string | undefined; because: string }
export interface OwnersImportRequest { format: "codeowners" | "backstage" | "settings" | undefined; files: readonly { path: string; text: string }[]; mapping: Readonly<Record<string, string>>; dialect: "github" | "gitlab" | undefined; dryRun: boolean; force: boolean }
export interface OwnerChangeRow { serviceId: string; service: string; before: string | undefined; after: string; at: string; state: "set" | "same" | "conflict" | "forced"; why: string | undefined }
export interface OwnersImportRow {
  dryRun: boolean; changes: readonly OwnerChangeRow[]; unknown: readonly { service: string; owner: string; at: string }[]; unclaimed: readonly string[];
  left: readonly { at: string; why: string }[]; suggestion: string | undefined;
}

/** What an acknowledgement link leads to. refused: why it does nothing. */
export type AckLook =
  | { kind: "open"; recipient: string; incident: { incidentId: string; name: string; title: string; severity: SignalSeverity; services: readonly string[] }; startedAt: Instant }
  | { kind: "done"; recipient: string; incident: { incidentId: string; name: string; title: string; severity: SignalSeverity; services: readonly string[] }; by: string; at: Instant }
  | { kind: "refused"; why: "forged" | "expired" | "over" };

export interface OncallDesk {
  document(org: string): Promise<OncallRow>;
  check(org: string, text: string): Promise<{ errors: readonly OncallPlace[]; warnings: readonly OncallPlace[] }>;
  /** oncall.invalid with every wrong place; request.stale when the version is no longer the newest. */
  putDocument(org: string, text: string, by: { actor: string; version: number | undefined }): Promise<OncallRow>;

  now(org: string): Promise<readonly OnCallNowRow[]>;
  /** request.not-found when there is no such schedule. */
  shifts(org: string, query: { schedule: string | undefined; from: Instant; to: Instant }): Promise<readonly (Shift & { schedule: string })[]>;
  fairness(org: string, query: { schedule: string | undefined; from: Instant; to: Instant }): Promise<readonly FairnessRow[]>;
  overrides(org: string, filter: { schedule?: string | undefined; removed?: boolean | undefined }, page: PageRequest): Promise<Page<Override>>;
  addOverride(org: string, request: OverrideRequest, actor: string): Promise<Override>;
  removeOverride(org: string, overrideId: string, actor: string): Promise<boolean>;
  /** The calendar behind a feed's token; undefined when it is not one of ours. */
  calendar(token: string): Promise<{ schedule: string; text: string } | undefined>;
  /** The addresses of all calendars given out so far end to work. */
  renewCalendars(org: string, actor: string): Promise<void>;

  pages(org: string, filter: { state?: PageState | undefined; incidentId?: string | undefined }, page: PageRequest): Promise<Page<PageRow>>;
  findPage(org: string, pageId: string): Promise<PageRow | undefined>;
  /** Acknowledges the page's incident. */
  acknowledgePage(org: string, pageId: string, comment: string | undefined, actor: string): Promise<PageRow | undefined>;
  /** Who would be paged now for an incident like this. */
  preview(org: string, incident: PagedIncident): Promise<PagePreview>;

  lookAtLink(token: string): Promise<AckLook>;
  acknowledgeByLink(token: string, comment: string | undefined): Promise<AckLook>;

  owners(org: string, filter: { q?: string | undefined; without?: boolean | undefined }, page: PageRequest): Promise<Page<OwnershipRow>>;
  importOwners(org: string, request: OwnersImportRequest, actor: string): Promise<OwnersImportRow>;
}
