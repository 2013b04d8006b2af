// Places in name=value pairs: the query of the URL and a form in the body, values and names alike.
import { mediaTypeOf } from "../exchange.ts";
import type { TestRequest } from "../exchange.ts";
import { bodyText, numbered, percentDecoded, percentEncoded, withBody } from "./place.ts";
import type { Place, PlaceReader } from "./place.ts";

/** WHATWG URL 5.1, application/x-www-form-urlencoded: pairs apart by "&", "+" for a space. */
export const queryPlaces: PlaceReader = {
  kinds: ["query", "query-name"],
  find: ({ request }) => placesIn(queryOf(request.url), "query", "query-name"),
  put: (request, place, text) => ({ ...request, url: withQuery(request.url, putPair(queryOf(request.url), place, text)) }),
};

export const formPlaces: PlaceReader = {
  kinds: ["form", "form-name"],
  find: ({ request }) => (isForm(request) ? placesIn(bodyText(request), "form", "form-name") : []),
  put: (request, place, text) => withBody(request, putPair(bodyText(request), place, text)),
};

/** A form by its type, or by its looks when no type is given. */
const isForm = (request: TestRequest): boolean =>
  request.body !== undefined && (mediaTypeOf(request.headers) === "application/x-www-form-urlencoded" || (mediaTypeOf(request.headers) === undefined && /^[\w.[\]%+-]+=[^{}<>\r\n]*$/.test(bodyText(request))));

function placesIn(pairs: string, value: "query" | "form", name: "query-name" | "form-name"): Place[] {
  const given = pairsOf(pairs);
  return numbered([
    ...given.map((pair): Place => ({ kind: value, name: pair.name, text: pair.value })),
    ...given.filter((pair) => pair.name !== "").map((pair): Place => ({ kind: name, name: pair.name, text: pair.name })),
  ]);
}

interface Pair { raw: string; name: string; value: string }

const plain = (text: string): string => percentDecoded(text.replaceAll("+", " "));

function pairsOf(text: string): Pair[] {
  return text.split("&").filter((raw) => raw !== "").map((raw) => {
    const at = raw.indexOf("=");
    return { raw, name: plain(at < 0 ? raw : raw.slice(0, at)), value: at < 0 ? "" : plain(raw.slice(at + 1)) };
  });
}

function putPair(text: string, { kind, name, nth = 0 }: Pick<Place, "kind" | "name" | "nth">, value: string): string {
  let seen = -1;
  return pairsOf(text).map((pair) => {
    if (pair.name !== name || (seen += 1) !== nth) return pair.raw;
    const at = pair.raw.indexOf("=");
    const [rawName, rawValue] = at < 0 ? [pair.raw, ""] : [pair.raw.slice(0, at), pair.raw.slice(at + 1)];
    return kind.endsWith("-name") ? `${percentEncoded(value)}${at < 0 ? "" : `=${rawValue}`}` : `${rawName}=${percentEncoded(value)}`;
  }).join("&");
}

/** The text with a pair under another name and with another value: `a=5` as `a[$ne]=6`. */
export function renamedPair(request: TestRequest, { kind, name, nth }: Pick<Place, "kind" | "name" | "nth">, newName: string, value: string): TestRequest {
  const [valueKind, nameKind, reader] = kind.startsWith("query") ? ["query", "query-name", queryPlaces] as const : ["form", "form-name", formPlaces] as const;
  const filled = reader.put(request, { kind: valueKind, name, ...(nth === undefined ? {} : { nth }) }, value);
  return reader.put(filled, { kind: nameKind, name, ...(nth === undefined ? {} : { nth }) }, newName);
}

const queryOf = (url: string): string => { const at = url.indexOf("?"); return at < 0 ? "" : (url.slice(at + 1).split("#", 1)[0] ?? ""); };
const withQuery = (url: string, query: string): string => `${url.split("?", 1)[0] ?? ""}?${query}`;
