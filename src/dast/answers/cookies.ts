// Cookies as answers set them (RFC 6265bis section 5.6), and what makes one worth protecting.
import type { Exchange } from "../exchange.ts";
import { headersOf } from "../exchange.ts";
import { ofOrigin } from "./answer.ts";

export interface SetCookie {
  name: string;
  value: string;
  secure: boolean;
  httpOnly: boolean;
  /** Lower case: "strict", "lax", "none", or whatever stands there. */
  sameSite: string | undefined;
  domain: string | undefined;
  path: string | undefined;
  /** How long it stays, seconds from the answer; undefined: until the browser is closed. Zero and less: it is taken away. */
  livesSeconds: number | undefined;
}

const attributesOf = (parts: readonly string[]): Map<string, string> => new Map(parts.map((part) => {
  const at = part.indexOf("=");
  return at < 0 ? [part.trim().toLowerCase(), ""] : [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
}));

/** Max-Age wins over Expires (section 5.6.2). */
function lifeOf(attributes: ReadonlyMap<string, string>, at: number): number | undefined {
  const age = attributes.get("max-age");
  if (age !== undefined && /^-?\d+$/.test(age)) return Number(age);
  const expires = Date.parse(attributes.get("expires")?.replaceAll("-", " ") ?? "");
  return Number.isNaN(expires) ? undefined : Math.floor((expires - at) / 1000);
}

function cookieOf(line: string, at: number): SetCookie | undefined {
  const [pair = "", ...rest] = line.split(";");
  const equals = pair.indexOf("=");
  const name = equals < 0 ? "" : pair.slice(0, equals).trim();
  if (name === "") return undefined;
  const attributes = attributesOf(rest);
  const path = attributes.get("path");
  return {
    name, value: pair.slice(equals + 1).trim(), secure: attributes.has("secure"), httpOnly: attributes.has("httponly"),
    sameSite: attributes.get("samesite")?.toLowerCase() || undefined, domain: attributes.get("domain")?.replace(/^\./, "").toLowerCase() || undefined,
    path: path?.startsWith("/") === true ? path : undefined, livesSeconds: lifeOf(attributes, at),
  };
}

/** The cookies that an answer sets; those that it takes away are left out. */
export const setCookiesOf = ({ reply, at }: Exchange): SetCookie[] =>
  headersOf(reply?.headers ?? [], "set-cookie").flatMap((line) => cookieOf(line, at) ?? []).filter(({ value, livesSeconds }) => value !== "" && !/^"?deleted"?$/i.test(value) && (livesSeconds === undefined || livesSeconds > 0));

const sessionName = /sess|\bsid\b|(?:^|[._-])sid$|^sid|auth|token|jwt|login|remember|identity|ticket|^connect\.|asp(?:xauth|\.net)|cfid|cftoken|laravel|^user(?:id)?$/i;
// The double-submit pattern: scripts must read it.
const readByScripts = /[cx]srf|anti-?forgery|requestverification/i;
const analytics = /^(?:_ga|_gid|_gat|_fbp|_hj|__utm|_pk_|amplitude|intercom|optimizely|ajs_|mp_)/i;

export const isForScripts = ({ name }: SetCookie): boolean => readByScripts.test(name);
/** Whoever has it is the visitor: by its name, or by being long and random. */
export const isSessionLike = ({ name, value }: SetCookie): boolean => !readByScripts.test(name) && !analytics.test(name) && (sessionName.test(name) || /^(?:s%3A)?[\w%+/=.-]{24,}$/.test(value) && new Set(value).size >= 12);

/**
 * A cookie is its name, domain and path (RFC 6265bis section 5.7): one that is set for the very page belongs to the route,
 * every other to the origin, where many pages set the same one.
 */
export function cookiePlace({ name, path }: SetCookie, { request }: Exchange): string {
  const requested = new URL(request.url).pathname;
  if (path !== undefined && path !== "/" && path === requested) return `cookie:${name}`;
  return ofOrigin(`cookie:${name}${path === undefined || path === "/" ? "" : path}`);
}
