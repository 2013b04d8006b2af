// A link as a page names it, before it is resolved: the reference, where it stood and how sure it is one.
import type { RouteSource } from "../route.ts";

/**
 * sure: the place says that it is a URL (an href, a Location). Otherwise the text only looks like one: it counts when something answers.
 * body: what a script sends along, as far as it can be seen. root: relative to the origin, not to the page.
 */
export interface RawLink { ref: string; source: RouteSource; sure: boolean; method?: string; body?: { mediaType: string; text: string }; root?: boolean }

/** The same resolved: absolute, http or https, without its fragment. */
export interface PageLink { url: string; source: RouteSource; sure: boolean; method: string; body: { mediaType: string; text: string } | undefined }

/** Longer references are data, not places. */
export const longestReference = 2000;
/** What one reply may name; a page with more is a list that its own pages repeat. */
export const mostLinks = 20_000;

const otherScheme = /^(?!https?:)[a-z][a-z0-9+.-]*:/i;

/** The absolute URL of a reference; undefined when it is none for HTTP (mailto, data, an anchor, nonsense). */
export function resolved(ref: string, base: string): string | undefined {
  const text = ref.replaceAll(/[\t\n\r]/g, "").trim();
  if (text === "" || text.startsWith("#") || text.length > longestReference || otherScheme.test(text) && !/^wss?:/i.test(text)) return undefined;
  if (/^wss?:/i.test(text) || !URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  url.hash = "";
  url.username = "";
  url.password = "";
  return url.href;
}

/** Holes of templates in a reference get a plausible value: "/user/{id}{?page}" becomes "/user/1". */
export const withHolesFilled = (ref: string): string => ref.replaceAll(/\{[?&#][^{}]*\}/g, "").replaceAll(/\$?\{\{?[^{}]*\}?\}|<%.*?%>|%\{[^}]*\}/g, "1");

/** What a text or a script names by a relative path with folders is meant from the page or, as often, from the root of the application. */
export const fromPageOrRoot = (raw: RawLink): RawLink[] => (!raw.sure && (raw.method ?? "GET") === "GET" && /^(?![a-z][a-z0-9+.-]*:|\/)(?:\.{1,2}\/)*[^/.][^/]*\/./i.test(raw.ref) ? [raw, { ...raw, root: true }] : [raw]);
