// The range in a process of its own: tells its origin and cases, and on request what it was asked; ends with its parent.
import { parseArgs } from "node:util";
import { openWholeRange } from "../../dast/range/whole.ts";
import type { ExpectedCase } from "../../dast/range/whole.ts";

export interface RangeOpened { origin: string; origins: readonly string[]; expected: readonly ExpectedCase[] }
/** How many requests came so far. */
export interface RangeSeen { requests: number }

const { values } = parseArgs({ options: { seed: { type: "string" }, check: { type: "string" } } });
const { origin, origins, expected, seen } = await openWholeRange({ seed: values.seed ?? "bench", checks: values.check === undefined ? [] : values.check.split(",") });

process.on("message", () => { process.send?.({ requests: [...seen().values()].reduce((sum, count) => sum + count, 0) } satisfies RangeSeen); });
process.once("disconnect", () => { process.exit(0); });
process.send?.({ origin, origins, expected } satisfies RangeOpened);
