// A body of events: unpacked, split, decoded and handed to the intake in parts; answered when all of it is durable.
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Fault, isFault } from "../../kernel/fault.ts";
import type { DecodeContext, Decoded, Reject } from "../../runtime/decoder.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import { decoders } from "../../runtime/decoders/index.ts";
import { createStream } from "../../runtime/framing.ts";
import type { LoopContext } from "../loop/context.ts";
import { checkDecoderSettings } from "./decoder-settings.ts";
import type { Intake } from "./intake.ts";
import { createNamedLines, linesType } from "./named-lines.ts";

export interface EventPush {
  /** A decoder's id, or "auto". */
  decoder: string;
  /** Who sends: ?source=, the token's name. */
  source: string;
  chunks: AsyncIterable<Uint8Array>;
  /** "application/vnd.aftwatch.lines+json": an array of {id, text}, lines with ids of their own. */
  contentType?: string | undefined;
  host: string | undefined;
  settings: Readonly<Record<string, string>>;
  isCanary: boolean;
}

/** opened: detections that are new. repeats: hits that were one more of a known one. rejects: every part that was not taken, by place. */
export interface EventReceipt { events: number; opened: number; repeats: number; rejects: readonly Reject[]; rejected: number }

/** Of one request, unpacked. */
const limitBytes = 256 * 1024 * 1024;
const eventsPerPart = 5000;
/** Of bytes as they came: few events may be large. */
const bytesPerPart = 16 * 1024 * 1024;
/** All are counted; the first ones are named. */
const rejectsNamed = 1000;

/** Throws runtime.decoder-unknown, request.invalid (a setting that is none), request.too-large, runtime.overloaded. */
export async function receiveEvents(context: LoopContext, intake: Intake, org: string, push: EventPush): Promise<EventReceipt> {
  const decoder = push.decoder === "auto" ? "auto" as const : decoders.find(push.decoder);
  if (decoder === undefined) throw new Fault("runtime.decoder-unknown", { detail: `${push.decoder}; known are ${decoders.all.map(({ id }) => id).join(", ")} and auto.` });
  checkDecoderSettings(decoder, push.settings);
  const about: DecodeContext = { receivedAt: context.clock.now(), host: push.host, settings: push.settings };
  const stream = push.contentType?.startsWith(linesType) ? createNamedLines(decoder, about) : createStream(decoder, about);
  const sum = { events: 0, opened: 0, repeats: 0, rejects: [] as Reject[], rejected: 0 };
  const part = createPart(intake, org, push, sum);
  try {
    for await (const bytes of unpacked(push.chunks)) await part.add(stream.push(bytes), bytes.length);
    await part.add(stream.end(), 0);
  } catch (cause) {
    // What was kept before stays kept: the answer says what it is, and where it ended.
    if (!isFault(cause) || sum.events === 0) throw cause;
    await part.add({ events: [], rejects: [{ at: `after event ${sum.events + part.waiting()}`, rule: `${cause.code}: ${cause.detail ?? ""}${cause.places.map(({ at, rule }) => ` ${at} ${rule}`).join(";")}` }] }, 0);
  }
  await part.flush();
  return sum;
}

function createPart(intake: Intake, org: string, { source, isCanary, decoder }: EventPush, sum: { events: number; opened: number; repeats: number; rejects: Reject[]; rejected: number }): { add(decoded: Decoded, bytes: number): Promise<void>; flush(): Promise<void>; waiting(): number } {
  let [size, isRest] = [0, false];
  let events: RuntimeEvent[] = [];
  let rejects: Reject[] = [];
  const flush = async (): Promise<void> => {
    if (events.length + rejects.length === 0) return;
    const [batch, bad] = [events, rejects];
    [events, rejects, size] = [[], [], 0];
    const { detections, repeats } = await intake({ org, decoder: batch[0]?.decoder ?? decoder, source, events: batch, rejects: bad, isCanary, isRest });
    isRest = true;
    sum.events += batch.length;
    sum.opened += detections;
    sum.repeats += repeats;
    sum.rejected += bad.length;
    sum.rejects.push(...bad.slice(0, rejectsNamed - sum.rejects.length));
  };
  return {
    flush,
    waiting: () => events.length,
    async add(decoded, bytes) {
      for (const event of decoded.events) events.push(event);
      for (const reject of decoded.rejects) rejects.push(reject);
      size += bytes;
      if (events.length + rejects.length >= eventsPerPart || size >= bytesPerPart) await flush();
    },
  };
}

const tooLarge = (): Fault => new Fault("request.too-large", { detail: `This door takes ${limitBytes} bytes when unpacked; send it in parts.` });

/** gzip is told from its first bytes (RFC 1952 section 2.3.1), whatever the headers say. */
async function* unpacked(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await nextOf(iterator);
  if (first === undefined) return;
  const whole = restored(first, iterator);
  const plain = first[0] === 0x1f && first[1] === 0x8b ? gunzipped(whole) : whole;
  let seenBytes = 0;
  for await (const bytes of plain) {
    seenBytes += bytes.length;
    if (seenBytes > limitBytes) throw tooLarge();
    yield bytes;
  }
}

async function nextOf(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  for (;;) {
    const { done, value } = await iterator.next();
    if (done) return undefined;
    if (value.length > 1) return value;
    // One byte does not tell: it waits for the next.
    if (value.length === 1) { const more = await iterator.next(); return more.done ? value : Buffer.concat([value, more.value]); }
  }
}

async function* restored(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(chunks);
  const gunzip = createGunzip();
  source.on("error", (cause) => { gunzip.destroy(cause); });
  source.pipe(gunzip);
  try {
    for await (const bytes of gunzip) yield bytes as Buffer;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("request.invalid", { places: [{ at: "body", rule: `begins as gzip and is none: ${(cause as Error).message}` }] }, cause);
  }
}
