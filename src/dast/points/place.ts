// Places: where in a request text of ours can stand, each found and filled by the reader of its kind.
import type { TestRequest } from "../exchange.ts";
import type { PointKind } from "../point.ts";
import type { Route } from "../route.ts";

/** A place as its reader found it. text: what stands there, decoded for the place but not unwrapped. */
export interface Place { kind: PointKind; name: string; text: string; nth?: number; aspect?: string }

/** Finds the places of its kinds in a route's request, and puts text at one of them. put leaves everything else byte for byte. */
export interface PlaceReader {
  kinds: readonly PointKind[];
  find(route: Route): readonly Place[];
  put(request: TestRequest, place: Pick<Place, "kind" | "name" | "nth" | "aspect">, text: string): TestRequest;
}

/** Numbers the places that share a name: the second has nth 1. */
export function numbered<P extends Place>(places: readonly P[]): P[] {
  const seen = new Map<string, number>();
  return places.map((place) => {
    const key = `${place.kind}:${place.name};${place.aspect ?? ""}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return nth === 0 ? place : { ...place, nth };
  });
}

/** The body as text; bytes one by one (latin1), so that it can be put back unchanged. */
export const bodyBytesAsText = (request: TestRequest): string => (typeof request.body === "string" ? Buffer.from(request.body, "utf8") : Buffer.from(request.body ?? [])).toString("latin1");

/** The body as UTF-8 text. */
export const bodyText = ({ body }: TestRequest): string => (typeof body === "string" ? body : Buffer.from(body ?? []).toString("utf8"));

/** A Content-Length of the captured request would be wrong afterwards: the client counts anew. */
export const withBody = (request: TestRequest, body: string | Uint8Array): TestRequest => ({ ...request, headers: request.headers.filter(([name]) => name.toLowerCase() !== "content-length"), body });

/** Percent-encoded for a URL, a form or a cookie: everything but letters, digits and "-._~", and what keep names. Lone surrogates become U+FFFD, as in UTF-8. */
export const percentEncoded = (text: string, keep: RegExp = /[A-Za-z0-9\-._~]/): string =>
  [...text.toWellFormed()].map((character) => (character.length === 1 && keep.test(character) ? character : [...Buffer.from(character, "utf8")].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""))).join("");

/** Percent-decoded as far as it is valid; the text itself where it is not UTF-8. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%([0-7][0-9a-f])/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
