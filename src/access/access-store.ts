// What access asks of a store: tokens, sessions and one-time links, kept only as digests.
import type { Instant } from "../kernel/clock.ts";

export const scopes = ["read", "write", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** digest: SHA-256 of the secret; the secret itself is never stored. prefix: its first characters, to tell tokens apart. */
export interface TokenRecord {
  tokenId: string; org: string; name: string; scopes: readonly Scope[]; digest: string; prefix: string;
  createdAt: Instant; expiresAt: Instant | undefined; lastUsedAt: Instant | undefined; revokedAt: Instant | undefined;
}
export interface SessionRecord { digest: string; org: string; name: string; scopes: readonly Scope[]; createdAt: Instant; expiresAt: Instant }
export interface LinkRecord { digest: string; org: string; createdAt: Instant; expiresAt: Instant; usedAt: Instant | undefined }

export interface AccessStore {
  addToken(token: TokenRecord): Promise<void>;
  findToken(digest: string): Promise<TokenRecord | undefined>;
  listTokens(org: string): Promise<readonly TokenRecord[]>;
  touchToken(org: string, tokenId: string, at: Instant): Promise<void>;
  /** false when there is no such token. */
  revokeToken(org: string, tokenId: string, at: Instant): Promise<boolean>;
  addSession(session: SessionRecord): Promise<void>;
  findSession(digest: string): Promise<SessionRecord | undefined>;
  endSession(digest: string): Promise<void>;
  addLink(link: LinkRecord): Promise<void>;
  /** Marks the link used; undefined when it is unknown, used or expired. One caller wins. */
  useLink(digest: string, at: Instant): Promise<LinkRecord | undefined>;
}
