// Advisories through the API: what a draft would hit, malicious packages by label, ratings with their reason, names with their history.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../access/tokens.ts";
import { createIds } from "../kernel/id.ts";
import { createMirror } from "../../test/demo/mirror.ts";
import { openTestApp, testStartAt } from "../../test/open-test-app.ts";
import { hourMs, toIso } from "../kernel/clock.ts";
import { createServer } from "./server.ts";
import { realApp } from "./api.fixtures/real-app.ts";

const draft = (name: string, events: readonly object[], more: object = {}) => ({
  schema_version: "1.7.0", id: "DRAFT-2026-1", modified: "2026-11-01T00:00:00Z", summary: "not published yet",
  affected: [{ package: { ecosystem: "npm", name }, ranges: [{ type: "SEMVER", events }] }], ...more,
});

describe("api/resources/vulnerabilities: preview", () => {
  let real: Awaited<ReturnType<typeof realApp>>;
  beforeAll(async () => { real = await realApp(); });
  afterAll(() => real.close());
  const preview = (body: object) => real.send("POST", "/vulnerabilities/preview", body);
  const entries = async (): Promise<number> => (await real.get("/ledger?limit=1")).json<{ total: number }>().total;

  it("names every live deployment it would hit, with owner, reason and mend; nothing is stored", async () => {
    const before = await entries();
    const reply = await preview(draft("ms", [{ introduced: "0" }, { fixed: "2.1.4" }]));
    expect(reply.statusCode, reply.body).toBe(200);
    const place = { service: "pay-api", owner: "payments", version: "1.4.0", environment: "prod", component: "pkg:npm/ms@2.1.3", clearedBy: "2.1.4", why: expect.stringContaining("before fixed 2.1.4") as string };
    expect(reply.json()).toMatchObject({ advisory: "DRAFT-2026-1", left: [], components: 1, undecided: [] });
    expect(reply.json<{ deployments: { endpoint: string }[] }>().deployments.toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1))).toMatchObject([{ ...place, endpoint: "eks-eu", exposure: "internet" }, { ...place, endpoint: "eks-us", exposure: "internal" }]);
    expect((await real.get("/vulnerabilities/DRAFT-2026-1")).statusCode).toBe(404);
    expect(await entries()).toBe(before);
  });

  it.each<[string, object, object]>([
    ["a version that it clears", draft("ms", [{ introduced: "0" }, { fixed: "2.1.3" }]), { components: 1, deployments: [], undecided: [] }],
    ["a package that nothing here holds", draft("left", [{ introduced: "0" }]), { components: 0, deployments: [] }],
    ["a version that cannot be compared", draft("ms", [{ introduced: "0" }, { fixed: "soon" }]), { deployments: [], undecided: [{ purl: "pkg:npm/ms@2.1.3", why: expect.stringContaining("Cannot be told") as string }] }],
    ["a record that is withdrawn", draft("ms", [{ introduced: "0" }], { withdrawn: "2026-11-01T00:00:00Z" }), { deployments: [] }],
  ])("%s", async (_case, body, answer) => expect((await preview(body)).json()).toMatchObject(answer));

  it("what is no OSV record is refused with the place and the rule", async () => {
    const reply = await preview({ hello: "world" });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: "request.invalid", errors: [{ at: "/", rule: expect.stringContaining("OSV") as string }] });
  });

  it("a token that may only read may ask, nobody may without one", async () => {
    const { secret } = await makeToken({ store: real.app.access, clock: real.clock, ids: createIds(real.clock) }, { org: real.app.org, name: "reader", scopes: ["read"], expiresAt: undefined });
    const ask = (headers: Record<string, string>) => real.server.inject({ method: "POST", url: "/api/v1/vulnerabilities/preview", headers, payload: draft("ms", [{ introduced: "0" }]) });
    expect((await ask({ authorization: `Bearer ${secret}` })).statusCode).toBe(200);
    expect((await ask({})).statusCode).toBe(401);
  });
});

describe("api/resources: what sources said over time", () => {
  const vector = (impact: string): object[] => [{ type: "CVSS_V3", score: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:${impact}/I:${impact}/A:${impact}` }];
  const record = (id: string, name: string, changedAt: number, more: object) => ({ schema_version: "1.7.0", id, published: toIso(testStartAt - hourMs), modified: toIso(changedAt), summary: `about ${id}`, affected: [{ package: { ecosystem: "npm", name }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "2.0.0" }] }] }], ...more });

  it("malicious by label, ratings with their reason, names with their history", async () => {
    const mirrorDir = mkdtempSync(join(tmpdir(), "aftwatch-api-mirror-"));
    const mirror = createMirror(mirrorDir, ["npm"], [record("GHSA-aaaa-aaaa-aaaa", "left", testStartAt, { severity: vector("L") }), record("OSV-2026-7", "left", testStartAt, { severity: vector("H") }), record("MAL-2026-7", "evil", testStartAt, {})]);
    const { app, clock, close } = await openTestApp({ feeds: [{ id: "osv", baseUrl: mirror.url }] });
    const server = createServer(app, { consoleDir: undefined });
    const { secret } = await makeToken({ store: app.access, clock, ids: createIds(clock) }, { org: app.org, name: "reader", scopes: ["read"], expiresAt: undefined });
    const get = async <T>(path: string): Promise<T> => (await server.inject({ url: `/api/v1${path}`, headers: { authorization: `Bearer ${secret}` } })).json<T>();
    try {
      await app.recordSbom(app.org, { service: "shop", version: "1", owner: "web", chunks: (async function* () { yield Buffer.from(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: ["left", "evil"].map((name) => ({ type: "library", name, purl: `pkg:npm/${name}@1.0.0`, version: "1.0.0" })) })); })() }, "test");
      await app.recordDeployment(app.org, { service: "shop", version: "1", endpoint: "vm-1", environment: "prod", exposure: "internet" }, "test");
      await app.syncFeed("osv", "test");
      const malicious = await get<{ total: number; items: { id: string; vulnerability: string; outcome: string; labels: string[] }[] }>("/findings?label=malicious");
      expect(malicious).toMatchObject({ total: 1, items: [{ vulnerability: "MAL-2026-7", outcome: "act", labels: expect.arrayContaining(["malicious"]) as string[] }] });
      expect(await get(`/findings/${malicious.items[0]?.id ?? ""}`)).toMatchObject({ verdict: expect.stringMatching(/malicious package \(MAL-2026-7\).+Remove it/) as string, traces: [{ compared: "1.0.0", order: expect.stringContaining("semver") as string, events: ["introduced 0", "fixed 2.0.0"] }] });
      expect(await get("/vulnerabilities/OSV-2026-7")).toMatchObject({ history: [], severity: "critical", severityBecause: expect.any(String) as string, advisories: [{ packages: [{ ranges: ["<2.0.0"] }] }] });

      clock.advance(hourMs);
      mirror.publish([record("OSV-2026-7", "left", clock.now(), { aliases: ["GHSA-aaaa-aaaa-aaaa"], severity: vector("H") })]);
      await app.syncFeed("osv", "test");
      const merged = await get<{ id: string; history: object[]; severityBecause: string }>("/vulnerabilities/OSV-2026-7");
      expect(merged.id).toBe((await get<{ id: string }>("/vulnerabilities/GHSA-aaaa-aaaa-aaaa")).id);
      expect(merged.history).toMatchObject([{ at: toIso(clock.now()), from: expect.stringMatching(/^(OSV|GHSA)-/) as string, to: merged.id }]);
      expect(merged.severityBecause).not.toBe("");
    } finally { await server.close(); await close(); rmSync(mirrorDir, { recursive: true, force: true }); }
  }, 30_000);
});
