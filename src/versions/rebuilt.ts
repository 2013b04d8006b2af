// Packages that a vendor rebuilds with fixes: the order of the ecosystem they come from, then the vendor's own count.
import type { Scheme } from "./scheme.ts";
import { compareKeys, numberKey, versionLengthLimit } from "./scheme.ts";

/**
 * Vendors whose ecosystem names another one behind the colon (OSV schema, defined ecosystems): "TuxCare:npm",
 * "Root:Alpine:3.18", "Echo:PyPI". Echo without such a name is a distribution of its own.
 */
export const rebuilders: ReadonlySet<string> = new Set(["Echo", "Root", "TuxCare"]);

// "1.0.0.root.io.1", "1.0.0+root.io.1", "1.0.0+echo.2", "1.0.0-tuxcare.3": the count is behind the vendor's word.
const suffixForm = /^(.+)[.+-](?:root\.io|echo|tuxcare)(?:[.-]?(\d+))?$/i;

// Package managers of distributions have a place for such counts in their own order.
const countsRebuilds = new Set(["alpm", "apk", "debian", "gentoo", "rpm"]);

interface Rebuilt { readonly upstream: unknown; readonly build: string }

const wrapped = new Map<Scheme, Scheme>();

/**
 * The scheme of rebuilt packages of another scheme. Semantic Versioning calls "1.0.0-tuxcare.1" a prerelease and
 * "1.0.0+echo.1" the same as 1.0.0; both are later than 1.0.0, and before 1.0.1.
 */
export function rebuiltScheme(inner: Scheme): Scheme {
  if (countsRebuilds.has(inner.id)) return inner;
  const known = wrapped.get(inner);
  if (known) return known;
  const scheme: Scheme = { ...inner, refinesSemver: true, parse: (text) => parseRebuilt(inner, text), compare: (a, b) => compareRebuilt(inner, a as Rebuilt, b as Rebuilt) };
  wrapped.set(inner, scheme);
  return scheme;
}

function parseRebuilt(inner: Scheme, text: string): Rebuilt | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, upstreamText = text, count = ""] = suffixForm.exec(text.trim()) ?? [];
  const upstream = inner.parse(upstreamText);
  return upstream === undefined ? undefined : { upstream, build: upstreamText === text ? "" : numberKey(count) };
}

const compareRebuilt = (inner: Scheme, a: Rebuilt, b: Rebuilt): number => inner.compare(a.upstream, b.upstream) || compareKeys(a.build, b.build);
