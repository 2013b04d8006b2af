// Posts JSON to a receiver and reads its answer as sent, retry or refused.
import type { Clock, Instant } from "../kernel/clock.ts";
import { isFault } from "../kernel/fault.ts";
import type { Http, HttpReply } from "../kernel/http.ts";
import type { Secret } from "../kernel/secret.ts";
import type { Delivery } from "./delivery.ts";
import { networkWhy, withoutSecrets } from "./why.ts";

export interface Post {
  http: Http;
  url: Secret;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Blanked in whatever the far side answers. */
  secrets: readonly Secret[];
  clock: Clock;
  signal: AbortSignal;
}

// The Standard Webhooks specification asks for 15 to 30 s.
const answerWithinMs = 15_000;

/** One POST. Only 2xx is sent; a redirect is not followed, because it would carry the message to a host nobody configured. */
export async function postNotice({ http, url, headers, body, secrets, clock, signal }: Post): Promise<Delivery> {
  try {
    const reply = await http.send(url.reveal(), { method: "POST", headers: { "content-type": "application/json", ...headers }, body, signal, timeoutMs: answerWithinMs });
    return deliveryFrom(reply, await firstText(reply), [url, ...secrets], clock.now());
  } catch (thrown) {
    if (isFault(thrown, "notify.address-refused")) return { kind: "refused", why: thrown.message };
    return { kind: "retry", why: networkWhy(thrown, signal) };
  }
}

// Standard Webhooks, "Operational considerations"; RFC 9110 15.5.9 (408) and RFC 8470 (425) are the client's to repeat.
const retryable = new Set([408, 425, 429]);

function deliveryFrom(reply: HttpReply, text: string, secrets: readonly Secret[], now: Instant): Delivery {
  const { status } = reply;
  if (status >= 200 && status < 300) return { kind: "sent", detail: `HTTP ${status}` };
  const said = withoutSecrets(text, secrets);
  const why = said === "" ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
  if (status >= 500 || retryable.has(status)) {
    const afterMs = retryAfterMs(reply.headers["retry-after"], now);
    return { kind: "retry", why, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (status === 410) return { kind: "refused", why: `${why} (the receiver is gone for good; remove it or correct its url)` };
  if (status >= 300 && status < 400) return { kind: "refused", why: `${why} (redirects are not followed; set the url to where it leads)` };
  return { kind: "refused", why };
}

/** RFC 9110 10.2.3: Retry-After is seconds or a date. undefined when it is neither; a date gone by is 0. */
export function retryAfterMs(value: string | undefined, now: Instant): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

// Enough of the answer to say why; leaving the loop lets go of the rest. A body that breaks off does not change the status.
async function firstText(reply: HttpReply): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of reply.body()) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= 2_000) break;
    }
  } catch {
    // The status has come: it decides.
  }
  return Buffer.concat(chunks).toString("utf8");
}
