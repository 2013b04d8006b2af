// Who is asking: a person with a session or a program with a token, and what they may do.
import type { Scope } from "./access-store.ts";

/** actor: how the ledger names them ("token:ci", "session:admin"). */
export interface Principal { via: "token" | "session"; org: string; name: string; actor: string; scopes: readonly Scope[] }

const rank: Record<Scope, number> = { read: 0, write: 1, admin: 2 };

/** read < write < admin: a higher scope holds the lower ones. */
export const mayDo = (principal: Pick<Principal, "scopes">, needed: Scope): boolean =>
  principal.scopes.some((scope) => rank[scope] >= rank[needed]);
