// Ids: prefixed ULIDs for things (`fnd_01J...`), digests for content.
import { hash, randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";

// Crockford's base 32: no I, L, O, U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Makes ids. Passed in, so that a replay can make the same ones. */
export interface Ids { next(prefix: string): string }

/** Ids whose text order is the order of their making (ULID: 48 bits of time, 80 of chance, monotonic within a millisecond). */
export function createIds(clock: Clock, random: (size: number) => Uint8Array = randomBytes): Ids {
  let lastAt = -1;
  let tail = 0n;
  return {
    next(prefix) {
      const at = Math.max(clock.now(), lastAt);
      tail = at === lastAt ? tail + 1n : BigInt(`0x${Buffer.from(random(10)).toString("hex")}`) >> 1n;
      lastAt = at;
      return `${prefix}_${base32(BigInt(at), 10)}${base32(tail, 16)}`;
    },
  };
}

/** Ids that count up: for tests and replays that compare whole outputs. */
export function countingIds(): Ids {
  let last = 0n;
  return { next: (prefix) => `${prefix}_${base32(++last, 26)}` };
}

function base32(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest >>= 5n) text = alphabet[Number(rest & 31n)] + text;
  return text;
}

/** `sha256:<hex>` of bytes or text. */
export const sha256 = (content: string | Uint8Array): string => `sha256:${hash("sha256", content, "hex")}`;

/** An id made from parts: the same parts give the same id. Parts are length-prefixed, so ("ab","c") is not ("a","bc"). */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  const digest = hash("sha256", parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(""), "hex");
  return `${prefix}_${base32(BigInt(`0x${digest.slice(0, 34)}`) >> 6n, 26)}`;
}
