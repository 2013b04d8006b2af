// Conformance over real OSV records: every one is read or rejected with a reason, and the counts are known.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import { createHttp } from "../../../kernel/fetch-http.ts";
import { distributions } from "../../../versions/distribution.ts";
import { schemeFor } from "../../../versions/scheme-of.ts";
import type { Advisory } from "../../advisory.ts";
import { clusters } from "../../alias-clusters.ts";
import type { AliasAssertion } from "../../alias-clusters.ts";
import { pullAll } from "../../feed.suite.ts";
import { osv } from "./feed.ts";
import { readOsv } from "./read.ts";

const shared = new URL("../../../../../shared/", import.meta.url);
const [mirror, messy, documents] = [new URL("data/advisories/osv-mirror", shared), new URL("data/advisories/messy.jsonl.gz", shared), new URL("vectors/docs/osv/", shared)];
const tally = (words: Iterable<string>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};
// The reason without what differs from record to record.
const kindOf = (reason: string): string => ["zero time", "no introduced event", "neither a package", "is not an OSV id", "not an RFC 3339 instant", "is not a list"].find((known) => reason.includes(known)) ?? reason;

const ofDistributions = new Set(distributions.map(({ ecosystem }) => ecosystem));

/** "Debian: 1.0_1" for every version in a distribution's ranges that its scheme cannot place. */
function unreadVersions({ affected }: Advisory): string[] {
  return affected.filter(({ ecosystem }) => ofDistributions.has(ecosystem.split(":", 1)[0] ?? "")).flatMap(({ ecosystem, ranges }) => {
    const texts = ranges.filter(({ type }) => type === "ECOSYSTEM").flatMap(({ events }) => events.flatMap((event) => Object.values(event) as string[]));
    return texts.filter((text) => text !== "0" && schemeFor(ecosystem)?.parse(text) === undefined).map((text) => `${ecosystem}: ${text}`);
  });
}

describe("advisories/feeds/osv over the mirror", () => {
  it.skipIf(!existsSync(mirror))("33,328 entries: each is an advisory or a reject with a known reason (skipped: the shared mirror is not here)", async () => {
    const advisories: AliasAssertion[] = [];
    const rejects: string[] = [];
    const notes: string[] = [];
    const unread: string[] = [];
    const { thrown, cursor } = await pullAll(osv, { baseUrl: mirror.href, clock: systemClock, http: createHttp({ clock: systemClock, userAgent: "t" }) }, (part) => {
      if (part.kind === "advisory") { advisories.push(part.advisory); unread.push(...unreadVersions(part.advisory)); }
      if (part.kind === "reject") (part.record.includes("#") ? notes : rejects).push(kindOf(part.reason));
    });
    expect(thrown).toBeUndefined();
    expect(advisories.length + rejects.length).toBe(33_328);
    expect(tally(rejects)).toEqual({ "zero time": 8, "no introduced event": 1, "neither a package": 2 });
    expect(tally(notes)).toEqual({ "zero time": 4, "no introduced event": 1, "is not an OSV id": 2 });
    expect(unread).toEqual([]);
    const groups = new Set(clusters(advisories).values());
    // One record (PSF-2023-6) names the GitHub ids of two others; only three CVEs in all are drawn together by such a slip.
    expect([...groups].filter((members) => members.filter((id) => id.startsWith("CVE-")).length > 1)).toHaveLength(1);
    const second = await pullAll(osv, { baseUrl: mirror.href, clock: systemClock, cursor });
    expect((await pullAll(osv, { baseUrl: mirror.href, clock: systemClock, cursor: second.cursor })).parts).toEqual([]);
  });

  it.skipIf(!existsSync(messy))("the 49 ugly records: each is read or refused for what is ugly (skipped: the shared records are not here)", () => {
    const lines = gunzipSync(readFileSync(messy)).toString().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as { reason: string; record: unknown });
    const outcomes = lines.map(({ record }) => readOsv(JSON.stringify(record), { source: "osv", label: "messy" }));
    expect(tally(outcomes.map((outcome) => (outcome.kind === "reject" ? kindOf(outcome.reason) : outcome.left.length > 0 ? "read in part" : "read"))))
      .toEqual({ "read": 40, "read in part": 1, "zero time": 4, "is not an OSV id": 2, "not an RFC 3339 instant": 2 });
  });

  const sound = existsSync(documents) ? readdirSync(documents).filter((name) => /^(?:linter|schema_md).*\.json$|\.osv\.json$/.test(name)) : [];
  it.skipIf(sound.length === 0)("the schema's own documents are read; a range that holds nothing is refused (skipped: the shared vectors are not here)", () => {
    const outcomes = sound.map((name) => ({ name, outcome: readOsv(readFileSync(new URL(name, documents), "utf8"), { source: "osv", label: name }) }));
    expect(outcomes.length).toBeGreaterThan(15);
    expect(outcomes.filter(({ outcome }) => outcome.kind === "reject").map(({ name }) => name)).toEqual(["linter__nointroduced-CVE-2023-41045.json"]);
  });
});
