// aftwatch loaded from the words typed to the exit code, over a real process that holds an archive open.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { platform } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const jar = new URL("../inventory/extractors/jars/jars.fixtures/acme-all-2.0.0.jar", import.meta.url).pathname;
const isLinux = platform() === "linux";
let child: ChildProcess;

beforeAll(async () => {
  child = spawn(process.execPath, ["-e", "require('node:fs').openSync(process.argv[1]); process.stdout.write('open'); setInterval(() => {}, 1000)", jar], { stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout !== null) await once(child.stdout, "data");
});
afterAll(() => { child.kill(); });

interface Shown { complete: boolean; gaps: string[]; items: { purl: string; how: string; path: string }[] }

describe.skipIf(!isLinux)(`cli/loaded${isLinux ? "" : " (skipped: it reads /proc, which only Linux has)"}`, () => {
  it("names what is in the archive a process holds open, and what makes the list incomplete", async () => {
    const terminal = paperTerminal();
    expect(await terminal.run("loaded", "--pid", String(child.pid), "-o", "json")).toBe(0);
    const { items, complete, gaps } = JSON.parse(terminal.out()) as Shown;
    expect(items.filter(({ path }) => path.startsWith(jar)).map(({ purl, how }) => [purl, how])).toContainEqual(["pkg:maven/com.example.acme/acme-all@2.0.0", "open"]);
    expect([complete, gaps.some((gap) => gap.includes("closes files of code"))]).toEqual([false, true]);
  });

  it("sends them with what names the release; --complete does not overrule an interpreter", async () => {
    const receipt = { releaseId: "r", service: "pay-api", version: "2.4.0", endpoint: null, because: "the sender calls itself pay-api 2.4.0", components: 1, fresh: 1, rejects: [] };
    const terminal = paperTerminal({ "POST /loaded": receipt }, { env: { AFTWATCH_URL: "http://127.0.0.1:1", AFTWATCH_TOKEN: "aft_x" } });
    expect(await terminal.run("loaded", "--pid", String(child.pid), "--service", "pay-api", "--version", "2.4.0", "--complete", "--send")).toBe(0);
    const { body } = terminal.asked.find(({ path }) => path === "/loaded") ?? {};
    expect(body).toMatchObject({ service: "pay-api", version: "2.4.0", complete: false, at: "2026-11-01T12:00:00.000Z", components: expect.arrayContaining([expect.objectContaining({ purl: "pkg:maven/com.example.acme/acme-all@2.0.0", how: "open" })]) as unknown });
    expect(terminal.err()).toContain("of pay-api 2.4.0, 1 of them not known to be loaded before");
  });

  it("a process that is not there is a usage fault", async () => {
    const terminal = paperTerminal();
    expect(await terminal.run("loaded", "--pid", "999999999")).toBe(2);
    expect(terminal.err()).toContain("999999999 is not there");
  });
});
