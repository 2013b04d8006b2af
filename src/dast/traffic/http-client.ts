// The HTTP client: one request, one reply, on kept connections to pinned addresses; no redirects, no retries, nothing added.
import { Pool } from "undici";
import type { NoReply, TestRequest } from "../exchange.ts";
import { isMalformed, isOurRefusal } from "./no-reply.ts";
import { createReplyReader } from "./reply-reader.ts";
import type { Outcome, ReadLimits } from "./reply-reader.ts";
import type { Sockets } from "./sockets.ts";
import { sendUnusual } from "./unusual-request.ts";
import type { RequestTarget } from "./target.ts";
import { bodyOf, wireHeaders } from "./wire-request.ts";

export interface HttpClient {
  exchange(target: RequestTarget, request: TestRequest, limits: ReadLimits): Promise<Outcome>;
  /** Gives up whatever is under way: each exchange ends with this failure. */
  stop(failure: NoReply): void;
}

const connectWithinMs = 10_000;
const mostHeaderBytes = 256 * 1024;
const mostLoose = 100;

export function createHttpClient(sockets: Sockets, connections: number): HttpClient {
  const pools = new Map<string, Pool>();
  const underWay = new Set<(failure: NoReply) => void>();
  const loose = new Map<string, "readable" | "not HTTP">();
  const poolOf = (target: RequestTarget, timeoutMs: number): Pool => {
    const known = pools.get(target.origin);
    if (known !== undefined) return known;
    const made = openPool(target, sockets, connections, Math.min(connectWithinMs, timeoutMs));
    pools.set(target.origin, made);
    return made;
  };
  return {
    exchange: (target, request, limits) => new Promise((resolve) => {
      const reader = createReplyReader(limits, (outcome) => { underWay.delete(reader.give); resolve(outcome); });
      underWay.add(reader.give);
      const error = reader.onResponseError;
      // What undici refuses to write is written by hand: header names and hop-by-hop headers are places to test, too.
      const byHand = (failed: typeof error): void => { sendUnusual(target, request, { sockets, timeoutMs: connectWithinMs }, reader, failed); };
      // Browsers read lines that end in a line feed alone, and so do whoever attacks them: such answers are asked for once more, with more patience.
      const place = `${target.origin}${target.requestTarget.replace(/[?#].*$/s, "")}`;
      const patiently = (): void => { byHand((controller, thrown) => { loose.set(place, "not HTTP"); error?.(controller, thrown); }); };
      if (loose.get(place) === "readable") { patiently(); return; }
      reader.onResponseError = (controller, thrown) => {
        if (isOurRefusal(thrown)) byHand(error);
        else if (isMalformed(thrown) && request.method === "GET" && !loose.has(place) && loose.size < mostLoose) { loose.set(place, "readable"); patiently(); }
        else error?.(controller, thrown);
      };
      poolOf(target, limits.timeoutMs).dispatch({ path: target.requestTarget, method: request.method as "GET", headers: wireHeaders(request), body: bodyOf(request), headersTimeout: 0, bodyTimeout: 0, ...(target.isTls ? { servername: target.hostname } : {}) } as Parameters<Pool["dispatch"]>[0], reader);
    }),
    stop(failure) {
      for (const give of underWay) give(failure);
      for (const pool of pools.values()) void pool.destroy().catch(() => {});
      sockets.closeAll();
    },
  };
}

function openPool(target: RequestTarget, sockets: Sockets, connections: number, timeoutMs: number): Pool {
  return new Pool(target.origin, {
    connections, pipelining: 1, maxHeaderSize: mostHeaderBytes, keepAliveTimeout: 4_000, headersTimeout: 0, bodyTimeout: 0,
    connect: (_options, done) => {
      sockets.open(target, { tls: target.isTls ? {} : undefined, timeoutMs }, (failure, socket) => { if (socket === undefined) done(failure ?? new Error("no connection"), null); else done(null, socket as Parameters<typeof done>[1] & object); });
    },
  });
}
