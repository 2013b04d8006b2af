// aftwatch explain without a server: verdicts both ways from a small index on disk, each with its reason.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openIndexWriter } from "../advisories/advisory-index/index-writer.ts";
import { advisories, advisory, part } from "../matching/scan.fixtures/world.ts";
import { at0, paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const dir = mkdtempSync(join(tmpdir(), "aftwatch-explain-"));
const retracted = advisory("GHSA-gone-gone-gone", [part("npm", "left", [{ introduced: "0" }])], { withdrawnAt: at0 });

beforeAll(() => {
  const writer = openIndexWriter(join(dir, "db"));
  for (const one of [...advisories, retracted]) writer.put(one);
  writer.commit(at0, { heard: ["osv"], cursors: {} });
});
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

async function explain(words: readonly string[], options: { isTty?: boolean; env?: Record<string, string> } = {}) {
  const terminal = paperTerminal({}, { cwd: dir, env: { AFTWATCH_DB: "db" }, ...options });
  const code = await terminal.run("explain", ...words);
  return { code, out: terminal.out(), err: terminal.err(), asked: terminal.asked };
}

const ssl = "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=ssl";

describe("aftwatch explain, no server configured", () => {
  it.each<[claim: string, words: readonly string[], code: number, said: string]>([
    ["affected", ["pkg:npm/left@2.0.0", "CVE-2026-1"], 1, "Affected: 2.0.0 is at or after introduced 0 and before fixed 2.0.1 in npm"],
    ["fixed", ["pkg:npm/left@2.0.3", "CVE-2026-1"], 0, "Not affected: 2.0.3 is at or after fixed 2.0.3 in npm"],
    ["of another package", ["pkg:npm/calm@1.0.0", "CVE-2026-1"], 0, "the advisory speaks of npm:left, not of this package"],
    ["a distribution's record, by the CVE it only names as upstream", [ssl, "CVE-2026-4"], 1, "before fixed 3.0.13-1 in Debian:12"],
    ["another release of the distribution", [ssl.replace("debian-12", "debian-11"), "DEBIAN-CVE-2026-4"], 0, "the advisory speaks of Debian:12"],
    ["a version that cannot be read", ["pkg:npm/odd@1.0.0", "CVE-2026-3"], 4, "Cannot be told"],
    ["malware by its exact version", ["pkg:npm/evil@1.0.0"], 1, "1.0.0 stands in the advisory's list of affected versions"],
    ["withdrawn", ["pkg:npm/left@2.0.0", "GHSA-gone-gone-gone"], 0, "was withdrawn on 2026-11-01"],
    ["nothing held of it", ["pkg:npm/left@2.0.0", "CVE-1999-1"], 4, "No advisory that is held here speaks of pkg:npm/left@2.0.0 under CVE-1999-1."],
    ["no purl", ["left@2.0.0"], 2, "is no package URL"],
    ["no index there", ["pkg:npm/left@2.0.0", "--db", "nowhere"], 4, "index.missing"],
  ])("%s: %j answers %i", async (_claim, words, code, said) => {
    const { code: answered, out, err, asked } = await explain(words);
    expect(out + err).toContain(said);
    expect(answered).toBe(code);
    expect(asked).toEqual([]);
  });

  it("for one advisory a terminal gets the whole trace, and what clears all", async () => {
    const { out } = await explain(["pkg:npm/left@1.9.0", "GHSA-aaaa-aaaa-aaaa"], { isTty: true });
    expect(out.split("\n")).toEqual([
      expect.stringMatching(/^Affected: 1\.9\.0 is/) as string,
      "  Record      GHSA-aaaa-aaaa-aaaa of osv", "  Component   pkg:npm/left@1.9.0", "  Compared    1.9.0", "  By          semver (Semantic Versioning 2.0.0, section 11)",
      "  Range       introduced 0, fixed 2.0.1", "  Fix         not said", "  Cleared by  2.0.1",
      expect.stringMatching(/^Affected: .*before fixed 2\.0\.3/) as string, "  Record      CVE-2026-1 of osv", ...Array.from({ length: 6 }, () => expect.any(String) as string),
      "No version that is named clears every advisory that affects it.", "",
    ]);
    expect((await explain([ssl], { isTty: true })).out).toContain("3.0.13-1 is the smallest version that clears every advisory that affects it.");
  });

  it("wide has every column, json every field", async () => {
    const wide = (await explain(["pkg:npm/left@2.0.0", "-o", "wide"], { isTty: true, env: { AFTWATCH_DB: "db", NO_COLOR: "1" } })).out;
    expect(wide.split("\n")[0]).toMatch(/VERDICT.+COMPARED +ORDER +EVENTS +FIX STATE$/);
    const { items, clearsAll } = JSON.parse((await explain([ssl, "--json"])).out) as { items: object[]; clearsAll: string };
    expect(clearsAll).toBe("3.0.13-1");
    expect(items).toEqual([{ component: expect.stringContaining("libssl3@3.0.11-1") as string, advisory: "DEBIAN-CVE-2026-4", source: "osv", verdict: "affected", why: expect.any(String) as string, clearedBy: "3.0.13-1", detectedAt: null, compared: "3.0.11-1", order: expect.stringContaining("Debian policy") as string, events: ["introduced 0", "fixed 3.0.13-1"], fixState: null }]);
  });

  it("a configured server is asked; --db is stronger", async () => {
    const env = { AFTWATCH_DB: "db", AFTWATCH_URL: "http://a.example" };
    expect((await explain(["pkg:npm/left@2.0.0"], { env })).asked).toMatchObject([{ path: "/explain" }]);
    expect((await explain(["pkg:npm/left@2.0.0", "--db", "db"], { env })).asked).toEqual([]);
  });
});
