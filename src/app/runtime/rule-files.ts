// Rules as files: every .yml and .yaml below a folder, each read on its own.
import { readdir, readFile, stat } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault, messageOf } from "../../kernel/fault.ts";
import { joinFiles } from "../../runtime/sigma/join-files.ts";
import { readRules } from "../../runtime/sigma/read-rules.ts";
import type { SigmaFile } from "../../runtime/sigma/rule.ts";

export interface RuleFolderOptions {
  /** Values of %name% for the modifier expand. */
  placeholders?: Readonly<Record<string, readonly string[]>>;
  onProgress?: (done: number, total: number) => void;
}

/** The folder of the rules that come with Aftwatch. */
export const contentRules = (): string => fileURLToPath(new URL("../../../content/rules", import.meta.url));

/** Our own rules are called by where they stand in the project, whatever folder that is installed in; others as they were named. */
export function shownRulePath(file: string): string {
  const own = relative(contentRules(), file);
  return own.startsWith("..") || isAbsolute(own) ? file : `content/rules/${own}`;
}

/** Files of rules below a folder, in the order of their names; a file is itself. Throws rules.not-found. */
async function ruleFilesIn(dir: string): Promise<string[]> {
  try {
    if (!(await stat(dir)).isDirectory()) return [dir];
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name) && !isHidden(entry.parentPath, dir)).map((entry) => join(entry.parentPath, entry.name)).toSorted();
  } catch (cause) {
    throw new Fault("rules.not-found", { detail: `${dir}: ${messageOf(cause)}.` }, cause);
  }
}

// ".git" and its like hold no rules.
const isHidden = (path: string, dir: string): boolean => path.slice(dir.length).split(/[/\\]/).some((part) => part.startsWith("."));

/** Everything below a folder, or one file; an unreadable file costs only itself. Ids are held unique within it. Throws rules.not-found. */
export async function readRuleFolder(dir: string, { placeholders = {}, onProgress }: RuleFolderOptions = {}): Promise<SigmaFile> {
  const files = await ruleFilesIn(dir);
  const read: SigmaFile[] = [];
  for (const file of files) {
    read.push(await readRuleFile(file, placeholders));
    onProgress?.(read.length, files.length);
  }
  return joinFiles(read);
}

const longestBytes = 4 * 1024 * 1024;

async function readRuleFile(file: string, placeholders: NonNullable<RuleFolderOptions["placeholders"]>): Promise<SigmaFile> {
  const refused = (rule: string): SigmaFile => ({ rules: [], correlations: [], filters: [], rejects: [{ file, line: 1, title: undefined, rule }] });
  try {
    if ((await stat(file)).size > longestBytes) return refused("is larger than 4 MiB; split it");
    const text = await readFile(file, "utf8");
    // SigmaHQ's regression data lays a description of the test beside the rule; it is none.
    return isTestDescription(text) ? readRules("", file) : readRules(text, file, { placeholders });
  } catch (cause) {
    return refused(`cannot be read: ${messageOf(cause)}`);
  }
}

const isTestDescription = (text: string): boolean => /^regression_tests_info:/m.test(text);
