// A decoder: what a sender sends, as runtime events. Pure: no clock, no network, no state beyond a session.
//
// record    one line, or one JSON value (an EventList, a batch, an OTLP request hold many events)
// session   the decoder at work on one stream or request: it joins what belongs together (auditd's lines of one serial)
// reject    a record, or a part of one, that could not be read; it costs only itself
import type { Instant } from "../kernel/clock.ts";
import type { Plugin } from "../kernel/plugin.ts";
import type { Level, LogSource, RuntimeEvent } from "./event.ts";

export interface Reject { /** "line 12", "/items/3/verb": where in the batch. */ at: string; /** What is wrong and how to mend it. */ rule: string }

export interface Decoded { events: readonly RuntimeEvent[]; rejects: readonly Reject[] }

export interface DecodeContext {
  /** Now, as the door says it: the year of syslog lines, the time of events that have none. */
  receivedAt: Instant;
  /** The sender's host where only the door knows it. */
  host: string | undefined;
  /** Settings of the source, by name, checked against the decoder's list (ndjson: its mapping). */
  settings: Readonly<Record<string, string>>;
  /** Asks the other decoders about a payload inside a record (an access-log line in an OTLP body). Without it payloads stay texts. */
  unwrap?: Unwrap;
}

/** The other decoders, for an envelope: CloudEvents, OTLP, a collector's JSON around a line. Sessions last as long as the envelope's own. */
export interface Unwrap {
  /** The events of a payload (a text or a JSON value); undefined when nobody knows it. stream: payloads of one stream may belong together (auditd's lines). host: the stream's, where the envelope names one. */
  push(payload: unknown, at: string, stream: string, host?: string): Decoded | undefined;
  /** What still waits, by stream. */
  end(): readonly { stream: string; decoded: Decoded }[];
}

export interface DecoderSession {
  /** A record and where it stands. Never throws on what a sender wrote. */
  push(record: unknown, at: string): Decoded;
  /** The stream pauses or ends: what still waits for more lines comes out. */
  end(): Decoded;
}

export interface Decoder extends Plugin {
  /** json: push takes parsed JSON values. lines: push takes texts. */
  readonly reads: "json" | "lines";
  /** Log sources it can give, for the docs and for routing. */
  readonly logsources: readonly LogSource[];
  /** Taxonomy names and where they come from ("Image" from "process.binary"), for the docs and for explanations. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  /** Whether a record looks like this decoder's: for files, whose format nobody said. Cheap; false rather than guess. */
  recognises(record: unknown): boolean;
  open(context: DecodeContext): DecoderSession;
  /** A harmless event in this format that carries the token where rules see it, for the self-test; as a sender would send it. */
  canary(token: string, at: Instant): string;
}

export const nothing: Decoded = { events: [], rejects: [] };

/** A session of a decoder whose records stand alone. What it throws is a bug, not an answer. */
export const aloneSession = (push: DecoderSession["push"]): DecoderSession => ({ push, end: () => nothing });

/** A record so deep or so large is nobody's event. */
export const recordLimits = { bytes: 4 * 1024 * 1024, depth: 64, listed: 100_000 } as const;

const levelsOfPriorities = new Map<string, Level>(Object.entries({ emergency: "critical", alert: "critical", critical: "critical", error: "high", err: "high", warning: "medium", warn: "medium", notice: "low", informational: "informational", info: "informational", debug: "informational" }));

/** syslog's and Falco's words for how bad it is. */
export const levelOfPriority = (priority: string): Level => levelsOfPriorities.get(priority.toLowerCase()) ?? "medium";
