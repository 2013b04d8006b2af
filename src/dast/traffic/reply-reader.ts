// Reads one reply as it comes: bounded in bytes, interim answers and time, and given up without a trace on the connection.
import type { Dispatcher } from "undici";
import type { NoReply, Reply } from "../exchange.ts";
import { decodeBody, isEncoded } from "./decode-body.ts";
import { noReplyOf } from "./no-reply.ts";
import { headersFrom, replyOf } from "./reply-of.ts";

export interface ReadLimits {
  /** Of a body, before and after decoding. */
  replyBytes: number;
  timeoutMs: number;
  /** Bytes that came; answers how many more of the scan's budget are left. */
  spend(bytes: number): number;
  elapsedMs: () => number;
}

/** why: what was wrong with a reply that is there all the same: cut, slow, broken off. error: what a client threw that is not the target's doing. */
export interface Outcome { reply: Reply | undefined; failure: NoReply | undefined; why: string | undefined }

const mostInterim = 16;
const broken = (why: string): NoReply => ({ kind: "malformed", why });

/** The events of a client, as an outcome that always comes: by the end, an error, a limit or the clock. */
export function createReplyReader(limits: ReadLimits, ended: (outcome: Outcome) => void): Dispatcher.DispatchHandler & { give(failure: NoReply): void } {
  const startedAt = limits.elapsedMs();
  let [sentAt, headAt, interim, size] = [startedAt, 0, 0, 0];
  let controller: Dispatcher.DispatchController | undefined;
  let head: { status: number; raw: readonly (Buffer | string)[] } | undefined;
  const chunks: Buffer[] = [];
  let isOver = false;

  const finish = (outcome: Outcome, abort: boolean): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    if (abort) controller?.abort(new Error("given up"));
    ended(outcome);
  };
  const giveUp = (failure: NoReply): void => { finish({ reply: undefined, failure, why: failure.why }, true); };

  /** With what came so far. why: why there is no more. */
  const conclude = (why: string | undefined, abort: boolean): void => {
    if (isOver || head === undefined) return;
    const headers = headersFrom(head.raw);
    const whole = chunks.length === 1 ? chunks[0] ?? Buffer.alloc(0) : Buffer.concat(chunks);
    const parts = { status: head.status, headers, headMs: headAt - sentAt, totalMs: limits.elapsedMs() - sentAt };
    if (!isEncoded(headers)) { finish({ reply: replyOf({ ...parts, body: whole, sizeBytes: size, truncated: why !== undefined }), failure: undefined, why }, abort); return; }
    isOver = true;
    clearTimeout(timer);
    if (abort) controller?.abort(new Error("given up"));
    void decodeBody(whole, headers, Math.max(1, Math.min(limits.replyBytes, limits.spend(0))), limits.spend).then((decoded) => {
      // What came over the wire is counted already; the budget is of decoded bytes.
      limits.spend(decoded.body.byteLength - whole.byteLength - decoded.counted);
      const cut = decoded.truncated && why === undefined ? `the decoded body is larger than ${limits.replyBytes} bytes` : undefined;
      ended({ reply: replyOf({ ...parts, body: decoded.body, sizeBytes: Math.max(size, decoded.body.byteLength), truncated: why !== undefined || decoded.truncated }), failure: undefined, why: why ?? cut ?? decoded.why });
    });
  };
  const timer = setTimeout(() => {
    if (head === undefined) giveUp({ kind: "timeout", why: interim > 0 ? `only interim answers within ${limits.timeoutMs} ms` : `no answer within ${limits.timeoutMs} ms` });
    else conclude(`the body did not end within ${limits.timeoutMs} ms`, true);
  }, limits.timeoutMs);

  return {
    give: giveUp,
    onRequestStart(given) { controller = given; sentAt = limits.elapsedMs(); if (isOver) given.abort(new Error("given up")); },
    onResponseStart(given, status) {
      if (status < 200) { interim += 1; if (interim > mostInterim) giveUp(broken(`more than ${mostInterim} interim answers`)); return; }
      head = { status, raw: given.rawHeaders as readonly (Buffer | string)[] };
      headAt = limits.elapsedMs();
    },
    onResponseData(_given, chunk) {
      if (isOver) return;
      size += chunk.length;
      const room = limits.replyBytes - (size - chunk.length);
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      const left = limits.spend(chunk.length);
      if (size > limits.replyBytes) conclude(`the body is larger than ${limits.replyBytes} bytes`, true);
      else if (left <= 0) conclude("the bytes of the budget are spent", true);
    },
    onResponseEnd() { conclude(undefined, false); },
    onResponseError(_given, thrown) {
      if (isOver) return;
      if (head !== undefined) conclude(`broken off in the middle of the body: ${noReplyOf(thrown).why}`, false);
      else { const failure = noReplyOf(thrown); finish({ reply: undefined, failure, why: failure.why }, false); }
    },
  };
}
