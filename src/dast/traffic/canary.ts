// The canary: the start page, asked every few seconds. A page that we know tells distress from probes that are slow or fail by intent.
import type { Exchange } from "../exchange.ts";
import { slowFrom } from "./governor.ts";

export interface Canary {
  /** Called often. suspicion: something looks wrong, or we are backing off and wait for better: asked sooner. */
  tick(now: number, suspicion: string | undefined, isBackingOff: boolean): void;
  stop(): void;
}

export interface CanaryPlan {
  ask(): Promise<Exchange>;
  judged(isWell: boolean, why: string, now: number): void;
  elapsedMs: () => number;
  /** How long this process itself stood still lately: what a machine that is busy adds to every time measured. */
  stallMs(): number;
  /** Whether anything was sent since `at`: a scan that rests needs no canary. */
  isActiveSince(at: number): boolean;
  everyMs: number;
}

const soonMs = 1_000;
const learnFrom = 3;

/** Its first answers say what is normal. Until there are some, and when the start page never answers, suspicion alone is the verdict. */
export function createCanary({ ask, judged, elapsedMs, stallMs, isActiveSince, everyMs }: CanaryPlan): Canary {
  const normal: number[] = [];
  let usualClass: number | undefined;
  let [askedAt, doneAt, pendingSince, toldAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined as number | undefined, Number.NEGATIVE_INFINITY];
  let [isStopped, strikes, isBlind] = [false, 0, false];
  const slowMs = (): number => slowFrom(normal) + stallMs();
  // Once may be chance: a collection of garbage here or there. Twice is distress.
  const strike = (why: string, now: number): void => { strikes += 1; if (strikes >= 2) judged(false, why, now); };
  const verdict = (exchange: Exchange): string | undefined => {
    const { reply } = exchange;
    if (reply === undefined) return `the start page gives no answer: ${exchange.failure?.why ?? "unknown"}`;
    if (reply.status === 429 || (reply.status >= 500 && usualClass !== 5)) return `the start page answers ${reply.status}`;
    return normal.length >= learnFrom && reply.headMs > slowMs() ? `the start page took ${Math.round(reply.headMs)} ms instead of ${Math.round(slowMs())} ms at most` : undefined;
  };
  const took = (exchange: Exchange): void => {
    [pendingSince, doneAt] = [undefined, elapsedMs()];
    const why = verdict(exchange);
    isBlind = exchange.reply === undefined && usualClass === undefined;
    // Our own guard keeps it away: it will never be asked, and says nothing.
    if (exchange.seq === 0) askedAt = Number.POSITIVE_INFINITY;
    if (exchange.reply !== undefined) {
      usualClass ??= Math.floor(exchange.reply.status / 100);
      if (normal.length < learnFrom) normal.push(exchange.reply.headMs);
    }
    if (usualClass === undefined) return;
    if (why !== undefined) { strike(why, doneAt); return; }
    strikes = 0;
    judged(true, "", doneAt);
  };
  const begin = (now: number): void => {
    [askedAt, pendingSince] = [now, now];
    // The scan's end rejects it; whoever ends the scan tells why.
    ask().then((exchange) => { if (!isStopped) took(exchange); }, () => { pendingSince = undefined; });
  };
  return {
    tick(now, suspicion, isBackingOff) {
      if (isStopped) return;
      const limit = normal.length > 0 ? slowMs() : Number.POSITIVE_INFINITY;
      if (pendingSince !== undefined) {
        if (now - pendingSince > limit && (strikes < 2 || now - toldAt >= soonMs)) { toldAt = now; strike(`the start page has not answered for ${Math.round(now - pendingSince)} ms`, now); }
        return;
      }
      if (suspicion !== undefined && usualClass === undefined && Number.isFinite(doneAt)) judged(false, suspicion, now);
      if (isBlind && suspicion === undefined && isBackingOff) judged(true, "", now);
      // While backing off a look a second says when it is better; more would be a burden of its own.
      const due = isBlind ? everyMs : isBackingOff ? soonMs : suspicion !== undefined || strikes > 0 || normal.length < learnFrom ? soonMs / 4 : everyMs;
      if (now - askedAt >= due && (isBackingOff || strikes > 0 || isActiveSince(askedAt) || suspicion !== undefined)) begin(now);
    },
    stop() { isStopped = true; },
  };
}
