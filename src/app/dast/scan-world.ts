// The outside of a scan on this machine: names, time and memory.
import { lookup, resolveTxt } from "node:dns/promises";
import type { ScanWorld } from "../../dast/engine/parts.ts";

/** TXT records that cannot be had are none: then the other ways of authorisation are asked. */
export const machineWorld: Pick<ScanWorld, "elapsedMs" | "memoryBytes" | "resolve" | "resolveTxt"> = {
  elapsedMs: () => performance.now(),
  memoryBytes: () => process.memoryUsage().rss,
  resolve: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
  resolveTxt: (name) => resolveTxt(name).then((records) => records.map((parts) => parts.join("")), () => []),
};
