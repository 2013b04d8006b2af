// aftwatch rules from the words typed to the exit code, over small folders of rules, samples and events.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const dir = mkdtempSync(join(tmpdir(), "aftwatch-rules-"));
function write(name: string, text: string): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), text);
}

const rule = (title: string, id: string, selection: string, more = ""): string => `title: ${title}\nid: ${id}\nlogsource: {category: process_creation, product: linux}\ndetection:\n  selection:\n    ${selection}\n  condition: selection\n${more}`;
const sample = (match: boolean, fields: object, why = "a case", logsource: object = { category: "process_creation", product: "linux" }): string => `${JSON.stringify({ match, why, logsource, fields })}\n`;
const curl = { Image: "/usr/bin/curl", CommandLine: "curl http://a" };
const windows = (image: string): object => ({ Event: { System: { Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } }, EventID: 1, Channel: "Microsoft-Windows-Sysmon/Operational", TimeCreated: { "#attributes": { SystemTime: "2026-11-22T16:00:00Z" } } }, EventData: { Image: image, CommandLine: `${image} /all` } } });

beforeAll(() => {
  write("good/curl.yml", rule("Curl", "id-curl", "Image|endswith: /curl"));
  write("good/curl.samples.jsonl", sample(true, curl) + sample(false, { Image: "/usr/bin/wget" }));
  write("good/guess.yml", `${rule("Failed", "id-failed", "outcome: failure", "name: failed\n")}---\ntitle: Guessing\nid: id-guess\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [failed]\n  group-by: [user]\n  timespan: 1m\n  condition: {gte: 3}\n`);
  const failures = (count: number, seconds: number): string => JSON.stringify({ match: count >= 3 && seconds < 25, why: `${count} in a row`, events: Array.from({ length: count }, (_, at) => ({ at: new Date(Date.UTC(2026, 10, 22, 16, 0, at * seconds)).toISOString(), logsource: { category: "process_creation", product: "linux" }, fields: { outcome: "failure", user: "eve" } })) });
  write("good/guess.samples.jsonl", `${failures(3, 5)}\n${failures(2, 5)}\n${failures(3, 60)}\n`);
  write("good/access.yml", "title: Traversal\nid: id-web\nlogsource: {category: webserver}\ndetection: {s: {cs-uri-stem|contains: ..%2f}, condition: s}\n");
  write("good/access.samples.jsonl", `${JSON.stringify({ match: true, why: "a line", decoder: "access-log", raw: '192.0.2.1 - - [22/Nov/2026:16:00:00 +0000] "GET /a/..%2f..%2fetc/passwd HTTP/1.1" 404 12 "-" "x"' })}\n`);
  write("bad/broken.yml", `${rule("Fine", "id-fine", "a: b")}---\n${rule("Broken", "id-broken", "a|contian: b")}---\ntitle: Strange\nid: id-strange\ncorrelation: {type: event_count, rules: [nobody], timespan: 1m, condition: {gte: 1}}\n`);
  write("bad/fine.yml", rule("Again", "id-fine", "a: b"));
  write("wrong/curl.yml", rule("Curl", "id-curl", "Image|endswith: /curl"));
  write("wrong/curl.samples.jsonl", `${sample(true, { Image: "/usr/bin/wget" }, "wget is curl")}${sample(false, curl)}${sample(true, curl, "elsewhere", { product: "windows" })}not json\n{"match":true,"decoder":"nobody","raw":"x"}\n{"match":true,"rule":"nobody","logsource":{},"fields":{}}\n`);
  write("expand/one.yml", rule("Servers", "id-servers", "host|expand: '%servers%'"));
  write("placeholders.yml", "servers: [web-*, db1]\n");
  write("windows.yml", "title: Whoami\nid: 11111111-2222-4333-8444-555555555555\nlogsource: {category: process_creation, product: windows}\ndetection: {s: {Image|endswith: '\\whoami.exe'}, condition: s}\n---\ntitle: All\nid: id-all\nlogsource: {category: process_creation, product: windows}\ndetection: {s: {CommandLine|endswith: /all}, condition: s}\n---\ntitle: Bare\nid: id-bare\nlogsource: {product: github, service: audit}\ndetection: {s: {action: repo.destroy}, condition: s}\n");
  write("hq/regression/whoami/info.yml", "id: x\nrule_metadata:\n  - id: 11111111-2222-4333-8444-555555555555\n    title: Whoami\nregression_tests_info:\n  - {type: evtx, path: x}\n");
  write("hq/regression/whoami/any.json", `${JSON.stringify(windows("C:\\whoami.exe"), null, 2)}\n${JSON.stringify(windows("C:\\calm.exe"), null, 2)}\n`);
  write("plain/11111111-2222-4333-8444-555555555555.json", JSON.stringify([windows("C:\\calm.exe")]));
  write("plain/id-bare/one.ndjson", `${JSON.stringify({ action: "repo.destroy", actor: "eve" })}\n`);
});
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

async function run(words: readonly string[], input?: string) {
  const terminal = paperTerminal({}, { cwd: dir, ...(input === undefined ? {} : { input }) });
  return { code: await terminal.run("rules", ...words), out: terminal.out(), err: terminal.err() };
}
const json = (out: string): Record<string, unknown> & { items: Record<string, unknown>[] } => JSON.parse(out) as never;

describe("aftwatch rules check", () => {
  it("counts what is taken", async () => {
    const { code, err } = await run(["check", "good"]);
    expect([code, err]).toEqual([0, "3 rules, 1 correlation, 0 filters; 0 rejected.\n"]);
  });

  it("names what is not by file and line", async () => {
    const { code, out } = await run(["check", "bad", "--json"]);
    const { items, rules, rejected } = json(out);
    expect([code, rules, rejected]).toEqual([1, 1, 3]);
    expect(items.map(({ line, title, rule: why }) => `${String(line)} ${String(title)}: ${String(why)}`)).toEqual([expect.stringMatching(/^14 Broken: selection\.a\|contian: .*did you mean contains/), expect.stringMatching(/^1 Again: has the id id-fine/), expect.stringMatching(/^\d+ Strange: .*nobody/)]);
    expect((await run(["check", "bad"])).out).toContain("bad/broken.yml:14\tBroken\t");
  });

  it("takes values of placeholders, and refuses without", async () => {
    expect([(await run(["check", "expand"])).code, (await run(["check", "expand", "--placeholders", "placeholders.yml"])).code]).toEqual([1, 0]);
  });

  it("a folder that is not there is usage", async () => { expect((await run(["check", "nowhere"])).code).toBe(2); });
});

describe("aftwatch rules test", () => {
  it("samples of rules, correlations and raw lines are as they say", async () => {
    const { code, out, err } = await run(["test", "good"]);
    expect([code, out, err]).toEqual([0, "", "6 samples of 4 rules: 0 wrong; 0 rules rejected.\n"]);
  });

  it("red lines say which leaf was false", async () => {
    const { code, out } = await run(["test", "wrong"]);
    expect(code).toBe(1);
    expect(out.trim().split("\n").map((line) => line.split("\t").filter((_cell, at) => at !== 1).join(" | "))).toEqual([
      'wrong/curl.samples.jsonl:1 | wget is curl | must match, and "Curl" does not; nearest miss: Image ends with /curl would have to hold (it is /usr/bin/wget)',
      'wrong/curl.samples.jsonl:2 | a case | must not match, and "Curl" does',
      "wrong/curl.samples.jsonl:3 | elsewhere | must match, and its log source (product windows) is not the rule's (category process_creation, product linux)",
      "wrong/curl.samples.jsonl:4 | - | is no JSON object",
      expect.stringContaining("no decoder is called nobody"),
      "wrong/curl.samples.jsonl:6 | - | names the rule nobody, which is not in the file beside it",
    ]);
  });
});

describe("aftwatch rules explain", () => {
  it.each([["--rule", "id-curl"], ["--rule", "Curl"], ["--rule", "curl"]])("draws the tree for %s %s, with what matched", async (flag, name) => {
    const { code, out } = await run(["explain", "good", flag, name, "--event", "-"], sample(true, curl));
    expect([code, out]).toEqual([0, "Curl (good/curl.yml:1)\nevent: read by its fields as they are; log source linux/process_creation\n✓ selection\n  ✓ Image ends with /curl [line 6]: /usr/bin»/curl« at 8\n"]);
  });

  it("names the nearest miss, and exits 1", async () => {
    const { code, out } = await run(["explain", "good", "--rule", "id-curl", "--event", "-"], sample(true, { Image: "/bin/sh" }));
    expect(code).toBe(1);
    expect(out).toContain("✗ Image ends with /curl [line 6]: it is /bin/sh\nnearest miss: Image ends with /curl would have to hold (it is /bin/sh)\n");
  });

  it("reads what a sender sent", async () => {
    const { code, out } = await run(["explain", "windows.yml", "--rule", "Whoami", "--event", "hq/regression/whoami/any.json", "--json"]);
    expect([code, json(out)]).toMatchObject([0, { holds: true, applies: true, decoder: "windows-event" }]);
  });

  it("a rule that is not there, or is rejected, is usage with its reason", async () => {
    expect(await run(["explain", "bad", "--rule", "Broken", "--event", "-"], "{}")).toMatchObject({ code: 2, err: expect.stringContaining("bad/broken.yml:14") });
    expect(await run(["explain", "good", "--rule", "x", "--event", "-"], "{}")).toMatchObject({ code: 2, err: expect.stringContaining("No rule is called x") });
  });
});

describe("aftwatch rules coverage", () => {
  it("SigmaHQ's layout: expected rules that held, and other hits", async () => {
    const { code, out } = await run(["coverage", "--rules", "windows.yml", "--events", "hq", "--json"]);
    const { items, ...rest } = json(out);
    expect([code, rest]).toMatchObject([0, { files: 1, events: 2, rules: 3, expected: 1, hit: 1, missed: 0 }]);
    expect(items.map(({ title, expected, hit, missed, others }) => [title, expected, hit, missed, others])).toEqual([["Whoami", 1, 1, 0, 0], ["All", 0, 0, 0, 2]]);
  });

  it("a plain folder: names say what is expected; a missed one says why, and exits 1", async () => {
    const { code, out } = await run(["coverage", "--rules", "windows.yml", "--events", "plain", "--json"]);
    const { items, missed } = json(out);
    expect([code, missed]).toEqual([1, 1]);
    expect(items.find(({ title }) => title === "Whoami")).toMatchObject({ missed: 1, why: expect.stringContaining("nearest miss: Image ends with \\whoami.exe") });
    expect(items.find(({ title }) => title === "Bare")).toMatchObject({ hit: 1, missed: 0 });
  });

  it("a decoder nobody knows is usage", async () => { expect((await run(["coverage", "--rules", "windows.yml", "--events", "plain", "--decoder", "x"])).code).toBe(2); });
});
