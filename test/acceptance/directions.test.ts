// One evaluation for every direction: new SBOM against all advisories, new advisory against all components, and a scan of the index.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryIndex } from "../../src/advisories/advisory-index/memory-index.ts";
import type { Advisory, AffectedPackage } from "../../src/advisories/advisory.ts";
import { componentFromPurl } from "../../src/inventory/purl-component.ts";
import { createJudge } from "../../src/matching/scan-judge.ts";
import { canonicalPurl, parsePurl } from "../../src/versions/purl.ts";
import type { RangeEvent } from "../../src/versions/version-range.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { bytesOf, publish } from "./fleet-in-words.ts";

/** Packages of ecosystems that order, name and scope differently, with versions that their order tells apart. */
const world = [
  { ecosystems: ["npm"], name: "@lantern/rules", purlOf: (version: string) => `pkg:npm/%40lantern/rules@${version}`, versions: ["1.0.0-rc.1", "1.0.0", "1.10.0", "1.9.0", "2.0.0+build"] },
  { ecosystems: ["PyPI"], name: "Amber_Lamp", purlOf: (version: string) => `pkg:pypi/amber-lamp@${version}`, versions: ["1.0rc1", "1.0", "1.0.post1", "1!0.5", "2.0"] },
  { ecosystems: ["Maven"], name: "org.lantern:core", purlOf: (version: string) => `pkg:maven/org.lantern/core@${version}`, versions: ["1.0-SNAPSHOT", "1.0.Final", "1.0-jre", "1.0-android", "1.1"] },
  { ecosystems: ["Debian:12", "Debian:11", "Debian"], name: "lantern", purlOf: (version: string) => `pkg:deb/debian/liblantern1@${encodeURIComponent(version)}?distro=debian-12&upstream=lantern`, versions: ["0~2024-1", "1.0-1", "1.0-1+deb12u1", "1:0.5-1", "2.0-1"] },
  { ecosystems: ["Alpine:v3.19", "Alpine:v3.18"], name: "lantern", purlOf: (version: string) => `pkg:apk/alpine/lantern@${version}?distro=alpine-3.19.1`, versions: ["1.0_rc1-r0", "1.0-r0", "1.0-r10", "1.0-r9", "1.0_p1-r0"] },
  { ecosystems: ["Rocky Linux:9", "Rocky Linux:8"], name: "lantern", purlOf: (version: string) => `pkg:rpm/rocky/lantern@${encodeURIComponent(version)}?distro=rocky-9.3&epoch=1`, versions: ["1.0~rc1-1.el9", "1.0-1.el9", "1.0^git1-1.el9", "1.0-1.el9_3.2", "2.0-1.el9"] },
] as const;

const purls = world.flatMap(({ versions, purlOf }) => versions.map((version) => canonical(purlOf(version))));

function canonical(text: string): string {
  const purl = parsePurl(text);
  if (!purl) throw new Error(`${text} is no purl`);
  return canonicalPurl(purl);
}

const eventsOf = (versions: readonly string[]): fc.Arbitrary<readonly RangeEvent[]> => fc.uniqueArray(fc.constantFrom(...versions), { maxLength: 3 })
  .chain((chosen) => fc.tuple(...chosen.map((version) => fc.constantFrom<RangeEvent>({ introduced: version }, { fixed: version }, { last_affected: version }))))
  .map((events) => [{ introduced: "0" }, ...events]);

const part: fc.Arbitrary<AffectedPackage> = fc.constantFrom(...world).chain(({ ecosystems, name, versions }) => fc.record({
  ecosystem: fc.constantFrom<string>(...ecosystems), name: fc.constant(name), severities: fc.constant([]), versions: fc.uniqueArray(fc.constantFrom<string>(...versions), { maxLength: 2 }),
  ranges: fc.array(eventsOf(versions).map((events) => ({ type: "ECOSYSTEM" as const, events })), { maxLength: 2 }), fixState: fc.constantFrom(undefined, undefined, "will-not-fix" as const, "not-affected" as const),
}));

const advisories: fc.Arbitrary<Advisory[]> = fc.array(fc.record({ affected: fc.array(part, { minLength: 1, maxLength: 4 }), isWithdrawn: fc.boolean() }), { minLength: 1, maxLength: 8 }).map((all) =>
  all.map(({ affected, isWithdrawn }, number) => ({ id: `TEST-${number}`, source: "test", modifiedAt: testStartAt, publishedAt: testStartAt, withdrawnAt: isWithdrawn && number % 3 === 0 ? testStartAt : undefined, summary: "", details: "", aliases: [], upstream: [], related: [], severities: [], references: [], affected })));

const document = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: purls.map((purl) => ({ type: "library", name: purl, purl })) });
const pushAll = ({ app }: TestApp) => app.recordSbom(app.org, { service: "lamp", version: "1", chunks: bytesOf(document) }, "token:ci");

/** "purl advisory" of every match that holds. */
async function matchesOf({ app }: TestApp): Promise<string[]> {
  const stored = await Promise.all(purls.map((purl) => app.store.read.inventory.componentByPurl(app.org, purl)));
  const matches = await Promise.all(stored.flatMap((component) => (component ? [app.store.read.matches.ofComponent(app.org, component.componentId).then((own) => own.filter(({ retractedAt }) => retractedAt === undefined).map(({ advisoryId }) => `${component.purl} ${advisoryId}`))] : [])));
  return matches.flat().toSorted();
}

async function after(...steps: readonly ((test: TestApp) => Promise<unknown>)[]): Promise<string[]> {
  const test = await openTestApp();
  try {
    for (const step of steps) await step(test);
    return await matchesOf(test);
  } finally { await test.close(); }
}

function scanned(all: readonly Advisory[]): string[] {
  const judge = createJudge(memoryIndex({ advisories: all, builtAt: testStartAt }));
  return purls.flatMap((text) => {
    const purl = parsePurl(text);
    if (!purl) return [];
    return judge(componentFromPurl(purl, { location: undefined })).verdicts.filter(({ verdict }) => verdict === "affected").map(({ advisoryId }) => `${text} ${advisoryId}`);
  }).toSorted();
}

describe("test/acceptance/directions", () => {
  it("a new SBOM against all advisories, new advisories against all components, one by one in any order, and a scan: the same matches", async () => {
    let seen = 0;
    await fc.assert(fc.asyncProperty(advisories, fc.infiniteStream(fc.nat()), async (all, chance) => {
      const order = all.map((advisory) => ({ advisory, at: chance.next().value ?? 0 })).toSorted((a, b) => a.at - b.at).map(({ advisory }) => advisory);
      const expected = scanned(all);
      seen += expected.length;
      expect(await after((test) => publish(test, ...all), pushAll)).toEqual(expected);
      expect(await after(pushAll, async (test) => { for (const advisory of order) await publish(test, advisory); })).toEqual(expected);
    }), { numRuns: 25 });
    // Proof that the property spoke of something.
    expect(seen).toBeGreaterThan(100);
  }, 240_000);
});
