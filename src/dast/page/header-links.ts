// Links of reply headers: redirects, Link, Refresh, reports, source maps and whatever of an application's own looks like a URL.
import type { Header } from "../exchange.ts";
import type { RawLink } from "./link.ts";
import { refreshTarget } from "./refresh.ts";
import { looksLikeUrl } from "./url-shape.ts";

const plain = new Set(["location", "content-location", "x-pingback", "x-original-url", "x-rewrite-url", "x-redirect", "x-redirect-to", "x-location"]);
const maps = new Set(["sourcemap", "x-sourcemap"]);
const policies = new Set(["content-security-policy", "content-security-policy-report-only", "x-content-security-policy", "x-webkit-csp"]);

export const headerLinks = (headers: readonly Header[]): RawLink[] => headers.flatMap(([name, value]) => linksOfHeader(name.toLowerCase(), value.slice(0, 20_000)));

const sureLink = (ref: string): RawLink => ({ ref, source: "header", sure: true });

function linksOfHeader(name: string, value: string): RawLink[] {
  if (plain.has(name)) return [sureLink(value)];
  if (maps.has(name)) return [{ ref: value, source: "source-map", sure: true }];
  if (name === "link") return Array.from(value.matchAll(/<([^<>]*)>/g), ([, ref = ""]) => sureLink(ref));
  if (name === "refresh") return [refreshTarget(value)].flatMap((ref) => (ref === undefined ? [] : [sureLink(ref)]));
  if (policies.has(name)) return reportTargets(value).map(sureLink);
  if (name === "report-to") return Array.from(value.matchAll(/"url"\s*:\s*"([^"]+)"/g), ([, ref = ""]) => sureLink(ref));
  if (name === "reporting-endpoints" || name === "speculation-rules") return Array.from(value.matchAll(/"([^"]+)"/g), ([, ref = ""]) => sureLink(ref));
  return name.startsWith("x-") && looksLikeUrl(value) ? [{ ref: value, source: "header", sure: false }] : [];
}

/** CSP 3 6.5.1: report-uri holds URLs; report-to names groups of another header. */
export const reportTargets = (policy: string): string[] =>
  policy.split(";").map((directive) => directive.trim().split(/\s+/)).filter(([name]) => name?.toLowerCase() === "report-uri").flatMap(([, ...refs]) => refs);
