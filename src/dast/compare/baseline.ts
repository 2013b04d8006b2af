// A baseline: how a route answers without any attack, and what of that answer changes by itself.
import type { Exchange } from "../exchange.ts";

export interface Baseline {
  /** At least two, the first ones asked. */
  exchanges: readonly Exchange[];
  status: number;
  /** Median time to the head of the answer, and how far it strays (median absolute deviation), ms. */
  headMs: number;
  spreadMs: number;
  /** The parts of the body that stayed the same, as a comparator of compare/ made them. */
  parts: readonly string[];
  sizeBytes: number;
}
