// Controls: the same requests with what matters taken out. A hit that they show too says nothing.
import type { TestRequest } from "../exchange.ts";
import type { Courier } from "./courier.ts";
import { isAttack } from "./template-risk.ts";

export type ControlKind = "other-path" | "homepage" | "harmless-values";
type Change = (request: TestRequest) => TestRequest;

/** A courier that changes every request on the way. Its answers are never shared. */
export function changingCourier(courier: Courier, change: Change): Courier {
  return { counts: () => courier.counts(), ask: (prepared, block, jar) => courier.ask({ ...prepared, request: change(prepared.request), bytes: undefined }, block, jar, { fresh: true }) };
}

export function changeFor(kind: ControlKind, word: string): Change {
  if (kind === "other-path") return (request) => elsewhere(request, word);
  return kind === "homepage" ? homepage : (request) => harmless(request, word);
}

const partsOf = (url: string): { origin: string; path: string; query: string } => {
  const { origin } = new URL(url);
  const rest = url.slice(url.indexOf("/", 8) < 0 ? url.length : url.indexOf("/", 8));
  const at = rest.indexOf("?");
  return { origin, path: (at < 0 ? rest : rest.slice(0, at)) || "/", query: at < 0 ? "" : rest.slice(at + 1) };
};

/** A folder that is not there before the path: an application that is there does not answer the same below it. */
function elsewhere(request: TestRequest, word: string): TestRequest {
  const { origin, path, query } = partsOf(request.url);
  return { ...request, url: `${origin}/${word}${path}${query === "" ? "" : `?${query}`}` };
}

const homepage: Change = ({ url }) => ({ method: "GET", url: `${new URL(url).origin}/`, headers: [], body: undefined });

function harmless(request: TestRequest, word: string): TestRequest {
  const { origin, path, query } = partsOf(request.url);
  const calm = (text: string): string => (isAttack(decoded(text)) || hasMarks(decoded(text)) ? word : text);
  const calmQuery = query.split("&").map((pair) => { const at = pair.indexOf("="); return at < 0 ? calm(pair) : `${pair.slice(0, at)}=${calm(pair.slice(at + 1))}`; }).join("&");
  const calmPath = path.split("/").map((segment) => (/^(?:\.|%2e){1,2}$/i.test(segment) || isAttack(decoded(segment)) ? word : segment)).join("/");
  return {
    ...request, url: `${origin}${calmPath}${query === "" ? "" : `?${calmQuery}`}`, headers: request.headers.map(([name, value]) => [name, /^(?:host|content-type|accept.*|authorization|cookie)$/i.test(name) && !isAttack(value) ? value : calm(value)] as const),
    body: request.body === undefined ? undefined : calmBody(request.body, word),
  };
}

const hasMarks = (text: string): boolean => /['"`<>;|${}\\]|\(\)/.test(text);
const decoded = (text: string): string => { try { return decodeURIComponent(text.replaceAll("+", " ")); } catch { return text; } };

/** Forms keep their names; of other bodies the letters stay and everything that could be code goes. */
function calmBody(body: string | Uint8Array, word: string): string {
  const text = typeof body === "string" ? body : Buffer.from(body).toString("latin1");
  if (/^[\w.%[\]-]+=/.test(text)) return text.split("&").map((pair) => { const at = pair.indexOf("="); const value = pair.slice(at + 1); return isAttack(decoded(value)) || hasMarks(decoded(value)) ? `${pair.slice(0, at)}=${word}` : pair; }).join("&");
  return /^\s*[{[]/.test(text) ? text.replaceAll(/"(?:[^"\\]|\\.)*"(?!\s*:)/g, (value) => (isAttack(value) ? `"${word}"` : value)) : word;
}

/** Whether a request asks for no more than the homepage, in a plain way. */
export function isHomepage({ method, url, body, headers }: TestRequest): boolean {
  const { path, query } = partsOf(url);
  return (method === "GET" || method === "HEAD") && path === "/" && query === "" && body === undefined && headers.every(([name, value]) => /^(?:host|user-agent|accept.*|content-type|connection|cache-control|referer|origin)$/i.test(name) && !isAttack(value));
}

export const isAtRoot = ({ url }: TestRequest): boolean => partsOf(url).path === "/";

/** Whether harmless values would make another request of it. */
export function carriesAttack(request: TestRequest): boolean {
  const calm = harmless(request, "aftwatch");
  return calm.url !== request.url || calm.headers.some(([, value], at) => value !== request.headers[at]?.[1]) || (request.body !== undefined && calm.body !== request.body);
}
