// aftwatch scan: what is vulnerable in a target, from the advisory index on this machine; no server is asked.
import { defineCommand } from "../command.ts";
import { targetArgument, targetOptions } from "../target-options.ts";

const scan = defineCommand({
  path: "scan",
  about: "what is vulnerable in an SBOM, a lock file or a folder, without a server",
  examples: ["aftwatch scan sbom.json", "aftwatch scan . --fail-on critical,kev --vex vendor.json -o sarif=aftwatch.sarif -o table"],
  arguments: [targetArgument],
  options: [
    { flags: "-o, --format <format>", about: "table, json, jsonl, sarif, cyclonedx, openvex, csv, markdown, tsv; with =FILE into a file", repeats: true },
    { flags: "--output <file>", about: "write the report there instead of on standard output" },
    ...targetOptions,
    { flags: "--fail-on <words>", about: "critical, high, medium, low, kev, fixable, malicious, unknown: any of them", repeats: true },
    { flags: "--unscored <as>", about: "what --fail-on makes of unrated findings (undecided)", choices: ["undecided", "fires", "ignored"] },
    { flags: "--max-age <time>", about: "older advisories decide nothing: 24h, 7d (7d with --fail-on)" },
    { flags: "--offline", about: "do not fetch advisories, even when there are none yet" },
  ],
  exits: { 1: "something of --fail-on was found", 4: "advisories too old or too incomplete to say no" },
  // Loaded on the call only: the help of every command reads this file.
  run: async (call) => (await import("../scan-run.ts")).runScan(call),
});

export const commands = [scan];
