// aftwatch exceptions: what detections are left out, with an owner, a reason and an end; and the builder of safe ones.
import { parse } from "node:path";
import type { Exception, ExceptionDraft } from "../../contract/runtime.ts";
import { dayMs, parseInstant, toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { parseDuration } from "../../notify/duration.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";
import { count } from "../sentences.ts";
import { readText } from "../text-file.ts";

const columns: readonly Column<Exception>[] = [
  { head: "ID", of: (row) => row.id },
  { head: "STATE", of: (row) => (row.idle ? "idle" : row.state) },
  { head: "TITLE", of: (row) => row.title },
  { head: "OWNER", of: (row) => row.owner },
  { head: "HITS", of: (row) => row.hits },
  { head: "LAST HIT", of: (row) => row.lastHitAt },
  { head: "ENDS", of: (row) => row.expiresAt },
  { head: "WHY", of: (row) => row.reason },
  { head: "FORCED", isWide: true, of: (row) => row.forced },
  { head: "BY", isWide: true, of: (row) => row.createdBy },
];

const list = defineCommand({
  path: "exceptions list",
  about: "exceptions, the newest first; idle ones have left nothing out for 90 days",
  examples: ["aftwatch exceptions list", "aftwatch exceptions list --state in-force --json"],
  options: [{ flags: "--state <state>", about: "only these", choices: ["in-force", "expired", "revoked"] }],
  async run(call) {
    const state = call.text("state");
    const { items } = await (await call.client()).get<{ items: Exception[] }>(`/exceptions${state === undefined ? "" : `?state=${state}`}`);
    call.output.rows("exceptions", columns, items);
    return 0;
  },
});

const show = defineCommand({
  path: "exceptions show",
  about: "one exception with its filter",
  examples: ["aftwatch exceptions show exc_01K6X0R0T0"],
  arguments: [{ name: "<id>", about: "its id" }],
  async run(call) {
    const { text, ...one } = await (await call.client()).get<Exception>(`/exceptions/${encodeURIComponent(call.arguments[0] ?? "")}`);
    if (call.output.format === "json" || call.output.format === "jsonl") call.output.thing("exception", { ...one, text });
    else { call.output.thing("exception", one); call.output.note(text); }
    return 0;
  },
});

const draft = defineCommand({
  path: "exceptions draft",
  about: "write the narrowest filter that leaves out these detections, and say what it would hide; nothing is kept",
  examples: ["aftwatch exceptions draft det_01K6X0R0T0 det_01K6X0R0T1 > backup.yml", "aftwatch exceptions draft --file backup.yml", "aftwatch exceptions draft det_01K6X0R0T0 --json"],
  arguments: [{ name: "[detections...]", about: "their ids" }],
  options: [{ flags: "--file <file>", about: "look at this filter instead; - is standard input" }],
  exits: { 0: "it hides nothing that should be seen", 1: "it would hide samples of attacks, or leaves out none of the detections" },
  async run(call) {
    const file = call.text("file");
    if (call.arguments.length === 0 && file === undefined) throw new Fault("cli.usage", { detail: "Name detections, or a filter with --file." });
    const body = { ...(call.arguments.length > 0 ? { detections: call.arguments } : {}), ...(file === undefined ? {} : { text: await readText(call.io, file) }) };
    const drafted = await (await call.client()).post<ExceptionDraft>("/exceptions/draft", body);
    call.output.text("draft", drafted.text, drafted);
    for (const line of linesOf(drafted)) call.say(line);
    return drafted.hides.length > 0 || drafted.covered < drafted.asked ? 1 : 0;
  },
});

const shownHidden = 10;

function linesOf({ asked, covered, removesTotal, hides, problems }: ExceptionDraft): string[] {
  return [
    ...(asked > 0 ? [`It leaves out ${covered} of the ${count(asked, "detection")} chosen.`] : []), `It removes ${count(removesTotal, "detection")} of the last 30 days.`,
    hides.length === 0 ? "It hides no sample of an attack." : `It would hide ${count(hides.length, "sample")} of attacks:`, ...hides.slice(0, shownHidden).map(({ title, sample, why }) => `  ${title}: ${why} (${sample})`),
    ...(hides.length > shownHidden ? [`  and ${hides.length - shownHidden} more`] : []), ...problems,
  ];
}

const add = defineCommand({
  path: "exceptions add",
  about: "make an exception of a filter; refused when it would hide samples of attacks",
  examples: ["aftwatch exceptions add backup.yml --owner platform --reason 'nightly backup' --for 90d", "aftwatch exceptions draft det_01K6X0R0T0 | aftwatch exceptions add - --owner web --reason 'our scanner' --until 2027-01-31T00:00:00Z"],
  arguments: [{ name: "<file>", about: "the filter; - is standard input" }],
  options: [
    { flags: "--owner <name>", about: "who answers for it", required: true }, { flags: "--reason <text>", about: "why", required: true },
    { flags: "--for <duration>", about: "how long: 30d, at most a year; 30d by default" }, { flags: "--until <time>", about: "until when, instead" },
    { flags: "--title <text>", about: "what it is called; the filter's title by default" }, { flags: "--force <reason>", about: "why it may hide samples of attacks; kept and shown" },
  ],
  exits: { 2: "it cannot be used, or it would hide samples of attacks" },
  async run(call) {
    const [file = "-"] = call.arguments;
    const [text, force] = [await readText(call.io, file), call.text("force")];
    const made = await (await call.client()).post<Exception>("/exceptions", { title: call.text("title") ?? titleIn(text) ?? (file === "-" ? "exception" : parse(file).name), text, owner: call.text("owner"), reason: call.text("reason"), expiresAt: toIso(endOf(call)), ...(force === undefined ? {} : { force }) });
    call.output.rows("exceptions", columns, [made]);
    return 0;
  },
});

/** Of the filter, or the first of several. */
const titleIn = (text: string): string | undefined => /^title:[ \t]*(['"]?)(.+)\1[ \t]*$/m.exec(text)?.[2]?.replaceAll("''", "'").slice(0, 200);

function endOf(call: CommandCall): number {
  const [until, length] = [call.text("until"), call.text("for")];
  if (until !== undefined && length !== undefined) throw new Fault("cli.usage", { detail: "Give --for or --until, not both." });
  const at = until === undefined ? call.io.clock.now() + (length === undefined ? 30 * dayMs : lengthOf(length)) : parseInstant(until);
  if (at === undefined) throw new Fault("cli.usage", { detail: `--until ${until ?? ""} is not a time such as 2026-12-01T20:00:00Z.` });
  return at;
}

function lengthOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0) throw new Fault("cli.usage", { detail: `--for ${text} is not a duration such as 30d.` });
  return ms;
}

const revoke = defineCommand({
  path: "exceptions revoke",
  about: "end exceptions now: the next events meet the rules again",
  examples: ["aftwatch exceptions revoke exc_01K6X0R0T0"],
  arguments: [{ name: "<ids...>", about: "their ids" }],
  async run(call) {
    const client = await call.client();
    for (const id of call.arguments) await client.post(`/exceptions/${encodeURIComponent(id)}/revoke`, {});
    call.say(call.arguments.length === 1 ? "Revoked." : `${call.arguments.length} revoked.`);
    return 0;
  },
});

export const commands = [list, show, draft, add, revoke];
