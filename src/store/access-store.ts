// The store of tokens, sessions and one-time links: digests only.
import type { AccessStore, LinkRecord, Scope, SessionRecord, TokenRecord } from "../access/access-store.ts";
import type { Tx } from "./bulk.ts";
import type { AdminLinkTable, SessionTable, TokenTable } from "./tables.ts";

export function accessStore(tx: Tx): AccessStore {
  const { db } = tx;
  return {
    addToken: async (token) => { await db.insertInto("token").values(tokenRow(token)).execute(); },
    // The digest is the only thing a caller brings, so these look-ups cannot begin with an organisation: they find it.
    findToken: async (digest) => {
      const row = await db.selectFrom("token").selectAll().where("digest", "=", digest).executeTakeFirst();
      return row && tokenFrom(row);
    },
    listTokens: async (org) => (await db.selectFrom("token").selectAll().where("org_id", "=", org).orderBy("created_at", "desc").orderBy("token_id", "desc").execute()).map(tokenFrom),
    touchToken: async (org, tokenId, at) => { await db.updateTable("token").set({ last_used_at: at }).where("org_id", "=", org).where("token_id", "=", tokenId).execute(); },
    revokeToken: (org, tokenId, at) => revokeToken(tx, org, tokenId, at),
    addSession: async ({ digest, org, name, scopes, createdAt, expiresAt }) => {
      await db.insertInto("session").values({ org_id: org, digest, name, scopes: scopes.join(" "), created_at: createdAt, expires_at: expiresAt }).execute();
    },
    findSession: async (digest) => {
      const row = await db.selectFrom("session").selectAll().where("digest", "=", digest).executeTakeFirst();
      return row && sessionFrom(row);
    },
    endSession: async (digest) => { await db.deleteFrom("session").where("digest", "=", digest).execute(); },
    addLink: async ({ digest, org, createdAt, expiresAt, usedAt }) => {
      await db.insertInto("admin_link").values({ org_id: org, digest, created_at: createdAt, expires_at: expiresAt, used_at: usedAt ?? null }).execute();
    },
    // One statement: of two callers with one link, the database lets one update the row.
    useLink: async (digest, at) => {
      const row = await db.updateTable("admin_link").set({ used_at: at }).where("digest", "=", digest).where("used_at", "is", null).where("expires_at", ">", at).returningAll().executeTakeFirst();
      return row && linkFrom(row);
    },
  };
}

/** A token stays revoked since when it first was. */
async function revokeToken({ db }: Tx, org: string, tokenId: string, at: number): Promise<boolean> {
  const found = await db.selectFrom("token").select("revoked_at").where("org_id", "=", org).where("token_id", "=", tokenId).executeTakeFirst();
  if (found && found.revoked_at === null) await db.updateTable("token").set({ revoked_at: at }).where("org_id", "=", org).where("token_id", "=", tokenId).execute();
  return found !== undefined;
}

const tokenRow = (token: TokenRecord): TokenTable => ({
  org_id: token.org, token_id: token.tokenId, name: token.name, scopes: token.scopes.join(" "), digest: token.digest, prefix: token.prefix,
  created_at: token.createdAt, expires_at: token.expiresAt ?? null, last_used_at: token.lastUsedAt ?? null, revoked_at: token.revokedAt ?? null,
});
const scopesFrom = (text: string): Scope[] => text.split(" ").filter(Boolean) as Scope[];
const tokenFrom = (row: TokenTable): TokenRecord => ({
  tokenId: row.token_id, org: row.org_id, name: row.name, scopes: scopesFrom(row.scopes), digest: row.digest, prefix: row.prefix,
  createdAt: row.created_at, expiresAt: row.expires_at ?? undefined, lastUsedAt: row.last_used_at ?? undefined, revokedAt: row.revoked_at ?? undefined,
});
const sessionFrom = (row: SessionTable): SessionRecord => ({ digest: row.digest, org: row.org_id, name: row.name, scopes: scopesFrom(row.scopes), createdAt: row.created_at, expiresAt: row.expires_at });
const linkFrom = (row: AdminLinkTable): LinkRecord => ({ digest: row.digest, org: row.org_id, createdAt: row.created_at, expiresAt: row.expires_at, usedAt: row.used_at ?? undefined });
