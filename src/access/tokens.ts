// API tokens: `aft_` and 43 characters, shown once, kept only as a digest.
import type { Clock, Instant } from "../kernel/clock.ts";
import { minuteMs } from "../kernel/clock.ts";
import type { Ids } from "../kernel/id.ts";
import type { AccessStore, Scope, TokenRecord } from "./access-store.ts";
import type { Principal } from "./principal.ts";
import { digestOf, isSameDigest, newSecret } from "./secrets.ts";
import type { RandomBytes } from "./secrets.ts";

/** The prefix lets secret scanners recognise a leaked token. */
export const tokenPattern = /^aft_[A-Za-z0-9_-]{43}$/;

// Characters of a token that a list may show: the prefix and four more, 24 of its 256 bits.
const shownLength = 8;
// 1 min: a write for every request would make reading as dear as writing; "last used" needs no seconds.
const touchEveryMs = minuteMs;

export interface TokenWish { org: string; name: string; scopes: readonly Scope[]; expiresAt: Instant | undefined }

/** Makes and stores a token. The secret is in this answer only; the store keeps its digest. */
export async function makeToken(
  { store, clock, ids, random }: { store: AccessStore; clock: Clock; ids: Ids; random?: RandomBytes },
  wish: TokenWish,
): Promise<{ token: TokenRecord; secret: string }> {
  const secret = newSecret("aft_", random);
  const token: TokenRecord = {
    ...wish, tokenId: ids.next("tok"), digest: digestOf(secret), prefix: secret.slice(0, shownLength),
    createdAt: clock.now(), lastUsedAt: undefined, revokedAt: undefined,
  };
  await store.addToken(token);
  return { token, secret };
}

export type TokenAnswer = { kind: "known"; principal: Principal } | { kind: "unknown" } | { kind: "expired" } | { kind: "revoked" };

/** Who this token is; text that cannot be a token never reaches the store. */
export async function principalOfToken({ store, clock }: { store: AccessStore; clock: Clock }, secret: string): Promise<TokenAnswer> {
  if (!tokenPattern.test(secret)) return { kind: "unknown" };
  const digest = digestOf(secret);
  const token = await store.findToken(digest);
  if (!token || !isSameDigest(token.digest, digest)) return { kind: "unknown" };
  const now = clock.now();
  if (token.revokedAt !== undefined) return { kind: "revoked" };
  if (token.expiresAt !== undefined && token.expiresAt <= now) return { kind: "expired" };
  if (token.lastUsedAt === undefined || now - token.lastUsedAt >= touchEveryMs) await store.touchToken(token.org, token.tokenId, now);
  return { kind: "known", principal: { via: "token", org: token.org, name: token.name, actor: `token:${token.name}`, scopes: token.scopes } };
}
