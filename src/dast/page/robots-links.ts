// Links of robots.txt: what it allows, what it forbids, and its site maps (RFC 9309).
import type { RawLink } from "./link.ts";

const line = /^\s*(allow|disallow|noindex|sitemap|host)\s*:\s*(\S+)/i;

/** A pattern gives the path before its first wildcard. */
export function robotsLinks(text: string): RawLink[] {
  return text.split(/\r?\n/, 20_000).flatMap((one): RawLink[] => {
    const [, kind = "", value = ""] = line.exec(one) ?? [];
    if (value === "" || /^host$/i.test(kind)) return [];
    if (/^sitemap$/i.test(kind)) return [{ ref: value, source: "sitemap", sure: true }];
    const path = value.replace(/[*$].*$/, "");
    return path.startsWith("/") && path !== "/" ? [{ ref: path, source: "robots", sure: false }] : [];
  });
}
