// The built console: files as they are, and index.html for every path that is a page of it.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json", ".map": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json",
};

// The bundler puts a digest of the content into the names below assets/: such a file never changes.
const hashedName = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

export async function sendConsole(consoleDir: string | undefined, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const path = pathOf(request.url);
  const file = consoleDir === undefined || path === undefined ? undefined : await findFile(consoleDir, path);
  if (file !== undefined) return sendFile(reply, file, path !== undefined && hashedName.test(path) ? "public, max-age=31536000, immutable" : "no-cache");
  if (path === undefined || isFilePath(path) || climbs.test(path)) return reply.code(404).type("text/plain; charset=utf-8").send("No such file.\n");
  const index = consoleDir === undefined ? undefined : await findFile(consoleDir, "/index.html");
  if (index === undefined) return reply.code(503).type("text/html; charset=utf-8").send(notBuilt);
  return sendFile(reply, index, "no-cache");
}

/** What the bundler makes lies in assets/ or at the top; a purl in a page's path ends like a file ("...@4.17.20") and is none. */
const isFilePath = (path: string): boolean => path.startsWith("/assets/") || (extname(path) !== "" && path.lastIndexOf("/") === 0);

// No page has such a path: whoever asks for it looks for a way out.
const climbs = /(?:^|[\\/])\.\.(?:[\\/]|$)|\0/;

/** The decoded path; undefined when it cannot be decoded. */
function pathOf(url: string): string | undefined {
  try { return decodeURIComponent(url.split("?", 1)[0] ?? "/"); } catch { return undefined; }
}

/** A file below the directory, and nothing else: the path is normalised before it is compared. */
async function findFile(dir: string, path: string): Promise<string | undefined> {
  const root = normalize(dir).replace(/[\\/]+$/, "");
  const file = normalize(join(root, path));
  if (!file.startsWith(root + sep) || path.includes("\0")) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? file : undefined;
}

const sendFile = (reply: FastifyReply, file: string, cacheControl: string): FastifyReply =>
  reply.header("cache-control", cacheControl).type(mediaTypes[extname(file)] ?? "application/octet-stream").send(createReadStream(file));

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Aftwatch</title>
<body><main><h1>The console is not built</h1>
<p>The server runs and its API answers at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>, but the console's files are missing.</p>
<p>Build them with <code>npm run build -w console</code> and reload this page.</p></main></body></html>
`;
