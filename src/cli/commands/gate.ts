// aftwatch gate: a target held against a policy; which rule fired on what, and the smallest upgrade that would end it.
import { defineCommand } from "../command.ts";

const gate = defineCommand({
  path: "gate",
  about: "hold a target against a policy, without a server",
  examples: ["aftwatch gate sbom.json --policy aftwatch-policy.yaml", "aftwatch gate . --policy policy.json --vex vendor.json --json"],
  arguments: [{ name: "<target>", about: "an SBOM, a lock file, a folder, an image (tar file, OCI layout, root), or - for an SBOM on standard input" }],
  options: [
    { flags: "--policy <file>", about: "the rules, as YAML or JSON; docs/reference/gate.md shows each", required: true },
    { flags: "--db <dir>", about: "the advisory index; AFTWATCH_DB" },
    { flags: "--as <format>", about: "what the target is, when its name does not tell" },
    { flags: "--image <name>", about: "which of several images in a file: tag, digest or platform (linux/arm64)" },
    { flags: "--jar-index <file>", about: "names of jars without metadata: sorted lines of sha1,group:artifact:version" },
    { flags: "--vex <file>", about: "statements that cover findings: OpenVEX, CSAF, CycloneDX", repeats: true },
    { flags: "--ignore <file>", about: "rules that hide findings, each with reason and end", repeats: true },
    { flags: "--product <purl>", about: "what the target is, for statements about it", repeats: true },
    { flags: "--offline", about: "do not fetch advisories, even when there are none yet" },
  ],
  exits: { 0: "passed", 1: "a rule that fails fired", 4: "a rule that fails could not be decided" },
  run: async (call) => (await import("../gate-run.ts")).runGate(call),
});

export const commands = [gate];
