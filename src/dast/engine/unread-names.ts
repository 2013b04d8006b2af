// Names of parameters as points: an application that answers alike to any name does not use it, and nothing can be put in there.
import { comparatorFor } from "../compare/answer.ts";
import type { Point } from "../point.ts";
import type { Tools } from "../check.ts";
import { withValue } from "../points/points.ts";

/**
 * Whether the application makes nothing of this name: it answers alike to a made-up one and to one with quotes and brackets. Two
 * requests for each name, instead of a hundred by all checks. What changes by itself, or refuses the odd name, counts as read.
 */
export async function isUnreadName(point: Point, { send, baseline, seed }: Pick<Tools, "send" | "baseline" | "seed">): Promise<boolean> {
  const usual = await baseline(point.route);
  if (usual === undefined) return false;
  const { lookOf } = comparatorFor(usual);
  const plain = lookOf(await send(withValue(point, seed.word("unread/plain", 7))));
  const odd = lookOf(await send(withValue(point, `${seed.word("unread/odd", 7)}'"\\<(`)));
  return plain !== undefined && plain === odd;
}
