// docs/reference/api.md: every door of the API, from the OpenAPI document that the server itself gives out.
import { createServer } from "../../src/api/server.ts";
import type { App } from "../../src/app/app.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { code, table } from "./page.ts";
import type { Page } from "./page.ts";

interface Operation { summary?: string; tags?: readonly string[]; operationId?: string }
interface OpenApi { paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; tags?: readonly { name: string; description?: string }[] }

// The document comes from schemas alone; no door is opened, so nothing behind them is needed.
const closedApp = { version: "0.0.0", clock: systemClock, log: silentLog } as App;

async function openApi(): Promise<OpenApi> {
  const server = createServer(closedApp, { consoleDir: undefined });
  try { return (await server.inject({ method: "GET", url: "/api/v1/openapi.json" })).json<OpenApi>(); } finally { await server.close(); }
}

async function write(): Promise<string> {
  const { paths, tags = [] } = await openApi();
  const doors = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })));
  const untagged = doors.filter((door) => !tags.some(({ name }) => door.tags?.includes(name)));
  const groups = [...tags.map(({ name, description = "" }) => ({ name, description, doors: doors.filter((door) => door.tags?.includes(name)) })), { name: "other", description: "", doors: untagged }];
  return `
# API

The server gives out its whole description (OpenAPI 3.1) at \`/api/v1/openapi.json\`: parameters and shapes. This is the list.
Errors are problem details (RFC 9457); their codes are in [faults.md](../faults.md). Lists are paged by cursor: pass the \`next\` of a page as \`after\`.
Every POST takes an \`Idempotency-Key\`.

${groups.filter((group) => group.doors.length > 0).map((group) => `## ${group.name}\n\n${group.description}\n\n${table(["method", "path", "what it does"], group.doors.map(({ method, path, summary = "" }) => [method, code(path), summary]))}`).join("\n\n")}
`;
}

export const pages: readonly Page[] = [{ path: "docs/reference/api.md", write }];
