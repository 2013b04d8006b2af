// The console: its files, its pages, and nothing outside its directory.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { opened } from "./api.fixtures/small-app.ts";

describe("api/static-console", () => {
  const dir = mkdtempSync(join(tmpdir(), "aftwatch-console-"));
  mkdirSync(join(dir, "site", "assets"), { recursive: true });
  writeFileSync(join(dir, "secret.txt"), "secret");
  writeFileSync(join(dir, "site", "index.html"), "<!doctype html>console");
  writeFileSync(join(dir, "site", "assets", "index-Ab3_dE9z.js"), "1");
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const built = opened(join(dir, "site"));

  it.each([
    ["/", 200, "text/html; charset=utf-8", "no-cache"],
    ["/findings/fnd_1?tab=why", 200, "text/html; charset=utf-8", "no-cache"],
    ["/components/pkg%3Anpm%2Flodash%404.17.20", 200, "text/html; charset=utf-8", "no-cache"],
    ["/assets/index-Ab3_dE9z.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/assets/gone-Ab3_dE9z.js", 404, "text/plain; charset=utf-8", undefined],
  ])("%s answers %s", async (url, status, type, cache) => {
    const { server } = await built;
    const { statusCode, headers } = await server.inject(url);
    expect([statusCode, headers["content-type"], headers["cache-control"]]).toEqual([status, type, cache]);
  });

  it.each(["/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%2e%2e/secret.txt", "/..%5csecret.txt", "/index.html%00.txt"])("%s does not leave the directory", async (url) => {
    const { server } = await built;
    const reply = await server.inject(url);
    expect(reply.body).not.toContain("secret");
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
  });

  it("says in plain words that it is not built", async () => {
    const { server } = await opened();
    const reply = await server.inject("/now");
    expect([reply.statusCode, reply.body.includes("npm run build -w console")]).toEqual([503, true]);
  });
});
