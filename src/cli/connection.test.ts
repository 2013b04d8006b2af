// Which server, as whom: the order of the sources, and that no token goes to a server it was not kept for.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { defaultUrl, readConnection } from "./connection.ts";

const dir = mkdtempSync(join(tmpdir(), "aftwatch-cli-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const put = (path: string, text: string): void => { mkdirSync(join(dir, path, ".."), { recursive: true }); writeFileSync(join(dir, path), text); };
put("project/.aftwatch.yaml", "url: https://project.example/\n");
put("own-token/.aftwatch.yaml", "url: https://project.example\ntoken: from-project\n");
put("home/.config/aftwatch/config.yaml", "url: https://own.example\nservers:\n  https://own.example: { token: own-secret }\n");
put("local/data/local-token", "local-secret\n");
put("broken/.aftwatch.yaml", "url: [\n");
put("odd/.aftwatch.yaml", "url: 5\n");
mkdirSync(join(dir, "project/deep/er"), { recursive: true });

const read = async (place: { cwd: string; home?: string; env?: Record<string, string> }, flags: { url?: string; token?: string } = {}) => {
  const { url, token } = await readConnection({ cwd: join(dir, place.cwd), home: join(dir, place.home ?? "nobody"), env: place.env ?? {} }, flags);
  return { url: url.value, token: token?.value.reveal(), origins: [url.origin, token?.origin].map((origin) => origin?.replace(dir, "")) };
};

describe("cli/connection", () => {
  it.each([
    ["nothing said", { cwd: "empty" }, {}, { url: defaultUrl, token: undefined }],
    ["the local server's token", { cwd: "local" }, {}, { url: defaultUrl, token: "local-secret" }],
    ["own file", { cwd: "empty", home: "home" }, {}, { url: "https://own.example", token: "own-secret" }],
    ["a project file above, before the own one", { cwd: "project/deep/er", home: "home" }, {}, { url: "https://project.example", token: undefined }],
    ["environment before files", { cwd: "project", env: { AFTWATCH_URL: "http://env.example", AFTWATCH_TOKEN: "env" } }, {}, { url: "http://env.example", token: "env" }],
    ["flags before all", { cwd: "project", env: { AFTWATCH_URL: "http://env.example", AFTWATCH_TOKEN: "env" } }, { url: "http://flag.example", token: "flag" }, { url: "http://flag.example", token: "flag" }],
  ])("%s", async (_case, place, flags, expected) => { expect(await read(place, flags)).toMatchObject(expected); });

  it.each([
    ["an own token to a project's server", { cwd: "project", home: "home" }, {}],
    ["a project's token to another server", { cwd: "own-token" }, { url: "https://other.example" }],
    ["the local token to another machine", { cwd: "local" }, { url: "https://other.example" }],
  ])("never sends %s", async (_case, place, flags) => { expect((await read(place, flags)).token).toBeUndefined(); });

  it("names where each came from", async () => {
    expect((await read({ cwd: "own-token" })).origins).toEqual(["/own-token/.aftwatch.yaml", "/own-token/.aftwatch.yaml"]);
    expect((await read({ cwd: "empty" })).origins).toEqual(["default", undefined]);
  });

  it.each(["broken", "odd"])("a settings file that is %s is named", async (cwd) => { await expect(read({ cwd })).rejects.toThrow(join(dir, cwd, ".aftwatch.yaml")); });
  it("a URL that is none is refused with its origin", async () => { await expect(read({ cwd: "empty", env: { AFTWATCH_URL: "ftp://x" } })).rejects.toThrow("AFTWATCH_URL"); });
});
