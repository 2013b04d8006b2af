// Files run through the engine once, without a server: events of all files in the order of their time, repeats of a detection counted as one.
import type { Instant } from "../../kernel/clock.ts";
import { actorOf } from "../../runtime/actor.ts";
import { canaryRuleId } from "../../runtime/canary.ts";
import { createStream } from "../../runtime/framing.ts";
import type { Decoder, Reject } from "../../runtime/decoder.ts";
import { levels } from "../../runtime/event.ts";
import type { Level, RuntimeEvent } from "../../runtime/event.ts";
import type { Hit, HitKind } from "../../runtime/hit.ts";
import { workloadOf } from "../../runtime/placement.ts";
import type { Engine } from "./engine.ts";

/** A file to read. modifiedAt: the year of times that name none. product: what its path tells of its web server. */
export interface DetectFile { name: string; modifiedAt: Instant; product: string | undefined; chunks(): AsyncIterable<Uint8Array> }

export interface DetectOptions {
  engine: Engine;
  decoder: Decoder | "auto";
  settings: Readonly<Record<string, string>>;
  host: string | undefined;
  minLevel: Level;
  onBytes?(bytes: number): void;
  signal?: AbortSignal;
}

/** The hits of one rule on one workload by one actor. */
export interface FoundDetection { kind: HitKind; ruleId: string; title: string; level: Level; tags: readonly string[]; workload: string; actor: string | undefined; subject: string; count: number; firstAt: Instant; lastAt: Instant; why: readonly string[]; event: RuntimeEvent }
/** file:place of what could not be read, and why; the first ones of each file are named, all are counted. */
export interface FileReject extends Reject { file: string }
export interface DetectResult { detections: readonly FoundDetection[]; events: Readonly<Record<string, number>>; rejects: readonly FileReject[]; rejected: number; replaced: number; bytes: number }

/** Reads every file once. Files are read side by side and their events taken by time, so that a rotated log's parts count as one. */
export async function detectInFiles(files: readonly DetectFile[], options: DetectOptions): Promise<DetectResult> {
  const tally = createTally(options.minLevel);
  for await (const event of inOrder(files.map((file) => eventsOf(file, options, tally)))) {
    options.signal?.throwIfAborted();
    tally.count(event.decoder);
    for (const hit of options.engine.observe(event)) tally.add(hit);
  }
  for (const hit of options.engine.end()) tally.add(hit);
  return tally.result();
}

const mostRejects = 1000;

interface Tally { count(decoder: string): void; add(hit: Hit): void; reject(file: string, rejects: readonly Reject[]): void; read(bytes: number, replaced: number): void; result(): DetectResult }

function createTally(minLevel: Level): Tally {
  const found = new Map<string, FoundDetection>();
  const events: Record<string, number> = {};
  const rejects: FileReject[] = [];
  const sums = { rejected: 0, replaced: 0, bytes: 0 };
  const least = levels.indexOf(minLevel);
  return {
    count: (decoder) => { events[decoder] = (events[decoder] ?? 0) + 1; },
    reject(file, list) { sums.rejected += list.length; for (const one of list) if (rejects.length < mostRejects) rejects.push({ file, ...one }); },
    read(bytes, replaced) { sums.bytes += bytes; sums.replaced += replaced; },
    add(hit) {
      if (hit.ruleId === canaryRuleId || levels.indexOf(hit.level) < least) return;
      const [workload, actor] = [workloadOf(hit.event.origin), hit.actor ?? actorOf(hit.event)];
      const key = [hit.kind, hit.ruleId, workload, actor ?? "", hit.subject].join("\0");
      const known = found.get(key);
      found.set(key, known === undefined ? firstOf(hit, workload, actor) : { ...known, count: known.count + 1, firstAt: Math.min(known.firstAt, hit.at), lastAt: Math.max(known.lastAt, hit.at) });
    },
    result: () => ({ detections: [...found.values()].toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || a.firstAt - b.firstAt), events, rejects, ...sums }),
  };
}

const firstOf = ({ kind, ruleId, title, level, tags, subject, at, why, event }: Hit, workload: string, actor: string | undefined): FoundDetection =>
  ({ kind, ruleId, title, level, tags, workload, actor, subject, count: 1, firstAt: at, lastAt: at, why: why.sentences, event });

async function* eventsOf(file: DetectFile, { decoder, settings, host, onBytes }: DetectOptions, tally: Tally): AsyncGenerator<RuntimeEvent> {
  const own = file.product === undefined || settings["product"] !== undefined ? settings : { ...settings, product: file.product };
  const stream = createStream(decoder, { receivedAt: file.modifiedAt, host, settings: own });
  for await (const bytes of file.chunks()) {
    const { events, rejects, replaced } = stream.push(bytes);
    tally.reject(file.name, rejects);
    tally.read(bytes.length, replaced);
    onBytes?.(bytes.length);
    yield* events;
  }
  const { events, rejects, replaced } = stream.end();
  tally.reject(file.name, rejects);
  tally.read(0, replaced);
  yield* events;
}

/** Merges sources by time; each is taken to be in order itself, and what is not comes as early as its source gives it. */
async function* inOrder(sources: readonly AsyncGenerator<RuntimeEvent>[]): AsyncGenerator<RuntimeEvent> {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) { yield* only; return; }
  const heads: { source: AsyncGenerator<RuntimeEvent>; event: RuntimeEvent }[] = [];
  for (const source of sources) { const { done, value } = await source.next(); if (done !== true) heads.push({ source, event: value }); }
  while (heads.length > 0) {
    let least = 0;
    for (let at = 1; at < heads.length; at += 1) if ((heads[at]?.event.at ?? 0) < (heads[least]?.event.at ?? 0)) least = at;
    const head = heads[least];
    if (head === undefined) return;
    yield head.event;
    const { done, value } = await head.source.next();
    if (done === true) heads.splice(least, 1); else head.event = value;
  }
}
