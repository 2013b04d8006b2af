// Places in JSON bodies: every leaf, and member names that look like data.
import { mediaTypeOf } from "../exchange.ts";
import type { TestRequest } from "../exchange.ts";
import { jsonSpansOf, tokenFor, withToken } from "./json-spans.ts";
import { bodyText, withBody } from "./place.ts";
import type { Place, PlaceReader } from "./place.ts";

export const jsonPlaces: PlaceReader = {
  kinds: ["json"],
  find: ({ request }) => (isJson(request) ? jsonSpansOf(bodyText(request)) ?? [] : []).flatMap((span): Place[] => {
    if (span.of === "value") return [{ kind: "json", name: span.pointer, text: span.value }];
    return looksLikeData(span.value) ? [{ kind: "json", name: span.pointer, text: span.value, aspect: "name" }] : [];
  }),
  put: (request, { name, aspect }, text) => withBody(request, withToken(bodyText(request), { pointer: name, of: aspect === "name" ? "name" : "value" }, (span) => (aspect === "name" ? JSON.stringify(text.toWellFormed()) : tokenFor(span, text))) ?? bodyText(request)),
};

/** The request with any JSON value at a leaf: an object where a string was. Undefined when there is no such leaf. */
export function withJson(request: TestRequest, pointer: string, value: unknown): TestRequest | undefined {
  const body = withToken(bodyText(request), { pointer }, () => JSON.stringify(value));
  return body === undefined ? undefined : withBody(request, body);
}

/** JSON by its type (RFC 6839 suffixes too), or by its looks when the type says text or nothing. */
export function isJson(request: TestRequest): boolean {
  if (request.body === undefined) return false;
  const type = mediaTypeOf(request.headers);
  return type === undefined || type === "text/plain" ? /^\s*[{[]/.test(bodyText(request)) : /[/+]json(?:-|$)/.test(type);
}

// A member named as programs name things is the application's; "2024-05-01", "a b" or "x@y.example" came from a user.
const looksLikeData = (name: string): boolean => !/^[$@]?[A-Za-z_][\w-]*$/.test(name);
