// The rule book: our own rules and the folders a person named, read once and again when asked.
import { readFile } from "node:fs/promises";
import { load as parseYaml } from "js-yaml";
import { Fault, messageOf } from "../../kernel/fault.ts";
import { canaryFile } from "../../runtime/canary.ts";
import { checkFilters, joinFiles } from "../../runtime/sigma/join-files.ts";
import type { FieldMapping } from "../../runtime/sigma/field-mapping.ts";
import { readMappings } from "../../runtime/sigma/read-mappings.ts";
import type { SigmaFile } from "../../runtime/sigma/rule.ts";
import { contentRules, readRuleFolder } from "./rule-files.ts";

export interface RuleBook {
  /** What was read; the first call reads. */
  loaded(): Promise<SigmaFile>;
  /** Under which names of events the fields of rules are looked up. */
  mappings(): Promise<readonly FieldMapping[]>;
  /** Reads the folders again. */
  reload(): Promise<SigmaFile>;
}

/** folders: beside our own content, in this order; a rule whose id is known already is rejected with its place. placeholders: a YAML file of lists. */
export function createRuleBook(folders: readonly string[], { placeholders, mappings }: { placeholders?: string | undefined; mappings?: string | undefined } = {}): RuleBook {
  let book: Promise<SigmaFile> | undefined;
  const reload = async (): Promise<SigmaFile> => {
    // What cannot be read leaves the book as it was.
    const read = readAll([contentRules(), ...folders], placeholders);
    await read;
    book = read;
    return read;
  };
  return { loaded: () => book ?? (book = reload()), reload, mappings: async () => (mappings === undefined ? [] : readMappings(await readFile(mappings, "utf8").catch((cause: unknown) => { throw new Fault("settings.invalid", { places: [{ at: "AFTWATCH_FIELD_MAPPINGS", rule: messageOf(cause) }] }, cause); }), mappings)) };
}

async function readAll(folders: readonly string[], placeholdersFile: string | undefined): Promise<SigmaFile> {
  const placeholders = placeholdersFile === undefined ? {} : await readPlaceholders(placeholdersFile);
  const files = [canaryFile()];
  for (const folder of folders) files.push(await readRuleFolder(folder, { placeholders }));
  return checkFilters(joinFiles(files));
}

/** Throws settings.invalid with what is wrong. */
async function readPlaceholders(file: string): Promise<Record<string, string[]>> {
  const wrong = (rule: string, cause?: unknown): Fault => new Fault("settings.invalid", { places: [{ at: "AFTWATCH_PLACEHOLDERS", rule: `${file} ${rule}` }] }, cause);
  const value: unknown = await readFile(file, "utf8").then(parseYaml).catch((cause: unknown) => { throw wrong(`cannot be read: ${messageOf(cause)}`, cause); });
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("is no mapping of names to lists");
  return Object.fromEntries(Object.entries(value).map(([name, values]) => {
    if (!Array.isArray(values)) throw wrong(`gives ${name} no list`);
    return [name, values.map(String)];
  }));
}
