// One HTTP request to a receiver, and its answer read as sent, retry or refused.
import type { Clock, Instant } from "../kernel/clock.ts";
import { isFault } from "../kernel/fault.ts";
import type { Http, HttpReply, HttpRequest } from "../kernel/http.ts";
import { Secret } from "../kernel/secret.ts";
import type { Delivery } from "./delivery.ts";
import { networkWhy, withoutSecrets } from "./why.ts";

export interface Post {
  http: Http;
  url: Secret;
  headers: Readonly<Record<string, string>>;
  /** None with GET. */
  body?: string;
  /** Blanked in whatever the far side answers. */
  secrets: readonly Secret[];
  clock: Clock;
  signal: AbortSignal;
}

/** What came back: the first 64 kB of the body as text, or what had come when it broke off. */
export interface ReceiverAnswer { status: number; text: string }

export interface Call extends Post {
  /** Default POST. */
  method?: NonNullable<HttpRequest["method"]>;
  /**
   * What the answer means, for a far side that says more than its status does; undefined leaves it to the status.
   * Its words are cut and blanked like those of any answer. A Retry-After counts when it answers retry without a time.
   */
  read?(answer: ReceiverAnswer): Delivery | undefined;
  /** How much of the answer `read` gets to see; 64 kB unless given. */
  answerBytes?: number;
}

// The Standard Webhooks specification asks for 15 to 30 s.
const answerWithinMs = 15_000;

/**
 * One request with a JSON body. 2xx is sent; 408, 425, 429, 5xx and no answer are retry; 410 is refused and gone; the rest,
 * redirects too, is refused: following one would carry the message to a host nobody configured. `read` may say otherwise.
 */
export async function callReceiver({ http, url, method = "POST", headers, body, secrets, clock, signal, read, answerBytes = 64_000 }: Call): Promise<Delivery> {
  try {
    const reply = await http.send(url.reveal(), { method, headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers }, ...(body === undefined ? {} : { body }), signal, timeoutMs: answerWithinMs });
    const answer = { status: reply.status, text: await firstText(reply, read === undefined ? 2_000 : answerBytes) };
    const hidden = [...partsOf(url), ...secrets];
    const delivery = blanked(read?.(answer) ?? byStatus(answer, hidden), hidden);
    return withRetryAfter(delivery, retryAfterMs(reply.headers["retry-after"], clock.now()));
  } catch (thrown) {
    if (isFault(thrown, "notify.address-refused")) return { kind: "refused", why: thrown.message };
    return { kind: "retry", why: networkWhy(thrown, signal) };
  }
}

/** One POST whose answer is its status. */
export const postNotice = (post: Post): Promise<Delivery> => callReceiver(post);

/** The object in a JSON answer; {} when it holds none. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

// Standard Webhooks, "Operational considerations"; RFC 9110 15.5.9 (408) and RFC 8470 (425) are the client's to repeat.
const retryable = new Set([408, 425, 429]);

function byStatus({ status, text }: ReceiverAnswer, secrets: readonly Secret[]): Delivery {
  if (status >= 200 && status < 300) return { kind: "sent", detail: `HTTP ${status}` };
  const said = withoutSecrets(text, secrets);
  const why = said === "" ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
  if (status >= 500 || retryable.has(status)) return { kind: "retry", why };
  if (status === 410) return { kind: "refused", why: `${why} (the receiver is gone for good; remove it or correct its url)`, gone: true };
  if (status >= 300 && status < 400) return { kind: "refused", why: `${why} (redirects are not followed; set the url to where it leads)` };
  return { kind: "refused", why };
}

// A web server likes to quote the path. Its last part, and values of the query, are where incoming webhooks have their token.
function partsOf(url: Secret): Secret[] {
  const { pathname, search } = new URL(url.reveal());
  const parts = pathname.split("/");
  const tokens = [parts.at(-1) ?? "", ...new URLSearchParams(search).values()].filter((part) => part.length >= 5);
  const paths = [`${pathname}${search}`, pathname].filter((path) => path.length >= 6);
  return [url, ...[...paths, ...tokens, ...parts.filter((part) => part.length >= 16)].map((part) => new Secret(part))];
}

function blanked(delivery: Delivery, secrets: readonly Secret[]): Delivery {
  if (delivery.kind !== "sent") return { ...delivery, why: withoutSecrets(delivery.why, secrets, 300) };
  return delivery.detail === undefined ? delivery : { ...delivery, detail: withoutSecrets(delivery.detail, secrets, 300) };
}

const withRetryAfter = (delivery: Delivery, afterMs: number | undefined): Delivery =>
  delivery.kind === "retry" && delivery.afterMs === undefined && afterMs !== undefined ? { ...delivery, afterMs } : delivery;

/** RFC 9110 10.2.3: Retry-After is seconds or a date. undefined when it is neither; a date gone by is 0. */
export function retryAfterMs(value: string | undefined, now: Instant): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

// Enough of the answer to say why; leaving the loop lets go of the rest. A body that breaks off does not change the status.
async function firstText(reply: HttpReply, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of reply.body()) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limitBytes) break;
    }
  } catch {
    // The status has come: it decides.
  }
  return Buffer.concat(chunks).toString("utf8");
}
