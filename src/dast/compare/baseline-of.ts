// The baseline of a route from its answers to one unchanged request: its usual speed, and what of it stays the same.
import type { Exchange, Reply } from "../exchange.ts";
import type { Baseline } from "./baseline.ts";
import { partsOf, stableParts } from "./parts.ts";

/** Undefined when fewer than two answered, or when they do not agree on the status: then there is nothing to compare with. */
export function baselineOf(exchanges: readonly Exchange[]): Baseline | undefined {
  const replies = exchanges.flatMap(({ reply }) => reply ?? []);
  const [first] = replies;
  if (first === undefined || replies.length < 2 || replies.length < exchanges.length || replies.some(({ status }) => status !== first.status)) return undefined;
  const headMs = median(replies.map((reply) => reply.headMs));
  return {
    exchanges, status: first.status, headMs, spreadMs: median(replies.map((reply) => Math.abs(reply.headMs - headMs))),
    parts: stableParts(replies.map((reply: Reply) => partsOf(reply))), sizeBytes: median(replies.map(({ sizeBytes }) => sizeBytes)),
  };
}

/** The middle one; the mean of the middle two; 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] ?? 0 : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
