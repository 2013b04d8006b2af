// What leaves over sockets of its own, raw bytes and TLS handshakes: guarded, counted and logged like any request.
import type { Instant } from "../../kernel/clock.ts";
import type { RawReply, RawRequest } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { exchangeRaw } from "./raw-exchange.ts";
import type { ReadLimits } from "./reply-reader.ts";
import { requestsIn } from "./request-guard.ts";
import type { RequestGuard } from "./request-guard.ts";
import type { SendAbout } from "./request-log.ts";
import type { Sockets } from "./sockets.ts";
import type { Tally } from "./tally.ts";
import { readTarget } from "./target.ts";
import type { RequestTarget } from "./target.ts";
import { probeTls } from "./tls-probe.ts";
import type { TlsAnswer, TlsOffer } from "./tls-probe.ts";
import type { Traffic } from "./traffic.ts";

export interface SocketTraffic { sendRaw: Traffic["sendRaw"]; probeTls(origin: string, offer: TlsOffer, about: SendAbout): Promise<TlsAnswer> }

export interface SocketTrafficPlan {
  sockets: Sockets;
  refusalOf: RequestGuard;
  elapsedMs: () => number;
  now(): Instant;
  /** Admits and counts one request; undefined: the budget for the host is spent. */
  counted<T>(hostname: string, act: (seq: number, limits: (timeoutMs: number) => ReadLimits) => Promise<T>): Promise<T | undefined>;
  ended: Tally["ended"];
  /** The scan's headers put into the first request of raw bytes. */
  withHeaders(bytes: Uint8Array): Uint8Array;
  /** Throws when the scan is over. */
  check(): void;
}

export function socketTraffic({ sockets, refusalOf, elapsedMs, now, counted, ended, withHeaders, check }: SocketTrafficPlan): SocketTraffic {
  /** The first of the requests stands in the log for all; each must be allowed. */
  async function over<T extends { failure: string | undefined }>(requests: readonly TestRequest[], about: SendAbout, refused: (why: string) => T, act: (target: RequestTarget, limits: (timeoutMs: number) => ReadLimits) => Promise<T>): Promise<T> {
    check();
    const [request] = requests;
    const target = readTarget(request?.url ?? "");
    const exchange = (seq: number, at: Instant, failure: NonNullable<Exchange["failure"]>): Exchange => ({ seq, at, request: request ?? handshake(""), reply: undefined, failure });
    const no = (why: string): T => { ended(exchange(0, now(), { kind: "refused", why }), about, undefined, why); return refused(`refused: ${why}`); };
    const why = requests.map((one) => refusalOf(one.method === "TLS" ? { ...one, method: "GET" } : one, about)).find((one) => one !== undefined);
    if (why !== undefined || "refusal" in target) return no(why ?? "not a URL");
    let sent = { seq: 0, at: now() };
    const result = await counted(target.hostname, (seq, limits) => { sent = { seq, at: now() }; return act(target, limits); });
    if (result === undefined) return no(`the budget for ${target.hostname} is spent`);
    ended(exchange(sent.seq, sent.at, { kind: "unreachable", why: result.failure ?? "over a socket of its own" }), about, undefined, result.failure, { isHeard: false });
    if (result.failure !== undefined) check();
    return result;
  }
  return {
    sendRaw: (raw: RawRequest, about) => over(raw.bare === true ? [handshake(raw.origin)] : requestsIn(raw.origin, raw.bytes), about, (failure): RawReply => ({ bytes: new Uint8Array(), closed: false, firstByteMs: undefined, totalMs: 0, failure }), (target, limits) => exchangeRaw(sockets, target, raw.bare === true ? raw : { ...raw, bytes: withHeaders(raw.bytes) }, limits(raw.timeoutMs))),
    probeTls: (origin, offer, about) => over([handshake(origin)], about, (failure): TlsAnswer => ({ protocol: undefined, cipher: undefined, key: undefined, alpn: undefined, certificates: [], ocsp: undefined, trustError: undefined, failure, ms: 0 }), (target) => probeTls(sockets, target, offer, elapsedMs)),
  };
}

/** As the log shows it: no request of HTTP. */
const handshake = (origin: string): TestRequest => ({ method: "TLS", url: `${origin}/`, headers: [], body: undefined });
