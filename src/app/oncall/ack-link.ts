// Acknowledging from a message: a signed link names the page and who was told; opening it changes nothing, its form does.
import { incidentName, isOver } from "../../incidents/incident.ts";
import type { Page } from "../../incidents/oncall/page.ts";
import { dayMs, secondMs } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import type { AckLook } from "./oncall-desk.ts";
import { ensureTokenKey, readToken, signToken } from "./signed-token.ts";

// Long enough for a weekend; a page that still runs then sends new ones.
const goodForMs = 3 * dayMs;

/** Holds organisation, incident, page, recipient and expiry. The page binds it to this episode: one of an earlier page does nothing for a later one. */
export async function ackUrl({ publicUrl, clock }: Pick<LoopContext, "publicUrl" | "clock">, ports: Pick<Ports, "settings">, org: string, { pageId, incidentId }: Pick<Page, "pageId" | "incidentId">, recipient: string): Promise<string> {
  const key = await ensureTokenKey(ports, org, "ack", clock.now());
  const token = signToken(key, "ack", [org, incidentId, pageId, recipient, Math.floor((clock.now() + goodForMs) / secondMs)]);
  return `${publicUrl}/ack/${token}`;
}

export interface AckClaim { org: string; incidentId: string; pageId: string; recipient: string }
export type AckRead = { kind: "good"; claim: AckClaim } | { kind: "refused"; why: "forged" | "expired" };

export async function readAckToken({ store, clock }: Pick<LoopContext, "store" | "clock">, token: string): Promise<AckRead> {
  const [org, incidentId, pageId, recipient, until] = await readToken(store.read, "ack", token) ?? [];
  if (typeof org !== "string" || typeof incidentId !== "string" || typeof pageId !== "string" || typeof recipient !== "string" || typeof until !== "number") return { kind: "refused", why: "forged" };
  return until * secondMs <= clock.now() ? { kind: "refused", why: "expired" } : { kind: "good", claim: { org, incidentId, pageId, recipient } };
}

/** What the link leads to now. */
export async function lookAt({ store }: Pick<LoopContext, "store">, { org, incidentId, pageId, recipient }: AckClaim): Promise<AckLook> {
  const page = await store.read.oncall.findPage(org, pageId);
  const incident = (await store.read.incidents.load(org, [incidentId])).get(incidentId);
  if (!page || !incident || page.incidentId !== incidentId) return { kind: "refused", why: "forged" };
  const about = { incidentId, name: incidentName(incident), title: incident.title, severity: incident.severity, services: incident.services };
  if (page.state === "acknowledged") return { kind: "done", recipient, incident: about, by: page.endedBy ?? "somebody", at: page.endedAt ?? page.startedAt };
  if (page.state === "ended" || isOver(incident.phase)) return { kind: "refused", why: "over" };
  return { kind: "open", recipient, incident: about, startedAt: page.startedAt };
}
