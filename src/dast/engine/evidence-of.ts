// Proofs become evidence: masked, cut around what they show, with the command that repeats each request.
import type { Proof } from "../evidence.ts";
import { mediaTypeOf } from "../exchange.ts";
import type { Exchange, Header } from "../exchange.ts";
import type { FindingEvidence, KeptExchange } from "../finding.ts";
import { asCurl } from "./curl.ts";
import type { Mask } from "./mask.ts";

const keptSteps = 8;
const keptBody = 4_000;
const keptHeaders = 60;
const keptHeader = 2_000;

export const evidenceOf = ({ technique, because, steps }: Proof, mask: Mask): FindingEvidence =>
  ({ technique, because: mask.text(because), exchanges: steps.slice(0, keptSteps).map(({ role, exchange, shows }) => keptOf(exchange, role, shows, mask)) });

function keptOf(exchange: Exchange, role: KeptExchange["role"], shows: string, mask: Mask): KeptExchange {
  const { request, reply, failure } = exchange;
  const type = mediaTypeOf(request.headers);
  const sent = { method: request.method, url: mask.url(request.url), headers: shortHeaders(mask.headers(request.headers)), body: bodyText(request.body, type, mask) };
  const text = reply === undefined ? "" : mask.text(isText(reply.headers) ? reply.text : "");
  const body = windowAround(text, shows);
  return {
    role, shows: mask.text(shows), at: exchange.at, method: sent.method, url: sent.url, requestHeaders: sent.headers, requestBody: sent.body, status: reply?.status ?? 0, headers: shortHeaders(mask.headers(reply?.headers ?? [])),
    body, bodyBytes: reply?.sizeBytes ?? 0, cut: body.length < text.length || reply?.truncated === true, totalMs: reply?.totalMs, failure: failure === undefined ? undefined : `${failure.kind}: ${failure.why}`, curl: asCurl(sent),
  };
}

function bodyText(body: string | Uint8Array | undefined, type: string | undefined, mask: Mask): string | undefined {
  if (body === undefined) return undefined;
  const text = typeof body === "string" ? body : Buffer.from(body).toString("latin1");
  const masked = mask.body(text, type);
  return masked.length <= keptBody ? masked : `${masked.slice(0, keptBody)} … (${masked.length - keptBody} characters left out)`;
}

const isText = (headers: readonly Header[]): boolean => !/^(?:image|audio|video|font)\/|octet-stream|zip|pdf/.test(mediaTypeOf(headers) ?? "") || mediaTypeOf(headers) === "image/svg+xml";
const shortHeaders = (headers: readonly Header[]): Header[] => headers.slice(0, keptHeaders).map(([name, value]): Header => [name, value.length <= keptHeader ? value : `${value.slice(0, keptHeader)} …`]);

/** The part of a long body around the longest quoted word of what it shows; else its beginning. */
function windowAround(text: string, shows: string): string {
  if (text.length <= keptBody) return text;
  const words = [...shows.matchAll(/["'`“]([^"'`”]{4,})["'`”]/g)].map(([, word]) => word ?? "").toSorted((a, b) => b.length - a.length);
  const at = words.map((word) => text.indexOf(word)).find((place) => place >= 0) ?? 0;
  const from = Math.max(0, Math.min(at - keptBody / 2, text.length - keptBody));
  return `${from > 0 ? "… " : ""}${text.slice(from, from + keptBody)}${from + keptBody < text.length ? " …" : ""}`;
}
