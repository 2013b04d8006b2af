// An envelope around other senders' events (OTLP, CloudEvents, a collector's JSON): what it knows fills in what the event itself does not say.
import type { Instant } from "../kernel/clock.ts";
import { nothing } from "./decoder.ts";
import type { Decoded, Unwrap } from "./decoder.ts";
import { placed } from "./decoding-place.ts";
import { originOver } from "./decoding-session.ts";
import type { Fields, Origin, RuntimeEvent } from "./event.ts";

export interface Envelope { id: string | undefined; at: Instant | undefined; origin: Origin; fields: Fields }

/** The events of a payload inside their envelope: their own id, time and origin first, the envelope's where they have none. */
export const envelopeOver = ({ events, rejects }: Decoded, envelope: Envelope): Decoded => ({ events: events.map((event, index) => over(event, envelope, events.length > 1 ? `#${index}` : "")), rejects });

function over(event: RuntimeEvent, envelope: Envelope, suffix: string): RuntimeEvent {
  const isTimed = event.isTimed || envelope.at !== undefined;
  const origin = originOver(event.origin, envelope.origin);
  return {
    ...event, id: event.id ?? (envelope.id === undefined ? undefined : `${envelope.id}${suffix}`), isTimed, at: event.isTimed ? event.at : envelope.at ?? event.at,
    origin, fields: placed({ ...envelope.fields, ...event.fields }, origin),
  };
}

export interface Payloads {
  /** The events of a payload, or undefined when no other decoder knows it. host: the stream's, before the door's. */
  push(payload: unknown, at: string, stream: string, envelope: () => Envelope, host?: string): Decoded | undefined;
  end(): Decoded;
}

/** More streams than one session has; beyond them what waits gets no envelope, and is still told. */
const mostStreams = 10_000;

/** The payloads of an envelope's session. What joins several payloads (auditd's lines) gets the envelope its stream had last. */
export function createPayloads(unwrap: Unwrap | undefined): Payloads {
  const last = new Map<string, Envelope>();
  if (unwrap === undefined) return { push: () => undefined, end: () => nothing };
  return {
    push(payload, at, stream, envelope, host) {
      const inner = unwrap.push(payload, at, stream, host);
      if (inner === undefined) return undefined;
      const known = envelope();
      if (last.size < mostStreams || last.has(stream)) last.set(stream, known);
      return envelopeOver(inner, known);
    },
    end() {
      const waiting = unwrap.end().map(({ stream, decoded }) => { const envelope = last.get(stream); return envelope === undefined ? decoded : envelopeOver(decoded, envelope); });
      return { events: waiting.flatMap(({ events }) => events), rejects: waiting.flatMap(({ rejects }) => rejects) };
    },
  };
}
