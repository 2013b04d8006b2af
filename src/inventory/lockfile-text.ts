// JSON, YAML and TOML of lock files: parsed within limits, with the line of what is wrong and the lines of what is there.
import { Fault } from "../kernel/fault.ts";
import { isObject } from "./json-stream.ts";
import type { LockfileFile } from "./lockfile.ts";
import { lockfileLimits } from "./lockfile.ts";

export type Table = Record<string, unknown>;

/** The value as text, if it is one that is not empty. */
export const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** "path:line", as compilers and editors write it. Lines count from 1. */
export const place = (path: string, line: number | undefined): string => (line === undefined ? path : `${path}:${line}`);

export const lineAt = (text: string, offset: number): number => {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
};

/** A Fault about a whole file: what is wrong, where, and by which rule. */
export function malformed(file: LockfileFile, about: { line?: number | undefined; detail: string; rule: string; mend?: string }, cause?: unknown): Fault {
  const at = place(file.path, about.line);
  return new Fault("lockfile.malformed", { detail: `${at}: ${about.detail}`, places: [{ at, rule: about.rule, ...(about.mend === undefined ? {} : { mend: about.mend }) }] }, cause);
}

export function unsupported(file: LockfileFile, about: { line?: number | undefined; detail: string; rule: string; mend: string }): Fault {
  const at = place(file.path, about.line);
  return new Fault("lockfile.unsupported", { detail: `${at}: ${about.detail}`, places: [{ at, rule: about.rule, mend: about.mend }] });
}

/** The outermost table of a file; a Fault when the text is none. */
export const mustBeTable = (file: LockfileFile, value: unknown, format: string): Table => {
  if (isObject(value)) return value;
  throw malformed(file, { line: 1, detail: "The document is not a table of keys and values.", rule: `${format}, a table at the top` });
};

/** YAML 1.2; every scalar is the text as written, because the version 1.10 is not the number 1.1. Aliases are refused unless maxAliases says so. */
export async function parseYaml(file: LockfileFile, { maxAliases = 0 } = {}): Promise<unknown[]> {
  const { FAILSAFE_SCHEMA, YAMLException, loadAll } = await import("js-yaml");
  const load = (json: boolean): unknown[] => loadAll(file.text, { schema: FAILSAFE_SCHEMA, maxAliases, maxDepth: lockfileLimits.maxDepth, json });
  const lineOf = (thrown: { mark?: { line: number } | null | undefined }): number | undefined => (thrown.mark ? thrown.mark.line + 1 : undefined);
  try {
    try {
      return load(false);
    } catch (cause) {
      // YAML forbids it, and a bad merge leaves it behind: the last one counts, as for JSON, and that is said.
      if (!(cause instanceof YAMLException) || !/duplicated mapping key/.test(cause.reason)) throw cause;
      const documents = load(true);
      (file.remarks ??= []).push({ at: place(file.path, lineOf(cause)), text: "A key stands here a second time; the last one of each counts." });
      return documents;
    }
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    const line = lineOf(cause);
    throw malformed(file, { line, detail: `${cause.reason}.`, rule: "YAML 1.2 without aliases, not nested deeper than 100" }, cause);
  }
}

export const yamlTable = async (file: LockfileFile): Promise<Table> => mustBeTable(file, (await parseYaml(file))[0], "YAML 1.2");

export async function tomlTable(file: LockfileFile): Promise<Table> {
  const { TomlError, parse } = await import("smol-toml");
  try {
    return parse(file.text, { maxDepth: lockfileLimits.maxDepth, integersAsBigInt: "asNeeded" });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const line = cause instanceof TomlError ? cause.line : undefined;
    throw malformed(file, { line, detail: `${cause.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "not TOML"}.`, rule: "TOML 1.0, not nested deeper than 100" }, cause);
  }
}

/** Lines of the headers `[[name]]`, in order: the nth table of an array of tables stands at the nth. */
export function tomlArrayLines(text: string, name: string): number[] {
  const header = new RegExp(`^[ \\t]*\\[\\[[ \\t]*${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}[ \\t]*\\]\\]`);
  return text.split("\n").flatMap((line, index) => (header.test(line) ? [index + 1] : []));
}

/** Tables of an array of tables, each with its line; what is no table is left to the caller as undefined. */
export function tomlTables(file: LockfileFile, value: unknown, name: string): { entry: Table | undefined; at: string }[] {
  if (!Array.isArray(value)) return [];
  const lines = tomlArrayLines(file.text, name);
  return value.map((entry, index) => ({ entry: isObject(entry) ? entry : undefined, at: place(file.path, lines[index]) }));
}

/** Lines of the keys at an indent of YAML's block style, quotes taken off: "section" to key to line. */
export function yamlKeyLines(text: string, section: string, indent = 2): Map<string, number> {
  const lines = new Map<string, number>();
  let inSection = section === "";
  text.split("\n").forEach((line, index) => {
    if (/^[^\s#-]/.test(line) && section !== "") inSection = line.startsWith(`${section}:`);
    else if (inSection) {
      const key = keyAt(line, indent);
      if (key !== undefined) lines.set(key, lines.get(key) ?? index + 1);
    }
  });
  return lines;
}

function keyAt(line: string, indent: number): string | undefined {
  for (let at = 0; at < indent; at++) if (line[at] !== " ") return undefined;
  const first = line[indent];
  if (first === undefined || first === " " || first === "#" || first === "-") return undefined;
  if (first === '"' || first === "'") return line.slice(indent + 1, Math.max(indent + 1, line.indexOf(first, indent + 1)));
  if (first === "?") return keyAt(` ${" ".repeat(indent + 1)}${line.slice(indent + 2)}`, indent + 2);
  const end = line.search(/:(?:\s|$)/);
  return end < 0 ? undefined : line.slice(indent, end);
}
