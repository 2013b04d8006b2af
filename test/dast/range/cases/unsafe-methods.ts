// Servers that carry out TRACE or let anybody write files, and those that refuse or only look so.
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";
import { defineCase, htmlAnswer } from "../case.ts";

type Handle = (request: RangeRequest, files: Map<string, string>) => RangeAnswer | undefined;
const server = (name: string, vulnerable: boolean, handle: Handle): RangeCase => defineCase({
  check: "unsafe-methods", name, vulnerable,
  build: (names) => {
    const files = new Map<string, string>();
    const path = `/${names.word("page")}`;
    return { html: (prefix) => `<a href="${prefix}${path}">page</a>`, requests: [{ method: "GET", path }], handle: (request) => (request.method === "GET" && request.path === path ? htmlAnswer("<h1>Page</h1>") : handle(request, files)) };
  },
});
const stored = (may: (path: string) => boolean, deletes = true): Handle => ({ method, path, body }, files) => {
  if (method === "PUT") { if (!may(path)) return { status: 405 }; files.set(path, body.toString("utf8")); return { status: 201 }; }
  if (method === "DELETE") return deletes && files.delete(path) ? { status: 204 } : { status: 405 };
  const text = files.get(path);
  return text === undefined ? undefined : { headers: [["content-type", "text/plain"]], body: text };
};
const options = (allow: string): Handle => ({ method }) => (method === "OPTIONS" ? { status: 204, headers: [["allow", allow]] } : method === "GET" ? undefined : { status: 405 });

export const cases: readonly RangeCase[] = [
  server("files can be put and deleted", true, stored(() => true)),
  server("files can be put and stay", true, stored(() => true, false)),
  server("only text files can be put", true, stored((path) => path.endsWith(".txt"))),
  server("WebDAV is advertised", true, options("OPTIONS, GET, HEAD, PROPFIND, COPY, MOVE")),
  server("TRACE is advertised", true, options("GET, HEAD, POST, TRACE, OPTIONS")),
  server("CONNECT is advertised", true, options("GET,CONNECT")),
  server("PUT is refused", false, ({ method }) => (method === "PUT" ? { status: 405 } : undefined)),
  server("PUT is accepted and nothing is kept", false, ({ method }) => (method === "PUT" ? { status: 200, body: "ok" } : undefined)),
  server("only what the application needs is advertised", false, options("GET, HEAD, POST, OPTIONS, PUT, DELETE")),
  server("PUT asks who writes", false, ({ method }) => (method === "PUT" || method === "DELETE" ? { status: 401, headers: [["www-authenticate", "Bearer"]] } : undefined)),
  server("TRACE gets a page", false, ({ method }) => (method === "TRACE" ? htmlAnswer("<h1>TRACE</h1>") : undefined)),
  server("every path is answered with a page, PUT too", false, () => htmlAnswer("<h1>Welcome</h1>")),
];
