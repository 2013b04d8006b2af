// Classes of requests: those that differ only in data. Each gets a few samples, and more while they show new kinds of page.
import { isSessionName } from "../route-from.ts";
import { templateOf, withoutPathSession } from "../routes/template.ts";
import type { Candidate } from "./candidate.ts";

// Values against caches and of trackers: they do not choose a page.
const noise = /^(?:_|_t|ts|timestamp|nocache|cachebust\w*|cb|rnd|rand|random|v|ver|utm_\w+|fbclid|gclid|msclkid|mc_[ce]id)$/i;
const isNoise = (name: string, value: string): boolean => (noise.test(name) && /^[\d.]*$|^[\w-]{6,}$/.test(value)) || (isSessionName(name) && value.length >= 8);

/** Two URLs with one key are one page: sessions and numbers against caches taken out. */
export function keyOf({ method, url, body }: Candidate): string {
  const one = new URL(url);
  const query = [...one.searchParams].filter(([name, value]) => !isNoise(name, value)).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${method} ${one.origin}${withoutPathSession(one.pathname)}${query.length > 0 ? `?${query.join("&")}` : one.search === "?" ? "" : ""}${body === undefined ? "" : ` ${body}`}`;
}

/** Method, template and parameter names. */
export function classOf({ method, url, template }: Candidate): string {
  const one = new URL(url);
  const names = [...new Set(one.searchParams.keys())].toSorted();
  return `${method} ${one.origin}${(template ?? templateOf(one.pathname).template).replaceAll(/\{[^{}]*\}/g, "{}")}${names.length > 0 ? `?${names.join("&")}` : ""}`;
}

/** Whether requests of this class can differ in data at all: a template with a hole, or a query. */
export const hasData = (className: string): boolean => className.includes("{}") || className.includes("?");

export const folderOf = (url: string): string => { const { origin, pathname } = new URL(url); return `${origin}${templateOf(pathname.slice(0, pathname.lastIndexOf("/") + 1)).template}`; };
