// aftwatch oncall: who is on call and when, overrides, and the document that says so.
import type { Fairness, Oncall, OncallCheck, OncallPlace, OnCallNow, Override, Shift } from "../../contract/oncall.ts";
import { Fault } from "../../kernel/fault.ts";
import { readText } from "../text-file.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall, ExitCode } from "../command.ts";
import { isoFlag } from "../flags.ts";
import type { Column } from "../output.ts";

const now = defineCommand({
  path: "oncall now",
  about: "who is on call in each schedule, until when, and who comes next",
  examples: ["aftwatch oncall now", "aftwatch oncall now --json"],
  exits: { 4: "somewhere nobody is on call, or whoever is cannot be told" },
  async run(call) {
    const { items } = await (await call.client()).get<{ items: OnCallNow[] }>("/oncall/now");
    call.output.rows("on-call", nowColumns, items);
    for (const { schedule, warning } of items) if (warning !== null) call.say(`${schedule}: ${warning}`);
    return items.some(({ warning }) => warning !== null) ? 4 : 0;
  },
});

const nowColumns: readonly Column<OnCallNow>[] = [
  { head: "SCHEDULE", of: (row) => row.schedule }, { head: "PERSON", of: (row) => row.person ?? "NOBODY" }, { head: "SINCE", of: (row) => row.since }, { head: "UNTIL", of: (row) => row.until },
  { head: "NEXT", of: (row) => row.next && (row.next.person ?? "NOBODY") }, { head: "BY", of: (row) => (row.overrideId === null ? "layer" : "override") }, { head: "RECEIVERS", of: (row) => row.receivers.join(", ") },
  { head: "CALENDAR", isWide: true, of: (row) => row.calendarUrl },
];

const spanOptions = [
  { flags: "--schedule <name>", about: "only this one" }, { flags: "--from <instant>", about: "now by default" }, { flags: "--to <instant>", about: "four weeks later by default" },
] as const;
const spanOf = (call: CommandCall): Record<string, string | undefined> => ({ schedule: call.text("schedule"), from: isoFlag(call, "from"), to: isoFlag(call, "to") });

const shifts = defineCommand({
  path: "oncall shifts",
  about: "shifts of a time, gaps among them",
  examples: ["aftwatch oncall shifts --schedule primary", "aftwatch oncall shifts --from 2026-12-20 --to 2027-01-05 -o csv"],
  options: spanOptions,
  async run(call) {
    const { items } = await (await call.client()).get<{ items: Shift[] }>("/oncall/shifts", spanOf(call));
    call.output.rows("shifts", [
      { head: "SCHEDULE", of: (row) => row.schedule }, { head: "PERSON", of: (row) => row.person ?? "NOBODY" }, { head: "FROM", of: (row) => row.from }, { head: "TO", of: (row) => row.to },
      { head: "BY", of: (row) => row.overrideId ?? (row.layer === null ? "gap" : `layer ${row.layer}`) },
    ], items);
    return 0;
  },
});

const fairness = defineCommand({
  path: "oncall fairness",
  about: "hours on call, nights, weekends and holidays of each person",
  examples: ["aftwatch oncall fairness --schedule primary --from 2026-01-01 --to 2026-04-01"],
  options: spanOptions,
  async run(call) {
    const { items } = await (await call.client()).get<{ items: Fairness[] }>("/oncall/fairness", spanOf(call));
    call.output.rows("fairness", [
      { head: "PERSON", of: (row) => row.person ?? "NOBODY" }, { head: "HOURS", of: (row) => row.hours.toFixed(1) }, { head: "NIGHT", of: (row) => row.nightHours.toFixed(1) },
      { head: "WEEKEND", of: (row) => row.weekendHours.toFixed(1) }, { head: "HOLIDAY", of: (row) => row.holidayHours.toFixed(1) }, { head: "SHIFTS", of: (row) => row.shifts },
    ], items);
    return 0;
  },
});

const overrideColumns: readonly Column<Override>[] = [
  { head: "SCHEDULE", of: (row) => row.schedule }, { head: "PERSON", of: (row) => row.person }, { head: "FROM", of: (row) => row.from }, { head: "TO", of: (row) => row.to },
  { head: "REASON", of: (row) => row.reason }, { head: "BY", of: (row) => row.createdBy }, { head: "REMOVED", isWide: true, of: (row) => row.removedAt }, { head: "ID", of: (row) => row.id },
];

const override = defineCommand({
  path: "oncall override",
  about: "somebody takes over for a time, or takes a whole shift",
  examples: ["aftwatch oncall override primary ben --from 2026-12-24T18:00:00Z --to 2026-12-25T09:00:00Z --reason 'ana is away'", "aftwatch oncall override primary ben --shift 2026-12-24"],
  arguments: [{ name: "<schedule>", about: "its name" }, { name: "<person>", about: "who takes over" }],
  options: [
    { flags: "--from <instant>", about: "with --to: the time" }, { flags: "--to <instant>", about: "its end" },
    { flags: "--shift <instant>", about: "in place of a time: the shift that holds this instant" }, { flags: "--reason <text>", about: "why, for the others" },
  ],
  async run(call) {
    const [schedule, person] = call.arguments;
    const made = await (await call.client()).post<Override>("/oncall/overrides", { schedule, person, from: isoFlag(call, "from"), to: isoFlag(call, "to"), shiftAt: isoFlag(call, "shift"), reason: call.text("reason") });
    call.output.rows("overrides", overrideColumns, [made]);
    return 0;
  },
});

const overrides = defineCommand({
  path: "oncall overrides",
  about: "overrides, newest first; --remove ends one",
  examples: ["aftwatch oncall overrides --schedule primary", "aftwatch oncall overrides --remove ovr_01J8ZC4Q"],
  options: [{ flags: "--schedule <name>", about: "only this one" }, { flags: "--all", about: "also those that were removed" }, { flags: "--remove <id>", about: "ends this one: the layers hold again" }],
  async run(call) {
    const client = await call.client();
    const id = call.text("remove");
    if (id !== undefined) await client.remove(`/oncall/overrides/${encodeURIComponent(id)}`);
    const { items, total } = await client.list<Override>("/oncall/overrides", { schedule: call.text("schedule"), removed: call.flag("all") });
    call.output.rows("overrides", overrideColumns, items, { total });
    return 0;
  },
});

const show = defineCommand({
  path: "oncall show",
  about: "the on-call document as it was written",
  examples: ["aftwatch oncall show > oncall.yaml"],
  async run(call) {
    const answer = await (await call.client()).get<Oncall>("/oncall");
    call.output.text("on-call-document", answer.text, answer);
    return exitFor(call, { errors: [], warnings: answer.warnings });
  },
});

const fileArgument = [{ name: "<file>", about: "YAML or JSON; - reads standard input" }] as const;

const check = defineCommand({
  path: "oncall check",
  about: "what is wrong or doubtful about a document, without keeping it",
  examples: ["aftwatch oncall check oncall.yaml"],
  arguments: fileArgument,
  exits: { 2: "it would be refused", 4: "something in it is doubtful" },
  async run(call) {
    const answer = await (await call.client()).post<OncallCheck>("/oncall/check", { text: await readText(call.io, call.arguments[0] ?? "-") });
    call.output.rows("places", placeColumns, [...answer.errors.map((place) => ({ ...place, kind: "wrong" })), ...answer.warnings.map((place) => ({ ...place, kind: "doubtful" }))]);
    return answer.errors.length > 0 ? 2 : answer.warnings.length > 0 ? 4 : 0;
  },
});

const placeColumns: readonly Column<OncallPlace & { kind: string }>[] = [{ head: "LINE", of: (row) => row.line }, { head: "IS", of: (row) => row.kind }, { head: "AT", of: (row) => row.at || "/" }, { head: "RULE", of: (row) => row.rule }];

const apply = defineCommand({
  path: "oncall apply",
  about: "put a document in force; one that is wrong is refused and the old one stays",
  examples: ["aftwatch oncall apply oncall.yaml"],
  arguments: fileArgument,
  exits: { 2: "it was refused", 4: "in force, and something in it is doubtful" },
  async run(call) {
    const client = await call.client();
    const text = await readText(call.io, call.arguments[0] ?? "-");
    if (text.trim() === "") throw new Fault("cli.usage", { detail: "The document is empty; write `people: []` to have one without anybody." });
    const tag = (await client.open("/oncall")).headers.get("etag") ?? undefined;
    const answer = await client.put<Oncall>("/oncall", { text }, tag);
    call.output.thing("on-call", { version: answer.version, people: answer.document.people.length, teams: answer.document.teams.length, schedules: answer.document.schedules.length, policies: answer.document.policies.length });
    return exitFor(call, { errors: [], warnings: answer.warnings });
  },
});

function exitFor(call: CommandCall, { warnings }: OncallCheck): ExitCode {
  for (const { line, rule } of warnings) call.say(`doubtful${line === null ? "" : `, line ${line}`}: ${rule}`);
  return warnings.length > 0 ? 4 : 0;
}

export const commands = [now, shifts, fairness, override, overrides, show, check, apply];
