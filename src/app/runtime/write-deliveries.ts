// One transaction of ingest: events observed, hits placed and recorded, senders, hours and memories kept.
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { canaryRuleId, canaryToken } from "../../runtime/canary.ts";
import type { HourCell } from "../../runtime/detection-store.ts";
import { heard, newSource } from "../../runtime/event-source.ts";
import type { EventSource } from "../../runtime/event-source.ts";
import { levels } from "../../runtime/event.ts";
import type { Level, RuntimeEvent } from "../../runtime/event.ts";
import type { Placement } from "../../runtime/placement.ts";
import type { Ports } from "../../store/store.ts";
import { raiseSignals } from "../incidents/incidents.ts";
import type { LoopContext } from "../loop/context.ts";
import { blindSignal } from "./canaries.ts";
import type { Exceptions } from "./exceptions.ts";
import type { Counted, Delivery } from "./intake.ts";
import { recordHits } from "./record-hits.ts";
import type { EvidenceOf, Found, Recorded, WhyOf } from "./record-hits.ts";
import type { Watch } from "./watch.ts";

export interface Writing { context: LoopContext; org: string; watch: Watch; exceptions: Exceptions; evidenceOf: EvidenceOf; whyOf: WhyOf }

const rowsForgotten = 5000;

interface Seen { event: RuntimeEvent; placement: Placement }
interface Observed { found: Found[]; /** Of which delivery each hit is. */ of: number[]; seen: Seen[]; canaries: Map<string, string> }

/** Observes, then writes; the caller throws the watch away when this fails. */
export async function writeDeliveries(writing: Writing, deliveries: readonly Delivery[]): Promise<readonly Counted[]> {
  const { context, org, watch } = writing;
  const observed = observeAll(writing, deliveries);
  const changes = watch.take();
  // The standing tick, not each request, pays for the sweeping.
  const mayForget = deliveries.some(({ events, rejects }) => events.length + rejects.length === 0);
  const { isNews, ...recorded } = await context.store.write(async (ports) => {
    const answer = await recordHits({ context, ports, org, evidenceOf: writing.evidenceOf, whyOf: writing.whyOf }, observed.found);
    await ports.detections.remember(org, changes);
    if (mayForget) await ports.detections.forgetDue(org, watch.neededFrom(context.clock.now()), rowsForgotten);
    await ports.detections.addHours(org, cellsOf(observed, answer));
    const sources = new Map((await ports.detections.findSources(org, deliveries.map(({ decoder, source }) => sourceIdOf(decoder, source)))).map((source) => [source.sourceId, source]));
    const isHeardAgain = await keepSources(writing, ports, sources, sourcesAfter(sources, deliveries, countsOf(observed, answer, deliveries.length), context.clock.now()));
    await writing.exceptions.countHits(ports, org, observed.found, answer);
    return { ...answer, isNews: isHeardAgain || answer.opened.length > 0 };
  });
  if (isNews) context.committed();
  await noteCanaries(context, org, deliveries, observed);
  return countsOf(observed, recorded, deliveries.length);
}

function observeAll({ watch, exceptions, context }: Writing, deliveries: readonly Delivery[]): Observed {
  const observed: Observed = { found: [], of: [], seen: [], canaries: new Map() };
  const now = context.clock.now();
  for (const [delivery, { events, source, decoder, isCanary }] of deliveries.entries()) {
    for (const event of events) {
      const { placement, hits } = watch.observe(event, { isCanary });
      if (!isCanary) observed.seen.push({ event, placement });
      for (const hit of hits) {
        if (hit.ruleId === canaryRuleId) observed.canaries.set(sourceIdOf(decoder, source), canaryToken(event.fields) ?? "");
        // A canary is no detection; an event that merely carries its mark is judged by every other rule.
        if (isCanary || hit.ruleId === canaryRuleId) continue;
        observed.found.push({ hit, placement, source, exceptionId: exceptions.exceptionFor(hit, placement, now) });
        observed.of.push(delivery);
      }
    }
  }
  for (const { hit, placement } of watch.tick(now)) {
    observed.found.push({ hit, placement, source: "runtime", exceptionId: exceptions.exceptionFor(hit, placement, now) });
    observed.of.push(-1);
  }
  return observed;
}

export const sourceIdOf = (decoder: string, name: string): string => `${decoder}:${name}`;

/** Of each delivery, in one pass: a thousand requests of one event each stand in one write. */
function countsOf({ of }: Observed, { outcomes }: Recorded, deliveries: number): Counted[] {
  const counts = Array.from({ length: deliveries }, (): Counted => ({ detections: 0, repeats: 0 }));
  for (const [index, outcome] of outcomes.entries()) {
    const count = counts[of[index] ?? -1];
    if (count === undefined || outcome === "known") continue;
    if (outcome === "opened") count.detections += 1; else count.repeats += 1;
  }
  return counts;
}

/** By the hour in which events happened; canaries are nobody's events. */
function cellsOf({ seen, found }: Observed, { outcomes }: Recorded): HourCell[] {
  const cells = new Map<string, HourCell>();
  const add = (workload: string, at: Instant, change: (cell: HourCell) => HourCell): void => {
    const hour = Math.floor(at / hourMs) * hourMs;
    const key = `${hour} ${workload}`;
    cells.set(key, change(cells.get(key) ?? { workload, hour, events: 0, detections: 0, worst: undefined }));
  };
  for (const { event, placement } of seen) add(placement.workload, event.at, (cell) => ({ ...cell, events: cell.events + 1 }));
  for (const [index, { hit, placement, exceptionId }] of found.entries()) {
    if (outcomes[index] === "known" || exceptionId !== undefined) continue;
    add(placement.workload, hit.at, (cell) => ({ ...cell, detections: cell.detections + 1, worst: worse(cell.worst, hit.level) }));
  }
  return [...cells.values()];
}

const worse = (a: Level | undefined, b: Level): Level => (a !== undefined && levels.indexOf(a) >= levels.indexOf(b) ? a : b);

function sourcesAfter(before: ReadonlyMap<string, EventSource>, deliveries: readonly Delivery[], counts: readonly Counted[], now: Instant): EventSource[] {
  const after = new Map<string, EventSource>();
  for (const [index, { decoder, source, events, rejects, isCanary }] of deliveries.entries()) {
    if (isCanary || events.length + rejects.length === 0) continue;
    const id = sourceIdOf(decoder, source);
    const known = after.get(id) ?? before.get(id) ?? newSource(id, decoder, source, now);
    const last = rejects.at(-1);
    after.set(id, heard(known, now, { events: events.length, rejected: rejects.length, detections: counts[index]?.detections ?? 0, lastReject: last && `${last.at}: ${last.rule}` }));
  }
  return [...after.values()];
}

/** A silent one that is heard again ends its signal; answers whether there was one. */
async function keepSources({ context, org }: Writing, ports: Ports, before: ReadonlyMap<string, EventSource>, after: readonly EventSource[]): Promise<boolean> {
  await ports.detections.putSources(org, after);
  const back = after.filter(({ sourceId }) => before.get(sourceId)?.staleSince !== undefined);
  if (back.length === 0) return false;
  await ports.ledger.append(org, back.map((source) => ({ kind: "source.heard", subject: source.sourceId, actor: "runtime", body: { decoder: source.decoder, name: source.name } })));
  await raiseSignals(context, ports, org, back.map((source) => blindSignal(before.get(source.sourceId) ?? source, context.clock.now(), true)), "runtime");
  return true;
}

/** After the commit: what a canary measures is that its detection would have been durable by now. */
async function noteCanaries({ store, clock }: LoopContext, org: string, deliveries: readonly Delivery[], { canaries }: Observed): Promise<void> {
  if (canaries.size === 0 || !deliveries.some(({ isCanary }) => isCanary)) return;
  const now = clock.now();
  await store.write(async (ports) => {
    const seen = (await ports.detections.listSources(org)).filter(({ sourceId, canaryToken: token }) => token !== undefined && canaries.get(sourceId) === token);
    await ports.detections.putSources(org, seen.map((source) => ({ ...source, canarySeenAt: now, canaryMs: Math.max(0, now - (source.canarySentAt ?? now)) })));
  });
}
