// A POST with an Idempotency-Key happens once in 24 hours: a repeat gets the first answer (draft-ietf-httpapi-idempotency-key-header).
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app/app.ts";
import { canonicalJson } from "../kernel/json.ts";
import type { Json } from "../kernel/json.ts";
import { Fault } from "../kernel/fault.ts";
import type { Door } from "./route.ts";

export interface Idempotency {
  /** Before the handler. Resolves to true when the repeated answer was sent. */
  before(door: Door, request: FastifyRequest, reply: FastifyReply, org: string): Promise<boolean>;
  /** As the answer leaves. */
  after(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void>;
  /** The body of a streaming door, digested on its way. */
  body(request: FastifyRequest): AsyncIterable<Uint8Array>;
}

interface Running { org: string; key: string; door: Door; hash: Hash; isReplay: boolean }

const keyPattern = /^[\x21-\x7e]{1,255}$/;

export function createIdempotency(app: App): Idempotency {
  const running = new WeakMap<FastifyRequest, Running>();
  const inFlight = new Set<string>();
  return {
    async before(door, request, reply, org) {
      const key = request.headers["idempotency-key"];
      if (key === undefined || door.method !== "POST" || door.keeps === false) return false;
      if (typeof key !== "string" || !keyPattern.test(key)) throw badKey();
      const place = `${org} ${key}`;
      if (inFlight.has(place)) throw new Fault("request.conflict");
      // Taken before the first await: two requests that arrive together must not both find nothing.
      inFlight.add(place);
      const run: Running = { org, key, door, hash: openHash(request, door), isReplay: false };
      running.set(request, run);
      const kept = await app.idempotency.find(org, key);
      run.isReplay = kept !== undefined;
      return kept !== undefined && replay(kept, request, reply, door);
    },
    async after(request, reply, payload) {
      const run = running.get(request);
      if (!run) return;
      running.delete(request);
      // A failure of ours is not an answer, and a stream that was refused may not have been digested to its end.
      const isAnswer = !run.isReplay && typeof payload === "string" && reply.statusCode < (run.door.streams ? 400 : 500);
      try {
        if (isAnswer) await app.idempotency.keep(run.org, run.key, { digest: run.hash.digest("hex"), status: reply.statusCode, body: keptBody(run.door, reply, payload) });
      } finally { inFlight.delete(`${run.org} ${run.key}`); }
    },
    async *body(request) {
      const hash = running.get(request)?.hash;
      for await (const chunk of request.raw as AsyncIterable<Uint8Array>) {
        hash?.update(chunk);
        yield chunk;
      }
    },
  };
}

const badKey = (): Fault => new Fault("request.invalid", { places: [{ at: "header Idempotency-Key", rule: "must be 1 to 255 visible ASCII characters" }] });

/** Method, URL and body are the request; a streaming body joins as it is read. */
function openHash(request: FastifyRequest, door: Door): Hash {
  const hash = createHash("sha256").update(`${request.method} ${request.url}\n`);
  return door.streams ? hash : hash.update(request.body === undefined ? "" : canonicalJson(request.body as Json));
}

async function replay(kept: { digest: string; status: number; body: string }, request: FastifyRequest, reply: FastifyReply, door: Door): Promise<boolean> {
  const hash = openHash(request, door);
  if (door.streams) for await (const chunk of request.raw as AsyncIterable<Uint8Array>) hash.update(chunk);
  if (hash.digest("hex") !== kept.digest) throw new Fault("request.key-reused");
  await reply.header("idempotency-replayed", "true").code(kept.status).type(kept.status >= 400 ? "application/problem+json" : "application/json").send(kept.body);
  return true;
}

function keptBody(door: Door, reply: FastifyReply, payload: string): string {
  if (typeof door.keeps !== "function" || reply.statusCode >= 400) return payload;
  return JSON.stringify(door.keeps(JSON.parse(payload) as Record<string, unknown>));
}
