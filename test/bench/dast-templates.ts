// node test/bench/dast-templates.ts PLACE [--run]: what of a folder or archive of templates is supported, and with --run what servers that answer everybody alike are blamed for.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { profiles } from "../../src/dast/profile.ts";
import { loadTemplates } from "../../src/dast/templates/load-templates.ts";
import type { LoadedTemplates } from "../../src/dast/templates/load-templates.ts";
import { runTemplates } from "../../src/dast/templates/run-templates.ts";
import type { TemplateFigures } from "../../src/dast/templates/run-templates.ts";
import { checkTools } from "../dast/check-tools.ts";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { run: { type: "boolean", default: false } } });
const [place] = positionals;
if (place === undefined) throw new Error("name a folder or a .zip of templates");

const startedAt = performance.now();
const loaded = loadTemplates(place);
const tell = (value: unknown): void => { process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`); };
tell({ loadMs: Math.round(performance.now() - startedAt), ...loaded.support, ofThirdParties: loaded.templates.filter(({ selfContained }) => selfContained).length });

const page = `<!doctype html><html><body>${"admin login root:x:0:0:root:/root:/bin/bash <title>Dashboard</title> phpinfo() Index of / DB_PASSWORD=x [core] version 1.2.3 password success\n".repeat(300)}</body></html>`;

/** Every template once against a server of one answer: time, requests, hits. */
async function measure({ templates }: LoadedTemplates, name: string, answer: { status: number; body: string }): Promise<void> {
  const server = createServer((request, response) => { request.resume(); response.writeHead(answer.status, { "content-type": "text/html" }); response.end(answer.body); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const runAt = performance.now();
  let figures: TemplateFigures | undefined;
  const tools = { ...checkTools(), pause: async () => {} };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hits: string[] = [];
  const given = new Map([["username", "user"], ["password", "word"], ["token", "token"]]);
  for await (const { proof } of runTemplates(templates, { origin, tools, profile: profiles.full, given, limits: { payloadSets: 20 }, progress: (now) => { figures = now; tools.sent.length = 0; } })) hits.push(proof.about ?? "");
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
  tell({ server: name, ms: Math.round(performance.now() - runAt), ...figures, confirmed: hits });
}

if (values.run) {
  await measure(loaded, "404 to everything", { status: 404, body: "<h1>Not Found</h1>" });
  await measure(loaded, "200 and one page to everything", { status: 200, body: page });
}
