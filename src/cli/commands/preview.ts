// aftwatch preview: which running places would an advisory hit that nobody has published yet?
import { readFileSync } from "node:fs";
import type { Preview } from "../../contract/advisories.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import type { Column } from "../output.ts";
import { count } from "../sentences.ts";

const preview = defineCommand({
  path: "preview",
  about: "which running places would an unpublished advisory hit?",
  examples: ["aftwatch preview embargoed.json", "aftwatch preview embargoed.json -o json | jq '.items[].owner'"],
  arguments: [{ name: "<file>", about: "one OSV record" }],
  exits: { 0: "nothing that runs is affected", 1: "something is", 4: "it cannot be told for some components" },
  async run(call) {
    const [file = ""] = call.arguments;
    const answer = await (await call.client()).post<Preview>("/vulnerabilities/preview", recordIn(file));
    call.output.rows("deployments", columns, answer.deployments, { advisory: answer.advisory, components: answer.components, undecided: answer.undecided, left: answer.left });
    for (const left of answer.left) call.say(`Not read: ${left}.`);
    for (const { purl, why } of answer.undecided) call.say(`${purl}: ${why}`);
    call.output.note(`${count(new Set(answer.deployments.map(({ deploymentId }) => deploymentId)).size, "live deployment")} would be hit; ${count(answer.components, "component")} of its packages known here. Nothing was stored.`);
    if (answer.deployments.length > 0) return 1;
    return answer.undecided.length > 0 ? 4 : 0;
  },
});

function recordIn(file: string): unknown {
  try { return JSON.parse(readFileSync(file, "utf8")); } catch (cause) {
    throw new Fault("cli.usage", { detail: `${file} is not one OSV record as JSON: ${(cause as Error).message}.` }, cause);
  }
}

const columns: readonly Column<Preview["deployments"][number]>[] = [
  { head: "DEPLOYMENT", of: (row) => `${row.service}@${row.version}` },
  { head: "ENDPOINT", of: (row) => row.endpoint },
  { head: "COMPONENT", of: (row) => row.component },
  { head: "EXPOSED", of: (row) => ({ internet: "yes", internal: "no", unknown: "unknown" })[row.exposure] },
  { head: "OWNER", of: (row) => row.owner ?? "(none)" },
  { head: "CLEARED BY", of: (row) => row.clearedBy },
  { head: "WHY", of: (row) => row.why },
];

export const commands = [preview];
