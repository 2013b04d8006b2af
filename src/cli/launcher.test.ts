// The program as people start it: a server in a directory of its own, and commands against it, each a process.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const launcher = fileURLToPath(new URL("../../scripts/aftwatch.mjs", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "aftwatch-run-"));
const env = { PATH: process.env["PATH"] ?? "", HOME: dir, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_LOG: "error" };

/** A process with its own interpreter: the one that runs the tests. */
const start = (words: readonly string[], more: Record<string, string> = {}) => spawn(process.execPath, [launcher, ...words], { cwd: dir, env: { ...env, ...more } });

async function run(words: readonly string[], more: Record<string, string> = {}, input = ""): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(words, more);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => { out += String(chunk); });
  child.stderr.on("data", (chunk) => { err += String(chunk); });
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => { child.on("close", resolve); });
  return { code, out, err };
}

let server: ReturnType<typeof start>;
let at: Record<string, string>;
let greeting = "";
beforeAll(async () => {
  server = start(["serve", "--listen", "127.0.0.1:0"]);
  const url = await new Promise<string>((resolve, reject) => {
    server.stderr.on("data", (chunk) => {
      greeting += String(chunk);
      const [, found] = /listens on (\S+?);/.exec(greeting) ?? [];
      if (found && greeting.includes("receiver")) resolve(found);
    });
    server.on("exit", () => reject(new Error(greeting)));
  });
  at = { AFTWATCH_URL: url };
});
afterAll(() => {
  server.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

const sbom = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: [{ type: "library", name: "lodash", version: "4.17.20", purl: "pkg:npm/lodash@4.17.20" }] });

describe("scripts/aftwatch", () => {
  it("the first start prints a way in and what is missing, and keeps a token for this user only", () => {
    expect(greeting).toMatch(/within 15 minutes: http:\/\/127\.0\.0\.1:\d+\/login\/[\w-]{43}\n/);
    expect(greeting).toContain("missing: no deployment is known");
    expect(statSync(join(dir, "data", "local-token")).mode & 0o777).toBe(0o600);
  });

  it("a second server on the same directory is told who has it", async () => {
    const second = await run(["serve", "--listen", "127.0.0.1:0"]);
    expect(second.code).toBe(3);
    expect(second.err).toContain("store.locked");
  });

  it("SBOM, deployment, exposure: from a pipe to exit 1", async () => {
    const pushed = await run(["sbom", "push", "-", "--service", "pay-api", "--version", "1.4.0", "--json"], at, sbom);
    expect(pushed.code, pushed.err).toBe(0);
    expect(JSON.parse(pushed.out)).toMatchObject({ schemaVersion: 1, components: 1, unchanged: false });
    expect((await run(["deploy", "record", "--service", "pay-api", "--version", "1.4.0", "--endpoint", "vm-17"], at)).code).toBe(0);
    const exposed = await run(["exposed", "CVE-2021-23337"], at);
    expect(exposed.code).toBe(1);
    expect(exposed.out.split("\t").slice(0, 3)).toEqual(["pay-api@1.4.0", "vm-17", "pkg:npm/lodash@4.17.20"]);
    expect((await run(["where", "lodash", "-o", "csv"], at)).out).toContain("pay-api@1.4.0,vm-17");
  });

  it("a backup is restored into a directory whose ledger verifies without a server", async () => {
    expect((await run(["backup", "all.backup"], at)).code).toBe(0);
    expect((await run(["backup", "all.backup"], at)).code).toBe(2);
    expect(statSync(join(dir, "all.backup")).mode & 0o777).toBe(0o600);
    expect((await run(["restore", "all.backup", "--data", "restored"])).code).toBe(0);
    const verified = await run(["ledger", "verify", "--data", "restored", "--json"]);
    expect(verified.code, verified.err).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ whole: true, broken: null });
    expect((await run(["ledger", "verify", "--data", "misspelt"])).code).toBe(2);
  });

  it("login keeps the token for this server only, readable by its user only", async () => {
    const made = await fetch(`${at["AFTWATCH_URL"] ?? ""}/api/v1/tokens`, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${readFileSync(join(dir, "data", "local-token"), "utf8").trim()}` }, body: JSON.stringify({ name: "ci", scopes: ["read"] }) });
    const { secret } = await made.json() as { secret: string };
    const login = await run(["login", "--json"], { ...at, AFTWATCH_DATA: "elsewhere" }, secret);
    expect(JSON.parse(login.out), login.err).toMatchObject({ name: "ci", scopes: "read" });
    expect(statSync(join(dir, ".config", "aftwatch", "config.yaml")).mode & 0o777).toBe(0o600);
    expect((await run(["findings", "list"], { ...at, AFTWATCH_DATA: "elsewhere" })).code).toBe(0);
    expect((await run(["admin", "link"], { ...at, AFTWATCH_DATA: "elsewhere" })).code).toBe(3);
    expect((await run(["login"], at, "aft_wrong")).code).toBe(3);
  });

  it("doctor finds what is missing", async () => {
    const doctor = await run(["doctor", "--json"], at);
    expect(doctor.code).toBe(4);
    expect(JSON.parse(doctor.out)).toMatchObject({ kind: "checks" });
  });

  it("Ctrl+C stops the server in order", async () => {
    const code = new Promise<number | null>((resolve) => { server.on("exit", resolve); });
    server.kill("SIGINT");
    expect(await code).toBe(0);
  });
});
