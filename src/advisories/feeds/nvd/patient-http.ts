// NVD's API over HTTP: never faster than it allows, and asked again when it says "later".
import { setTimeout as wait } from "node:timers/promises";
import { Fault, isFault } from "../../../kernel/fault.ts";
import type { Http, HttpReply, HttpRequest } from "../../../kernel/http.ts";
import { printableUrl } from "../../../kernel/printable-url.ts";
import type { FeedContext } from "../../feed.ts";
import type { NvdSettings } from "./settings.ts";

// NVD throttles with 403 and, behind its gateway, 429 and 503; the rest are its bad moments.
const later = new Set([403, 429, 500, 502, 503, 504]);
const attempts = 5;
const longestWaitMs = 120_000;
// A page of 2000 is put together while one waits.
const timeoutMs = 120_000;

export function patientHttp({ http, signal, clock, log }: Pick<FeedContext, "http" | "signal" | "clock" | "log">, { apiKey, requestGapMs }: NvdSettings): Http {
  let asked = false;
  const once = async (url: string, request: HttpRequest): Promise<HttpReply | Fault> => {
    if (asked) await wait(requestGapMs, undefined, { signal });
    asked = true;
    try {
      return await http.send(url, { ...request, timeoutMs, headers: { ...request.headers, ...(apiKey === undefined ? {} : { apiKey: apiKey.reveal() }) } });
    } catch (thrown) {
      if (!isFault(thrown, "http.unreachable")) throw thrown;
      return thrown;
    }
  };
  return {
    async send(url, request = {}) {
      for (let attempt = 1; ; attempt++) {
        const reply = await once(url, request);
        if (!(reply instanceof Fault) && !later.has(reply.status)) return notMissing(url, reply);
        if (attempt === attempts) { if (reply instanceof Fault) throw reply; return reply; }
        const pauseMs = reply instanceof Fault ? requestGapMs : retryAfterMs(reply.headers["retry-after"], clock.now()) ?? requestGapMs * 2 ** attempt;
        log.info("nvd asks to wait", { status: reply instanceof Fault ? reply.code : reply.status, pauseMs });
        await wait(Math.min(pauseMs, longestWaitMs), undefined, { signal });
      }
    },
  };
}

/** RFC 9110 section 10.2.3: seconds or a date. */
function retryAfterMs(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

// The API answers 404 to a wrong key or parameter and says so in a header.
function notMissing(url: string, reply: HttpReply): HttpReply {
  const message = reply.headers["message"];
  if (reply.status !== 404 || message === undefined) return reply;
  throw new Fault("feed.unavailable", { detail: `${printableUrl(url)} answered 404: ${message.slice(0, 200).replace(/[^\x20-\x7e]+/g, " ")}` });
}
