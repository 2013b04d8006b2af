// What every SBOM reader must do: the same components from the same content, and no crash whatever arrives.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { readSbom } from "./sbom-reader.ts";
import type { SbomSummary } from "./sbom-reader.ts";
import type { SbomFormat } from "./sbom-format.ts";

/** Bytes in chunks of the given sizes, the last one taking what is left. */
export async function* chunksOf(bytes: Uint8Array, sizes: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}

/** The summary, or the code of the Fault; anything else thrown fails the test. */
export async function outcomeOf(bytes: Uint8Array): Promise<SbomSummary | string> {
  try {
    return await readSbom(chunksOf(bytes));
  } catch (thrown) {
    if (isFault(thrown)) return thrown.code;
    throw thrown;
  }
}

const withoutPlaces = (summary: SbomSummary) => ({
  subject: summary.head.subject, createdAt: summary.head.createdAt, tools: summary.head.tools, serial: summary.head.serial,
  components: summary.components.map(({ location: _location, ...component }) => component).toSorted((a, b) => (a.purl < b.purl ? -1 : 1)),
  counts: summary.counts,
  notes: summary.notes.map(({ text }) => text),
});

export function sbomFormatSuite(format: SbomFormat, fixture: URL): void {
  const bytes = readFileSync(fixture);
  describe(`inventory/sbom/${format.id}`, () => {
    it("finds what the fixture lists, each with its identity", async () => {
      const summary = await readSbom(chunksOf(bytes));
      expect(summary.head.format).toBe(format.id);
      expect(withoutPlaces(summary)).toEqual(shop);
    });

    it("names a place for every component and reject", async () => {
      const { components, rejects } = await readSbom(chunksOf(bytes));
      expect([...components.map(({ location }) => location), ...rejects.map(({ at }) => at)].filter((place) => !/^(?:\/|line \d)/.test(place ?? ""))).toEqual([]);
      expect(rejects.every(({ detail }) => detail.endsWith("."))).toBe(true);
    });

    it("gives the same however the bytes are cut into chunks", async () => {
      const whole = await readSbom(chunksOf(bytes));
      await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), async (sizes) => {
        expect(await readSbom(chunksOf(bytes, sizes))).toEqual(whole);
      }), { numRuns: 40 });
    });

    it.each(Array.from({ length: 20 }, (_, index) => index))("cut at %i/20 it is a Fault or fewer parts, never more", async (part) => {
      const outcome = await outcomeOf(bytes.subarray(0, Math.floor((bytes.length * part) / 20)));
      if (typeof outcome === "string") expect(outcome).toMatch(part === 0 ? /^sbom\.unrecognised$/ : /^sbom\.(?:truncated|unrecognised)$/);
      else expect(outcome.components.length).toBeLessThanOrEqual(shop.components.length);
    });

    it("survives changed bytes: a Fault or a summary, nothing else", async () => {
      const change = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
      await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        const noisy = Buffer.from(bytes);
        for (const { at, byte } of changes) noisy[at] = byte;
        const outcome = await outcomeOf(noisy);
        expect(typeof outcome === "string" ? outcome.startsWith("sbom.") : Array.isArray(outcome.components)).toBe(true);
      }), { numRuns: 150 });
    });
  });
}

// What the four fixtures say in four ways.
const shop = {
  subject: { name: "Schaufenster ü", version: "2.1.0", purl: "pkg:npm/%40acme/shop@2.1.0", digest: "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" },
  createdAt: Date.UTC(2026, 2, 4, 5, 6, 7),
  tools: ["Acme Builder 3.4"],
  serial: "urn:uuid:5b1c8e0a-4a57-4d0e-9c55-1f6a0f6d7a11",
  components: [
    { purl: "pkg:deb/debian/libacme1@1:2.0-3%2Bdeb12u1?arch=amd64&distro=debian-12&upstream=acme", name: "libacme1", version: "1:2.0-3+deb12u1", ecosystem: "Debian:12", packageName: "acme", packageVersion: "1:2.0-3+deb12u1" },
    { purl: "pkg:deb/debian/libold@1.0?distro=debian-11", name: "libold", version: "1.0", ecosystem: "Debian:11", packageName: "libold", packageVersion: "1.0" },
    { purl: "pkg:maven/org.acme/kern@4.5", name: "kern", version: "4.5", ecosystem: "Maven", packageName: "org.acme:kern", packageVersion: "4.5" },
    { purl: "pkg:npm/%40acme/inner@0.1.0", name: "inner", version: "0.1.0", ecosystem: "npm", packageName: "@acme/inner", packageVersion: "0.1.0" },
    { purl: "pkg:npm/%40acme/shop@2.1.0", name: "Schaufenster ü", version: "2.1.0", ecosystem: "npm", packageName: "@acme/shop", packageVersion: "2.1.0" },
    { purl: "pkg:npm/left-frame@1.2.3", name: "left-frame", version: "1.2.3", ecosystem: "npm", packageName: "left-frame", packageVersion: "1.2.3", licences: ['a "quoted" licence, ]] > and } <'] },
    { purl: "pkg:pypi/flask-thing@3.0", name: "Flask_Thing", version: "3.0", ecosystem: "PyPI", packageName: "flask-thing", packageVersion: "3.0" },
  ],
  counts: { components: 7, duplicates: 1, rejected: { "no-purl": 2, "invalid-purl": 1, "no-version": 1 } },
  notes: ["Packages that name no distribution release, taken to be of debian-12: 1."],
};
