// Lines that bring ids of their own: what tails a file says where in it each line stands, so that a repeat is the same event.
import { Fault } from "../../kernel/fault.ts";
import type { Decoded, DecodeContext, Decoder } from "../../runtime/decoder.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import { openSession } from "../../runtime/framing.ts";

/** A JSON array of {id, text}. */
export const linesType = "application/vnd.aftwatch.lines+json";

interface NamedLine { id: string; text: string }

/** What such a body may have, unpacked. */
const limitBytes = 32 * 1024 * 1024;

/** Reads the whole body, then gives each line to the decoder; an event keeps an id that its sender gave it. Throws request.invalid. */
export function createNamedLines(decoder: Decoder | "auto", context: DecodeContext): { push(bytes: Uint8Array): Decoded; end(): Decoded } {
  const parts: Uint8Array[] = [];
  let size = 0;
  return {
    push(bytes) {
      size += bytes.length;
      if (size > limitBytes) throw new Fault("request.too-large", { detail: `Lines with ids come in bodies of at most ${limitBytes} bytes.` });
      parts.push(bytes);
      return { events: [], rejects: [] };
    },
    end: () => decodeLines(decoder, context, readLines(Buffer.concat(parts))),
  };
}

function decodeLines(decoder: Decoder | "auto", context: DecodeContext, lines: readonly NamedLine[]): Decoded {
  const session = openSession(decoder, context);
  const [events, rejects]: [RuntimeEvent[], Decoded["rejects"][number][]] = [[], []];
  const take = (decoded: Decoded, id: string): void => {
    decoded.events.forEach((event, index) => { events.push(event.id === undefined ? { ...event, id: index === 0 ? id : `${id}#${index}` } : event); });
    for (const reject of decoded.rejects) rejects.push(reject);
  };
  const isJson = decoder !== "auto" && decoder.reads === "json";
  for (const { id, text } of lines) {
    const record = isJson ? parsed(text) : text;
    if (record === undefined) rejects.push({ at: id, rule: "is no JSON, which this decoder reads" });
    else take(session.push(record, id), id);
  }
  // What waited for more lines is known by the last one.
  take(session.end(), `${lines.at(-1)?.id ?? ""}+`);
  return { events, rejects };
}

function readLines(body: Uint8Array): NamedLine[] {
  const wrong = (at: string, rule: string): Fault => new Fault("request.invalid", { places: [{ at, rule, mend: 'Send [{"id": "...", "text": "..."}].' }] });
  let value: unknown;
  try { value = JSON.parse(Buffer.from(body).toString("utf8")); } catch (cause) { throw wrong("body", `is no JSON: ${(cause as Error).message}`); }
  if (!Array.isArray(value)) throw wrong("body", "is no array");
  const bad = value.findIndex((one: unknown) => !isLine(one));
  if (bad !== -1) throw wrong(`/${bad}`, "is no {id, text}");
  return value as NamedLine[];
}

function parsed(text: string): unknown { try { return JSON.parse(text); } catch { return undefined; } }

const isLine = (one: unknown): one is NamedLine => typeof one === "object" && one !== null && typeof (one as NamedLine).id === "string" && typeof (one as NamedLine).text === "string";
