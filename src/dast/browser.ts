// The browser port: crawls pages that are made by scripts, and proves that a script would run. Implemented in browser/ with the system's Chromium.
import type { TestRequest } from "./exchange.ts";
import type { Route, SocketRoute } from "./route.ts";
import type { Session } from "./session.ts";

/** What happened when a page was loaded with a marker in it. how: "call", "dialog", "navigation", "property". */
export interface Execution { how: string; frame: string; after: "load" | "interaction" }

/** What the crawl of one page gave. unseen: what could not be looked at, in words. */
export interface PageView { url: string; title: string; routes: readonly Route[]; sockets: readonly SocketRoute[]; states: number; unseen: readonly string[] }

export interface BrowserCrawl {
  session: Session;
  /** Operate the page: click, type, hover, scroll. Without it only what loads by itself is seen. */
  interact: boolean;
  /** Requests that are not in this list are captured as routes and answered by us, never sent: production sends GET, HEAD, OPTIONS. */
  methods: readonly string[];
  maxStates: number;
  maxMs: number;
}

/** Every request of every page goes through the scan's traffic: scope, budget, words and the log hold for it too. */
export interface Browser {
  crawl(url: string, options: BrowserCrawl): Promise<PageView>;
  /**
   * Loads the request as a page of its own and says whether the marker ran. A marker is a call of the global function
   * `token` names (any way: `token()`, `window[token]`), a dialog with the token in it, or a request to a URL that has it.
   * interact: hover, focus and click what is there, for handlers.
   */
  executes(request: TestRequest, token: string, options: { session: Session; interact: boolean; timeoutMs: number; fragment?: string }): Promise<Execution | undefined>;
  /** Loads the request as a page and gives the JSON value of an expression, after scripts have run; undefined when it throws. */
  evaluates(request: TestRequest, expression: string, options: { session: Session; timeoutMs: number; fragment?: string }): Promise<unknown>;
  /** The document after scripts have run. */
  rendered(request: TestRequest, options: { session: Session; timeoutMs: number; fragment?: string }): Promise<string | undefined>;
  close(): Promise<void>;
}
