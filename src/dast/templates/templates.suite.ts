// A small server of our own and one template against it: what the tests of the language stand on.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { createSeed } from "../seed.ts";
import { checkTools } from "../../../test/dast/check-tools.ts";
import type { ToolsOptions } from "../../../test/dast/check-tools.ts";
import { createCourier } from "./courier.ts";
import { readTemplate } from "./read-template.ts";
import { runTemplate } from "./run-template.ts";
import type { RunOptions, TemplateRun } from "./run-template.ts";
import type { Template } from "./template.ts";

export interface Asked { method: string; path: string; headers: IncomingMessage["headers"]; body: string }
export interface Answered { status?: number; headers?: Readonly<Record<string, string | string[]>>; body?: string | Buffer; delayMs?: number }

/** A server for the tests of one file; `answer` is set by each test. */
export function testServer(): { origin(): string; asked: Asked[]; answer(handle: (asked: Asked) => Answered | undefined): void } {
  const asked: Asked[] = [];
  let handle: (one: Asked) => Answered | undefined = () => undefined;
  let origin = "";
  const server = createServer((request, response) => { void serve(request, response); });
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const one: Asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("latin1") };
    asked.push(one);
    const { status = 200, headers = {}, body = "", delayMs = 0 } = handle(one) ?? { status: 404, body: "nothing here" };
    setTimeout(() => { response.writeHead(status, headers); response.end(body); }, delayMs);
  }
  beforeAll(async () => {
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => { server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); });
  return { origin: () => origin, asked, answer: (next) => { handle = next; asked.length = 0; } };
}

const head = "info:\n  name: Ours\n  author: us\n  severity: high\n  tags: ours\n";

/** A template of ours from what follows its head. */
export function ours(rest: string, id = "ours"): Template {
  const { template, unsupported } = readTemplate(`id: ${id}\n${head}${rest}`, `${id}.yaml`);
  if (unsupported.length > 0) throw new Error(`not supported: ${JSON.stringify(unsupported)}`);
  return template;
}

/** Runs it once. */
export function runOurs(rest: string, origin: string, options: ToolsOptions & { given?: ReadonlyMap<string, string>; limits?: RunOptions["limits"] } = {}): Promise<TemplateRun> {
  const tools = checkTools(options);
  return runTemplate(ours(rest), { tools, courier: createCourier(tools), base: origin, seed: createSeed("ours"), fresh: false, ...options.given ? { given: options.given } : {}, ...options.limits ? { limits: options.limits } : {} });
}
