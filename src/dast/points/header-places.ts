// Places in headers and cookies: those the captured request has of its own, and those that applications usually read.
import { headersOf } from "../exchange.ts";
import type { Header, TestRequest } from "../exchange.ts";
import type { Route } from "../route.ts";
import { isSessionName } from "../route-from.ts";
import { numbered, percentDecoded, percentEncoded } from "./place.ts";
import type { Place, PlaceReader } from "./place.ts";

// What applications log, store, geolocate, build links of or choose a language by, though the request may not have it.
const usual = ["User-Agent", "Referer", "X-Forwarded-For", "X-Forwarded-Host", "Accept-Language", "Origin"] as const;
// Framing, negotiation and who asks: a value of ours there changes the protocol or the session, not the application's data.
const ofTheClient = /^(?:host|connection|keep-alive|content-.*|transfer-encoding|te|trailer|upgrade.*|expect|proxy-.*|sec-.*|priority|pragma|cache-control|accept|accept-charset|accept-encoding|cookie|authorization|if-.*|range|date|dnt|via|user-agent|referer|origin|accept-language|x-forwarded-for|x-forwarded-host|x-aftwatch-.*|:.*|x?-?[cx]srf.*|x-requested-with)$/i;

/** name as it is spelled. A header of a description that the request lacks is a place with an empty text. */
export const headerPlaces: PlaceReader = {
  kinds: ["header", "header-name"],
  find: (route) => {
    const own = route.request.headers.filter(([name]) => !ofTheClient.test(name));
    const described = route.parameters.filter((one) => one.in === "header" && !ofTheClient.test(one.name) && !own.some(([name]) => name.toLowerCase() === one.name.toLowerCase()));
    return numbered([
      ...own.map(([name, value]): Place => ({ kind: "header", name, text: shown(value) })),
      ...described.map((one): Place => ({ kind: "header", name: one.name, text: one.allowed[0] ?? "" })),
      ...usual.map((name): Place => ({ kind: "header", name, text: headersOf(route.request.headers, name)[0] ?? "" })),
      ...own.map(([name]): Place => ({ kind: "header-name", name, text: name })),
    ]);
  },
  put: (request, { kind, name, nth = 0 }, text) => {
    let seen = -1;
    const put = request.headers.map((header): Header => (header[0].toLowerCase() !== name.toLowerCase() || (seen += 1) !== nth ? header : kind === "header" ? [header[0], carried(text)] : [percentEncoded(text, /[A-Za-z0-9!#$&'*+.^_`|~-]/), header[1]]));
    if (seen >= nth) return { ...request, headers: put };
    return text === "" || kind === "header-name" ? request : { ...request, headers: [...request.headers, [name, carried(text)]] };
  },
};

/** RFC 6265 4.1.1: what a cookie cannot hold is percent-encoded, as most frameworks read it; "%" and "+" too, because they decode. */
export const cookiePlaces: PlaceReader = {
  kinds: ["cookie"],
  find: (route) => numbered([...cookiesIn(route.request).map(([name, value]): Place => ({ kind: "cookie", name, text: percentDecoded(value) })), ...describedCookies(route)]),
  put: (request, { name, nth = 0 }, text) => {
    let seen = -1;
    const headers = request.headers.map((header): Header => (header[0].toLowerCase() !== "cookie" ? header : [header[0], header[1].split(";").map((pair) => (nameOf(pair) !== name || (seen += 1) !== nth ? pair : `${/^\s*/.exec(pair)?.[0] ?? ""}${name}=${cookieText(text)}`)).join(";")]));
    return seen >= nth ? { ...request, headers } : { ...request, headers: withCookie(request.headers, `${name}=${cookieText(text)}`) };
  },
};

const describedCookies = (route: Route): Place[] => route.parameters.filter((one) => one.in === "cookie" && !isSessionName(one.name) && !cookiesIn(route.request).some(([name]) => name === one.name)).map((one) => ({ kind: "cookie", name: one.name, text: one.allowed[0] ?? "" }));

const nameOf = (pair: string): string => (pair.split("=", 1)[0] ?? "").trim();
const cookiesIn = (request: TestRequest): [string, string][] => headersOf(request.headers, "cookie").flatMap((line) => line.split(";")).flatMap((pair): [string, string][] => (pair.includes("=") && nameOf(pair) !== "" ? [[nameOf(pair), pair.slice(pair.indexOf("=") + 1).trim()]] : []));
const cookieText = (text: string): string => percentEncoded(text, /[A-Za-z0-9!#$&'()*\-./:<=>?@[\]^_`{|}~]/);
const withCookie = (headers: readonly Header[], pair: string): Header[] => (headers.some(([name]) => name.toLowerCase() === "cookie") ? headers.map((header): Header => (header[0].toLowerCase() === "cookie" ? [header[0], header[1] === "" ? pair : `${header[1]}; ${pair}`] : header)) : [...headers, ["Cookie", pair]]);

// RFC 9110 5.5: visible ASCII and inner blanks go as they are; the rest, and blanks at the ends, only percent-encoded.
const carried = (text: string): string => percentEncoded(text, /[\x20-\x7e]/).replaceAll(/^ +| +$/g, (blanks) => "%20".repeat(blanks.length));
/** A value that carries nothing but percent-encoded text is shown decoded: `carried` made it, or a script did. */
const shown = (text: string): string => (/%[0-9a-f]{2}/i.test(text) && !/%(?![0-9a-f]{2})/i.test(text) && carried(percentDecoded(text)) === text ? percentDecoded(text) : text);
