// Hits become detections: repeats counted, exceptions applied, evidence looked up, facts and signals written; all in the caller's transaction.
import { derivedId } from "../../kernel/id.ts";
import { continues, detectionKey, oneMore, slotOf } from "../../runtime/detection.ts";
import type { Detection, Evidence, Sample } from "../../runtime/detection.ts";
import { levels } from "../../runtime/event.ts";
import type { Level, RuntimeEvent } from "../../runtime/event.ts";
import type { Hit, Why } from "../../runtime/hit.ts";
import type { Placement } from "../../runtime/placement.ts";
import type { Ports } from "../../store/store.ts";
import { actorOf } from "../../runtime/actor.ts";
import type { LoopContext } from "../loop/context.ts";
import { raiseSignals } from "../incidents/incidents.ts";
import { tellOcsf } from "./ocsf-out.ts";
import { keepSightings, ownProbes } from "./own-probes.ts";
import type { OwnProbe } from "./own-probes.ts";
import { sampleOf } from "./samples.ts";
import { signalsOf } from "./detection-signals.ts";

/** A hit with where it belongs and who sent it. */
export interface Found { hit: Hit; placement: Placement; source: string; /** The exception that leaves it out. */ exceptionId: string | undefined }

/** Looks up what an attack aims at in the release that runs there, and says at which level the hit counts. */
export type EvidenceOf = (ports: Ports, org: string, found: Found) => Promise<{ evidence: Evidence; level: Level; because: readonly string[] }>;
/** Sentences and proof for a detection that is new: costs more than a hit may. */
export type WhyOf = (found: Found) => Why;

export interface Recorded { /** Per hit given: whether it opened a detection, was one more, or had counted before. */ outcomes: readonly ("opened" | "repeated" | "known")[]; opened: readonly Detection[] }

export interface Recording { context: LoopContext; ports: Ports; org: string; evidenceOf: EvidenceOf; whyOf: WhyOf }

const firstOther = 10;
const othersKept = 10;

/** Records hits in the order given. */
export async function recordHits(recording: Recording, found: readonly Found[]): Promise<Recorded> {
  const { ports, org } = recording;
  const probes = await ownProbes(ports, org, found);
  const keyed = found.map((one, index): Keyed => {
    const [actor, own] = [one.hit.actor ?? actorOf(one.hit.event), probes[index]];
    const hit = own === undefined ? one.hit : { ...one.hit, subject: own.subject };
    return { ...one, hit, own, actor, key: detectionKey(hit, one.placement.workload, actor, one.exceptionId), eventKey: eventKeyOf(hit.event) };
  });
  const fresh = await freshOnes(recording, keyed);
  const near = await ports.detections.near(org, keyed.filter((_, index) => fresh[index]).map(({ key, hit }) => ({ key, at: hit.at })));
  const known = new Map([...near].map(([key, all]) => [key, [...all]]));
  const changes: Changes = { changed: new Map(), opened: new Map(), raised: new Set(), samples: [], seen: [] };
  const outcomes: Recorded["outcomes"][number][] = [];
  for (const [index, one] of keyed.entries()) outcomes.push(fresh[index] ? await recordOne(recording, one, known, changes) : "known");
  await keep(recording, changes);
  return { outcomes, opened: [...changes.opened.keys()].flatMap((id) => changes.changed.get(id) ?? []) };
}

type Keyed = Found & { /** It is of a test of ours. */ own: OwnProbe | undefined; key: string; actor: string | undefined; eventKey: string | undefined };
interface Changes { changed: Map<string, Detection>; opened: Map<string, Detection>; /** Ids of those whose level rose. */ raised: Set<string>; samples: Sample[]; /** What our own probes led to. */ seen: { own: OwnProbe; detection: Detection }[] }

const eventKeyOf = ({ decoder, id }: RuntimeEvent): string | undefined => (id === undefined ? undefined : derivedId("evt", decoder, id));

/** Events without an id of their sender are always new. */
async function freshOnes({ context, ports, org }: Recording, keyed: readonly Keyed[]): Promise<boolean[]> {
  // Kept by when it came, not by when it says it happened: last week's log may be sent twice today.
  const at = context.clock.now();
  const asked = keyed.flatMap(({ eventKey, key }, index) => (eventKey === undefined ? [] : [{ eventKey, key, at, index }]));
  const answers = await ports.detections.count(org, asked);
  const fresh = keyed.map(() => true);
  asked.forEach(({ index }, place) => { fresh[index] = answers[place] ?? true; });
  return fresh;
}

async function recordOne(recording: Recording, one: Keyed, known: Map<string, Detection[]>, changes: Changes): Promise<"opened" | "repeated"> {
  const all = known.get(one.key) ?? [];
  // What an exception took out of the list later is not what goes on without it.
  const place = all.findIndex((other) => other.exceptionId === one.exceptionId && continues(other, one.hit.at));
  const before = all[place];
  const isMore = before !== undefined;
  const after = isMore ? oneMore(before, one.hit.at, repeatLevel(before, one.hit), levels) : await opened(recording, one);
  if (isMore && after.level !== before.level) changes.raised.add(after.detectionId);
  if (isMore) all[place] = after; else all.push(after);
  known.set(one.key, all);
  changes.changed.set(after.detectionId, after);
  if (!isMore) changes.opened.set(after.detectionId, after);
  if (one.own !== undefined) changes.seen.push({ own: one.own, detection: after });
  changes.samples.push(sampleOf(after.detectionId, slotOf(after.count), one.eventKey ?? "", one.hit.event));
  // What a correlation counted stands behind the places of repeats.
  if (!isMore) one.hit.others.filter((other) => other !== one.hit.event).slice(-othersKept).forEach((event, index) => { changes.samples.push(sampleOf(after.detectionId, firstOther + index, eventKeyOf(event) ?? "", event)); });
  return isMore ? "repeated" : "opened";
}

/** A surge that grows counts for more; what the release does not have stays lowered however often it is tried. */
const repeatLevel = ({ evidence, level }: Detection, hit: Hit): Level => (evidence.state === "lowered" ? level : hit.level);

async function opened({ context, ports, org, evidenceOf, whyOf }: Recording, one: Keyed): Promise<Detection> {
  const { hit, placement, source, exceptionId, key, actor, own } = one;
  const { evidence, level, because } = await evidenceOf(ports, org, one);
  const why = whyOf(one);
  return {
    detectionId: context.ids.next("det"), key, kind: hit.kind, ruleId: hit.ruleId, title: hit.title, ruleLevel: hit.level, level, tags: hit.tags, decoder: hit.event.decoder, source, actor, subject: hit.subject,
    placement, evidence, why: { ...why, sentences: [...why.sentences, ...because] }, firstAt: hit.at, lastAt: hit.at, detectedAt: context.clock.now(), count: 1,
    state: exceptionId !== undefined ? "excepted" : own === undefined ? "open" : "dismissed", exceptionId, verdict: own === undefined ? undefined : "test", note: own?.note, judgedBy: own?.judgedBy,
  };
}

async function keep({ context, ports, org }: Recording, { changed, opened: news, raised, samples, seen }: Changes): Promise<void> {
  if (changed.size === 0) return;
  await ports.detections.put(org, [...changed.values()]);
  await ports.detections.putSamples(org, samples);
  if (seen.length > 0) await keepSightings(ports, org, seen, context.clock.now());
  const told = [...news.keys()].flatMap((id) => changed.get(id) ?? []);
  if (told.length > 0) await ports.ledger.append(org, told.map(factOf));
  await raiseSignals(context, ports, org, signalsOf([...told, ...[...raised].filter((id) => !news.has(id)).flatMap((id) => changed.get(id) ?? [])]), "runtime");
  await tellOcsf(context, ports, org, told, 1, samples);
}

const factOf = (one: Detection) => ({
  kind: one.state === "excepted" ? "detection.excepted" : "detection.opened", subject: one.detectionId, actor: `source:${one.source}`,
  body: { rule: one.ruleId, title: one.title, level: one.level, ruleLevel: one.ruleLevel, workload: one.placement.workload, service: one.placement.service ?? null, version: one.placement.version ?? null, joinedBy: one.placement.joinedBy, evidence: one.evidence.state, vulnerability: one.evidence.vulnerability ?? null, exception: one.exceptionId ?? null, happenedAt: one.firstAt },
});
