// OCSF events: which class and ids, what stands in them, and the three ways to a collector beside the file.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contextFor, faultOf } from "../channel.suite.ts";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import type { Notice } from "../notice.ts";
import { streamFilesIn } from "../stream-files.ts";
import { ocsf } from "./ocsf.ts";

const story = "sty_0123456789ABCDEFGHJKMNPQRS";
type Event = Record<string, unknown> & { metadata: Record<string, unknown>; unmapped: { items: unknown[]; itemsLeftOut: number } };

describe("src/notify/channels/ocsf.ts: the event", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(ocsf, (url) => ({ url, token: "tok-1" }), { status: 200, body: "" }); });
  afterEach(() => far.close());
  const event = async (notice: Notice, previousRef?: string): Promise<Event> => { await far.send(notice, previousRef); return far.body<Event>(); };

  it("finding.* is a Vulnerability Finding with the ids of the schema", async () => {
    expect(await event(sampleNotice())).toEqual({
      activity_id: 1, category_uid: 2, class_uid: 2002, type_uid: 200_201, severity_id: 5, severity: "Critical", status_id: 1, status: "New", time: Date.UTC(2026, 2, 1, 12), message: "Upgrade libalder to 2.4.1",
      metadata: { version: "1.5.0", product: { name: "Aftwatch", vendor_name: "Aftwatch", version: "0.0.0-test" }, uid: "msg_01KEY", correlation_uid: story, event_code: "finding.opened" },
      finding_info: { uid: story, title: "Upgrade libalder to 2.4.1", desc: "libalder 2.3.0 parses a length field without a bound", types: ["finding.opened"], src_url: "https://aftwatch.example/findings/fnd_1" },
      resources: [{ type: "service", name: "checkout", owner: { name: "payments" } }],
      vulnerabilities: [{ title: "Upgrade libalder to 2.4.1", desc: "libalder 2.3.0 parses a length field without a bound", severity: "Critical", cve: { uid: "CVE-2026-10001" } }],
      unmapped: {
        where: "checkout on prod-eu, internet-facing", why: "exploited in the wild, loaded in the process", due: "2026-03-04 by the team's policy, clause 2", action: { label: "Plan the fix", url: "https://aftwatch.example/findings/fnd_1" },
        environments: "production", items: [{ title: "checkout 4.2", detail: "prod-eu", url: "https://aftwatch.example/deployments/dpl_1" }], itemsLeftOut: 0,
      },
    });
  });

  it("incident.* is an Incident Finding with its list and profile", async () => {
    expect(await event(sampleNotice({ kind: "incident.opened" }))).toMatchObject({ class_uid: 2005, type_uid: 200_501, finding_info_list: [{ uid: story }], assignee_group: { name: "payments" }, metadata: { profiles: ["incident"] } });
  });
  it.each(["detection.fired", "feed.stale", "alert.firing", "test"])("%s is a Detection Finding", async (kind) => {
    expect(await event(sampleNotice({ kind }))).toMatchObject({ class_uid: 2004, type_uid: 200_401, finding_info: { uid: story } });
  });

  it.each([["open", undefined, 1, 1], ["open", story, 2, 1], ["acknowledged", story, 2, 2], ["resolved", story, 3, 4]] as const)("%s after %s: activity %i, status %i", async (state, before, activity, status) => {
    expect(await event(sampleNotice({ state }), before)).toMatchObject({ activity_id: activity, type_uid: 200_200 + activity, status_id: status });
  });
  it.each([["critical", 5], ["high", 4], ["medium", 3], ["low", 2], ["unknown", 0]] as const)("%s is severity %i", async (severity, id) => expect(await event(sampleNotice({ severity }))).toMatchObject({ severity_id: id }));

  it("names every vulnerability of the rows once; other ids are advisories", async () => {
    const labels = { services: [], owner: undefined, environments: [], vulnerability: undefined };
    const items = ["CVE-2026-10001 in a", "CVE-2026-10002 and CVE-2026-10001", "GHSA-abcd-1234-wxyz"].map((title) => ({ title, detail: "", url: "" }));
    expect((await event(sampleNotice({ labels, items })))["vulnerabilities"]).toMatchObject([{ cve: { uid: "CVE-2026-10001" } }, { cve: { uid: "CVE-2026-10002" } }, { advisory: { uid: "GHSA-abcd-1234-wxyz" } }]);
  });

  it("any notice stays below 256 kB, and counts what it left out", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      const { unmapped } = await event(notice);
      expect(Buffer.byteLength(far.received.at(-1)?.body ?? "")).toBeLessThanOrEqual(256_001);
      expect(unmapped.items.length + unmapped.itemsLeftOut).toBe(notice.items.length);
    }), { numRuns: 15 });
  });
});

describe("src/notify/channels/ocsf.ts: ways", () => {
  it.each([
    ["ndjson", "application/x-ndjson", "Bearer tok-1", /^\{[^\n]*\}\n$/], ["array", "application/json", "Bearer tok-1", /^\[\{.*\}\]$/], ["splunk", "application/json", "Splunk tok-1", /^\{"time":1772366400,"source":"aftwatch","sourcetype":"ocsf","event":\{/],
  ])("%s", async (format, type, authorization, body) => {
    const far = await openFarSide(ocsf, (url) => ({ url, token: "tok-1", format }), { status: 200, body: { text: "Success", code: 0 } });
    expect(await far.send()).toEqual({ kind: "sent", detail: "HTTP 200", ref: story });
    expect(far.received[0]).toMatchObject({ headers: { "content-type": type, authorization, "idempotency-key": "msg_01KEY" }, body: expect.stringMatching(body) });
    far.says(503, { text: "Server is busy", code: 9 });
    expect(await far.send()).toMatchObject({ kind: "retry" });
    far.says(403, { text: "Invalid token", code: 4 });
    expect(await far.send()).toMatchObject({ kind: "refused" });
    await far.close();
  });

  it("into a file: a line for each event; a file that cannot be written is tried again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "aftwatch-ocsf-"));
    const context = { ...contextFor(ocsf.readSettings({ file: "findings.ndjson" }), undefined, "msg_01KEY"), files: streamFilesIn(folder)("main") };
    expect(await ocsf.send(sampleNotice({ title: "a\nb" }), context)).toEqual({ kind: "sent", detail: "appended to findings.ndjson", ref: story });
    await ocsf.send(sampleNotice({ state: "resolved" }), { ...context, previousRef: story });
    const lines = readFileSync(join(folder, "main", "findings.ndjson"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as Event);
    expect(lines.map(({ activity_id: activity, message }) => [activity, message])).toEqual([[1, "a b"], [3, "Upgrade libalder to 2.4.1"]]);
    expect(await ocsf.send(sampleNotice(), contextFor(ocsf.readSettings({ file: "findings.ndjson" })))).toEqual({ kind: "retry", why: "findings.ndjson cannot be written (ENOTSUP)" });
    rmSync(folder, { recursive: true });
  });

  it.each([["/file", { file: "../a.ndjson" }], ["/file", { file: "a.ndjson", url: "https://siem.example/in" }], ["/url", {}], ["/format", { url: "https://siem.example/in", format: "xml" }], ["/keepFiles", { file: "a.ndjson", keepFiles: 0 }]])("names %s for %j", (at, raw) => {
    expect(faultOf(() => ocsf.readSettings(raw)).places.map((place) => place.at)).toEqual([at]);
  });
});
