// What rules and correlations have in common: title, id, level, tags, and for whom they are written.
import { createHash } from "node:crypto";
import { levels } from "../event.ts";
import type { Level, LogSource } from "../event.ts";
import { mapIn, memberOf, neededMember, oneOf, textIn, textsIn } from "./raw-members.ts";
import type { RuleHead } from "./rule.ts";
import { refuseRule } from "./rule-error.ts";
import type { YamlMap } from "./yaml.ts";

/** The level of rules that name none; the specification leaves it open, and a rule without one is neither noise nor an alarm. */
const levelUnnamed: Level = "medium";

/** Throws RuleError. */
export function readHead(root: YamlMap, file: string): RuleHead {
  const title = titleOf(root);
  const level = textIn(root, "level");
  return {
    id: idOf(root, file, title), title, name: textIn(root, "name"), status: textIn(root, "status"), description: textIn(root, "description") ?? "", author: textIn(root, "author"),
    references: textsIn(root, "references"), falsePositives: textsIn(root, "falsepositives"), tags: textsIn(root, "tags").map((tag) => tag.toLowerCase()),
    level: level === undefined ? levelUnnamed : oneOf(level, levels, lineOf(root, "level"), "level:"), place: { file, line: root.line },
  };
}

export const lineOf = (root: YamlMap, name: string): number => memberOf(root, name)?.line ?? root.line;

export const titleOf = (root: YamlMap): string => { neededMember(root, "title", ""); return textIn(root, "title") ?? refuseRule(lineOf(root, "title"), "title is empty"); };

/** As written; without one, an id made of file and title, so that it stays the same as long as they do. */
export function idOf(root: YamlMap, file: string, title: string): string {
  return textIn(root, "id") ?? `untagged-${createHash("sha256").update(`${file}\n${title}`).digest("hex").slice(0, 24)}`;
}

const sourceParts = ["category", "product", "service"] as const;

/** Lower case. Other members (definition) are for people. */
export function readLogSource(root: YamlMap): LogSource {
  const map = mapIn(neededMember(root, "logsource", ""));
  const parts = sourceParts.flatMap((part) => { const text = textIn(map, part, "logsource."); return text === undefined ? [] : [[part, text.toLowerCase()] as const]; });
  if (parts.length === 0) return refuseRule(map.line, "logsource names none of category, product and service");
  return Object.fromEntries(parts) as LogSource;
}
