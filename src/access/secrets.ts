// Secrets of access: made from 32 random bytes, kept as SHA-256, compared in constant time.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

export type RandomBytes = (size: number) => Uint8Array;

/** 32 bytes = 43 base64url characters: enough that a plain SHA-256 needs no salt and no slow hash. */
export const newSecret = (prefix: string, random: RandomBytes = randomBytes): string =>
  `${prefix}${Buffer.from(random(32)).toString("base64url")}`;

export const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Takes as long for a near miss as for a far one; digests have one length. */
export function isSameDigest(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, "hex"), Buffer.from(b, "hex")];
  return left.length === right.length && timingSafeEqual(left, right);
}
