// Edits of incidents: who makes them, and upon which version.
import { Fault } from "../kernel/fault.ts";
import { isIfMatchMet } from "./etags.ts";
import { found } from "./found.ts";
import type { Call } from "./route.ts";

/** Of the detail: its version counts what people and escalations changed, not the signals that come and go. */
export const stateEdited = ({ incident }: Record<string, unknown>): unknown => versionOf(incident);

const versionOf = (incident: unknown): unknown => ({ id: (incident as { id: string }).id, version: (incident as { version: number }).version });

/** With If-Match, the version that was read; the change itself checks it once more. Throws request.stale. */
export async function byOf({ app, org, actor, request }: Pick<Call, "app" | "org" | "actor" | "request">, id: string): Promise<{ actor: string; version?: number }> {
  const ifMatch = request.headers["if-match"];
  if (ifMatch === undefined) return { actor };
  const incident = found(await app.incidents.find(org, id), "incident", id);
  if (!isIfMatchMet(ifMatch, versionOf(incident))) throw new Fault("request.stale");
  return { actor, version: incident.version };
}
