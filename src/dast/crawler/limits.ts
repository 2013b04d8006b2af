// Limits of a crawl: each is a number a person may change, and each that was reached is told.

export interface CrawlLimits {
  requests: number;
  routes: number;
  /** Clicks from the start. */
  depth: number;
  /** Requests to one template with the same parameter names; more while the answers keep showing new kinds of page. */
  samples: number;
  mostSamples: number;
  /** Paths in one folder. */
  folder: number;
  /** Pages of one shape that lead to each other: calendars, mazes. */
  chain: number;
  /** What waits to be requested. */
  waiting: number;
}

export const crawlLimits: CrawlLimits = { requests: 20_000, routes: 20_000, depth: 25, samples: 5, mostSamples: 60, folder: 5000, chain: 25, waiting: 100_000 };
