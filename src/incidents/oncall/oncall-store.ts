// What on-call asks of a store: the document's versions, overrides, pages, and where owners came from.
import type { Instant } from "../../kernel/clock.ts";
import type { Page as ListPage, PageRequest } from "../../kernel/page.ts";
import type { Page, PageState } from "./page.ts";
import type { Override } from "./shift.ts";

export interface DocumentRow { version: number; text: string; writtenAt: Instant; writtenBy: string }
/** An owner that an import set. source: "import:FILE:LINE". */
export interface OwnerSource { serviceId: string; owner: string; source: string; at: Instant; actor: string }
export interface OwnedService { serviceId: string; name: string; owner: string | undefined; source: OwnerSource | undefined }

export interface OncallStore {
  /** The newest version. */
  findDocument(org: string): Promise<DocumentRow | undefined>;
  addDocument(org: string, row: DocumentRow): Promise<void>;

  findOverride(org: string, overrideId: string): Promise<Override | undefined>;
  putOverride(org: string, override: Override): Promise<void>;
  /** Those that touch [from, to), in the order they were made; removed ones with `removed`. */
  overridesBetween(org: string, schedule: string | undefined, from: Instant, to: Instant, options?: { removed?: boolean }): Promise<readonly Override[]>;
  listOverrides(org: string, filter: { schedule?: string | undefined; removed?: boolean | undefined }, page: PageRequest): Promise<ListPage<Override>>;

  findPage(org: string, pageId: string): Promise<Page | undefined>;
  /** Saves the page; of `told` only what was not there is added. */
  putPage(org: string, page: Page): Promise<void>;
  /** Oldest first. */
  pagesOf(org: string, incidentId: string): Promise<readonly Page[]>;
  /** Newest first. */
  listPages(org: string, filter: { state?: PageState | undefined; incidentId?: string | undefined }, page: PageRequest): Promise<ListPage<Page>>;
  /** Running pages of every organisation whose next step is due, or planned for later than any step waits; those due longest first. */
  duePages(now: Instant, limit: number): Promise<readonly { org: string; pageId: string }[]>;
  nextPageAt(): Promise<Instant | undefined>;

  /** Every service by name, with where its owner came from. */
  ownedServices(org: string): Promise<readonly OwnedService[]>;
  listOwned(org: string, filter: { q?: string | undefined; without?: boolean | undefined }, page: PageRequest): Promise<ListPage<OwnedService>>;
  putOwnerSources(org: string, rows: readonly OwnerSource[]): Promise<void>;
}
