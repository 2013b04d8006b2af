// The self-test of sources: each gets a canary in its own format, through the same intake as its events; and silence is told.
import { randomBytes } from "node:crypto";
import { dayMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { toIso } from "../../kernel/clock.ts";
import { canaryMark } from "../../runtime/canary.ts";
import { decoders } from "../../runtime/decoders/index.ts";
import { isSilent } from "../../runtime/event-source.ts";
import type { EventSource } from "../../runtime/event-source.ts";
import type { Signal } from "../../incidents/signal.ts";
import type { Ports } from "../../store/store.ts";
import { raiseSignals } from "../incidents/incidents.ts";
import type { LoopContext } from "../loop/context.ts";
import type { EventReceipt, EventPush } from "./receive-events.ts";

const canaryEveryMs = 5 * minuteMs;
// A source nobody has heard of for a week has gone; it is shown as stale and asked no more.
const forgottenAfterMs = 7 * dayMs;

/** Sends a canary to every source whose last one is old enough; answers how many were sent. */
export async function sendCanaries(context: LoopContext, receive: (org: string, push: EventPush) => Promise<EventReceipt>, org: string, everyMs = canaryEveryMs): Promise<number> {
  const { store, clock } = context;
  const due = (await store.read.detections.listSources(org)).filter(({ canarySentAt, lastAt }) => clock.now() - lastAt < forgottenAfterMs && (canarySentAt === undefined || clock.now() - canarySentAt >= everyMs));
  for (const source of due) await sendOne(context, receive, org, source);
  return due.length;
}

async function sendOne({ store, clock }: LoopContext, receive: (org: string, push: EventPush) => Promise<EventReceipt>, org: string, source: EventSource): Promise<void> {
  const decoder = decoders.find(source.decoder);
  if (!decoder) return;
  const token = randomBytes(16).toString("hex");
  const now = clock.now();
  await store.write(async (ports) => {
    const current = (await ports.detections.listSources(org)).find(({ sourceId }) => sourceId === source.sourceId) ?? source;
    await ports.detections.putSources(org, [{ ...current, canaryToken: token, canarySentAt: now }]);
  });
  const body = Buffer.from(decoder.canary(`${canaryMark}${token}`, now));
  await receive(org, { decoder: source.decoder, source: source.name, chunks: chunksOf(body), host: undefined, settings: {}, isCanary: true });
}

async function* chunksOf(body: Uint8Array): AsyncIterable<Uint8Array> { yield body; }

/** Sources that fell silent, or are heard again: told as facts and as signals of a blind source. */
export async function watchSources(context: LoopContext, org: string): Promise<readonly EventSource[]> {
  const now = context.clock.now();
  const candidates = (await context.store.read.detections.listSources(org)).filter((source) => isSilent(source, now) && source.staleSince === undefined);
  if (candidates.length === 0) return [];
  const fallen = await context.store.write((ports) => markStale(context, ports, org, now));
  if (fallen.length > 0) context.committed();
  return fallen;
}

async function markStale(context: LoopContext, ports: Ports, org: string, now: Instant): Promise<EventSource[]> {
  const fallen = (await ports.detections.listSources(org)).filter((source) => isSilent(source, now) && source.staleSince === undefined).map((source) => ({ ...source, staleSince: now }));
  await ports.detections.putSources(org, fallen);
  await ports.ledger.append(org, fallen.map((source) => ({ kind: "source.silent", subject: source.sourceId, actor: "runtime", body: { decoder: source.decoder, name: source.name, lastAt: source.lastAt } })));
  await raiseSignals(context, ports, org, fallen.map((source) => blindSignal(source, now, false)), "runtime");
  return fallen;
}

/** A source that is heard again ends its signal. */
export const blindSignal = ({ sourceId, name, decoder, lastAt }: EventSource, at: Instant, ended: boolean): Signal => ({
  kind: "detection", ref: `source:${sourceId}`, title: `${name} (${decoder}) fell silent`, severity: "high", at, entities: [{ kind: "source", value: sourceId }], services: [], owner: undefined, environments: [],
  tactics: [], opens: "blind-source", because: `nothing came from it since ${toIso(lastAt)}: what happens there is not seen`, ended, cause: `source:${sourceId}`,
});
