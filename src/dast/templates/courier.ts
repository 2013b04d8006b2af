// Brings the requests of templates to the target and answers back: redirects, cookies, raw bytes, and one answer for all who ask the same.
import type { Tools } from "../check.ts";
import { headerOf, headersOf, withHeader } from "../exchange.ts";
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import { parseReply } from "./parse-reply.ts";
import type { Prepared } from "./prepare.ts";
import type { Block } from "./template.ts";

/** Cookies of one run of a template, by host. */
export type CookieJar = Map<string, Map<string, string>>;

export interface Courier {
  /** The answers in the order they came: more than one when redirects were followed. fresh: never one that was asked before. */
  ask(prepared: Prepared, block: Block, jar: CookieJar, options: { fresh: boolean }): Promise<readonly Exchange[]>;
  /** Requests that were sent, and those that an answer known already spared. */
  counts(): { sent: number; spared: number };
}

/** Answers kept for those who ask the same: at most this many bytes of bodies. */
const mostKeptBytes = 64 * 2 ** 20;
const defaultRawMs = 5000;

export function createCourier(tools: Tools): Courier {
  const kept = new Map<string, readonly Exchange[]>();
  const underWay = new Map<string, Promise<readonly Exchange[]>>();
  const counts = { sent: 0, spared: 0 };
  let keptBytes = 0;
  const keep = (key: string, answers: readonly Exchange[]): void => {
    kept.set(key, answers);
    keptBytes += sizeOf(answers);
    for (const [oldest, old] of kept) {
      if (keptBytes <= mostKeptBytes) return;
      kept.delete(oldest);
      keptBytes -= sizeOf(old);
    }
  };
  return {
    counts: () => ({ ...counts }),
    async ask(prepared, block, jar, { fresh }) {
      const request = withCookies(prepared.request, jar);
      const key = fresh || prepared.bytes !== undefined ? undefined : sharedKey(request, block);
      // Awaited only when there is something to wait for: a turn lost here would send the request again.
      const pending = key === undefined ? undefined : underWay.get(key);
      const known = pending ? await pending : key === undefined ? undefined : kept.get(key);
      if (known && key !== undefined) {
        counts.spared += known.length;
        if (kept.delete(key)) kept.set(key, known);
        if (block.keepsCookies) for (const answer of known) takeCookies(answer, jar);
        return known;
      }
      const asking = prepared.bytes === undefined ? follow(tools, request, { prepared, block, jar }) : askRaw(tools, prepared, prepared.bytes);
      if (key !== undefined) underWay.set(key, asking);
      const answers = await asking.finally(() => { if (key !== undefined) underWay.delete(key); });
      counts.sent += answers.length;
      if (block.keepsCookies) for (const answer of answers) takeCookies(answer, jar);
      if (key !== undefined && answers.every(({ reply }) => reply !== undefined)) keep(key, answers);
      return answers;
    },
  };
}

const sizeOf = (answers: readonly Exchange[]): number => answers.reduce((sum, { reply }) => sum + (reply?.body.length ?? 0) + 500, 0);

/** Only what reads and carries nothing of its run is shared. */
function sharedKey({ method, url, headers, body }: TestRequest, { follow: how, mostRedirects }: Block): string | undefined {
  if (!["GET", "HEAD", "OPTIONS"].includes(method) || body !== undefined || headers.some(([name]) => name.toLowerCase() === "cookie")) return undefined;
  const same = headers.filter(([name, value]) => !(name.toLowerCase() === "host" && value === new URL(url).host)).map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return [method, /^[^/]+\/\/[^/?]+$/.test(url) ? `${url}/` : url, how === "no" ? "" : `${how}${mostRedirects}`, ...same].join("\n");
}

/** The longest wait in ms that its matchers take for a sign; 0 when none does. */
const waitAskedBy = ({ matchers }: Block): number => 1000 * Math.max(0, ...matchers.flatMap((matcher) => (matcher.type === "dsl" ? matcher.expressions : [])).flatMap(({ text }) => [...text.matchAll(/\bduration(?:_\d+)?\s*>=?\s*(\d{1,3}(?:\.\d+)?)/g)]).map(([, seconds]) => Number(seconds)));

interface Following { prepared: Prepared; block: Block; jar: CookieJar }

async function follow(tools: Tools, first: TestRequest, { prepared, block, jar }: Following): Promise<Exchange[]> {
  const options = { session: "none" as const, asksMs: waitAskedBy(block), ...prepared.timeoutMs === undefined ? {} : { timeoutMs: prepared.timeoutMs } };
  const answers = [await tools.send(first, options)];
  while (block.follow !== "no" && answers.length <= block.mostRedirects) {
    const last = answers.at(-1);
    const next = last && nextOf(last, block);
    if (!last || !next) return answers;
    if (block.keepsCookies) takeCookies(last, jar);
    answers.push(await tools.send(withCookies(next, jar), options));
  }
  return answers;
}

/** RFC 9110, 15.4: 303 turns every method into GET; so do 301 and 302 for POST, as browsers do. */
function nextOf({ request, reply }: Exchange, { follow: how }: Block): TestRequest | undefined {
  const location = reply && [301, 302, 303, 307, 308].includes(reply.status) ? headerOf(reply.headers, "location") : undefined;
  if (location === undefined || !URL.canParse(location, request.url)) return undefined;
  const [from, to] = [new URL(request.url), new URL(location, request.url)];
  if (how === "same-host" && from.host !== to.host) return undefined;
  to.hash = "";
  const keeps = reply?.status === 307 || reply?.status === 308;
  const headers = request.headers.filter(([name]) => !/^(?:host|cookie|content-type)$/i.test(name) && (from.host === to.host || !/^authorization$/i.test(name)));
  return keeps ? { ...request, url: to.href, headers: request.headers.filter(([name]) => !/^(?:host|cookie)$/i.test(name)) } : { method: request.method === "HEAD" ? "HEAD" : "GET", url: to.href, headers, body: undefined };
}

function withCookies(request: TestRequest, jar: CookieJar): TestRequest {
  const known = jar.get(new URL(request.url).host);
  if (!known || known.size === 0) return request;
  const own = headerOf(request.headers, "cookie");
  const ownNames = new Set((own ?? "").split(";").map((pair) => pair.split("=", 1)[0]?.trim()));
  const more = [...known].filter(([name]) => !ownNames.has(name)).map(([name, value]) => `${name}=${value}`);
  return more.length === 0 ? request : withHeader(request, "Cookie", [...own === undefined ? [] : [own], ...more].join("; "));
}

const mostCookies = 50;

function takeCookies({ request, reply }: Exchange, jar: CookieJar): void {
  const host = new URL(request.url).host;
  for (const cookie of reply ? headersOf(reply.headers, "set-cookie") : []) {
    const [, name = "", value = ""] = /^\s*([^=;]+?)\s*=\s*([^;]*)/.exec(cookie) ?? [];
    const known = jar.get(host) ?? new Map<string, string>();
    jar.set(host, known);
    if (/;\s*max-age\s*=\s*(?:0|-\d+)\s*(?:;|$)/i.test(cookie)) known.delete(name);
    else if (name !== "" && known.size < mostCookies) known.set(name, value);
  }
}

async function askRaw(tools: Tools, { request, timeoutMs = defaultRawMs }: Prepared, bytes: Uint8Array): Promise<Exchange[]> {
  const at = tools.clock.now();
  const raw = await tools.sendRaw({ origin: new URL(request.url).origin, bytes, timeoutMs: Math.min(timeoutMs, 30_000) });
  const reply = parseReply(raw);
  const shown: TestRequest = { ...request, headers: request.headers.map(([name, value]): Header => [name, value]) };
  return [{ seq: 0, at, request: shown, reply, failure: reply ? undefined : { kind: raw.failure === undefined ? "malformed" : "unreachable", why: raw.failure ?? "no HTTP answer came" } }];
}
