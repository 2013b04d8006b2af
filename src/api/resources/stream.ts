// The stream: facts as they happen, as server-sent events that resume where they broke off.
import Type from "typebox";
import { StreamEvent } from "../../contract/operations.ts";
import { secondMs } from "../../kernel/clock.ts";
import { Fault, messageOf } from "../../kernel/fault.ts";
import type { LedgerEntry } from "../../ledger/fact.ts";
import { door } from "../route.ts";
import type { Call, Resource } from "../route.ts";
import { wire } from "../wire.ts";

// 15 s: below the idle timeouts of common proxies (60 s), often enough to notice a dead connection soon.
const heartbeatMs = 15 * secondMs;

const follow = door({
  id: "followFacts", method: "GET", path: "/stream", tag: "stream", answersWith: "text/event-stream", summary: "Facts as they happen; Last-Event-ID (or ?from) resumes after that seq",
  query: { from: Type.Optional(Type.Integer({ minimum: 0 })) },
  async handle(call) {
    const afterSeq = await startOf(call);
    const { app, org, desk, reply } = call;
    const gone = new AbortController();
    reply.raw.on("close", () => gone.abort());
    const isOver = AbortSignal.any([gone.signal, desk.isClosing]);
    reply.hijack();
    reply.raw.writeHead(200, { ...headersOf(call), "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
    reply.raw.write("retry: 3000\n\n");
    const heart = setInterval(() => reply.raw.write(": still here\n\n"), heartbeatMs);
    try {
      for await (const entry of app.ledger.follow(org, afterSeq, isOver)) await writeEvent(call, entry);
    } catch (thrown) {
      if (!isOver.aborted) app.log.warn("stream ended", { why: messageOf(thrown) });
    } finally {
      clearInterval(heart);
      reply.raw.end();
    }
  },
});

/** Where to go on: after the last event the client has seen, else after the newest fact. */
async function startOf({ app, org, query, request }: Call<string, { from?: number }>): Promise<number> {
  const lastSeen = request.headers["last-event-id"];
  if (lastSeen === undefined) return query.from ?? (await app.ledger.list(org, { kind: undefined, subject: undefined }, { limit: 1, after: undefined })).items[0]?.seq ?? 0;
  if (typeof lastSeen === "string" && /^\d{1,15}$/.test(lastSeen)) return Number(lastSeen);
  throw new Fault("request.invalid", { places: [{ at: "header Last-Event-ID", rule: "must be the id of an event of this stream" }] });
}

/** The headers that hooks have already set; hijacking would lose them. */
function headersOf({ reply }: Pick<Call, "reply">): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}

/** HTML Standard 9.2.5. Waits while the client does not read, so that a slow one costs no memory. */
async function writeEvent({ reply }: Pick<Call, "reply">, entry: LedgerEntry): Promise<void> {
  const isTaken = reply.raw.write(`id: ${entry.seq}\nevent: ${entry.kind}\ndata: ${JSON.stringify(wire(StreamEvent, entry))}\n\n`);
  if (isTaken || reply.raw.destroyed) return;
  await new Promise<void>((resolve) => {
    const go = (): void => { reply.raw.off("drain", go).off("close", go); resolve(); };
    reply.raw.on("drain", go).on("close", go);
  });
}

export const stream: Resource = { tag: "stream", about: "Facts as they happen", doors: [follow] };
