// aftwatch routes: who gets which alert and notice, and who would.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Import, Routes, Simulation } from "../../contract/alerts.ts";
import { Fault, messageOf } from "../../kernel/fault.ts";
import { toIso } from "../../kernel/clock.ts";
import { parseDuration } from "../../notify/duration.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";

const show = defineCommand({
  path: "routes show",
  about: "the routes in force, as they were written",
  examples: ["aftwatch routes show > routes.yaml", "aftwatch routes show --json"],
  async run(call) {
    const routes = await (await call.client()).get<Routes>("/routes");
    call.output.text("routes", `${routes.text.trimEnd()}\n`, routes);
    if (!routes.saved) call.say("Nobody has saved any: every receiver gets everything.");
    return 0;
  },
});

const put = defineCommand({
  path: "routes put",
  about: "replace the routes; a broken file is refused and the old ones stay",
  examples: ["aftwatch routes put routes.yaml", "cat routes.yaml | aftwatch routes put -"],
  arguments: [{ name: "<file>", about: "YAML or JSON; - reads standard input" }],
  async run(call) {
    const { nodes } = await (await call.client()).put<Routes>("/routes", { text: await textOf(call, call.arguments[0] ?? "-") });
    call.say(`Saved: ${nodes.length === 1 ? "1 route" : `${nodes.length} routes`}.`);
    return 0;
  },
});

async function textOf(call: CommandCall, file: string): Promise<string> {
  if (file !== "-") return readFile(resolve(call.io.cwd, file), "utf8").catch((cause: unknown) => { throw new Fault("cli.usage", { detail: `${file} cannot be read: ${messageOf(cause)}.` }, cause); });
  const chunks: Uint8Array[] = [];
  for await (const chunk of call.io.input) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

const bringIn = defineCommand({
  path: "routes import",
  about: "read an Alertmanager configuration: shows what it would make, and with --apply makes it",
  examples: ["aftwatch routes import alertmanager.yml", "aftwatch routes import alertmanager.yml --apply"],
  arguments: [{ name: "<file>", about: "alertmanager.yml; - reads standard input" }],
  options: [{ flags: "--apply", about: "make the receivers and replace the routes" }],
  exits: { 4: "parts could not be taken over" },
  async run(call) {
    const answer = await (await call.client()).post<Import>("/routes/import", { text: await textOf(call, call.arguments[0] ?? "-"), apply: call.flag("apply") });
    call.output.rows("receivers", importColumns, answer.receivers);
    for (const { at, why } of answer.left) call.say(`left out: ${at}: ${why}`);
    call.say(answer.applied ? "Taken over." : "Nothing was changed; --apply takes it over.");
    return answer.left.length > 0 ? 4 : 0;
  },
});

const importColumns: readonly Column<Import["receivers"][number]>[] = [
  { head: "RECEIVER", of: (row) => row.id },
  { head: "CHANNEL", of: (row) => row.channel },
  { head: "", of: (row) => (row.exists ? "exists, stays as it is" : row.problem ?? "new") },
];

const test = defineCommand({
  path: "routes test",
  about: "who would get this? node by node for labels, or over the past for another file",
  examples: ["aftwatch routes test severity=critical service=checkout", "aftwatch routes test severity=critical --routes new.yaml", "aftwatch routes test --routes new.yaml --since 7d"],
  arguments: [{ name: "[labels...]", about: "name=value" }],
  options: [{ flags: "--routes <file>", about: "these instead of the ones in force" }, { flags: "--since <duration>", about: "compare over the alerts and notices of this time: 24h, 7d" }],
  async run(call) {
    const file = call.text("routes");
    const text = file === undefined ? {} : { text: await textOf(call, file) };
    const simulation = await (await call.client()).post<Simulation>("/routes/simulate", { ...text, ...(call.text("since") === undefined ? { labels: labelsOf(call.arguments) } : { since: sinceOf(call) }) });
    if (simulation.history) {
      call.output.rows("receivers", historyColumns, simulation.history.receivers);
      call.say(`${simulation.history.alerts} alerts and ${simulation.history.notices} notices; ${simulation.history.different} would go elsewhere.`);
    } else {
      call.output.rows("steps", stepColumns, simulation.steps);
      call.say(simulation.receivers.length === 0 ? "Nobody would get it." : `Gets it: ${simulation.receivers.join(", ")}.`);
    }
    return 0;
  },
});

function sinceOf(call: CommandCall): string {
  const ms = parseDuration(call.text("since") ?? "");
  if (ms === undefined) throw new Fault("cli.usage", { detail: `--since ${call.text("since")} is not a duration such as 24h or 7d.` });
  return toIso(call.io.clock.now() - ms);
}

const labelsOf = (texts: readonly string[]): Record<string, string> => Object.fromEntries(texts.map((text) => {
  const at = text.indexOf("=");
  if (at < 1) throw new Fault("cli.usage", { detail: `${text} is not name=value.` });
  return [text.slice(0, at), text.slice(at + 1).replace(/^"(.*)"$/, "$1")];
}));

const stepColumns: readonly Column<Simulation["steps"][number]>[] = [
  { head: "ROUTE", of: (row) => `${"  ".repeat(row.depth)}${row.id}` },
  { head: "OUTCOME", of: (row) => row.outcome },
  { head: "WHY", of: (row) => row.why },
];
const historyColumns: readonly Column<NonNullable<Simulation["history"]>["receivers"][number]>[] = [
  { head: "RECEIVER", of: (row) => row.receiver },
  { head: "BEFORE", of: (row) => row.before },
  { head: "AFTER", of: (row) => row.after },
];

export const commands = [show, put, bringIn, test];
