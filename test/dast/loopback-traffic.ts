// Traffic for tests of the browser: to the named loopback origins only, without budgets and pace.
import { request as deliver } from "undici";
import { systemClock } from "../../src/kernel/clock.ts";
import type { Exchange, Header, TestRequest } from "../../src/dast/exchange.ts";
import type { Traffic } from "../../src/dast/traffic/traffic.ts";

export type LoopbackTraffic = Pick<Traffic, "send" | "refusal"> & { sent: TestRequest[] };

export function loopbackTraffic(origins: readonly string[]): LoopbackTraffic {
  const sent: TestRequest[] = [];
  const refusal = ({ url }: TestRequest): string | undefined => (origins.includes(new URL(url).origin) ? undefined : `${new URL(url).origin} is outside the scope`);
  return {
    sent, refusal,
    send: async (given, { session, timeoutMs = 10_000 }) => {
      const request = session?.dress(given) ?? given;
      const why = refusal(request);
      if (why !== undefined) return { seq: 0, at: systemClock.now(), request, reply: undefined, failure: { kind: "refused", why } };
      sent.push(request);
      const exchange = await exchangeOf(request, sent.length, timeoutMs);
      session?.saw(exchange);
      return exchange;
    },
  };
}

async function exchangeOf(request: TestRequest, seq: number, timeoutMs: number): Promise<Exchange> {
  const at = systemClock.now();
  try {
    const { statusCode, headers, body } = await deliver(request.url, { method: request.method as "GET", headers: request.headers.flat(), body: request.body ?? null, signal: AbortSignal.timeout(timeoutMs) });
    const bytes = Buffer.from(await body.arrayBuffer());
    const pairs = Object.entries(headers).flatMap(([name, value]) => (Array.isArray(value) ? value : [value ?? ""]).map((one): Header => [name, one]));
    return { seq, at, request, failure: undefined, reply: { status: statusCode, headers: pairs, body: bytes, text: bytes.toString("utf8"), sizeBytes: bytes.length, truncated: false, headMs: 0, totalMs: 0 } };
  } catch (thrown) {
    return { seq, at, request, reply: undefined, failure: { kind: "unreachable", why: String(thrown) } };
  }
}
