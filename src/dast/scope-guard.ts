// Scope guard: says of a URL whether it belongs to the scan, in every form in which a server may read its path.
import type { Scope } from "./scope.ts";
import { readTarget } from "./traffic/target.ts";

export interface ScopeGuard {
  origins: readonly string[];
  /** Why the URL is outside; undefined: it is inside. */
  refusal(url: string): string | undefined;
}

/**
 * A pattern without `*` is a prefix by whole segments: "/admin" holds for "/admin" and "/admin/x", not for "/administrator".
 * With `*` it holds for the whole path, and for path and query when it has a "?". A whole URL holds for its origin only.
 * include must hold for every form of the path (a traversal leads out as well), exclude for any, in any case of letters.
 */
export function createScopeGuard({ start, origins, include, exclude }: Pick<Scope, "start" | "origins" | "include" | "exclude">): ScopeGuard {
  const allowed = new Set((origins.length === 0 ? [start] : origins).map(originOf));
  const included = include.map((pattern) => matcherOf(pattern, ""));
  const excluded = exclude.map((pattern) => matcherOf(pattern, "i"));
  return {
    origins: [...allowed],
    refusal(url) {
      const target = readTarget(url);
      if ("refusal" in target) return target.refusal;
      if (!allowed.has(target.origin)) return `${target.origin} is not an origin of this scan`;
      if (included.length + excluded.length === 0) return undefined;
      const forms = formsOf(target.requestTarget);
      if (included.length > 0 && !forms.every((form) => included.some((holds) => holds(target.origin, form)))) return "the path is outside what the scope includes";
      const at = excluded.findIndex((holds) => forms.some((form) => holds(target.origin, form)));
      return at < 0 ? undefined : `the scope excludes ${exclude[at]}`;
    },
  };
}

const originOf = (url: string): string => URL.parse(url)?.origin ?? url;

/** A path as a server may see it, and the query that went with it. */
interface PathForm { path: string; query: string }
type Matcher = (origin: string, form: PathForm) => boolean;

function matcherOf(pattern: string, flags: string): Matcher {
  const [, origin, rest = pattern] = /^(https?:\/\/[^/?#]*)(.*)$/i.exec(pattern) ?? [];
  const text = rest === "" ? "/" : rest;
  const [body, withQuery] = [text.split(/\*+/).map(escaped).join(".*"), text.includes("?")];
  const isGlob = text.includes("*") || withQuery;
  const expression = new RegExp(isGlob ? `^${body}$` : `^${body}${text.endsWith("/") ? "" : "(?:/|$)"}`, `s${flags}`);
  return (of, { path, query }) => (origin === undefined || originOf(origin) === of) && expression.test(withQuery ? `${path}${query}` : path);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** As it stands and percent-decoded up to three times, each with dots resolved (RFC 3986 section 5.2.4), backslashes, doubled slashes and path parameters undone. */
function formsOf(requestTarget: string): PathForm[] {
  const cut = requestTarget.indexOf("?");
  const [path, query] = cut < 0 ? [requestTarget, ""] : [requestTarget.slice(0, cut), requestTarget.slice(cut)];
  const forms = new Set<string>();
  for (let [stage, times] = [path, 0]; times < 4; [stage, times] = [decoded(stage), times + 1]) forms.add(resolved(stage));
  return [...forms].map((one) => ({ path: one, query }));
}

// Byte by byte, so that one broken sequence does not hide the others: those above 0x7f make no slash and no dot.
const decoded = (path: string): string => path.replace(/%([0-7][0-9a-f])/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function resolved(path: string): string {
  const out: string[] = [];
  const segments = path.replaceAll("\\", "/").split("/").slice(1).map((segment) => segment.replace(/;.*$/s, ""));
  for (const segment of segments) {
    if (segment === "..") out.pop();
    else if (segment !== "." && segment !== "") out.push(segment);
  }
  return `/${out.join("/")}${out.length > 0 && /^(?:|\.\.?)$/.test(segments.at(-1) ?? "") ? "/" : ""}`;
}
