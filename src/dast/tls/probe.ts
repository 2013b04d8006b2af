// Asks a server by a hello of our own what it agrees to; everything goes through the scan's traffic.
import { hash } from "node:crypto";
import type { Tools } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { everySuite, modernSuites, suiteName } from "./ciphers.ts";
import type { TlsVersion } from "./hello.ts";
import { certificatesOf, clientHello, messagesOf, readServerHello, recordsOf, versionNames } from "./hello.ts";
import type { HelloOffer } from "./hello.ts";
import { decryptedMessages, keyPairOf } from "./tls13.ts";
import type { KeyPair } from "./tls13.ts";

export interface TlsAnswer { version: number; cipher: number; compression: number; /** DER, the server's own first. */ certificates: readonly Buffer[] }
/** answer: undefined when the server did not agree. isThere: it spoke TLS at all, be it an alert. */
export interface TlsProbe { offered: string; answer: TlsAnswer | undefined; isThere: boolean; exchange: Exchange }
export interface TlsQuestion { version: TlsVersion; ciphers?: readonly number[]; compressions?: readonly number[] }

type ProbeTools = Pick<Tools, "sendRaw" | "seed" | "clock">;
const waitMs = 4000;

export async function probeTls(origin: string, { version, ciphers, compressions }: TlsQuestion, tools: ProbeTools): Promise<TlsProbe> {
  const offered = ciphers ?? (version === 0x0304 ? modernSuites : everySuite);
  const label = `tls ${version} ${offered.join()} ${compressions?.join() ?? ""}`;
  const pair = keyPairOf(hash("sha256", tools.seed.word(`${label} key`, 40), "buffer"));
  const offer: HelloOffer = { version, ciphers: offered, serverName: new URL(origin).hostname.replace(/^\[|\]$/g, ""), random: hash("sha256", tools.seed.word(`${label} random`, 40), "buffer"), ...(version === 0x0304 ? { keyShare: pair.share } : {}), ...(compressions ? { compressions } : {}) };
  const { message, record } = clientHello(offer);
  const at = tools.clock.now();
  const raw = await tools.sendRaw({ origin, bytes: record, timeoutMs: waitMs, bare: true, until: (bytes) => readFlight(bytes, message, pair).complete });
  const flight = readFlight(raw.bytes, message, pair);
  const words = `${versionNames[version]}, ${offered.length} suites`;
  return { offered: words, answer: flight.answer, isThere: flight.isTls, exchange: exchangeOf(origin, { at, words, said: sayingOf(flight.answer, raw.failure), totalMs: raw.totalMs }) };
}

interface Flight { answer: TlsAnswer | undefined; complete: boolean; isTls: boolean }

/** What the server has sent so far. complete: nothing more that we read will come. */
function readFlight(bytes: Uint8Array, sent: Buffer, pair: KeyPair): Flight {
  // RFC 8446 section 5.1: records begin with 20 to 23. What does not is another protocol, and is not waited for.
  if (bytes.length > 0 && (bytes[0]! < 20 || bytes[0]! > 23)) return { answer: undefined, complete: true, isTls: false };
  const records = recordsOf(bytes);
  const isTls = records.some(({ type }) => type === 22 || type === 21);
  const plain = messagesOf(Buffer.concat(records.filter(({ type }) => type === 22).map(({ body }) => body)));
  const first = plain.find(({ type }) => type === 2);
  const hello = first === undefined ? undefined : readServerHello(first.body);
  if (first === undefined || hello === undefined) return { answer: undefined, complete: records.some(({ type }) => type === 21), isTls };
  const modern = hello.version === 0x0304;
  const messages = modern ? decryptedMessages(pair, hello, Buffer.concat([sent, first.whole]), records.filter(({ type }) => type === 23)) : plain;
  const certificate = messages.find(({ type }) => type === 11);
  return {
    isTls, complete: messages.some(({ type }) => type === (modern ? 20 : 14)) || records.some(({ type }) => type === 21),
    answer: { version: hello.version, cipher: hello.cipher, compression: hello.compression, certificates: certificate === undefined ? [] : certificatesOf(certificate.body, modern) },
  };
}

const sayingOf = (answer: TlsAnswer | undefined, failure: string | undefined): string => (answer === undefined ? `refused${failure === undefined ? "" : `: ${failure}`}` : `${versionNames[answer.version as TlsVersion] ?? answer.version}, suite ${suiteName(answer.cipher)}, ${answer.certificates.length} certificates`);

/** A handshake as evidence: what was offered and what the server said to it. */
function exchangeOf(origin: string, { at, words, said, totalMs }: { at: number; words: string; said: string; totalMs: number }): Exchange {
  const body = new TextEncoder().encode(`ServerHello: ${said}\n`);
  return { seq: 0, at, failure: undefined, request: { method: "TLS", url: `${origin}/`, headers: [["client-hello", words]], body: undefined }, reply: { status: 0, headers: [["server-hello", said]], body, text: `ServerHello: ${said}\n`, sizeBytes: body.length, truncated: false, headMs: totalMs, totalMs } };
}
