// Bytes or bodies of senders as events: framed, given to the decoder that was named or to the one that knows each record, and unwrapped where one sender's event carries another's.
import { recordLimits } from "./decoder.ts";
import type { DecodeContext, Decoded, Decoder, DecoderSession, Reject, Unwrap } from "./decoder.ts";
import { isTooDeep, parseRecord } from "./decoding-session.ts";
import { decoders } from "./decoders/index.ts";
import { ndjson } from "./decoders/ndjson.ts";
import type { RuntimeEvent } from "./event.ts";
import { createFramer, frameBody } from "./framer.ts";
import type { Frame, Framed } from "./framer.ts";

/** Beyond Decoded: how many characters stand for bytes that were no UTF-8. */
export interface DecodedBytes extends Decoded { replaced: number }

export interface DecodeStream {
  push(bytes: Uint8Array): DecodedBytes;
  /** The end of the bytes; the session's waiting lines come out. */
  end(): DecodedBytes;
}

/** Envelopes in envelopes in envelopes: an OTLP body with a collector's JSON around an access-log line, and no deeper. */
const mostEnvelopes = 3;
const mostSessions = 10_000;

/** The decoder that reads most of the first records of a file (as texts or JSON values); undefined when nobody knows them. */
export function recogniseDecoder(firstRecords: readonly unknown[]): Decoder | undefined {
  const votes = new Map<Decoder, number>();
  for (const record of firstRecords) {
    const found = knownBy(record, typeof record === "string" ? record : undefined);
    if (found !== undefined) votes.set(found.decoder, (votes.get(found.decoder) ?? 0) + 1);
  }
  return [...votes].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? (firstRecords.some((record) => valueOf(record) !== undefined) ? ndjson : undefined);
}

/** A text that is a JSON object, or a value, as a value. */
const valueOf = (record: unknown): unknown => (typeof record === "string" ? parseRecord(record) : typeof record === "object" && record !== null ? record : undefined);

interface Known { decoder: Decoder; record: unknown }

/** Who knows a record; text: as it came, for decoders that read lines (JSON access logs are theirs). first: who knew the last one. */
function knownBy(record: unknown, text: string | undefined, first?: Decoder): Known | undefined {
  const value = valueOf(record);
  const asked = (decoder: Decoder): Known | undefined => {
    const form = decoder.reads === "json" ? value : text;
    return form !== undefined && decoder.recognises(form) ? { decoder, record: form } : undefined;
  };
  const again = first === undefined ? undefined : asked(first);
  if (again !== undefined) return again;
  for (const decoder of decoders.all) { const found = decoder === first ? undefined : asked(decoder); if (found !== undefined) return found; }
  return undefined;
}

/** A session that gives each record to whoever knows it; a record nobody knows goes to who knew the one before, objects to ndjson. */
function openAny(context: DecodeContext, depth: number): DecoderSession {
  const sessions = new Map<Decoder, DecoderSession>();
  let last: Decoder | undefined;
  const sessionOf = (decoder: Decoder): DecoderSession => { const session = sessions.get(decoder) ?? decoder.open(withUnwrap(context, depth)); sessions.set(decoder, session); return session; };
  return {
    push(record, at) {
      const { value, text } = record instanceof Framing ? record : { value: record, text: typeof record === "string" ? record : undefined };
      const known = knownBy(value, text, last);
      if (known !== undefined) { last = known.decoder; return sessionOf(known.decoder).push(known.record, at); }
      const object = valueOf(value);
      if (object !== undefined) return sessionOf(ndjson).push(object, at);
      return last?.reads === "lines" && text !== undefined ? sessionOf(last).push(text, at) : { events: [], rejects: [{ at, rule: `is in no format that is known (${decoders.all.map(({ id }) => id).join(", ")}): name its decoder, or send it as JSON objects.` }] };
    },
    end: () => together([...sessions.values()].map((session) => session.end())),
  };
}

/** A frame for openAny's sessions: a sender's object that looks like one is still a sender's. */
class Framing {
  readonly value: unknown;
  readonly text: string;
  constructor({ record, text }: Frame) { this.value = record; this.text = text; }
}

/** What one decoder's session knows of the others. */
const withUnwrap = (context: DecodeContext, depth: number): DecodeContext => (depth >= mostEnvelopes ? context : { ...context, unwrap: createUnwrap(context, depth + 1) });

function createUnwrap(context: DecodeContext, depth: number): Unwrap {
  // An envelope's settings are its own: what it carries is read without any.
  const inner: DecodeContext = { receivedAt: context.receivedAt, host: context.host, settings: {} };
  let [streams, last] = [new Map<string, Map<Decoder, DecoderSession>>(), undefined as Decoder | undefined];
  return {
    push(payload, at, stream, host) {
      const known = knownBy(payload, typeof payload === "string" ? payload : undefined, last);
      if (known === undefined) return undefined;
      last = known.decoder;
      const sessions = streams.get(stream) ?? new Map<Decoder, DecoderSession>();
      const session = sessions.get(known.decoder) ?? known.decoder.open(withUnwrap(host === undefined ? inner : { ...inner, host }, depth));
      sessions.set(known.decoder, session);
      if (streams.size < mostSessions) streams.set(stream, sessions);
      const decoded = session.push(known.record, at);
      return streams.has(stream) ? decoded : together([decoded, session.end()]);
    },
    end() {
      const ended = [...streams].map(([stream, sessions]) => ({ stream, decoded: together([...sessions.values()].map((session) => session.end())) }));
      streams = new Map();
      return ended;
    },
  };
}

function together(all: readonly Decoded[]): Decoded {
  if (all.length === 1 && all[0] !== undefined) return all[0];
  const [events, rejects]: [RuntimeEvent[], Reject[]] = [[], []];
  for (const one of all) { for (const event of one.events) events.push(event); for (const reject of one.rejects) rejects.push(reject); }
  return { events, rejects };
}

/** A decoder at work on records that are already cut (the door's own JSON): with the others for what its records carry. */
export const openSession = (decoder: Decoder | "auto", context: DecodeContext): DecoderSession => (decoder === "auto" ? openAny(context, 0) : decoder.open(withUnwrap(context, 0)));

/** A line may hold JSON that its decoder opened: what is too deep there is refused as it is in a record. */
function withinDepth(decoded: Decoded, { record, at }: Frame): Decoded {
  if (typeof record !== "string" || !record.includes("{") || decoded.events.every(({ fields }) => !isTooDeep(fields))) return decoded;
  return { events: decoded.events.filter(({ fields }) => !isTooDeep(fields)), rejects: [...decoded.rejects, { at, rule: `is nested deeper than ${recordLimits.depth} levels: send it flatter.` }] };
}

function decodeFrames(session: DecoderSession, isAuto: boolean, { frames: cut, rejects, replaced }: Framed): DecodedBytes {
  const decoded = cut.map((frame) => withinDepth(session.push(isAuto ? new Framing(frame) : frame.record, frame.at), frame));
  const { events, rejects: refused } = together([{ events: [], rejects }, ...decoded]);
  return { events, rejects: refused, replaced };
}

/** A file or a long body in pieces of any size; memory for one record. auto: each record goes to the decoder that knows it. */
export function createStream(decoder: Decoder | "auto", context: DecodeContext): DecodeStream {
  const [framer, session, isAuto] = [createFramer(decoder === "auto" ? "auto" : decoder.reads), openSession(decoder, context), decoder === "auto"];
  return {
    push: (bytes) => decodeFrames(session, isAuto, framer.push(bytes)),
    end() { const last = decodeFrames(session, isAuto, framer.end()); return { ...together([last, session.end()]), replaced: last.replaced }; },
  };
}

/** A whole request body. */
export function decodeBody(decoder: Decoder | "auto", bytes: Uint8Array, context: DecodeContext): DecodedBytes {
  const [session, isAuto] = [openSession(decoder, context), decoder === "auto"];
  const read = decodeFrames(session, isAuto, frameBody(bytes, decoder === "auto" ? "auto" : decoder.reads));
  return { ...together([read, session.end()]), replaced: read.replaced };
}
