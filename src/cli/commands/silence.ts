// aftwatch silence: keep alerts and notices quiet for a while, with a reason.
import type { Silence, SilencePreview, Suppression } from "../../contract/alerts.ts";
import { hourMs, parseInstant, toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { parseDuration } from "../../notify/duration.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";
import { matcherTexts, suppressionColumns } from "./alerts.ts";

const matchersArgument = { name: "<matchers...>", about: "such as service=\"checkout\" severity!=\"critical\"; all must hold" };

const add = defineCommand({
  path: "silence add",
  about: "make a silence; says first what it covers now",
  examples: ["aftwatch silence add 'service=\"checkout\"' --for 2h --comment 'database upgrade'", "aftwatch silence add 'alertname=~\"Disk.*\"' --from 2026-12-01T20:00:00Z --for 4h --comment 'planned work'"],
  arguments: [matchersArgument],
  options: [
    { flags: "--comment <text>", about: "why", required: true },
    { flags: "--for <duration>", about: "how long: 30m, 2h, 1d; 1h by default" },
    { flags: "--from <time>", about: "when it begins; now by default" },
    { flags: "--author <name>", about: "whose it is; who you are logged in as by default" },
  ],
  async run(call) {
    const client = await call.client();
    const matchers = matcherTexts(call.arguments);
    const { note } = await client.post<SilencePreview>("/silences/preview", { matchers });
    const startsAt = startOf(call);
    const silence = await client.post<Silence>("/silences", { matchers, comment: call.text("comment"), startsAt: toIso(startsAt), endsAt: toIso(startsAt + lengthOf(call)), ...(call.text("author") === undefined ? {} : { createdBy: call.text("author") }) });
    call.output.rows("silences", columns, [silence]);
    call.say(`It ${note}.`);
    return 0;
  },
});

function startOf(call: CommandCall): number {
  const from = call.text("from");
  const at = from === undefined ? call.io.clock.now() : parseInstant(from);
  if (at === undefined) throw new Fault("cli.usage", { detail: `--from ${from} is not a time such as 2026-12-01T20:00:00Z.` });
  return at;
}

function lengthOf(call: CommandCall): number {
  const text = call.text("for");
  const ms = text === undefined ? hourMs : parseDuration(text);
  if (ms === undefined || ms === 0) throw new Fault("cli.usage", { detail: `--for ${text} is not a duration such as 30m, 2h or 1d.` });
  return ms;
}

const list = defineCommand({
  path: "silence list",
  about: "silences: active, pending, and those that ended in the last five days",
  examples: ["aftwatch silence list", "aftwatch silence list --state active --json"],
  options: [{ flags: "--state <state>", about: "only these", choices: ["active", "pending", "expired"] }],
  async run(call) {
    const state = call.text("state");
    const { items } = await (await call.client()).get<{ items: Silence[] }>(`/silences${state === undefined ? "" : `?state=${state}`}`);
    call.output.rows("silences", columns, items);
    return 0;
  },
});

const columns: readonly Column<Silence>[] = [
  { head: "ID", of: (row) => row.id },
  { head: "STATE", of: (row) => row.state },
  { head: "MATCHERS", of: (row) => row.matchersText },
  { head: "ENDS", of: (row) => row.endsAt },
  { head: "BY", of: (row) => row.createdBy },
  { head: "WHY", of: (row) => row.comment },
  { head: "LAST HELD", of: (row) => row.lastHeldAt },
];

const expire = defineCommand({
  path: "silence expire",
  about: "end silences now",
  examples: ["aftwatch silence expire 3f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b21"],
  arguments: [{ name: "<ids...>", about: "their ids" }],
  async run(call) {
    const client = await call.client();
    for (const id of call.arguments) await client.post(`/silences/${encodeURIComponent(id)}/expire`, {});
    call.say(call.arguments.length === 1 ? "Ended." : `${call.arguments.length} ended.`);
    return 0;
  },
});

const preview = defineCommand({
  path: "silence preview",
  about: "what a silence would cover now",
  examples: ["aftwatch silence preview 'service=\"checkout\"'"],
  arguments: [matchersArgument],
  exits: { 4: "it matches nothing" },
  async run(call) {
    const { alerts, covers, note } = await (await call.client()).post<SilencePreview>("/silences/preview", { matchers: matcherTexts(call.arguments) });
    call.output.rows("alerts", previewColumns, alerts, { total: covers });
    call.say(`It ${note}.`);
    return covers === 0 ? 4 : 0;
  },
});

const previewColumns: readonly Column<SilencePreview["alerts"][number]>[] = [
  { head: "ALERT", of: (row) => row.labels["alertname"] ?? row.fingerprint },
  { head: "SINCE", of: (row) => row.startsAt },
  { head: "LABELS", of: (row) => Object.entries(row.labels).filter(([name]) => name !== "alertname").map(([name, value]) => `${name}=${value}`).join(" ") },
];

const hid = defineCommand({
  path: "silence hid",
  about: "what a silence has hidden",
  examples: ["aftwatch silence hid 3f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b21"],
  arguments: [{ name: "<id>", about: "its id" }],
  async run(call) {
    const { items, total } = await (await call.client()).list<Suppression>("/suppressions", { by: "silence", id: call.arguments[0] }, undefined);
    call.output.rows("suppressions", suppressionColumns, items, { total });
    if (total === 0) call.say("It has hidden nothing.");
    return 0;
  },
});

export const commands = [add, list, expire, preview, hid];
