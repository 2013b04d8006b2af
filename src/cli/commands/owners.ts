// aftwatch owners: who owns which service, and setting it from files that people keep anyway.
import type { OwnersImport, Ownership } from "../../contract/oncall.ts";
import { Fault } from "../../kernel/fault.ts";
import { readText } from "../text-file.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";

const ownerColumns: readonly Column<Ownership>[] = [
  { head: "SERVICE", of: (row) => row.service }, { head: "OWNER", of: (row) => row.owner }, { head: "SOURCE", of: (row) => row.source }, { head: "KNOWN", of: (row) => row.known ?? "nobody" },
  { head: "PAGES", of: (row) => row.policy ?? "nobody" }, { head: "BECAUSE", isWide: true, of: (row) => row.because },
];

const list = defineCommand({
  path: "owners list",
  about: "services, their owners, where each came from, and who is paged",
  examples: ["aftwatch owners list", "aftwatch owners list --without", "aftwatch owners list --q pay -o wide"],
  options: [{ flags: "--q <words>", about: "in the name or the owner" }, { flags: "--without", about: "only services that nobody owns" }, { flags: "--limit <count>", about: "the first so many; all by default" }],
  async run(call) {
    const { items, total } = await (await call.client()).list<Ownership>("/owners", { q: call.text("q"), without: call.flag("without") }, call.count("limit"));
    call.output.rows("owners", ownerColumns, items, { total });
    return 0;
  },
});

const changeColumns: readonly Column<OwnersImport["changes"][number]>[] = [
  { head: "SERVICE", of: (row) => row.service }, { head: "BEFORE", of: (row) => row.before }, { head: "AFTER", of: (row) => row.after }, { head: "STATE", of: (row) => row.state }, { head: "AT", of: (row) => row.at }, { head: "WHY", of: (row) => row.why },
];

const importFiles = defineCommand({
  path: "owners import",
  about: "set owners from CODEOWNERS, Backstage's catalog-info.yaml or owners.yaml",
  examples: ["aftwatch owners import .github/CODEOWNERS --dry-run", "aftwatch owners import CODEOWNERS --map services/pay=pay-api", "aftwatch owners import a/catalog-info.yaml b/catalog-info.yaml"],
  arguments: [{ name: "<files...>", about: "read in this order; the first that names a service wins" }],
  options: [
    { flags: "--format <format>", about: "told from each file by default", choices: ["codeowners", "backstage", "settings"] }, { flags: "--dry-run", about: "only say what would change" },
    { flags: "--force", about: "also where somebody set another owner by hand" }, { flags: "--map <path=service>", about: "where a service lies in the repository", repeats: true },
    { flags: "--dialect <dialect>", about: "of CODEOWNERS, when it cannot be told", choices: ["github", "gitlab"] },
  ],
  exits: { 4: "something was left: conflicts, unknown services, lines that say nothing" },
  async run(call) {
    const files = await Promise.all(call.arguments.map(async (path) => ({ path, text: await readText(call.io, path) })));
    const query = new URLSearchParams({ dryRun: String(call.flag("dryRun")), force: String(call.flag("force")), ...(call.text("format") === undefined ? {} : { format: call.text("format") ?? "" }) });
    const answer = await (await call.client()).post<OwnersImport>(`/owners/import?${query}`, { files, mapping: mappingOf(call), dialect: call.text("dialect") });
    call.output.rows("owner-changes", changeColumns, answer.changes, { dryRun: answer.dryRun, unknown: answer.unknown, unclaimed: answer.unclaimed, left: answer.left, suggestion: answer.suggestion });
    return told(call, answer);
  },
});

function mappingOf(call: CommandCall): Record<string, string> {
  return Object.fromEntries(call.texts("map").map((text) => {
    const [, path, service] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (path === undefined || service === undefined) throw new Fault("cli.usage", { detail: `--map is path=service, not "${text}".` });
    return [path, service];
  }));
}

function told(call: CommandCall, { unknown, unclaimed, left, changes, suggestion, dryRun }: OwnersImport): 0 | 4 {
  for (const { service, owner, at } of unknown) call.say(`no such service: ${service} (${owner}), ${at}`);
  for (const { at, why } of left) call.say(`left: ${at}: ${why}`);
  if (unclaimed.length > 0) call.say(`claimed by no file: ${unclaimed.join(", ")}`);
  if (suggestion !== null) call.say(`People and teams that the on-call document does not know yet:\n${suggestion}`);
  if (dryRun) call.say("Nothing was changed.");
  return unknown.length + left.length > 0 || changes.some(({ state }) => state === "conflict") ? 4 : 0;
}

export const commands = [list, importFiles];
