// Quiet hours: what the shop's services do when nobody attacks them, so that what is unusual can be told from it.
import { hourMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { Execution, Request, Running } from "./runtime-senders.ts";
import { spread } from "./runtime-senders.ts";

export const fleet = {
  storefront: { service: "storefront-web", version: "1.6.0", place: "prod-eu" },
  orders: { service: "orders-service", version: "7.1.0", place: "prod-eu" },
  catalog: { service: "catalog-api", version: "2025.11", place: "prod-eu" },
  search: { service: "search-api", version: "1.14.0", place: "prod-eu" },
  loyalty: { service: "loyalty-api", version: "0.4.0", place: "partner-edge" },
  media: { service: "media-ingest", version: "5.2.0", place: "batch" },
  admin: { service: "admin-console", version: "7.3.0", place: "backoffice" },
} as const satisfies Record<string, Running>;

const paths: Readonly<Record<string, readonly string[]>> = {
  "storefront-web": ["/", "/books/9783161484100", "/books/9780306406157", "/basket", "/static/app.9f2c.js", "/author/le-guin", "/login"],
  "orders-service": ["/orders/48213", "/orders/48214", "/orders?page=2", "/health"],
  "catalog-api": ["/v1/books?author=le-guin", "/v1/books/9783161484100", "/v1/prices?currency=EUR", "/health"],
  "search-api": ["/search?q=earthsea", "/search?q=the+left+hand+of+darkness", "/suggest?q=ear", "/health"],
  "loyalty-api": ["/members/1007/points", "/members/1013/points", "/rewards?tier=gold", "/health"],
};

const readers = ["198.51.100.14", "198.51.100.27", "198.51.100.91", "192.0.2.44", "192.0.2.163", "192.0.2.201"];
const webFleet: readonly Running[] = [fleet.storefront, fleet.orders, fleet.catalog, fleet.search, fleet.loyalty];

const requestsOf = (of: Running, hour: Instant, count: number): Request[] => spread(hour, hourMs, count).map((at, index) => {
  const known = paths[of.service] ?? ["/"];
  const path = known[index % known.length] ?? "/";
  return { at, from: readers[(index * 5) % readers.length] ?? "192.0.2.1", path, status: index % 17 === 16 ? 304 : 200, bytes: 300 + 37 * (index % 11) };
});

export const quietRequests = (hour: Instant): { of: Running; requests: Request[] }[] => webFleet.map((of) => ({ of, requests: requestsOf(of, hour, 16) }));

/** One hour of programs: the runtime, its workers, a probe. media: the release that does the work in that hour. */
export const quietExecutions = (hour: Instant, media: Running): Execution[] => [
  ...spread(hour, hourMs, 24).map((at, index): Execution => ({ of: media, at, user: 1004, ...(index % 6 === 5 ? { binary: "/usr/bin/stat", words: "/tmp/ready" } : { binary: "/usr/bin/ffmpeg", words: `-i in-${index}.mov -vf scale=640:-1 out.webp`, parent: "/usr/local/bin/python3" }) })),
  ...spread(hour, hourMs, 6).map((at): Execution => ({ of: fleet.loyalty, at, user: 1002, binary: "/usr/local/bin/node", words: "worker.js" })),
  ...spread(hour, hourMs, 4).map((at): Execution => ({ of: fleet.search, at, binary: "/opt/java/bin/java", words: "-jar search.jar --rotate" })),
];
