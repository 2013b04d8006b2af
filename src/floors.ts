// The architecture as data: a room imports only rooms on lower floors, type imports included.

/** Ground first. Rooms on one floor never import each other; a room not listed may import nothing. */
export const floors = [
  ["kernel"],
  ["ledger", "versions"],
  ["inventory", "advisories", "notify", "access"],
  ["findings"],
  ["matching", "runtime", "dast", "drift"],
  ["incidents"],
  ["feedback", "metrics"],
  ["evidence"],
  ["store"],
  ["app", "contract"],
  ["api", "cli"],
] as const;

/** A plug-in imports kernel, lower rooms, its family's contract file and its own folder; never a sibling. */
export const families = [
  { folder: "versions/schemes", contract: "versions/scheme.ts" },
  { folder: "advisories/feeds", contract: "advisories/feed.ts" },
  { folder: "inventory/sbom", contract: "inventory/sbom-format.ts" },
  { folder: "inventory/extractors", contract: "inventory/extractor.ts" },
  { folder: "notify/channels", contract: "notify/channel.ts" },
  { folder: "metrics/measures", contract: "metrics/measure.ts" },
] as const;
