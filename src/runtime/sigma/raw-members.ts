// Members of a document by their type; a wrong one refuses the rule with its line.
import { nearestHint, refuseRule } from "./rule-error.ts";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml.ts";

export const memberOf = (map: YamlMap, name: string): YamlEntry | undefined => map.entries.find((entry) => entry.name === name);

/** A member that must be there and hold something. */
export function neededMember(map: YamlMap, name: string, said: string): YamlEntry {
  const entry = memberOf(map, name);
  if (!entry || (entry.value.kind === "scalar" && entry.value.value === null)) return refuseRule(entry?.line ?? map.line, `${said}${name} is missing`);
  return entry;
}

export function mapIn(entry: YamlEntry, said = ""): YamlMap {
  return entry.value.kind === "map" ? entry.value : refuseRule(entry.line, `${said}${entry.name} is a mapping of names and values`);
}

/** A text; numbers and dates are taken as they are written. Undefined when absent or empty. */
export function textIn(map: YamlMap, name: string, said = ""): string | undefined {
  const entry = memberOf(map, name);
  if (!entry) return undefined;
  if (entry.value.kind !== "scalar") return refuseRule(entry.line, `${said}${name} is a text`);
  const text = entry.value.value === null ? "" : String(entry.value.value).trim();
  return text === "" ? undefined : text;
}

/** Texts: a list, or one. */
export function textsIn(map: YamlMap, name: string, said = ""): string[] {
  const entry = memberOf(map, name);
  return entry ? listed(entry.value).map((node) => scalarText(node, `${said}${name}`)).filter((text) => text !== "") : [];
}

const listed = (node: YamlNode): readonly YamlNode[] => (node.kind === "list" ? node.items : node.kind === "scalar" && node.value === null ? [] : [node]);

const scalarText = (node: YamlNode, said: string): string => (node.kind === "scalar" ? String(node.value ?? "").trim() : refuseRule(node.line, `${said} is a list of texts`));

export function flagIn(map: YamlMap, name: string, said = ""): boolean | undefined {
  const entry = memberOf(map, name);
  if (!entry) return undefined;
  return entry.value.kind === "scalar" && typeof entry.value.value === "boolean" ? entry.value.value : refuseRule(entry.line, `${said}${name} is true or false`);
}

export function oneOf<T extends string>(text: string, choices: readonly T[], line: number, said: string): T {
  return choices.find((choice) => choice === text.toLowerCase()) ?? refuseRule(line, `${said} ${text} is none of ${choices.join(", ")}${choices.length > 12 ? "" : nearestHint(text, choices).replace(/^; there are .*/, "")}`);
}

