// Advisories for tests of the index: drawn so that ids, names, packages and releases meet often.
import fc from "fast-check";
import type { Advisory } from "../advisory.ts";

export const sampleAt = Date.UTC(2026, 0, 1);

/** An advisory of which only what matters is told. */
export function advisoryOf(id: string, more: Partial<Advisory> = {}): Advisory {
  return {
    id, source: "osv", modifiedAt: sampleAt, publishedAt: undefined, withdrawnAt: undefined, summary: `about ${id}`, details: "long", aliases: [], upstream: [], related: [], severities: [], affected: [], references: [], ...more,
  };
}

const ids = ["CVE-2026-1", "CVE-2026-2", "CVE-2026-3", "GHSA-1", "GHSA-2", "GHSA-é", "PYSEC-1", "DSA-1", "USN-1", "MAL-1", "MAL-2", "UBUNTU-CVE-2026-1"];
const packages = [["npm", "left"], ["npm", "right"], ["Debian:12", "openssl"], ["Debian:11", "openssl"], ["Debian", "openssl"], ["Ubuntu:22.04:LTS", "linux"], ["Ubuntu:Pro:22.04:LTS", "linux"], ["PyPI", "naïve-包"]] as const;
/** Every question that can find something, and some that cannot. */
export const questions = [...packages, ["Debian:13", "openssl"], ["Ubuntu:22.04", "linux"], ["npm", "nobody"]] as const;
export const askedIds = [...ids, "CVE-2026-9"];

const version = fc.constantFrom("0", "1.0", "1.5.0", "2", "3.0~rc1");
const event = fc.oneof(version.map((introduced) => ({ introduced })), version.map((fixed) => ({ fixed })), version.map((last_affected) => ({ last_affected })), version.map((limit) => ({ limit })));
const range = fc.record({ type: fc.constantFrom("SEMVER", "ECOSYSTEM", "GIT"), events: fc.array(event, { minLength: 1, maxLength: 3 }), repo: fc.option(fc.constant("https://code.example/a"), { nil: undefined }) })
  .map(({ type, events, repo }) => (repo === undefined ? { type, events } : { type, repo, events }));
const severity = fc.record({ type: fc.constantFrom("CVSS_V3", "word"), score: fc.constantFrom("high", "CVSS:3.1/AV:N"), source: fc.constantFrom("GHSA", "Ubuntu") });
const part = fc.tuple(fc.constantFrom(...packages), fc.array(range, { maxLength: 2 }), fc.array(version, { maxLength: 3 }), fc.array(severity, { maxLength: 1 }), fc.constantFrom(undefined, "fixed", "end-of-life"), fc.constantFrom(undefined, "nodejs:18"))
  .map(([[ecosystem, name], ranges, versions, severities, fixState, module]): Advisory["affected"][number] => ({ ecosystem, name, ranges, versions, severities, fixState, ...(module === undefined ? {} : { module }) }));
const someIds = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 2 });

export const anyAdvisory: fc.Arbitrary<Advisory> = fc.record({
  id: fc.constantFrom(...ids), source: fc.constantFrom("osv", "ghsa"), modifiedAt: fc.integer({ min: 0, max: 4 }).map((day) => sampleAt + day * 86_400_000),
  publishedAt: fc.constantFrom(undefined, sampleAt - 1), withdrawnAt: fc.constantFrom(undefined, undefined, undefined, sampleAt + 5), summary: fc.string({ unit: "grapheme", maxLength: 8 }), details: fc.constant("long"),
  aliases: someIds, upstream: someIds, related: someIds, severities: fc.array(severity, { maxLength: 2 }), affected: fc.array(part, { maxLength: 3 }),
  references: fc.array(fc.record({ type: fc.constant("WEB"), url: fc.webUrl() }), { maxLength: 1 }),
});
