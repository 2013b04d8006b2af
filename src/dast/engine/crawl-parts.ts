// What the phase of the crawl works with.
import type { Browser } from "../browser.ts";
import type { Profile } from "../profile.ts";
import type { Route, SocketRoute } from "../route.ts";
import type { ScanSpec } from "../scan.ts";
import type { Session } from "../session.ts";
import type { Traffic } from "../traffic/traffic.ts";
import type { Journal } from "./journal.ts";
import type { KnownRoutes } from "./known-routes.ts";

export interface CrawlPhase {
  spec: ScanSpec; profile: Profile; traffic: Traffic; browser: Browser | undefined; session: Session; routes: KnownRoutes; journal: Journal;
  /** Ids of routes at which there is nothing to test: not found, pictures and fonts. */
  gone: Set<string>;
  /** Routes from descriptions, traffic and an earlier part of the crawl. */
  known: readonly Route[]; signal: AbortSignal;
  found(route: Route): void; socket(socket: SocketRoute): void; note(text: string): void; step(at: string): void;
}
