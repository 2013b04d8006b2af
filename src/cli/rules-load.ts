// The rules that a command of `rules` works with: folders and files named, ids held unique over all of them, references resolved.
import { resolve } from "node:path";
import { Fault } from "../kernel/fault.ts";
import type { RuleReject, SigmaFile } from "../runtime/sigma/rule.ts";
import type { CommandCall } from "./command.ts";
import { readText } from "./text-file.ts";

export const placeholderOption = { flags: "--placeholders <file>", about: "YAML or JSON: the values of each %name%, for the modifier expand" } as const;

/** Without a folder: the rules that come with Aftwatch. Correlations and filters that refer to nothing are among the rejects. Throws rules.not-found. */
export async function loadRules(call: CommandCall, dirs: readonly string[]): Promise<SigmaFile> {
  const [{ contentRules, readRuleFolder }, { checkFilters, joinFiles }, { resolveCorrelations }] = await Promise.all([import("../app/runtime/rule-files.ts"), import("../runtime/sigma/join-files.ts"), import("../runtime/correlation/resolve-correlations.ts")]);
  const placeholders = await readPlaceholders(call);
  const bar = call.progress.start("files", undefined, "records");
  const files: SigmaFile[] = [];
  try {
    for (const dir of dirs.length > 0 ? dirs.map((one) => resolve(call.io.cwd, one)) : [contentRules()]) files.push(await readRuleFolder(dir, { placeholders, onProgress: (done, total) => { bar.at(done, total); } }));
  } finally { bar.end(); }
  const all = checkFilters(joinFiles(files));
  const resolved = resolveCorrelations(all.correlations, all.rules);
  return { ...all, correlations: resolved.correlations.map(({ correlation }) => correlation), rejects: [...all.rejects, ...resolved.rejects] };
}

async function readPlaceholders(call: CommandCall): Promise<Record<string, string[]>> {
  const file = call.text("placeholders");
  if (file === undefined) return {};
  const { readYaml } = await import("../runtime/sigma/yaml.ts");
  const [document] = readYaml(await readText(call.io, file));
  const wrong = (): never => { throw new Fault("cli.usage", { detail: `${file} is no mapping of placeholders to lists of values, such as Servers: [web-*, db-1].` }); };
  if (document?.root?.kind !== "map") return wrong();
  return Object.fromEntries(document.root.entries.map(({ name, value }) => {
    const items = value.kind === "list" ? value.items : [value];
    return [name.replaceAll("%", ""), items.map((item) => (item.kind === "scalar" ? String(item.value ?? "") : wrong()))];
  }));
}

/** "rules/a.yml:12", relative to where the command was called. */
export const placeText = (call: CommandCall, { file, line }: Pick<RuleReject, "file" | "line">): string => `${file.startsWith(`${call.io.cwd}/`) ? file.slice(call.io.cwd.length + 1) : file}:${line}`;
