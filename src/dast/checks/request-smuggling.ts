// A proxy and the server behind it that see the end of a request differently: what follows becomes somebody else's request.
import type { OriginCheck, RawReply, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import type { Ambiguity } from "../smuggling/probes.ts";
import { agreeingProbe, leavingProbe, plainRequest, spellings, waitingProbe } from "../smuggling/probes.ts";

const patienceMs = 5000;
// What a server that waits for more takes at least beyond one that does not.
const waitsMs = 3000;
const mostTries = 6;

/** A complete answer: its head, and as much body as it says. */
function isWhole(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const length = /^content-length:\s*(\d+)/im.exec(text.slice(0, end))?.[1];
  return end > 0 && (length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= end + 4 + Number(length));
}

const statusOf = ({ bytes }: RawReply): number => Number(/^HTTP\/\d(?:\.\d)? (\d{3})/.exec(Buffer.from(bytes.subarray(0, 40)).toString("latin1"))?.[1] ?? 0);
const ask = (origin: string, bytes: Uint8Array, tools: Tools): Promise<RawReply> => tools.sendRaw({ origin, bytes, timeoutMs: patienceMs, until: isWhole });

/** Raw bytes as evidence. */
function seen(origin: string, bytes: Uint8Array, reply: RawReply, tools: Tools): Exchange {
  const body = Buffer.from(reply.bytes);
  return { seq: 0, at: tools.clock.now(), failure: undefined, request: { method: "RAW", url: `${origin}/`, headers: [], body: bytes }, reply: { status: statusOf(reply), headers: [], body, text: body.toString("latin1"), sizeBytes: body.length, truncated: false, headMs: reply.firstByteMs ?? reply.totalMs, totalMs: reply.totalMs } };
}

/** Waits on the ambiguous request and not on the one whose end is plain; alternating, twice. */
async function waits(origin: string, ambiguity: Ambiguity, tools: Tools): Promise<{ fast: Exchange; slow: Exchange } | undefined> {
  let pair: { fast: Exchange; slow: Exchange } | undefined;
  for (let round = 0; round < 2; round += 1) {
    const plain = agreeingProbe(origin, ambiguity);
    const fast = await ask(origin, plain, tools);
    if (fast.failure !== undefined || statusOf(fast) === 0 || statusOf(fast) === 429) return undefined;
    const bytes = waitingProbe(origin, ambiguity);
    const slow = await ask(origin, bytes, tools);
    // A refusal comes at once; silence must be longer than the plain one took by far.
    if (slow.failure !== undefined || (slow.firstByteMs ?? slow.totalMs) < fast.totalMs + waitsMs || (slow.closed && slow.bytes.length === 0 && slow.totalMs < waitsMs)) return undefined;
    pair = { fast: seen(origin, plain, fast, tools), slow: seen(origin, bytes, slow, tools) };
  }
  return pair;
}

/** Our own next request is answered as the one that was left behind: what nobody asked for plainly. */
async function comesThrough(origin: string, ambiguity: Ambiguity, tools: Tools): Promise<{ left: Exchange; next: Exchange } | undefined> {
  const plain = plainRequest(origin);
  const usual = statusOf(await ask(origin, plain, tools));
  for (let at = 0; at < mostTries; at += 1) {
    const bytes = leavingProbe(origin, ambiguity, `/${tools.seed.word(`left ${ambiguity.kind} ${at}`, 14)}`);
    const left = await ask(origin, bytes, tools);
    const next = await ask(origin, plain, tools);
    if (statusOf(next) !== usual && statusOf(next) === 404) return { left: seen(origin, bytes, left, tools), next: seen(origin, plain, next, tools) };
  }
  return undefined;
}

async function proofOf(origin: string, ambiguity: Ambiguity, tools: Tools): Promise<Proof | undefined> {
  const pair = await waits(origin, ambiguity, tools);
  if (pair === undefined) return undefined;
  const through = await comesThrough(origin, ambiguity, tools);
  return {
    technique: ambiguity.kind, confidence: through === undefined ? "firm" : "confirmed", about: ambiguity.kind, at: "origin:connection",
    because: `By ${ambiguity.kind} (${JSON.stringify(ambiguity.spelling)}) the server waits for a rest that the proxy does not send${through === undefined ? "" : "; a request of ours was answered as the one left behind"}.`,
    steps: [{ role: "control", exchange: pair.fast, shows: `A request whose end is plain: ${Math.round(pair.fast.reply?.totalMs ?? 0)} ms.` }, { role: "attack", exchange: pair.slow, shows: `Its end is seen differently: no answer for ${Math.round(pair.slow.reply?.totalMs ?? 0)} ms, twice.` }, ...(through === undefined ? [] : [{ role: "attack" as const, exchange: through.left, shows: "Left the beginning of a request behind." }, { role: "attack" as const, exchange: through.next, shows: "The next plain request got its answer: 404." }])],
  };
}

/** Disturbs connections that others share: only where the class is opted into. Identity: the origin and the kind. */
export const requestSmuggling = defineCheck<OriginCheck>({
  id: "request-smuggling", about: "Proxy and server disagree on where a request ends.", title: "HTTP request smuggling",
  cwe: 444, owasp: ["A05"], severity: "critical", risk: "smuggling", attackClass: "request-smuggling", on: "origin",
  remediation: "Have the proxy refuse requests with both Content-Length and Transfer-Encoding, and use HTTP/2 to the servers behind. Update both: current versions agree.",
  async *probe(origin, _routes, tools) {
    for (const spelling of spellings) {
      // CL.TE first: on a server with TE.CL it would poison the connection of somebody else.
      for (const kind of ["CL.TE", "TE.CL"] as const) {
        const proof = await proofOf(origin, { kind, spelling }, tools);
        if (proof === undefined) continue;
        yield proof;
        return;
      }
    }
  },
});
