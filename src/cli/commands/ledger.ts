// aftwatch ledger: the facts, and the proof that nobody changed them.
import type { Fact, LedgerVerdict } from "../../contract/operations.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";
import { withOfflineApp } from "../offline.ts";
import { count } from "../sentences.ts";

const list = defineCommand({
  path: "ledger list",
  about: "facts, newest first",
  examples: ["aftwatch ledger list --limit 50", "aftwatch ledger list --kind finding.opened -o jsonl"],
  options: [
    { flags: "--kind <kind>", about: "as finding.opened" },
    { flags: "--subject <id>", about: "of one thing" },
    { flags: "--limit <count>", about: "the first so many; all by default" },
  ],
  async run(call) {
    const { items, total } = await (await call.client()).list<Fact>("/ledger", { kind: call.text("kind"), subject: call.text("subject") }, call.count("limit"));
    call.output.rows("facts", columns, items, { total });
    if (items.length < total) call.output.note(`${items.length} of ${count(total, "fact")}.`);
    return 0;
  },
});

export const columns: readonly Column<Fact>[] = [
  { head: "SEQ", of: (row) => row.seq },
  { head: "AT", of: (row) => row.at },
  { head: "KIND", of: (row) => row.kind },
  { head: "SUBJECT", of: (row) => row.subject },
  { head: "BY", of: (row) => row.actor },
  { head: "BODY", of: (row) => JSON.stringify(row.body) },
];

const verify = defineCommand({
  path: "ledger verify",
  about: "walk the whole chain and name the first entry that does not hold",
  examples: ["aftwatch ledger verify", "aftwatch ledger verify --data ./data"],
  options: [{ flags: "--data <dir>", about: "verify a directory without a server" }],
  exits: { 1: "the chain is broken" },
  async run(call) {
    const verdict = await verdictOf(call);
    call.output.thing("ledger-verdict", verdict);
    call.output.note(verdict.broken === null ? `${count(verdict.entries, "fact")}, whole.` : `Broken at entry ${verdict.broken.seq} (${verdict.broken.why}); what comes after it is unproven.`);
    return verdict.whole ? 0 : 1;
  },
});

async function verdictOf(call: CommandCall): Promise<LedgerVerdict> {
  const dir = call.text("data");
  if (dir === undefined) return (await call.client()).get<LedgerVerdict>("/ledger/verify");
  return withOfflineApp(call.io, dir, async (app) => {
    const verdict = await app.ledger.verify(app.org);
    if (verdict.kind === "whole") return { whole: true, entries: verdict.entries, head: verdict.head, broken: null };
    const { seq, why, expected, found } = verdict;
    return { whole: false, entries: seq - 1, head: null, broken: { seq, why, expected, found } };
  });
}

export const commands = [list, verify];
