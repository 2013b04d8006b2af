// Versions as real advisories write them, read from a shared data folder when there is one: the laws of an order hold, nothing crashes.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bufferReader, zipEntries } from "../kernel/zip.ts";
import type { Scheme } from "./scheme.ts";
import { schemeFor } from "./scheme-of.ts";

const mirror = new URL("../../../shared/data/advisories/osv-mirror/", import.meta.url);
const isThere = existsSync(mirror);

// Distributions have tests of their own, and more versions than this one has time for.
const names = ["Bitnami", "CPAN", "CRAN", "GHC", "GitHub Actions", "Go", "Hackage", "Hex", "Homebrew", "Julia", "Linux", "Maven", "NuGet", "Packagist", "Pub", "PyPI", "RubyGems", "SwiftURL", "VSCode", "crates.io", "kubernetes", "npm", "opam"];
const present = isThere ? new Set(readdirSync(mirror)) : new Set<string>();

interface Affected { package?: { ecosystem?: string }; versions?: readonly string[]; ranges?: readonly { type: string; events: readonly Record<string, string>[] }[] }
interface Texts { readonly events: ReadonlySet<string>; readonly all: ReadonlySet<string> }

/** What the records of one ecosystem's archive call versions. */
function textsOf(name: string): Texts {
  const events = new Set<string>();
  const listed = new Set<string>();
  for (const entry of zipEntries(bufferReader(readFileSync(new URL(`${encodeURIComponent(name)}/all.zip`, mirror))))) {
    const { affected = [] } = JSON.parse(Buffer.from(entry.read()).toString("utf8")) as { affected?: readonly Affected[] };
    for (const { package: about, ranges = [], versions = [] } of affected) {
      if (about?.ecosystem?.split(":")[0] !== name) continue;
      for (const { type, events: its } of ranges) if (type !== "GIT") for (const event of its) for (const text of Object.values(event)) events.add(text);
      for (const text of versions) listed.add(text);
    }
  }
  return { events, all: new Set([...events, ...listed]) };
}

/** Sorted, every version stands to every later one as the order says: what no cycle and no asymmetry survives. */
function breaches(scheme: Scheme, texts: Iterable<string>): string[] {
  const read = [...texts].map((text) => ({ text, version: scheme.parse(text) })).filter(({ version }) => version !== undefined);
  const sorted = read.toSorted((a, b) => scheme.compare(a.version, b.version));
  const found: string[] = [];
  for (const [at, a] of sorted.entries()) {
    for (let step = 1; at + step < sorted.length; step *= 2) {
      const b = sorted[at + step];
      if (b && (scheme.compare(a.version, b.version) > 0 || scheme.compare(b.version, a.version) < 0)) found.push(`${a.text} before ${b.text}`);
    }
  }
  return found;
}

describe("versions/shared-advisories", () => {
  it.skipIf(!isThere)("has archives to read (skipped: ../shared/data/advisories is not here, so no version of a real advisory is read)", () => {
    expect(names.filter((name) => present.has(name)).length).toBeGreaterThan(10);
  });

  describe.each(names.filter((name) => present.has(name)))("%s", (name) => {
    const scheme = schemeFor(name);
    const { events, all } = textsOf(name);

    it("has a scheme that reads the events of its advisories", () => {
      const unread = [...events].filter((text) => scheme?.parse(text) === undefined);
      expect(events.size).toBeGreaterThan(0);
      // Wild cards and words stand where a version should in a few records; they are shown as unknown.
      expect(unread.length, unread.join(" ")).toBeLessThanOrEqual(events.size * 0.002);
    });
    it("orders them without a contradiction", () => {
      expect(scheme ? breaches(scheme, all) : ["no scheme"]).toEqual([]);
    });
  });
});
