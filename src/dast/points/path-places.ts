// Places in the path: segments that are data, the last one, matrix parameters, and text after the end.
import type { Route } from "../route.ts";
import { numbered, percentDecoded, percentEncoded } from "./place.ts";
import type { Place, PlaceReader } from "./place.ts";

/** name: the number of the segment, from 1. RFC 3986 3.3: parameters of a segment come after ";". */
export const pathPlaces: PlaceReader = {
  kinds: ["path"],
  find: (route) => {
    const segments = segmentsOf(route.request.url);
    return numbered(segments.flatMap((segment, at) => [...isData(route, at, segments) ? [wholeOf(segment, at)] : [], ...matrixOf(segment, at)]));
  },
  put: (request, { name, aspect, nth = 0 }, text) => ({ ...request, url: withSegments(request.url, segmentsOf(request.url).map((segment, at) => (String(at + 1) === name ? filled(segment, aspect, nth, text) : segment))) }),
};

/** Text that follows the path of a page, as "/page/text": some applications reflect or route by it. */
export const suffixPlaces: PlaceReader = {
  kinds: ["url-path-suffix"],
  find: () => [{ kind: "url-path-suffix", name: "path", text: "" }],
  put: (request, _place, text) => {
    if (text === "") return request;
    const { before, path, after } = splitUrl(request.url);
    return { ...request, url: `${before}${path.replace(/\/$/, "")}/${percentEncoded(text, /[A-Za-z0-9\-._~/;,@:=!$&'()*]/)}${after}` };
  },
};

function splitUrl(url: string): { before: string; path: string; after: string } {
  const [, before = "", path = "", after = ""] = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(.*)$/i.exec(url) ?? [];
  return { before, path: path === "" ? "/" : path, after };
}

const segmentsOf = (url: string): string[] => splitUrl(url).path.slice(1).split("/");

function withSegments(url: string, segments: readonly string[]): string {
  const { before, after } = splitUrl(url);
  return `${before}/${segments.join("/")}${after}`;
}

// Braces in the template mark data; the last segment may be data that does not look like it ("/tags/linux"), a page's file name is not.
function isData(route: Route, at: number, segments: readonly string[]): boolean {
  if (segments[at] === "") return false;
  if (route.template.split("/")[at + 1]?.includes("{") === true) return true;
  return at > 0 && at === segments.length - 1 && !/\.[a-z]{1,5}$/i.test(segments[at]?.split(";", 1)[0] ?? "");
}

const wholeOf = (segment: string, at: number): Place => ({ kind: "path", name: String(at + 1), text: percentDecoded(segment.split(";", 1)[0] ?? "") });

const matrixOf = (segment: string, at: number): Place[] => segment.split(";").slice(1).flatMap((pair) => {
  const [name = "", value = ""] = [pair.split("=", 1)[0], pair.includes("=") ? pair.slice(pair.indexOf("=") + 1) : ""];
  return name === "" || /^jsessionid$/i.test(name) ? [] : [{ kind: "path", name: String(at + 1), text: percentDecoded(value), aspect: percentDecoded(name) }];
});

function filled(segment: string, aspect: string | undefined, nth: number, text: string): string {
  const [whole = "", ...matrix] = segment.split(";");
  if (aspect === undefined) return [encoded(text), ...matrix].join(";");
  let seen = -1;
  return [whole, ...matrix.map((pair) => { const name = pair.split("=", 1)[0] ?? ""; return percentDecoded(name) !== aspect || (seen += 1) !== nth ? pair : `${name}=${encoded(text)}`; })].join(";");
}

// A segment that is only dots would be resolved away by the client (RFC 3986 6.2.2.3) however it is written, so nothing is done about it.
const encoded = (text: string): string => percentEncoded(text, /[A-Za-z0-9\-._~!$'()*,@:]/);
