// What a folder of events says of itself: SigmaHQ's info.yml, a rule beside the events, or names that are rules' ids or files.
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readRules } from "../runtime/sigma/read-rules.ts";
import type { SigmaRule } from "../runtime/sigma/rule.ts";
import { memberOf } from "../runtime/sigma/raw-members.ts";
import { readYaml } from "../runtime/sigma/yaml.ts";
import type { YamlNode } from "../runtime/sigma/yaml.ts";

/** matches: how often at least, in one file. */
interface Expected { rule: SigmaRule; matches: number }
export interface Expectations { of(path: string): readonly Expected[]; /** Rules that a file expects and that are not loaded. */ unknown: readonly { file: string; ruleId: string }[] }

/** paths: of files of events, relative to dir. */
export async function expectationsIn(dir: string, paths: readonly string[], rules: readonly SigmaRule[]): Promise<Expectations> {
  const byId = new Map(rules.map((rule) => [rule.id.toLowerCase(), rule]));
  const byFile = Map.groupBy(rules, ({ place }) => basename(place.file).replace(/\.ya?ml$/i, "").toLowerCase());
  const unknown: { file: string; ruleId: string }[] = [];
  const all = new Map<string, readonly Expected[]>();
  for (const path of paths) {
    const told = await toldBeside(join(dir, dirname(path)));
    for (const { id } of told) if (!byId.has(id.toLowerCase())) unknown.push({ file: path, ruleId: id });
    const known = told.flatMap(({ id, matches }) => { const rule = byId.get(id.toLowerCase()); return rule ? [{ rule, matches }] : []; });
    all.set(path, told.length > 0 ? known : namedBy(path, byId, byFile));
  }
  return { of: (path) => all.get(path) ?? [], unknown };
}

const folders = new Map<string, Promise<readonly Told[]>>();
interface Told { id: string; matches: number }

function toldBeside(folder: string): Promise<readonly Told[]> {
  const known = folders.get(folder);
  if (known) return known;
  const told = readTold(folder);
  folders.set(folder, told);
  return told;
}

async function readTold(folder: string): Promise<readonly Told[]> {
  const info = await textOf(join(folder, "info.yml"));
  if (info !== undefined) return infoOf(info);
  const rule = await textOf(join(folder, "rule.yml"));
  return rule === undefined ? [] : readRules(rule, "rule.yml").rules.map(({ id }) => ({ id, matches: 1 }));
}

async function textOf(file: string): Promise<string | undefined> {
  try { return await readFile(file, "utf8"); } catch { return undefined; }
}

/** SigmaHQ's regression data: rule_metadata[].id, regression_tests_info[].match_count. */
function infoOf(text: string): Told[] {
  const [document] = readYaml(text);
  const metadata = listIn(document?.root, "rule_metadata");
  const counts = listIn(document?.root, "regression_tests_info").map((test) => Number(scalarIn(test, "match_count") ?? 1)).filter((number) => number >= 1);
  return metadata.flatMap((one) => { const id = scalarIn(one, "id"); return id === undefined ? [] : [{ id, matches: Math.min(...counts, Infinity) === Infinity ? 1 : Math.min(...counts) }]; });
}

function listIn(node: YamlNode | undefined, name: string): readonly YamlNode[] {
  const value = node?.kind === "map" ? memberOf(node, name)?.value : undefined;
  return value?.kind === "list" ? value.items : [];
}
function scalarIn(node: YamlNode, name: string): string | undefined {
  const value = node.kind === "map" ? memberOf(node, name)?.value : undefined;
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : undefined;
}

/** "<rule id>.json", "<rule's file>/anything.json", "<rule's file>.json". */
function namedBy(path: string, byId: ReadonlyMap<string, SigmaRule>, byFile: ReadonlyMap<string, readonly SigmaRule[]>): Expected[] {
  const names = [basename(path).replace(/\.(?:json|jsonl|ndjson|log|txt)(?:\.gz)?$/i, ""), basename(dirname(path))].map((name) => name.toLowerCase());
  for (const name of names) {
    const rules = byId.has(name) ? [byId.get(name)] : byFile.get(name) ?? [];
    const found = rules.filter((rule) => rule !== undefined);
    if (found.length > 0) return found.map((rule) => ({ rule, matches: 1 }));
  }
  return [];
}
