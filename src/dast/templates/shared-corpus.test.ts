// Public templates, read from a shared data folder when there is one: all are read, a sample runs against servers that answer everybody alike.
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { isWhole } from "../../../test/dast/share-of.ts";
import { profiles } from "../profile.ts";
import { loadTemplates } from "./load-templates.ts";
import type { LoadedTemplates } from "./load-templates.ts";
import { runTemplates } from "./run-templates.ts";

const corpus = fileURLToPath(new URL("../../../../shared/data/dast/nuclei-http-templates.zip", import.meta.url));
const isThere = existsSync(corpus);

/** Every 120th, in a whole run every 20th: all of them take minutes, and are the benchmark's. */
const sampleOf = isWhole ? 20 : 120;

async function hitsOn(loaded: LoadedTemplates, answer: { status: number; body: string }): Promise<string[]> {
  const server = createServer((request, response) => { request.resume(); response.writeHead(answer.status, { "content-type": "text/html", server: "nginx" }); response.end(answer.body); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const found: string[] = [];
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tools = { ...checkTools(), pause: async () => {} };
    for await (const { proof } of runTemplates(loaded.templates.filter((_, at) => at % sampleOf === 0), { origin, tools, profile: profiles.full, limits: { payloadSets: 3 } })) found.push(`${proof.about ?? ""} ${proof.because}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
  }
  return found;
}

describe(`templates: the shared corpus${isThere ? "" : " (skipped: ../shared/data/dast is not there)"}`, () => {
  let loaded: LoadedTemplates | undefined;
  beforeAll(() => { if (isThere) loaded = loadTemplates(corpus); }, 60_000);

  it.skipIf(!isThere)("is read whole: each file is supported, or named with a reason", () => {
    const { support, templates, unsupported, rejected } = loaded as LoadedTemplates;
    expect(support.files).toBe(templates.length + unsupported.length + rejected.length);
    expect(unsupported.every(({ why }) => why.every(({ reason, at }) => reason !== "" && at !== undefined))).toBe(true);
    expect(rejected.every(({ rule }) => rule !== "")).toBe(true);
    expect(support.share).toBeGreaterThanOrEqual(0.93);
  });

  it.skipIf(!isThere)("nothing is found where nothing is", async () => {
    expect(await hitsOn(loaded as LoadedTemplates, { status: 404, body: "<h1>Not Found</h1>" })).toEqual([]);
  }, 120_000);

  it.skipIf(!isThere)("nothing is found where everything gets one page", async () => {
    const words = "admin login root:x:0:0:root:/root:/bin/bash <title>Dashboard</title> phpinfo() Index of / wp-content DB_PASSWORD=x [core] version 1.2.3 username password success\n";
    expect(await hitsOn(loaded as LoadedTemplates, { status: 200, body: `<!doctype html><html><body>${words.repeat(300)}</body></html>` })).toEqual([]);
  }, 120_000);
});
