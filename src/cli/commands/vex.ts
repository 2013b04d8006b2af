// aftwatch vex: decisions about vulnerabilities, and the list of them.
import type { Decision } from "../../contract/findings.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import { isoFlag } from "../flags.ts";
import type { Column } from "../output.ts";

const columns: readonly Column<Decision>[] = [
  { head: "VULNERABILITY", of: (row) => row.vulnerability },
  { head: "KIND", of: (row) => row.kind },
  { head: "PACKAGE", of: (row) => row.packageKey ?? "every package" },
  { head: "SERVICE", of: (row) => row.service ?? "every service" },
  { head: "REASON", of: (row) => row.reason },
  { head: "BY", of: (row) => row.actor },
  { head: "UNTIL", of: (row) => row.untilAt?.slice(0, 10) },
  { head: "HOLDS", of: (row) => (row.holds ? "yes" : "no") },
  { head: "ID", of: (row) => row.id },
];

const add = defineCommand({
  path: "vex add",
  about: "say what is so, accept a risk or snooze",
  examples: [
    "aftwatch vex add CVE-2021-23337 not-affected --service pay-api --justification vulnerable_code_not_present --reason 'template() is never called'",
    "aftwatch vex add CVE-2021-23337 accepted --until 2027-01-31 --reason 'replaced in January'",
  ],
  arguments: [{ name: "<vulnerability>", about: "any of its ids" }, { name: "<kind>", about: "not-affected, affected, under-investigation, fixed, accepted or snoozed" }],
  options: [
    { flags: "--reason <text>", about: "why, in a sentence", required: true },
    { flags: "--service <name>", about: "only this service" },
    { flags: "--package <key>", about: "only this package, as npm:lodash" },
    { flags: "--justification <word>", about: "OpenVEX justification, for not-affected", choices: ["component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"] },
    { flags: "--until <instant>", about: "its end; needed for accepted and snoozed" },
  ],
  async run(call) {
    const [vulnerability = "", kind = ""] = call.arguments;
    const untilAt = isoFlag(call, "until");
    if ((kind === "accepted" || kind === "snoozed") && untilAt === undefined) throw new Fault("cli.usage", { detail: `${kind} needs an end: --until.` });
    const decision = await (await call.client()).post<Decision>("/decisions", {
      vulnerability, kind, reason: call.text("reason"), service: call.text("service"), packageKey: call.text("package"), justification: call.text("justification"), untilAt,
    });
    call.output.rows("decisions", columns, [decision]);
    return 0;
  },
});

const list = defineCommand({
  path: "vex list",
  about: "decisions, newest first",
  examples: ["aftwatch vex list", "aftwatch vex list --all --json"],
  options: [{ flags: "--all", about: "also those that no longer hold" }, { flags: "--limit <count>", about: "the first so many; all by default" }],
  async run(call) {
    const { items, total } = await (await call.client()).list<Decision>("/decisions", {}, call.count("limit"));
    call.output.rows("decisions", columns, items.filter((row) => call.flag("all") || row.holds), { total });
    return 0;
  },
});

export const commands = [add, list];
