// A small server that speaks the REST contract over made-up data: for developing the console and for its browser tests.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fakeData } from "./fake-data.ts";
import { answer, problem } from "./fake-doors.ts";

export interface FakeServer { url: string; token: string; publish: (kind: string, subject: string) => void; close: () => Promise<void> }

const mediaTypes: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };
// At least as strict as the real server, so that what it would refuse is refused here first.
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const token = "aft_fake";
const cookie = "aftwatch_session=fake";

/** consoleDir: the built console. port 0 takes a free one. rowsPerPage: the most a list gives at once. */
export async function startFakeServer({ consoleDir, nowMs, port = 0, rowsPerPage = 500 }: { consoleDir: string; nowMs: number; port?: number; rowsPerPage?: number }): Promise<FakeServer> {
  const data = fakeData(nowMs);
  const followers = new Set<ServerResponse>();
  let seq = data.facts[0]?.seq ?? 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    if (!url.pathname.startsWith("/api/v1/")) return sendFile(response, consoleDir, url.pathname);
    const path = url.pathname.slice("/api/v1".length);
    if (path === "/stream") return follow(request, response, followers);
    void readBody(request).then((body) => {
      if (path === "/session") return send(response, session(request, body));
      url.searchParams.set("limit", String(Math.min(rowsPerPage, Number(url.searchParams.get("limit") ?? rowsPerPage))));
      if (!isLoggedIn(request)) return send(response, problem(401, "auth.required", "No valid session or token came with the request", "Log in, or create a token in Settings."));
      send(response, answer(data, { method: request.method ?? "GET", path, query: url.searchParams, body, headers: request.headers as Record<string, string | undefined> }));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token,
    publish: (kind, subject) => {
      seq += 1;
      const event = { seq, at: new Date(nowMs).toISOString(), kind, subject, body: {} };
      for (const follower of followers) follower.write(`id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    close: () => new Promise((resolve) => { for (const follower of followers) follower.destroy(); server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

const isLoggedIn = ({ headers }: IncomingMessage): boolean => headers.authorization === `Bearer ${token}` || (headers.cookie ?? "").includes(cookie);

function session({ method }: IncomingMessage, body: unknown): ReturnType<typeof answer> {
  if (method === "DELETE") return { status: 204, headers: { "set-cookie": `${cookie.split("=")[0]}=; Max-Age=0; Path=/` } };
  if ((body as { token?: string } | undefined)?.token !== token) return problem(401, "auth.required", "This token is not known", "Check that it was copied whole and has not expired.");
  return { status: 200, body: {}, headers: { "set-cookie": `${cookie}; HttpOnly; SameSite=Strict; Path=/` } };
}

function follow(request: IncomingMessage, response: ServerResponse, followers: Set<ServerResponse>): void {
  if (!isLoggedIn(request)) return send(response, problem(401, "auth.required", "No session", "Log in."));
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 3000\n\n");
  followers.add(response);
  response.on("close", () => followers.delete(response));
}

function send(response: ServerResponse, { status, body, headers = {} }: ReturnType<typeof answer>): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

function sendFile(response: ServerResponse, consoleDir: string, path: string): void {
  const asked = normalize(join(consoleDir, decodeURIComponent(path)));
  const file = asked.startsWith(consoleDir) && path !== "/" && existsSync(asked) && extname(asked) in mediaTypes ? asked : join(consoleDir, "index.html");
  response.writeHead(200, { "content-type": mediaTypes[extname(file)] ?? "application/octet-stream", "content-security-policy": policy });
  createReadStream(file).pipe(response);
}
