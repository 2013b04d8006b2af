// What a passive check asks of an answer, and the proof it makes of one.
import type { Exchange, Reply } from "../exchange.ts";
import { mediaTypeOf } from "../exchange.ts";
import type { Proof } from "../evidence.ts";

const htmlTypes = new Set(["text/html", "application/xhtml+xml"]);
const scriptTypes = /^(?:application|text)\/(?:x-)?(?:java|ecma)script$|^application\/x-javascript$/;
const textTypes = /^(?:text\/|application\/(?:.*\+)?(?:json|xml|javascript|x-javascript|ecmascript|x-yaml|yaml|x-www-form-urlencoded|graphql|ld\+json)$|image\/svg\+xml$)/;

export const isHtml = (reply: Reply): boolean => htmlTypes.has(mediaTypeOf(reply.headers) ?? "");
export const isScript = (reply: Reply): boolean => scriptTypes.test(mediaTypeOf(reply.headers) ?? "");
export const isJson = (reply: Reply): boolean => /\bjson$/.test(mediaTypeOf(reply.headers) ?? "");
/** Readable as text: by its type, or, without one, by having no NUL at its start. */
export function isText(reply: Reply): boolean {
  const type = mediaTypeOf(reply.headers);
  return type === undefined ? !reply.body.subarray(0, 512).includes(0) : textTypes.test(type);
}

/** The reply when it is a page that a browser shows as what was asked for: HTML, 2xx, not empty. */
export const pageOf = ({ reply }: Exchange): Reply | undefined => (reply !== undefined && reply.status >= 200 && reply.status < 300 && reply.sizeBytes > 0 && isHtml(reply) ? reply : undefined);

export const isSecureUrl = (url: string): boolean => url.startsWith("https:");
const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
export const isLoopback = (url: string): boolean => URL.canParse(url) && loopback.test(new URL(url).hostname);

/** Longest text that is searched by expressions: a bigger answer is looked at up to here, and what follows is not code of the application any more. */
const searchedCharacters = 2_000_000;
export const searchedText = (reply: Reply): string => (reply.text.length > searchedCharacters ? reply.text.slice(0, searchedCharacters) : reply.text);

/** "at 120" with its surroundings on one line, for evidence. */
export function excerptOf(text: string, at: number, length: number): string {
  const from = Math.max(0, at - 40);
  return `${from > 0 ? "…" : ""}${text.slice(from, at + length + 40).replaceAll(/\s+/g, " ").trim()}${at + length + 40 < text.length ? "…" : ""}`.slice(0, 300);
}

export type Sign = Omit<Proof, "steps" | "confidence"> & { confidence?: Proof["confidence"]; shows?: string };

/** The proof that lies in one answer by itself. Default confidence: firm, for what the answer says in so many words. */
export function sign(exchange: Exchange, { shows, confidence = "firm", ...rest }: Sign): Proof {
  return { ...rest, confidence, steps: [{ role: "baseline", exchange, shows: shows ?? rest.because }] };
}

/** A finding of the whole origin rather than of the route: said once, however many pages show it. */
export const ofOrigin = (place: string): string => `origin:${place}`;
