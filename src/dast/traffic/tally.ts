// The tally of a scan's traffic: numbers every request, counts how it ended, logs it and tells the listeners.
import type { Exchange } from "../exchange.ts";
import type { Session } from "../session.ts";
import type { LogWriter } from "./log-writer.ts";
import type { SendAbout } from "./request-log.ts";
import type { Traffic, TrafficCounts } from "./traffic.ts";

export interface Tally {
  /** The number of the next request. */
  sent(now: number): number;
  bytes(count: number): void;
  /** isHeard false: not an exchange of HTTP, so that listeners could not read it. */
  ended(exchange: Exchange, about: SendAbout, session: Session | undefined, why: string | undefined, how?: { isHeard: boolean }): void;
  lastSentAt(): number;
  counts(): Omit<TrafficCounts, "requestsPerSecond" | "backingOff">;
  watch: Traffic["watch"];
}

export function createTally({ log, maskUrl, firstSeq }: { log: LogWriter | undefined; maskUrl: (url: string) => string; firstSeq: number }): Tally {
  const statuses: Record<string, number> = {};
  const listeners: Parameters<Traffic["watch"]>[0][] = [];
  let [seq, requests, bytes, failures, refused, sentAt] = [firstSeq, 0, 0, 0, 0, Number.NEGATIVE_INFINITY];
  return {
    sent(now) { seq += 1; requests += 1; sentAt = now; return seq; },
    bytes(count) { bytes += count; },
    ended(exchange, about, session, why, { isHeard } = { isHeard: true }) {
      const { reply, failure, request } = exchange;
      const isRefused = exchange.seq === 0;
      if (isRefused) refused += 1;
      else if (reply !== undefined) statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
      else if (isHeard || why !== undefined) failures += 1;
      log?.write({
        seq: exchange.seq, at: exchange.at, method: request.method, url: maskUrl(request.url), identity: session?.identity, status: reply?.status ?? 0, sizeBytes: reply?.sizeBytes ?? 0, headMs: reply?.headMs, totalMs: reply?.totalMs,
        phase: about.phase, check: about.check, routeId: about.routeId, pointId: about.pointId, refused: isRefused, why: why ?? failure?.why,
      });
      if (isHeard) for (const listener of listeners) listener(exchange, about, session);
    },
    lastSentAt: () => sentAt,
    counts: () => ({ requests, bytes, failures, refused, statuses: { ...statuses } }),
    watch: (listener) => { listeners.push(listener); },
  };
}
