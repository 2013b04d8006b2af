// aftwatch gate: a target held against a policy; which rule fired on what, and the smallest upgrade that would end it.
import { defineCommand } from "../command.ts";
import { targetArgument, targetOptions } from "../target-options.ts";

const gate = defineCommand({
  path: "gate",
  about: "hold a target against a policy, without a server",
  examples: ["aftwatch gate sbom.json --policy aftwatch-policy.yaml", "aftwatch gate . --policy policy.json --vex vendor.json --json"],
  arguments: [targetArgument],
  options: [
    { flags: "--policy <file>", about: "the rules, as YAML or JSON; docs/reference/gate.md shows each", required: true },
    ...targetOptions,
    { flags: "--offline", about: "do not fetch advisories, even when there are none yet" },
  ],
  exits: { 0: "passed", 1: "a rule that fails fired", 4: "a rule that fails could not be decided" },
  run: async (call) => (await import("../gate-run.ts")).runGate(call),
});

export const commands = [gate];
