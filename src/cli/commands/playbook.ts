// aftwatch playbook: what to do when an incident opens; runs, and what they ask of people.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Approval, CacaoImport, Playbook, PlaybookCheck, Run, RunAnswer, RunDetail, StepAttempt } from "../../contract/playbooks.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall, ExitCode } from "../command.ts";
import type { Column } from "../output.ts";

const playbookColumns: readonly Column<Playbook>[] = [
  { head: "PLAYBOOK", of: (row) => row.id },
  { head: "START", of: (row) => (row.enabled ? row.start : "off") },
  { head: "FROM", of: (row) => row.source },
  { head: "STEPS", of: (row) => row.steps.length },
  { head: "DESTRUCTIVE", of: (row) => row.steps.filter(({ destructive }) => destructive).length },
  { head: "RUNS", of: (row) => row.runs },
  { head: "ABOUT", of: (row) => row.about },
];

const list = defineCommand({
  path: "playbook list", about: "playbooks, shipped and own", examples: ["aftwatch playbook list", "aftwatch playbook list --json"],
  async run(call) {
    const { items } = await (await call.client()).get<{ items: Playbook[] }>("/playbooks");
    call.output.rows("playbooks", playbookColumns, items);
    return 0;
  },
});

const stepColumns: readonly Column<Playbook["steps"][number]>[] = [
  { head: "STEP", of: (row) => row.id }, { head: "KIND", of: (row) => row.kind }, { head: "WHEN", of: (row) => row.when }, { head: "PEOPLE", of: (row) => (row.destructive ? 2 : null) },
  { head: "ON FAILURE", of: (row) => row.onFailure }, { head: "UNDO", of: (row) => row.undo, isWide: true }, { head: "ABOUT", of: (row) => row.about },
];

const show = defineCommand({
  path: "playbook show", about: "one playbook, step by step", examples: ["aftwatch playbook show web-shell", "aftwatch playbook show web-shell --text > web-shell.yaml"],
  arguments: [{ name: "<playbook>", about: "its id" }], options: [{ flags: "--text", about: "as it is written" }],
  async run(call) {
    const playbook = await (await call.client()).get<Playbook>(`/playbooks/${encodeURIComponent(call.arguments[0] ?? "")}`);
    if (call.flag("text")) call.io.out.write(playbook.text);
    else {
      call.output.rows("steps", stepColumns, playbook.steps, { playbook: playbook.id, about: playbook.about, triggers: playbook.triggers, inputs: playbook.inputs });
      for (const { id, about, required } of playbook.inputs) call.output.note(`input ${id}${required ? " (needed)" : ""}: ${about}`);
    }
    return 0;
  },
});

const placeColumns: readonly Column<PlaybookCheck["errors"][number] & { level: string }>[] = [{ head: "LEVEL", of: (row) => row.level }, { head: "AT", of: (row) => row.at }, { head: "RULE", of: (row) => row.rule }];

function showCheck(call: CommandCall, check: PlaybookCheck): ExitCode {
  call.output.rows("places", placeColumns, [...check.errors.map((place) => ({ ...place, level: "error" })), ...check.warnings.map((place) => ({ ...place, level: "warning" }))], { usable: check.usable, id: check.id });
  call.say(check.usable ? `${check.id ?? ""} can be used.` : "It cannot be used as it is.");
  return check.usable ? 0 : 1;
}

function textOf(call: CommandCall, file: string): string {
  try { return readFileSync(resolve(call.io.cwd, file), "utf8"); } catch (cause) { throw new Fault("cli.usage", { detail: `${file} cannot be read.` }, cause); }
}

const check = defineCommand({
  path: "playbook check", about: "says what is wrong with a playbook, line by line; keeps nothing", examples: ["aftwatch playbook check web-shell.yaml"], arguments: [{ name: "<file>", about: "YAML or JSON" }], exits: { 1: "it cannot be used as it is" },
  run: async (call) => showCheck(call, await (await call.client()).post<PlaybookCheck>("/playbooks/validate", { text: textOf(call, call.arguments[0] ?? "") })),
});

const importFile = defineCommand({
  path: "playbook import", about: "takes over a CACAO 2.0 document, and names what it leaves out", examples: ["aftwatch playbook import block-ip.json", "aftwatch playbook import block-ip.json --keep --id block-ip"],
  arguments: [{ name: "<file>", about: "CACAO JSON" }], options: [{ flags: "--keep", about: "keep it; without this it is only shown" }, { flags: "--id <id>", about: "the id it gets; from its name by default" }], exits: { 1: "it cannot be used as it is" },
  async run(call) {
    const answer = await (await call.client()).post<CacaoImport>("/playbooks/import", { document: jsonOf(call, call.arguments[0] ?? ""), id: call.text("id"), keep: call.flag("keep") });
    for (const { at, rule } of answer.left) call.say(`${at} ${rule}`);
    if (!call.flag("keep") && answer.check.usable) { call.io.out.write(answer.text); return 0; }
    return showCheck(call, answer.check);
  },
});

function jsonOf(call: CommandCall, file: string): unknown {
  try { return JSON.parse(textOf(call, file)) as unknown; } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("cli.usage", { detail: `${file} is not JSON: ${(cause as Error).message}` }, cause);
  }
}

const exportFile = defineCommand({
  path: "playbook export", about: "writes a playbook as a CACAO 2.0 document", examples: ["aftwatch playbook export web-shell > web-shell.cacao.json"], arguments: [{ name: "<playbook>", about: "its id" }],
  async run(call) {
    call.io.out.write(`${JSON.stringify(await (await call.client()).get<object>(`/playbooks/${encodeURIComponent(call.arguments[0] ?? "")}/cacao`), null, 2)}\n`);
    return 0;
  },
});

const previewColumns: readonly Column<NonNullable<RunAnswer["preview"]>["steps"][number]>[] = [
  { head: "STEP", of: (row) => row.step }, { head: "WOULD", of: (row) => row.would }, { head: "PEOPLE", of: (row) => (row.people === 0 ? null : row.people) }, { head: "WHAT", of: (row) => row.said },
  { head: "TOUCHES", of: (row) => row.touches.map(({ kind, name }) => `${kind} ${name}`).join(", ") },
];
const attemptColumns: readonly Column<StepAttempt>[] = [
  { head: "STEP", of: (row) => `${row.undoes === null ? "" : "undo "}${row.step}` }, { head: "KIND", of: (row) => row.kind }, { head: "STATE", of: (row) => `${row.state}${row.repeated ? ", repeated" : ""}` }, { head: "STARTED", of: (row) => row.startedAt }, { head: "WHY", of: (row) => row.why },
];

const run = defineCommand({
  path: "playbook run", about: "starts a playbook for an incident, or says what it would touch",
  examples: ["aftwatch playbook run web-shell INC-31 --dry-run", "aftwatch playbook run web-shell INC-31 --input namespace=shop --input deployment=web"],
  arguments: [{ name: "<playbook>", about: "its id" }, { name: "<incident>", about: "its id or number" }],
  options: [{ flags: "--input <name=value>", about: "an input", repeats: true }, { flags: "--dry-run", about: "only say what it would do and touch" }, { flags: "--again", about: "also while one is under way or its cooldown lasts" }],
  exits: { 1: "the dry run found that it could not be started now" },
  async run(call) {
    const [playbook = "", incident = ""] = call.arguments;
    const answer = await (await call.client()).post<RunAnswer>(`/incidents/${encodeURIComponent(incident)}/runs`, { playbook, inputs: inputsOf(call.texts("input")), dryRun: call.flag("dryRun"), again: call.flag("again") });
    if (answer.preview) return showPreview(call, answer.preview);
    if (answer.run) showRun(call, answer.run);
    return 0;
  },
});

function showPreview(call: CommandCall, preview: NonNullable<RunAnswer["preview"]>): ExitCode {
  call.output.rows("steps", previewColumns, preview.steps, { blast: preview.blast, refused: preview.refused });
  for (const [kind, names] of Object.entries(preview.blast)) if (names.length > 0) call.say(`${kind}: ${names.join(", ")}`);
  if (preview.refused !== null) call.say(preview.refused);
  return preview.refused === null ? 0 : 1;
}

function inputsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new Fault("cli.usage", { detail: `--input is name=value, not "${pair}".` });
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
}

function showRun(call: CommandCall, detail: RunDetail): void {
  call.output.rows("attempts", attemptColumns, detail.attempts, { run: detail.id, state: detail.state, why: detail.why });
  call.say(`${detail.id}: ${detail.state}${detail.waitsFor === null ? "" : `, waits for ${detail.waitsFor.kind}: ${detail.waitsFor.about}`}${detail.why === null ? "" : ` (${detail.why})`}`);
}

const runColumns: readonly Column<Run>[] = [
  { head: "RUN", of: (row) => row.id }, { head: "PLAYBOOK", of: (row) => row.playbook }, { head: "INCIDENT", of: (row) => `INC-${row.incident.number}` }, { head: "STATE", of: (row) => row.state }, { head: "WAITS FOR", of: (row) => row.waitsFor?.about }, { head: "STARTED", of: (row) => row.startedAt }, { head: "BY", of: (row) => row.startedBy },
];

const runs = defineCommand({
  path: "playbook runs", about: "runs, newest first; one of them with every attempt; cancel it or take it back", examples: ["aftwatch playbook runs", "aftwatch playbook runs --incident INC-31", "aftwatch playbook runs run_01JD --undo"],
  arguments: [{ name: "[run]", about: "one run" }],
  options: [{ flags: "--incident <id>", about: "only of this incident" }, { flags: "--state <state>", about: "only in this state" }, { flags: "--limit <count>", about: "the first so many" }, { flags: "--cancel", about: "end the run where it is" }, { flags: "--undo", about: "take back what it did" }, { flags: "--comment <text>", about: "why" }],
  async run(call) {
    const client = await call.client();
    const [id] = call.arguments;
    if (id === undefined) {
      const { items, total } = await client.list<Run>("/runs", { incident: call.text("incident"), state: call.text("state") }, call.count("limit"));
      call.output.rows("runs", runColumns, items, { total });
      return 0;
    }
    const path = `/runs/${encodeURIComponent(id)}`;
    const verb = call.flag("cancel") ? "cancel" : call.flag("undo") ? "undo" : undefined;
    showRun(call, verb === undefined ? await client.get<RunDetail>(path) : await client.post<RunDetail>(`${path}/${verb}`, { comment: call.text("comment") }));
    return 0;
  },
});

const approvalColumns: readonly Column<Approval>[] = [
  { head: "APPROVAL", of: (row) => row.id }, { head: "INCIDENT", of: (row) => `INC-${row.incident.number}` }, { head: "PLAYBOOK", of: (row) => row.playbook }, { head: "GIVEN", of: (row) => `${row.votes.filter(({ verdict }) => verdict === "approve").length} of ${row.people}` },
  { head: "STATE", of: (row) => row.state }, { head: "UNTIL", of: (row) => row.dueAt }, { head: "QUESTION", of: (row) => row.question }, { head: "TOUCHES", of: (row) => row.subjects.flatMap(({ touches }) => touches.map(({ kind, name }) => `${kind} ${name}`)).join(", ") },
];

function voting(word: "approve" | "deny", about: string) {
  return defineCommand({
    path: `playbook ${word}`, about, examples: word === "approve" ? ["aftwatch playbook approve", "aftwatch playbook approve apr_01JD --comment 'agreed with ops'"] : ["aftwatch playbook deny apr_01JD --comment 'month end'"],
    arguments: [{ name: "[approval]", about: "its id; what waits is listed when absent" }], options: [{ flags: "--comment <text>", about: "why" }],
    async run(call) {
      const client = await call.client();
      const [id] = call.arguments;
      const rows = id === undefined ? (await client.list<Approval>("/approvals")).items : [await client.post<Approval>(`/approvals/${encodeURIComponent(id)}`, { verdict: word, comment: call.text("comment") })];
      call.output.rows("approvals", approvalColumns, rows);
      return 0;
    },
  });
}

export const commands = [list, show, check, importFile, exportFile, run, runs, voting("approve", "approves what a run asks, or lists what waits"), voting("deny", "denies what a run asks")];
