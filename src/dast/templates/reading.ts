// What the readers of a template share: places, what is wrong, what is not supported, and values of the right kind.
import { isTable } from "./read-yaml.ts";
import type { Table } from "./read-yaml.ts";
import type { Unsupported } from "./template.ts";

/** A template that is not one, and where. */
export class TemplateError extends Error {
  readonly at: string;

  constructor(at: string, rule: string) {
    super(rule);
    this.at = at;
  }
}

/** Where a reader stands, and what it notes. */
export interface Reading { at: string; unsupported: Unsupported[]; helper(path: string): string | undefined }

export const within = (reading: Reading, key: string | number): Reading => ({ ...reading, at: `${reading.at}/${key}` });
export const unsupported = (reading: Reading, reason: string, detail: string): void => { reading.unsupported.push({ reason, detail, at: reading.at }); };

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";

export function textAt(table: Table, key: string, reading: Reading): string | undefined {
  const value = table[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new TemplateError(`${reading.at}/${key}`, "needs text");
  return value;
}

/** A list of texts; one text is a list of one. */
export function textsAt(table: Table, key: string, reading: Reading): readonly string[] {
  const value = table[key];
  if (isAbsent(value)) return [];
  if (typeof value === "string") return [value];
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string")) throw new TemplateError(`${reading.at}/${key}`, "needs a list of texts");
  return value as readonly string[];
}

export function flagAt(table: Table, key: string, reading: Reading): boolean | undefined {
  const text = textAt(table, key, reading)?.toLowerCase();
  if (text === undefined || text === "") return undefined;
  if (["true", "yes", "on"].includes(text)) return true;
  if (["false", "no", "off"].includes(text)) return false;
  throw new TemplateError(`${reading.at}/${key}`, "needs true or false");
}

export function numberAt(table: Table, key: string, reading: Reading): number | undefined {
  const text = textAt(table, key, reading);
  if (text === undefined || text === "") return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw new TemplateError(`${reading.at}/${key}`, "needs a whole number");
  return Number(text);
}

export function tableAt(table: Table, key: string, reading: Reading): Table {
  const value = table[key];
  if (isAbsent(value)) return {};
  if (!isTable(value)) throw new TemplateError(`${reading.at}/${key}`, "needs names with values");
  return value;
}

export function tablesAt(table: Table, key: string, reading: Reading): readonly Table[] {
  const value = table[key];
  if (isAbsent(value)) return [];
  if (!Array.isArray(value) || !value.every(isTable)) throw new TemplateError(`${reading.at}/${key}`, "needs a list of tables");
  return value;
}

/** Names that a reader does not know are named, never passed over. */
export function strangers(table: Table, known: ReadonlySet<string>, reading: Reading): void {
  for (const key of Object.keys(table)) if (!known.has(key)) unsupported(reading, "option not known", key);
}
