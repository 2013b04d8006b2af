// The demo, as a visitor starts it: a process of its own that builds its two years, plays its story and ends well.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { plans } from "../demo/fleet.ts";
import { sbomFile, versionsOf } from "../demo/sboms.ts";

// It writes thousands of transactions, and none is about durability.
const inMemory = existsSync("/dev/shm") ? { TMPDIR: "/dev/shm" } : {};

describe("test/demo/demo", () => {
  it("plays the whole story with --once and exits with 0", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL("../demo/demo.ts", import.meta.url)), "--once", "--port", "0"], { timeout: 280_000, env: { ...process.env, ...inMemory } });
    const told = stdout.split("\n").filter((line) => /^\d\d:/.test(line)).map((line) => line.slice(10));
    for (const step of [/^DEMO-2026-0001 is published/, /^found on 4 endpoints/, /^message to payments-oncall: Affected/, /^partly fixed: 3 of 4/, /^message to payments-oncall: Partly fixed/, /^fixed and verified on all four/, /^message to payments-oncall: Fixed and verified/,
      /^MAL-2026-990001 is published/, /^an incident, not an upgrade: act/, /^message to payments-oncall: INC-\d+ opened: Malicious package running/, /^page to (?:ana-pager|ben-slack): (?:ana|ben) is on call/, /^acknowledged by link:(?:ana|ben)/, /^the playbook malicious-package is proposed/, /^ana and mara approve; shop\/checkout-api is cut off/, /^what the playbook did is taken back: .*isolate/, /^INC-\d+ is closed; its evidence/, /^message to payments-oncall: Report of a malicious package withdrawn/, /sends the same JNDI lookup to catalog-api and to stockroom-api/, /^detected and stored before the collector had its answer/, /^the first scan: 7 new/, /^the search and the way out are mended.*2 fixed/, /^a merge brings the search's mistake back.*1 regressed, 1 not-retested/, /^drill: would anybody have seen it/, /^\$ aftwatch scan checkout-api/, /^\$ aftwatch explain pkg:npm/]) {
      expect(told.filter((line) => step.test(line))).not.toEqual([]);
    }
    expect(stdout).toContain("Ledger: whole");
    expect(stdout).toMatch(/on partner-edge\/shop\/stockroom-api: critical; .*log4j-core 2\.14\.1/);
    expect(stdout).toMatch(/on prod-eu\/shop\/catalog-api: (?:low|informational); .*does not have CVE-2021-44228/);
    const [, services = "0", deployments = "0"] = /(\d+) services, (\d+) deployments/.exec(stdout) ?? [];
    expect(Number(services)).toBeGreaterThanOrEqual(12);
    expect(Number(deployments)).toBeGreaterThanOrEqual(40);
  }, 300_000);

  it.each(plans.flatMap(({ service, rollouts }) => rollouts.filter(({ sbom }) => sbom !== false).map(({ version }) => [service, version] as const)))("has an SBOM of %s %s", (service, version) => {
    expect(versionsOf(service)).toContain(version);
    expect(sbomFile(service, version).pathname).toContain("content/demo/sboms/");
  });
});
