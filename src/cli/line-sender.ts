// Sends lines with their ids to the ingest door and does not give up: waits as the server asks, splits what is too large, names what it refused.
import { secondMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { Secret } from "../kernel/secret.ts";
import type { Io } from "./io.ts";

interface SentLine { id: string; text: string }

export interface LineSender { /** Resolves when the server has answered for each line; throws only what a person must mend. */ send(lines: readonly SentLine[]): Promise<{ rejected: number }> }

export interface LineSenderOptions {
  io: Pick<Io, "fetch" | "signal" | "wait" | "clock">;
  url: string;
  token: Secret | undefined;
  decoder: string;
  source: string;
  host: string;
  /** "zone=Europe/Paris" */
  settings: readonly string[];
  say(message: string): void;
}

const firstWaitMs = secondMs;
const longestWaitMs = 60 * secondMs;

interface Answer { status: number; retryAfterMs: number | undefined; body: Body }
interface Body { code?: string; title?: string; detail?: string; rejected?: number; rejects?: readonly Place[]; errors?: readonly Place[] }
interface Place { at: string; rule: string }

export function createLineSender(options: LineSenderOptions): LineSender {
  const send = async (lines: readonly SentLine[]): Promise<{ rejected: number }> => {
    const answer = await answered(options, lines);
    const { status, body } = answer;
    if (status < 300) return { rejected: told(options, body.rejects ?? [], body.rejected ?? 0) };
    if (status === 413) return split(options, lines, send);
    // Nothing of the batch can be read: the server has counted it, and sending it again would not change it.
    if (body.code === "runtime.unreadable") return { rejected: told(options, body.errors ?? [], lines.length) };
    throw new Fault(status === 401 || status === 403 ? "auth.denied" : "cli.server-strange", { detail: `${options.url} answered ${status}: ${[body.title, body.detail].filter(Boolean).join(" ") || "without a reason"}`, places: body.errors ?? [] });
  };
  return { send };
}

async function split({ say }: LineSenderOptions, lines: readonly SentLine[], send: LineSender["send"]): Promise<{ rejected: number }> {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) { say(`a line of ${only.text.length} characters is more than the server takes (${only.id})`); return { rejected: 1 }; }
  const middle = Math.ceil(lines.length / 2);
  const [one, other] = [await send(lines.slice(0, middle)), await send(lines.slice(middle))];
  return { rejected: one.rejected + other.rejected };
}

function told({ say }: LineSenderOptions, places: readonly Place[], rejected: number): number {
  for (const { at, rule } of places.slice(0, 3)) say(`not readable: ${at} ${rule}`);
  if (rejected > 3) say(`and ${rejected - 3} more lines that are not readable`);
  return rejected;
}

/** Tries until there is an answer that a repeat would not change; twice as long after each failure, or as Retry-After says. */
async function answered(options: LineSenderOptions, lines: readonly SentLine[]): Promise<Answer> {
  const { io, say } = options;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    io.signal.throwIfAborted();
    const answer = await once(options, lines);
    if (typeof answer !== "string" && ![408, 425, 429, 500, 502, 503, 504].includes(answer.status)) return answer;
    const why = typeof answer === "string" ? answer : `it answered ${answer.status}`;
    const pauseMs = typeof answer === "string" ? waitMs : Math.min(answer.retryAfterMs ?? waitMs, longestWaitMs * 10);
    say(`${options.url} did not take ${lines.length} lines: ${why}; trying again in ${Math.ceil(pauseMs / secondMs)} s`);
    await io.wait(pauseMs);
  }
}

async function once({ io, url, token, decoder, source, host, settings }: LineSenderOptions, lines: readonly SentLine[]): Promise<Answer | string> {
  const query = new URLSearchParams({ source, host, ...(settings.length === 0 ? {} : { settings: settings.join(";") }) });
  try {
    const response = await io.fetch(`${url}/api/v1/ingest/${encodeURIComponent(decoder)}?${query}`, {
      method: "POST", body: JSON.stringify(lines), signal: io.signal, redirect: "error",
      headers: { "content-type": "application/vnd.aftwatch.lines+json", accept: "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` }) },
    });
    return { status: response.status, retryAfterMs: retryAfterMs(response.headers.get("retry-after"), io.clock.now()), body: await bodyOf(response) };
  } catch (thrown) {
    if (io.signal.aborted) throw thrown;
    return thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : String(thrown);
  }
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * secondMs;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

async function bodyOf(response: Response): Promise<Body> {
  const text = await response.text();
  try { const body: unknown = JSON.parse(text); return typeof body === "object" && body !== null ? body as Body : {}; } catch { return {}; }
}
