// Detections streamed out: to receivers that ask for them and nobody else, once for each, opened and closed, over a file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestApp } from "../../../test/open-test-app.ts";
import type { TestApp } from "../../../test/open-test-app.ts";
import { minuteMs, secondMs } from "../../kernel/clock.ts";
import { sampleNotice } from "../../notify/notice.sample.ts";
import { outboxRows } from "../../notify/outbox-rows.ts";
import { ocsfProblems } from "../../runtime/ocsf-schema.sample.ts";
import { readSettings } from "../settings.ts";

let rules: string;
let test: TestApp;
beforeEach(async () => {
  rules = mkdtempSync(join(tmpdir(), "aftwatch-ocsf-out-"));
  writeFileSync(join(rules, "curl.yml"), "title: Curl\nid: 0c2f8a54-6d4e-4a07-9a51-7b1f6c3d0e01\nlevel: high\ntags: [attack.t1105]\nlogsource: {category: process_creation, product: linux}\ndetection: {selection: {Image|endswith: /curl}, condition: selection}\n");
  test = await openTestApp({ settings: { runtime: readSettings({ AFTWATCH_RULES: rules }, {}, rules).runtime } });
});
afterEach(async () => { await test.close(); rmSync(rules, { recursive: true }); });

const receiver = (id: string, settings: object) => test.app.notices.putReceiver(test.app.org, { id, channel: "ocsf", settings }, "test");
const send = (users: readonly string[]) => test.app.runtime.receive(test.app.org, {
  decoder: "ndjson", source: "lab", host: undefined, isCanary: false, settings: { "logsource.category": "process_creation", "logsource.product": "linux" },
  chunks: (async function* () { yield Buffer.from(users.map((User) => `${JSON.stringify({ Image: "/usr/bin/curl", CommandLine: "curl x", User, service: { name: "shop" } })}\n`).join("")); })(),
});
type Event = Record<string, unknown> & { finding_info: { uid: string }; metadata: { uid: string } };
const kindOf = (event: Event): unknown => event["class_uid"];
const lines = (file: string): Event[] => { try { return readFileSync(join(test.dir, "data", "streams", encodeURIComponent(test.app.org), file), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as Event); } catch { return []; } };
const deliver = async (): Promise<void> => { test.clock.advance(2 * secondMs); await test.app.steps.deliver(); };

describe("app/runtime/ocsf-out", () => {
  it("each detection is one event when it opens and one when it is over; repeats tell nothing", async () => {
    await receiver("siem", { file: "detections.ndjson", wants: "detections" });
    await send(["root", "eve"]);
    await send(["root"]);
    await deliver();
    const opened = lines("detections.ndjson");
    expect(opened.map(({ type_uid: type, status_id: status }) => [type, status])).toEqual([[200_401, 1], [200_401, 1]]);
    expect(opened.flatMap(ocsfProblems)).toEqual([]);
    const [one] = opened;
    test.clock.advance(minuteMs);
    await test.app.runtime.judge(test.app.org, one!.finding_info.uid, { verdict: "benign", note: undefined }, "ana");
    await deliver();
    const [closed, ...more] = lines("detections.ndjson").slice(2);
    expect([closed?.["type_uid"], closed?.["status_id"], closed?.finding_info.uid, more]).toEqual([200_403, 3, one?.finding_info.uid, []]);
  });

  it("who does not ask for detections gets none, and who wants only them gets no other notice", async () => {
    await receiver("incidents", { file: "incidents.ndjson" });
    await receiver("detections", { file: "detections.ndjson", wants: "detections" });
    await test.app.notices.putReceiver(test.app.org, { id: "both", channel: "ocsf", settings: { file: "both.ndjson", wants: "both" } }, "test");
    await send(["root"]);
    await test.app.notices.testReceiver(test.app.org, "detections", "ana");
    const notice = sampleNotice({ kind: "incident.opened" });
    await test.app.store.write((ports) => ports.notices.enqueue(outboxRows({ org: test.app.org, noticeId: "ntc_1", notice, routed: { kind: "routed", receivers: ["detections", "both"] }, now: test.clock.now() })));
    await deliver();
    expect([lines("incidents.ndjson"), lines("detections.ndjson").map(kindOf).toSorted(), lines("both.ndjson").map(kindOf).toSorted()]).toEqual([[], [2004, 2004], [2004, 2005]]);
    const { items } = await test.app.notices.deliveries(test.app.org, { receiver: "detections", notice: "ntc_1" }, { limit: 10, after: undefined });
    expect(items.map(({ state, why }) => [state, why])).toEqual([["suppressed", "this receiver does not take incident.opened"]]);
  });

  it("what an exception leaves out from the first tells nobody; what it takes out later is closed", async () => {
    await receiver("siem", { file: "detections.ndjson", wants: "detections" });
    await send(["root"]);
    const text = "title: x\nlogsource: {product: linux}\nfilter: {rules: [0c2f8a54-6d4e-4a07-9a51-7b1f6c3d0e01], selection: {User: root}, condition: selection}\n";
    await test.app.runtime.exceptionDesk.create(test.app.org, { title: "x", text, owner: "a", reason: "b", expiresAt: test.clock.now() + minuteMs, force: undefined }, "ana");
    await send(["root", "root"]);
    await deliver();
    expect(lines("detections.ndjson").map(({ type_uid: type, status_id: status }) => [type, status])).toEqual([[200_401, 1], [200_403, 3]]);
  });

  it("settings that cannot be read any more do not stop events from coming in", async () => {
    await receiver("siem", { file: "detections.ndjson", wants: "detections" });
    await test.app.store.write((ports) => ports.settings.putReceiver(test.app.org, { id: "siem", channel: "ocsf", settings: '{"wants":"everything"}', createdAt: 0 }));
    expect((await send(["root"])).opened).toBe(1);
  });
});
