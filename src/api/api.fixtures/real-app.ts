// The whole App on a store of its own in a temporary directory, with a fleet of two services and the starter advisories.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeToken } from "../../access/tokens.ts";
import { openApp } from "../../app/open.ts";
import { readSettings } from "../../app/settings.ts";
import { fakeClock } from "../../kernel/clock.ts";
import { createIds } from "../../kernel/id.ts";
import { silentLog } from "../../kernel/log.ts";
import { createServer } from "../server.ts";

const startAt = Date.UTC(2026, 10, 1, 12);

const sbomOf = (...purls: readonly string[]): string => JSON.stringify({
  bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
  components: purls.map((purl) => ({ type: "library", name: purl.slice(purl.lastIndexOf("/") + 1, purl.lastIndexOf("@")), version: purl.slice(purl.lastIndexOf("@") + 1), purl })),
});

/** pay-api 1.4.0 holds an affected lodash and runs twice; batch 1 runs without an SBOM. close removes everything. */
export async function realApp() {
  const dir = mkdtempSync(join(tmpdir(), "aftwatch-api-"));
  const clock = fakeClock(startAt);
  const app = await openApp(readSettings({}, { data: join(dir, "data"), feeds: "none", host: "off" }, dir), { clock, log: silentLog });
  const server = createServer(app, { consoleDir: undefined });
  const { secret } = await makeToken({ store: app.access, clock, ids: createIds(clock) }, { org: app.org, name: "test", scopes: ["admin"], expiresAt: undefined });
  const headers = { authorization: `Bearer ${secret}` };
  const get = async (path: string) => server.inject({ url: `/api/v1${path}`, headers });
  const send = async (method: "POST" | "PUT" | "DELETE", path: string, payload?: object | Buffer) => server.inject({ method, url: `/api/v1${path}`, headers, ...(payload === undefined ? {} : { payload }) });
  const push = (service: string, version: string, ...purls: readonly string[]) => send("POST", `/sboms?service=${service}&version=${version}&owner=payments`, Buffer.from(sbomOf(...purls)));
  await app.steps.loadStarter();
  await push("pay-api", "1.4.0", "pkg:npm/lodash@4.17.20", "pkg:npm/ms@2.1.3");
  await send("POST", "/deployments", { service: "pay-api", version: "1.4.0", endpoint: "eks-eu", environment: "prod", exposure: "internet" });
  await send("POST", "/deployments", { service: "pay-api", version: "1.4.0", endpoint: "eks-us", environment: "prod", exposure: "internal" });
  await send("POST", "/deployments", { service: "batch", version: "1", endpoint: "vm-17" });
  const close = async (): Promise<void> => {
    await server.close();
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { app, server, clock, secret, headers, get, send, push, close, dir };
}
