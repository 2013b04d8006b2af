// The rules that a server has loaded: how often each fired, what it could not take, and reading the folders again.
import type { Static } from "typebox";
import type { Rule, RuleReject } from "../contract/runtime.ts";
import type { Client } from "./client.ts";
import { defineCommand } from "./command.ts";
import type { Column } from "./output.ts";
import { count } from "./sentences.ts";

type Reject = Static<typeof RuleReject>;

const columns: readonly Column<Rule>[] = [
  { head: "LEVEL", of: (row) => row.level },
  { head: "RULE", of: (row) => row.title },
  { head: "KIND", of: (row) => row.kind },
  { head: "LOG SOURCE", of: ({ logsource: { product, category, service } }) => [product, category, service].filter((word) => word !== null).join("/") },
  { head: "DETECTIONS", of: (row) => row.detections },
  { head: "HITS", of: (row) => row.hits },
  { head: "DISMISSED", of: (row) => row.dismissed },
  { head: "EXCEPTED", of: (row) => row.excepted },
  { head: "LAST", of: (row) => row.lastAt },
  { head: "TAGS", isWide: true, of: (row) => row.tags.join(" ") },
  { head: "AT", isWide: true, of: (row) => `${row.file}:${row.line}` },
  { head: "ID", of: (row) => row.id },
];

const rejectColumns: readonly Column<Reject>[] = [{ head: "AT", of: (row) => `${row.file}:${row.line}` }, { head: "TITLE", of: (row) => row.title }, { head: "WHY", of: (row) => row.rule }];

const rejectsOf = async (client: Client): Promise<readonly Reject[]> => (await client.get<{ rejects: Reject[] }>("/rule-rejects")).rejects;

const list = defineCommand({
  path: "rules list",
  about: "what the server has loaded, those that fired last first",
  examples: ["aftwatch rules list --fired", "aftwatch rules list --logsource webserver -o wide", "aftwatch rules list --rejected --json"],
  options: [
    { flags: "--fired", about: "only those that fired within 30 days" },
    { flags: "--rejected", about: "what it could not take instead, with file and line" },
    { flags: "--kind <kind>", about: "only these", choices: ["rule", "correlation"] },
    { flags: "--logsource <name>", about: "of this product, category or service" },
    { flags: "--search <words>", about: "in title, id, tags, file" },
    { flags: "--limit <count>", about: "the first so many; all by default" },
  ],
  exits: { 1: "with --rejected, a rule could not be taken" },
  async run(call) {
    const client = await call.client();
    if (call.flag("rejected")) {
      const rejects = await rejectsOf(client);
      call.output.rows("rejects", rejectColumns, rejects);
      call.output.note(`${count(rejects.length, "rule")} rejected.`);
      return rejects.length > 0 ? 1 : 0;
    }
    const { items, total } = await client.list<Rule>("/rules", { q: call.text("search"), kind: call.text("kind"), logsource: call.text("logsource"), fired: call.flag("fired") ? true : undefined }, call.count("limit"));
    const { length: rejected } = await rejectsOf(client);
    call.output.rows("rules", columns, items, { total, rejected });
    call.output.note(`${items.length < total ? `${items.length} of ` : ""}${count(total, "rule")}; counts are of 30 days.${rejected > 0 ? ` ${count(rejected, "rule")} could not be taken: aftwatch rules list --rejected.` : ""}`);
    return 0;
  },
});

const reload = defineCommand({
  path: "rules reload",
  about: "has the server read its rule folders again",
  examples: ["aftwatch rules reload", "aftwatch rules reload --json"],
  exits: { 0: "every rule was taken", 1: "a rule was not; the others are in force" },
  async run(call) {
    const { rejects, ...counts } = await (await call.client()).post<{ rules: number; correlations: number; filters: number; rejects: Reject[] }>("/rules/reload", {});
    call.output.rows("rejects", rejectColumns, rejects, counts);
    call.say(`${count(counts.rules, "rule")}, ${count(counts.correlations, "correlation")}, ${count(counts.filters, "filter")} in force; ${rejects.length} rejected.`);
    return rejects.length > 0 ? 1 : 0;
  },
});

/** They ask a server; the other commands of rules ask none. */
export const serverRules = [list, reload];
