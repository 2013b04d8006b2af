// Whether characters that mean something to an interpreter change what the system does: where not, the expensive probes are spared.
import type { Tools } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { canHold } from "./judged.ts";
import { skeletonOf } from "./skeleton.ts";

/** reacts: the answer differs from that to a plain word by more than the value in it. */
export interface Gate { reacts: boolean; exchange: Exchange }

/** Two requests. A value that cannot stand at the point does not react. */
export async function gate(point: Point, tools: Tools, value: string): Promise<Gate | undefined> {
  if (!canHold(point.kind, value)) return undefined;
  const exchange = await tools.at(point, value);
  const neutral = `${tools.seed.word("neutral", Math.max(6, Math.min(value.length, 40)))}`;
  const plain = await tools.at(point, neutral);
  return { reacts: skeletonOf(exchange, value) !== skeletonOf(plain, neutral), exchange };
}
