// Real SBOMs against a real mirror: every document is taken or refused with a mend, and every door counts the same.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

const shared = new URL("../../../shared/data/", import.meta.url);
const missing = !existsSync(shared);
const bin = fileURLToPath(new URL("../../scripts/aftwatch.mjs", import.meta.url));
const sbomNames = missing ? [] : readdirSync(new URL("sboms/", shared), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !["README.md", "index.csv"].includes(entry.name)).map((entry) => `${entry.parentPath}/${entry.name}`).toSorted();

describe.skipIf(missing)(`the shared corpora${missing ? " (skipped: ../shared is not there)" : ""}`, () => {
  let test: TestApp;
  let server: ReturnType<typeof createServer>;
  let base: string;
  let token: string;
  const ask = async (path: string, init: RequestInit = {}): Promise<{ status: number; body: Record<string, unknown>; text: string }> => {
    const reply = await fetch(base + path, { ...init, headers: { authorization: `Bearer ${token}`, connection: "close", ...init.headers } });
    const text = await reply.text();
    return { status: reply.status, text, body: text.startsWith("{") ? JSON.parse(text) as Record<string, unknown> : {} };
  };

  beforeAll(async () => {
    test = await openTestApp({ feeds: [{ id: "osv", baseUrl: new URL("advisories/osv-mirror", shared).href }, { id: "kev", baseUrl: new URL("kev/known_exploited_vulnerabilities.json", shared).href }] });
    server = createServer(test.app, { consoleDir: undefined });
    await server.listen({ host: "127.0.0.1", port: 0 });
    base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    token = (await makeToken({ store: test.app.access, clock: test.clock, ids: createIds(test.clock) }, { org: test.app.org, name: "corpus", scopes: ["read", "write", "admin"], expiresAt: undefined })).secret;
  });
  afterAll(async () => { await server?.close(); await test?.close(); });

  it("takes every document that can be read, and refuses the others with place and mend", async () => {
    const refused: string[] = [];
    let taken = 0;
    for (const [index, file] of sbomNames.entries()) {
      const { status, body } = await ask(`/api/v1/sboms?service=corpus-${index}&version=1`, { method: "POST", body: readFileSync(file), headers: { "content-type": "application/octet-stream" } });
      if (status >= 400) {
        expect(body, file).toMatchObject({ code: expect.stringMatching(/^sbom\./), fix: expect.stringMatching(/\w{3}/), detail: expect.stringMatching(/\w{3}/) });
        refused.push(file);
        continue;
      }
      taken++;
      const rejects = body["rejects"] as { at: string; reason: string; detail: string }[];
      for (const reject of rejects) expect(`${reject.at} ${reject.reason} ${reject.detail}`).toMatch(/\S+ (no-purl|invalid-purl|no-version|unknown-type|too-many|malformed) \S+/);
      expect(await ask("/api/v1/deployments", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ service: `corpus-${index}`, version: "1", endpoint: `host-${index % 7}`, environment: index % 2 ? "prod" : "staging", exposure: "internet" }) })).toMatchObject({ status: 201 });
    }
    expect(taken + refused.length).toBe(sbomNames.length);
    expect(taken).toBeGreaterThan(refused.length);
  }, 240_000);

  it("loads every advisory of the mirror, or says which not and why", async () => {
    const status = await test.app.syncFeed("osv", "test");
    expect(status).toMatchObject({ state: "fresh", lastError: undefined });
    const listed = new Set(readFileSync(new URL("advisories/osv-mirror/modified_id.csv", shared), "utf8").trim().split("\n").map((row) => row.slice(row.indexOf("/") + 1)));
    const rejects = await test.app.vulnerabilities.feedRejects("osv", { limit: 500, after: undefined });
    const whole = rejects.items.filter(({ record }) => !record.includes("#")).map(({ record }) => record);
    for (const { reason } of rejects.items) expect(reason).toMatch(/\w{3}/);
    expect(status.records).toBe(listed.size - whole.length);
    expect((await test.app.syncFeed("kev", "test")).records).toBe(1404);
  }, 240_000);

  it("counts the same on the API, the list, the command line and the metrics", async () => {
    const open = (await ask("/api/v1/findings?state=open&limit=1")).body["total"] as number;
    expect(open).toBeGreaterThan(100);
    const now = (await ask("/api/v1/now")).body as { counts: { open: number } };
    expect(now.counts.open).toBe(open);
    const gauges = [...(await ask("/metrics")).text.matchAll(/^aftwatch_findings_open\{[^}]*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(gauges).toBe(open);
    const { stdout } = await promisify(execFile)(process.execPath, [bin, "findings", "list", "--state", "open", "-o", "json", "--no-progress"], { env: { ...process.env, AFTWATCH_URL: base, AFTWATCH_TOKEN: token }, maxBuffer: 256 * 1024 * 1024 });
    expect((JSON.parse(stdout) as { items: unknown[] }).items).toHaveLength(open);
    let paged = 0;
    for (let after: string | undefined; ;) {
      const { body } = await ask(`/api/v1/findings?state=open&limit=500${after === undefined ? "" : `&after=${encodeURIComponent(after)}`}`);
      paged += (body["items"] as unknown[]).length;
      if (body["next"] === null) break;
      after = body["next"] as string;
    }
    expect(paged).toBe(open);
    expect(await test.app.ledger.verify(test.app.org)).toMatchObject({ kind: "whole" });
  }, 240_000);
});
