// An access store in memory, for tests of the rooms that ask one.
import type { AccessStore, LinkRecord, SessionRecord, TokenRecord } from "../access-store.ts";

/** stored: everything it holds as text, to prove that no secret is among it. */
export function memoryAccess(): { store: AccessStore; tokens: Map<string, TokenRecord>; stored(): string } {
  const tokens = new Map<string, TokenRecord>();
  const sessions = new Map<string, SessionRecord>();
  const links = new Map<string, LinkRecord>();
  const change = (tokenId: string, fields: Partial<TokenRecord>): boolean => {
    const token = [...tokens.values()].find((one) => one.tokenId === tokenId);
    if (token) tokens.set(token.digest, { ...token, ...fields });
    return token !== undefined;
  };
  const store: AccessStore = {
    addToken: async (token) => { tokens.set(token.digest, token); },
    findToken: async (digest) => tokens.get(digest),
    listTokens: async () => [...tokens.values()],
    touchToken: async (_org, id, at) => { change(id, { lastUsedAt: at }); },
    revokeToken: async (_org, id, at) => change(id, { revokedAt: at }),
    addSession: async (session) => { sessions.set(session.digest, session); },
    findSession: async (digest) => sessions.get(digest),
    endSession: async (digest) => { sessions.delete(digest); },
    addLink: async (link) => { links.set(link.digest, link); },
    useLink: async (digest, at) => {
      const link = links.get(digest);
      if (!link || link.usedAt !== undefined || link.expiresAt <= at) return undefined;
      links.set(digest, { ...link, usedAt: at });
      return link;
    },
  };
  return { store, tokens, stored: () => JSON.stringify([...tokens, ...sessions, ...links]) };
}
