// The port to silences, and to what they and others held back. src/store implements it.
import type { Instant } from "../kernel/clock.ts";
import type { Page, PageRequest } from "../kernel/page.ts";
import type { Silence } from "./silence.ts";
import type { Suppression, SuppressionKind, SuppressionRow } from "./suppression.ts";

export interface KeptSilence extends Silence {
  /** When its author was told that it ends soon. */
  remindedAt: Instant | undefined;
  /** When its author was last told that it matches nothing. */
  idleToldAt: Instant | undefined;
}

export interface SuppressionFilter { by?: SuppressionKind | undefined; byId?: string | undefined; subject?: string | undefined }

export interface SilenceStore {
  /** Those that end after this, in the order of their ids. */
  silencesEndingAfter(org: string, at: Instant): Promise<KeptSilence[]>;
  findSilence(org: string, silenceId: string): Promise<KeptSilence | undefined>;
  putSilence(org: string, silence: KeptSilence): Promise<void>;
  removeSilencesBefore(at: Instant): Promise<void>;
  organisationsWithSilences(endingAfter: Instant): Promise<string[]>;
  addSuppressions(org: string, suppressions: readonly Suppression[], at: Instant): Promise<void>;
  /** Newest first. */
  listSuppressions(org: string, filter: SuppressionFilter, page: PageRequest): Promise<Page<SuppressionRow>>;
  /** When it last held something. */
  lastHeldAt(org: string, by: SuppressionKind, byId: string): Promise<Instant | undefined>;
  /** The same for all of a kind that held anything, by their ids: one question, however many there are. */
  lastHeldOf(org: string, by: SuppressionKind): Promise<ReadonlyMap<string, Instant>>;
  removeSuppressionsBefore(at: Instant): Promise<void>;
}
