// aftwatch doctor: looks at everything that has to hold, and names the mend of what does not.
import { defineCommand } from "../command.ts";
import type { ExitCode } from "../command.ts";
import { checkClient, checkHost } from "../doctor-checks.ts";
import type { Check } from "../doctor-checks.ts";
import type { Column } from "../output.ts";

const doctor = defineCommand({
  path: "doctor",
  about: "check the installation and name each mend",
  examples: ["aftwatch doctor", "aftwatch doctor --data ./data", "aftwatch doctor --json"],
  options: [
    { flags: "--data <dir>", about: "the data directory of a server on this host; ./data by default" },
    { flags: "--no-reach", about: "do not try the feeds' addresses" },
  ],
  exits: { 3: "no server, or the token is not good", 4: "it works, but something is missing" },
  async run(call) {
    const checks = [...await checkHost(call.io, call.text("data") ?? call.io.env["AFTWATCH_DATA"] ?? "data"), ...await checkClient(call, { isReaching: !call.isOff("reach") })];
    call.output.rows("checks", columns, checks);
    return exitFor(checks);
  },
});

export function exitFor(checks: readonly Check[]): ExitCode {
  if (checks.some(({ state }) => state === "failed")) return 3;
  return checks.some(({ state }) => state === "missing") ? 4 : 0;
}

const columns: readonly Column<Check>[] = [
  { head: "CHECK", of: (row) => row.name },
  { head: "STATE", of: (row) => row.state },
  { head: "FOUND", of: (row) => row.found },
  { head: "MEND", of: (row) => row.mend },
];

export const commands = [doctor];
