// aftwatch scan and gate from the words typed to the exit code, over a small index on disk; some as the processes people start.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openIndexWriter } from "../advisories/advisory-index/index-writer.ts";
import { dockerFiles, ociFiles, writeFolder, writeTar } from "../inventory/image/image.fixtures/write-image.ts";
import type { LayerFiles } from "../inventory/image/image.fixtures/write-image.ts";
import { hourMs } from "../kernel/clock.ts";
import { advisories, kev } from "../matching/scan.fixtures/world.ts";
import { at0, paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const dir = mkdtempSync(join(tmpdir(), "aftwatch-scan-"));
const purls = ["pkg:npm/left@2.0.0", "pkg:npm/evil@1.0.0", "pkg:npm/odd@1.0.0", "pkg:npm/calm@1.0.0", "pkg:generic/blob@1"];
const sbom = (names: readonly string[]): string => JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: names.map((purl) => ({ type: "library", name: purl, purl })) });
const write = (name: string, text: string): void => writeFileSync(join(dir, name), text);

beforeAll(() => {
  const writer = openIndexWriter(join(dir, "db"));
  for (const advisory of advisories) writer.put(advisory);
  writer.enrich("kev", kev("CVE-2026-1"));
  writer.commit(at0 - hourMs, { heard: ["osv", "kev"], cursors: {} });
  write("sbom.json", sbom(purls));
  write("calm.json", sbom(["pkg:npm/calm@1.0.0"]));
  write("odd.json", sbom(["pkg:npm/odd@1.0.0"]));
  write("policy.yaml", "rules:\n  - { id: exploited, action: fail, when: { kev: true }, exempt: [{ vulnerability: CVE-2026-1, reason: next week, until: 2026-11-08 }] }\n  - { id: malware, action: warn, when: { malicious: true } }\n");
  write("strict.json", JSON.stringify({ rules: [{ id: "exploited", action: "fail", when: { kev: true } }, { id: "fresh", action: "fail", when: { dataAge: "30m" } }] }));
  write("broken.yaml", "rules:\n  - { id: a, action: fail, when: { kevv: true } }\n");
  write("ignore.yaml", "ignore:\n  - { vulnerability: CVE-2026-1, reason: replaced, until: 2027-01-31 }\n  - { vulnerability: CVE-2026-2, reason: old, until: 2026-01-31 }\n");
  write("vex.json", JSON.stringify({ "@context": "https://openvex.dev/ns/v0.2.0", author: "us", timestamp: "2026-10-01T00:00:00Z", version: 1, statements: [{ vulnerability: { name: "CVE-2026-1" }, products: [{ "@id": "pkg:npm/left" }], status: "not_affected", justification: "vulnerable_code_not_present" }] }));
  mkdirSync(join(dir, "project"));
  write("project/package-lock.json", JSON.stringify({ name: "p", version: "1.0.0", lockfileVersion: 3, packages: { "": { name: "p", version: "1.0.0", dependencies: { left: "^2.0.0" } }, "node_modules/left": { version: "2.0.0", resolved: "https://registry.example/left/-/left-2.0.0.tgz", integrity: "sha512-AA==" } } }, null, 2));
});
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

async function run(...words: string[]) {
  const terminal = paperTerminal({}, { cwd: dir, env: { AFTWATCH_DB: "db" } });
  const code = await terminal.run(...words);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("aftwatch scan", () => {
  it("a pipe gets rows; what the answer rests on is told beside them", async () => {
    const { code, out, err } = await run("scan", "sbom.json");
    expect([code, out.split("\n").map((line) => line.split("\t").slice(0, 5).join(" "))]).toEqual([0, ["malicious malicious MAL-2026-9 npm:evil 1.0.0", "affected critical CVE-2026-1 npm:left 2.0.0", "affected unknown CVE-2026-2 npm:left 2.0.0", "undecided critical CVE-2026-3 npm:odd 1.0.0", ""]]);
    expect(err).toContain("5 components, 1 not covered (1 of a type no database of advisories knows); advisories as of 60 min ago.");
  });

  it.each<[claim: string, words: readonly string[], code: number]>([
    ["nothing is asked", ["sbom.json"], 0], ["critical", ["sbom.json", "--fail-on", "critical"], 1], ["any of several", ["sbom.json", "--fail-on", "low,kev"], 1], ["nothing of it is there", ["calm.json", "--fail-on", "low,kev,malicious,fixable"], 0],
    ["it cannot be told", ["odd.json", "--fail-on", "critical"], 4], ["nobody rated it", ["odd.json", "--fail-on", "malicious"], 0], ["a component is not covered", ["sbom.json", "--fail-on", "unknown"], 1],
    ["the advisories are older than allowed", ["calm.json", "--max-age", "30m"], 4], ["they are younger", ["calm.json", "--max-age", "2h"], 0], ["too old, but it is there", ["sbom.json", "--fail-on", "kev", "--max-age", "30m"], 1],
    ["a word it does not know", ["sbom.json", "--fail-on", "urgent"], 2], ["a time it cannot read", ["sbom.json", "--max-age", "1"], 2], ["no such file", ["nothing.json"], 2], ["no such format", ["sbom.json", "-o", "pdf"], 2],
    ["two reports in one place", ["sbom.json", "-o", "json", "-o", "csv"], 2], ["a format where a file stands", ["sbom.json", "--output", "json"], 2], ["no index, and none may be fetched", ["sbom.json", "--db", "nowhere", "--offline"], 4],
  ])("%s: %j answers %i", async (_claim, words, code) => {
    const { code: answered, err } = await run("scan", ...words);
    expect(answered, err).toBe(code);
  });

  it("several reports at once, each in its place", async () => {
    const { code, out, err } = await run("scan", "sbom.json", "-o", "sarif=out.sarif", "-o", "cdx=out.cdx.json", "-o", "json");
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ schemaVersion: 1, kind: "scan" })]);
    expect(err).toContain("sarif written to out.sarif");
    expect(JSON.parse(readFileSync(join(dir, "out.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(JSON.parse(readFileSync(join(dir, "out.cdx.json"), "utf8"))).toMatchObject({ bomFormat: "CycloneDX" });
  });

  it("-o FORMAT --output FILE, and --json", async () => {
    expect(await run("scan", "sbom.json", "-o", "csv", "--output", "out.csv", "-q")).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(join(dir, "out.csv"), "utf8")).toContain("CVE-2026-1");
    expect(JSON.parse((await run("scan", "sbom.json", "--json")).out)).toMatchObject({ counts: { findings: 2 } });
  });

  it("statements and rules hide, and what has ended is told", async () => {
    const { out, err } = await run("scan", "sbom.json", "--vex", "vex.json", "--ignore", "ignore.yaml");
    expect(out.split("\n").map((line) => line.split("\t").slice(0, 3).join(" ")).filter((line) => line.includes("CVE-2026-1") || line.includes("CVE-2026-2"))).toEqual(["affected unknown CVE-2026-2", "suppressed critical CVE-2026-1"]);
    expect(err).toContain("1 ignore rule ended and hides nothing: CVE-2026-2.");
  });

  it("a folder: the finding stands at the line of its lock file", async () => {
    const { out } = await run("scan", "project", "-o", "sarif");
    const log = JSON.parse(out) as { runs: { results: { locations: { physicalLocation: unknown }[] }[] }[] };
    expect(log.runs[0]?.results[0]?.locations[0]?.physicalLocation).toMatchObject({ artifactLocation: { uri: "project/package-lock.json" }, region: { startLine: expect.any(Number) } });
  });

  it("an SBOM from a pipe", async () => {
    const terminal = paperTerminal({}, { cwd: dir, env: { AFTWATCH_DB: "db" }, input: sbom(["pkg:npm/left@2.0.0"]) });
    expect([await terminal.run("scan", "-"), terminal.out().split("\n").length]).toEqual([0, 3]);
  });

  it("without an index one is fetched; when that fails, so does the scan", async () => {
    const terminal = paperTerminal({}, { cwd: dir, env: { AFTWATCH_DB: "fetched", AFTWATCH_OSV_URL: "http://127.0.0.1:9", AFTWATCH_FEEDS: "osv" } });
    expect([await terminal.run("scan", "sbom.json"), terminal.err().includes("it is fetched now")]).toEqual([3, true]);
  });
});

describe("aftwatch gate", () => {
  it("what an exemption lets through is told with its end and its reason", async () => {
    const { code, out, err } = await run("gate", "sbom.json", "--policy", "policy.yaml");
    expect([code, out.split("\n").slice(0, 2)]).toEqual([0, ["exploited\texempt\tCVE-2026-1\tnpm:left\tuntil 2026-11-08: next week\t2.0.3", "malware\tfired (warns)\tMAL-2026-9\tnpm:evil\tmalicious: Malicious code in evil\t-"]]);
    expect(err).toContain("Gate passed; 2 rules; warn: malware.");
  });

  it("a fired rule names the smallest upgrade; old data alone decides nothing", async () => {
    const { code, out } = await run("gate", "sbom.json", "--policy", "strict.json", "--json");
    expect([code, JSON.parse(out)]).toEqual([1, expect.objectContaining({ schemaVersion: 1, kind: "gate", verdict: "fail", items: expect.arrayContaining([expect.objectContaining({ rule: "exploited", state: "fired", clearedBy: "2.0.3" })]) })]);
    expect((await run("gate", "calm.json", "--policy", "strict.json")).code).toBe(4);
  });

  it("a policy that cannot be used is refused with the place, before anything is scanned", async () => {
    const { code, err } = await run("gate", "nothing.json", "--policy", "broken.yaml");
    expect([code, err.includes("at /rules/0/when/kevv")]).toEqual([2, true]);
  });
});

const manifest = (name: string): string => JSON.stringify({ name, version: "2.0.0" });
const base: LayerFiles = { "data/app/node_modules/gone/package.json": manifest("gone") };
// No distribution, no package database: what is in it lies where nobody would look on a host.
const app: LayerFiles = { "data/app/node_modules/left/package.json": manifest("left"), "data/app/node_modules/.wh.gone": "" };

describe("aftwatch scan of images", () => {
  const rows = (out: string): string[] => out.trimEnd().split("\n").map((line) => line.split("\t").slice(2, 5).join(" "));
  const left = ["CVE-2026-1 npm:left 2.0.0", "CVE-2026-2 npm:left 2.0.0"];

  it.each<[claim: string, name: string, plant: (path: string) => void]>([
    ["docker save", "saved.tar", (path) => { writeFileSync(path, writeTar(dockerFiles([base, app]))); }],
    ["an OCI archive of another name", "layout.oci", (path) => { writeFileSync(path, writeTar(ociFiles([{ layers: [base, app], form: { packing: "zstd" } }]))); }],
    ["an OCI layout", "layout", (path) => { writeFolder(path, ociFiles([{ layers: [base, app] }])); }],
  ])("%s", async (_claim, name, plant) => {
    plant(join(dir, name));
    const { code, out, err } = await run("scan", name);
    expect([code, rows(out)], err).toEqual([0, left]);
  });

  it("of several images one must be named", async () => {
    writeFileSync(join(dir, "two.tar"), writeTar(ociFiles([{ layers: [base], form: { name: "a:1", platform: "linux/amd64" } }, { layers: [app], form: { name: "b:1", platform: "linux/arm64" } }])));
    const all = await Promise.all([[], ["--image", "b:1"], ["--image", "linux/arm64"], ["--image", "c:1"]].map((words) => run("scan", "two.tar", ...words)));
    expect(all.map(({ code }) => code)).toEqual([2, 0, 0, 3]);
    expect([rows(all[1]!.out), rows(all[2]!.out)]).toEqual([left, left]);
  });

  it.each([["a tar file that is no image", "plain.tar", writeTar({ "a.txt": "b" }), 3], ["a packed one", "packed.tar.gz", Buffer.from([0x1f, 0x8b, 8, 0]), 3], ["an image without packages", "bare.tar", writeTar(dockerFiles([{ "etc/hosts": "" }])), 4]])("%s is refused", async (_claim, name, bytes, code) => {
    writeFileSync(join(dir, name), bytes);
    expect((await run("scan", name)).code).toBe(code);
  });

  it("--jar-index names archives that carry nothing about themselves", async () => {
    const jar = readFileSync(fileURLToPath(new URL("../inventory/extractors/jars/jars.fixtures/mystery.jar", import.meta.url)));
    writeFileSync(join(dir, "java.tar"), writeTar(dockerFiles([{ "srv/mystery.jar": jar }])));
    write("jars.txt", `${createHash("sha1").update(jar).digest("hex")},com.example:mystery:1.0\n`);
    const purls = async (...words: string[]) => (JSON.parse((await run("scan", "java.tar", "-o", "json", ...words)).out) as { unknowns: { purl: string }[] }).unknowns.map(({ purl }) => purl);
    expect(await purls("--jar-index", "jars.txt")).toEqual(["pkg:maven/com.example/mystery@1.0"]);
    expect((await run("scan", "java.tar")).code).toBe(4);
    expect((await run("scan", "java.tar", "--jar-index", "nowhere.txt")).code).toBe(2);
  });
});

describe("the processes people start", () => {
  const launcher = fileURLToPath(new URL("../../scripts/aftwatch.mjs", import.meta.url));
  const start = (...words: string[]) => spawnSync(process.execPath, [launcher, ...words], { cwd: dir, encoding: "utf8", env: { PATH: process.env["PATH"] ?? "", HOME: dir, AFTWATCH_DB: join(dir, "db") } });

  it("scan fails on what it is told to, with the report on one stream and the reason on the other", () => {
    const { status, stdout, stderr } = start("scan", "sbom.json", "--fail-on", "kev", "--max-age", "99999d");
    expect([status, stdout.includes("CVE-2026-1")], stderr).toEqual([1, true]);
    expect(stderr).toContain("failed on kev: CVE-2026-1 in npm:left (2.0.3 clears it)");
  });

  it("an image: what its layers hold together, told at its places", () => {
    writeFileSync(join(dir, "image"), writeTar(ociFiles([{ layers: [base, app], form: { packing: "gzip" } }])));
    const { status, stdout, stderr } = start("scan", "image", "--fail-on", "critical", "--max-age", "99999d", "-o", "json");
    const { findings, target } = JSON.parse(stdout) as { findings: { vulnerability: string; components: { locations: string[] }[] }[]; target: { sources: unknown; notes: { text: string }[] } };
    expect([status, findings.map(({ vulnerability, components: [at] }) => [vulnerability, at?.locations])], stderr).toEqual([1, [["CVE-2026-1", ["/data/app/node_modules/left/package.json"]], ["CVE-2026-2", ["/data/app/node_modules/left/package.json"]]]]);
    expect(target).toMatchObject({ sources: [{ path: "/", format: "node-modules", components: 1 }], notes: [{ text: expect.stringContaining("It is an image") as string }] });
  });

  it("gate answers too", () => expect(start("gate", "calm.json", "--policy", "policy.yaml").status).toBe(0));
});
