// The one-time link by which the owner of a new installation comes in: 15 minutes, once.
import type { Clock, Instant } from "../kernel/clock.ts";
import { minuteMs } from "../kernel/clock.ts";
import type { AccessStore, SessionRecord } from "./access-store.ts";
import { digestOf, newSecret } from "./secrets.ts";
import type { RandomBytes } from "./secrets.ts";
import { openSession } from "./sessions.ts";

export const linkMs = 15 * minuteMs;

interface Access { store: AccessStore; clock: Clock; random?: RandomBytes }

/** The secret belongs into the path `/login/<secret>`. */
export async function makeAdminLink({ store, clock, random }: Access, org: string): Promise<{ secret: string; expiresAt: Instant }> {
  const secret = newSecret("", random);
  const createdAt = clock.now();
  await store.addLink({ digest: digestOf(secret), org, createdAt, expiresAt: createdAt + linkMs, usedAt: undefined });
  return { secret, expiresAt: createdAt + linkMs };
}

/** refused: unknown, used or expired; which of them is nobody's business but the owner's, so they are told apart nowhere. */
export type LinkAnswer = { kind: "opened"; secret: string; session: SessionRecord } | { kind: "refused" };

export async function useAdminLink(access: Access, secret: string): Promise<LinkAnswer> {
  const link = await access.store.useLink(digestOf(secret), access.clock.now());
  if (!link) return { kind: "refused" };
  return { kind: "opened", ...await openSession(access, { org: link.org, name: "admin", scopes: ["admin"] }) };
}
