// Sessions of the console: 12 hours, kept only as a digest.
import type { Clock } from "../kernel/clock.ts";
import { hourMs } from "../kernel/clock.ts";
import type { AccessStore, Scope, SessionRecord } from "./access-store.ts";
import type { Principal } from "./principal.ts";
import { digestOf, isSameDigest, newSecret } from "./secrets.ts";
import type { RandomBytes } from "./secrets.ts";

/** A working day and a little; nothing renews it. */
export const sessionMs = 12 * hourMs;

interface Access { store: AccessStore; clock: Clock; random?: RandomBytes }

/** Opens a session. The secret goes into the cookie and nowhere else. */
export async function openSession({ store, clock, random }: Access, who: { org: string; name: string; scopes: readonly Scope[] }): Promise<{ session: SessionRecord; secret: string }> {
  const secret = newSecret("", random);
  const createdAt = clock.now();
  const session = { ...who, digest: digestOf(secret), createdAt, expiresAt: createdAt + sessionMs };
  await store.addSession(session);
  return { session, secret };
}

/** Who this session is; undefined when it is unknown, ended or over. */
export async function principalOfSession({ store, clock }: Access, secret: string): Promise<Principal | undefined> {
  const digest = digestOf(secret);
  const session = await store.findSession(digest);
  if (!session || !isSameDigest(session.digest, digest) || session.expiresAt <= clock.now()) return undefined;
  return { via: "session", org: session.org, name: session.name, actor: `session:${session.name}`, scopes: session.scopes };
}

export const closeSession = ({ store }: Pick<Access, "store">, secret: string): Promise<void> => store.endSession(digestOf(secret));
