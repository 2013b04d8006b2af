// aftwatch findings list: what is open, by due date unless another order is asked for.
import type { Coverage } from "../../contract/advisories.ts";
import type { Finding } from "../../contract/findings.ts";
import { defineCommand } from "../command.ts";
import { isoFlag } from "../flags.ts";
import type { Column } from "../output.ts";
import { count, coverageSentence } from "../sentences.ts";

const list = defineCommand({
  path: "findings list",
  about: "list findings",
  examples: ["aftwatch findings list --env prod --outcome act", "aftwatch findings list --state closed --json"],
  options: [
    { flags: "--state <state>", about: "open unless given", choices: ["open", "not-affected", "accepted", "snoozed", "closed"] },
    { flags: "--severity <severity>", about: "only these", choices: ["critical", "high", "medium", "low", "unknown"] },
    { flags: "--outcome <outcome>", about: "only these", choices: ["act", "attend", "track*", "track"] },
    { flags: "--label <label>", about: "only these", choices: ["new", "regressed", "overdue", "partly-fixed", "unconfirmed", "kev", "malicious"] },
    { flags: "--service <name>", about: "of this service" },
    { flags: "--owner <team>", about: "of this owner" },
    { flags: "--env <environment>", about: "that run in it" },
    { flags: "--kev", about: "known exploited only" },
    { flags: "--sort <order>", about: "due by default", choices: ["due", "priority", "detected", "-detected"] },
    { flags: "--asof <instant>", about: "as it was known then" },
    { flags: "--limit <count>", about: "the first so many; all by default" },
  ],
  async run(call) {
    const client = await call.client();
    const { items, total } = await client.list<Finding>("/findings", {
      state: call.text("state") ?? "open", severity: call.text("severity"), outcome: call.text("outcome"), label: call.text("label"), service: call.text("service"), owner: call.text("owner"),
      environment: call.text("env"), kev: call.flag("kev") ? true : undefined, sort: call.text("sort") ?? "due", asof: isoFlag(call, "asof"),
    }, call.count("limit"));
    const coverage = await client.get<Coverage>("/coverage");
    call.output.rows("findings", columns, items, { total, coverage });
    const shown = items.length < total ? `${items.length} of ${count(total, "finding")}` : count(total, "finding");
    call.output.note(`${shown}. ${coverageSentence(coverage, call.io.clock.now())}`);
    return 0;
  },
});

const columns: readonly Column<Finding>[] = [
  { head: "OUTCOME", of: (row) => row.outcome },
  { head: "VULNERABILITY", of: (row) => row.vulnerability },
  { head: "SEVERITY", of: (row) => row.severity },
  { head: "PACKAGE", of: (row) => row.packageKey },
  { head: "SERVICE", of: (row) => row.service },
  { head: "LIVE", of: (row) => `${row.live.affected}/${row.live.total}` },
  { head: "OWNER", of: (row) => row.owner ?? "(none)" },
  { head: "DUE", of: (row) => row.clock.dueAt?.slice(0, 10) },
  { head: "FIX", of: (row) => row.fixVersion },
  { head: "LABELS", of: (row) => row.labels.join(" ") },
  { head: "ID", of: (row) => row.id },
];

export const commands = [list];
