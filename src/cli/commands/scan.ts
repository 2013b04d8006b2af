// aftwatch scan: what is vulnerable in a target, from the advisory index on this machine; no server is asked.
import { defineCommand } from "../command.ts";

const scan = defineCommand({
  path: "scan",
  about: "what is vulnerable in an SBOM, a lock file or a folder, without a server",
  examples: ["aftwatch scan sbom.json", "aftwatch scan . --fail-on critical,kev --vex vendor.json -o sarif=aftwatch.sarif -o table"],
  arguments: [{ name: "<target>", about: "an SBOM, a lock file, a folder, an image (tar file, OCI layout, root), or - for an SBOM on standard input" }],
  options: [
    { flags: "-o, --format <format>", about: "table, json, jsonl, sarif, cyclonedx, openvex, csv, markdown, tsv; with =FILE into a file", repeats: true },
    { flags: "--output <file>", about: "write the report there instead of on standard output" },
    { flags: "--db <dir>", about: "the advisory index; AFTWATCH_DB" },
    { flags: "--as <format>", about: "what the target is, when its name does not tell" },
    { flags: "--image <name>", about: "which of several images in a file: tag, digest or platform (linux/arm64)" },
    { flags: "--jar-index <file>", about: "names of jars without metadata: sorted lines of sha1,group:artifact:version" },
    { flags: "--vex <file>", about: "statements that cover findings: OpenVEX, CSAF, CycloneDX", repeats: true },
    { flags: "--ignore <file>", about: "rules that hide findings, each with reason and end", repeats: true },
    { flags: "--product <purl>", about: "what the target is, for statements about it", repeats: true },
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
