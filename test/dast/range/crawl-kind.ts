// A kind of link: the page that names a target in one way, and the request that proves the target found.

/** page: the answer that names the target; asked: whether a request is the one that proves the target found. */
export interface CrawlKind { kind: string; page(target: string, word: string): CrawlAnswer; /** Beyond the path: method and body of the request that must come. */ asked?(request: SeenCrawl): boolean; extension?: string }
export interface CrawlAnswer { status?: number; headers?: Readonly<Record<string, string | string[]>>; body?: string | Uint8Array; /** More places: below the page's own path. */ also?: Readonly<Record<string, CrawlAnswer>> }
export interface SeenCrawl { method: string; path: string; query: string; body: string }
