// A drafted exception as a Sigma document that people can read: every condition says why it is in it.
import type { LogSource } from "./event.ts";
import type { Line } from "./exception-values.ts";

export interface WrittenCondition { field: string; line: Line; because: string }
/** selections: an event is left out when all conditions of any of them hold. */
export interface WrittenFilter { title: string; description: string; logsource: LogSource; ruleId: string; ruleTitle: string; selections: readonly (readonly WrittenCondition[])[] }

export function filterText({ title, description, logsource, ruleId, ruleTitle, selections }: WrittenFilter): string {
  const names = selections.map((_, place) => (selections.length === 1 ? "selection" : `selection_${place + 1}`));
  return [
    `title: ${quoted(title)}`, `description: ${quoted(description)}`,
    "logsource:", ...Object.entries(logsource).filter(([, text]) => text !== undefined).map(([part, text]) => `    ${part}: ${quoted(text as string)}`),
    "filter:", "    rules:", `        - ${quoted(ruleId)}${comment(ruleTitle)}`,
    ...selections.flatMap((conditions, place) => [`    ${names[place] ?? ""}:`, ...conditions.flatMap(conditionLines)]),
    `    condition: ${names.length === 1 ? "selection" : "1 of selection_*"}`, "",
  ].join("\n");
}

function conditionLines({ field, line: { modifier, values }, because }: WrittenCondition): string[] {
  const name = `        ${quoted(modifier === "" ? field : `${field}|${modifier}`)}:`;
  const [only = ""] = values;
  return [`        #${comment(because).replace(/^ #/, "")}`, ...(values.length === 1 ? [`${name} ${quoted(only)}`] : [name, ...values.map((value) => `            - ${quoted(value)}`)])];
}

const comment = (text: string): string => ` # ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 300)}`;

// YAML 1.2.2, 5.1: what is not printable, and what ends a line, is written as an escape in double quotes.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u0085\u{FEFF}\u{FFFE}\u{FFFF}]/u;

/** Plain where nothing about it could be read as anything else. */
export function quoted(text: string): string {
  if (/^[A-Za-z][\w./|-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i.test(text)) return text;
  if (!unprintable.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
