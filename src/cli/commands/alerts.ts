// aftwatch alerts: what fires, who is told, and what keeps it quiet.
import type { Alert, AlertGroup, AlertReceipt, AlertSettings, Suppression } from "../../contract/alerts.ts";
import { Fault } from "../../kernel/fault.ts";
import { readMatchers } from "../../notify/matcher.ts";
import { defineCommand } from "../command.ts";
import type { Column } from "../output.ts";
import { count } from "../sentences.ts";

const list = defineCommand({
  path: "alerts list",
  about: "alerts, newest first",
  examples: ["aftwatch alerts list --state firing", "aftwatch alerts list 'severity=\"critical\"' 'service=~\"pay.*\"'", "aftwatch alerts list --state suppressed --json"],
  arguments: [{ name: "[matchers...]", about: "such as severity=\"critical\"; all must hold" }],
  options: [
    { flags: "--state <state>", about: "firing, suppressed or resolved", choices: ["firing", "suppressed", "resolved"] },
    { flags: "--limit <count>", about: "the first so many; all by default" },
  ],
  async run(call) {
    const filter = call.arguments.length === 0 ? undefined : call.arguments.map((text) => text.replace(/^\{|\}$/g, "")).join(",");
    const { items, total } = await (await call.client()).list<Alert>("/alerts", { state: call.text("state"), filter }, call.count("limit"));
    call.output.rows("alerts", columns, items, { total });
    if (items.length < total) call.output.note(`${items.length} of ${count(total, "alert")}.`);
    return 0;
  },
});

const columns: readonly Column<Alert>[] = [
  { head: "STATE", of: (row) => row.state },
  { head: "SEVERITY", of: (row) => row.labels["severity"] ?? null },
  { head: "ALERT", of: (row) => row.labels["alertname"] ?? row.fingerprint },
  { head: "SINCE", of: (row) => row.startsAt },
  { head: "TOLD", of: (row) => row.receivers.join(", ") },
  { head: "HELD BY", of: (row) => row.suppressedBy.map(({ by, byId }) => `${by} ${byId}`).join(", ") },
  { head: "LABELS", of: (row) => Object.entries(row.labels).filter(([name]) => name !== "alertname" && name !== "severity").map(([name, value]) => `${name}=${value}`).join(" ") },
];

const groups = defineCommand({
  path: "alerts groups",
  about: "groups of alerts, and when each is told next",
  examples: ["aftwatch alerts groups", "aftwatch alerts groups --limit 20 --json"],
  options: [{ flags: "--limit <count>", about: "the first so many; all by default" }],
  async run(call) {
    const { items, total } = await (await call.client()).list<AlertGroup>("/alerts/groups", { alerts: 1 }, call.count("limit"));
    call.output.rows("alert-groups", groupColumns, items, { total });
    return 0;
  },
});

const groupColumns: readonly Column<AlertGroup>[] = [
  { head: "GROUP", of: (row) => row.groupKey },
  { head: "ROUTE", of: (row) => row.route },
  { head: "TOLD", of: (row) => row.receivers.join(", ") },
  { head: "ALERTS", of: (row) => row.alertCount ?? row.alerts.length },
  { head: "NEXT", of: (row) => row.nextFlushAt },
];

const add = defineCommand({
  path: "alerts add",
  about: "report an alert, or with --resolved that it is over",
  examples: ["aftwatch alerts add DiskFull severity=warning instance=db-1 --summary 'Disk of db-1 is full'", "aftwatch alerts add DiskFull severity=warning instance=db-1 --resolved"],
  arguments: [{ name: "<alertname>", about: "its name" }, { name: "[labels...]", about: "name=value" }],
  options: [{ flags: "--summary <text>", about: "what people read first" }, { flags: "--resolved", about: "it is over" }],
  async run(call) {
    const [alertname = "", ...labels] = call.arguments;
    const annotations = call.text("summary") === undefined ? {} : { summary: call.text("summary") };
    const endsAt = call.flag("resolved") ? { endsAt: new Date(call.io.clock.now()).toISOString() } : {};
    const receipt = await (await call.client()).post<AlertReceipt>("/alerts", [{ labels: { alertname, ...Object.fromEntries(labels.map(labelOf)) }, annotations, ...endsAt }]);
    for (const { at, rule } of receipt.rejects) call.say(`${at}: ${rule}`);
    if (call.output.format === "json" || call.output.format === "jsonl") call.output.thing("alert-receipt", receipt);
    call.say(receipt.fired > 0 ? "Fires." : receipt.resolved > 0 ? "Resolved." : "Known already; nothing changed.");
    return receipt.rejects.length > 0 ? 2 : 0;
  },
});

function labelOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new Fault("cli.usage", { detail: `${text} is not name=value.` });
  return [text.slice(0, at), text.slice(at + 1)];
}

const suppressed = defineCommand({
  path: "alerts suppressed",
  about: "what was not told, and what held it",
  examples: ["aftwatch alerts suppressed", "aftwatch alerts suppressed --by silence --id 3f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b21"],
  options: [
    { flags: "--by <kind>", about: "what held it", choices: ["silence", "inhibition", "mute", "route", "duplicate", "resolved", "receiver"] },
    { flags: "--id <id>", about: "the silence, rule, time or route" },
    { flags: "--limit <count>", about: "the first so many; all by default" },
  ],
  async run(call) {
    const { items, total } = await (await call.client()).list<Suppression>("/suppressions", { by: call.text("by"), id: call.text("id") }, call.count("limit"));
    call.output.rows("suppressions", suppressionColumns, items, { total });
    return 0;
  },
});

export const suppressionColumns: readonly Column<Suppression>[] = [
  { head: "BY", of: (row) => row.by },
  { head: "ID", of: (row) => row.byId },
  { head: "HELD", of: (row) => row.title },
  { head: "FROM", of: (row) => row.target },
  { head: "TIMES", of: (row) => row.times },
  { head: "LAST", of: (row) => row.lastAt },
  { head: "WHY", of: (row) => row.why },
];

/** Matchers of the command line, checked here so that a slip is named before anything is sent. */
export const matcherTexts = (texts: readonly string[]): readonly string[] => {
  for (const text of texts) readMatchers(text);
  return texts;
};

const settings = defineCommand({
  path: "alerts settings",
  about: "the longest silence and the labels that place an alert; shown, or changed by an option",
  examples: ["aftwatch alerts settings", "aftwatch alerts settings --longest-silence 30d", "aftwatch alerts settings --entity-labels host,service,ip --json"],
  options: [{ flags: "--longest-silence <duration>", about: "how long a silence may last: 90d, 12h" }, { flags: "--entity-labels <names>", about: "labels that place an alert, the first found is judged; separated by commas" }],
  async run(call) {
    const [longestSilence, names] = [call.text("longestSilence"), call.text("entityLabels")];
    const client = await call.client();
    const given = { ...(longestSilence === undefined ? {} : { longestSilence }), ...(names === undefined ? {} : { entityLabels: names.split(",").map((name) => name.trim()) }) };
    const kept = Object.keys(given).length === 0 ? await client.get<AlertSettings>("/alert-settings") : await client.put<AlertSettings>("/alert-settings", given);
    call.output.rows("alert-settings", settingColumns, [kept]);
    return 0;
  },
});

const settingColumns: readonly Column<AlertSettings>[] = [
  { head: "LONGEST SILENCE", of: (row) => row.longestSilence },
  { head: "ENTITY LABELS", of: (row) => row.entityLabels.join(", ") },
];

export const commands = [list, groups, add, suppressed, settings];
