// Loads templates from a folder or a zip archive: what can be run, what cannot and why. Never throws for what a file holds.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { Fault } from "../../kernel/fault.ts";
import { openZipFile, zipEntries } from "../../kernel/zip.ts";
import { DslError } from "./dsl/value.ts";
import { readTemplate } from "./read-template.ts";
import { TemplateError } from "./reading.ts";
import type { Template, Unsupported } from "./template.ts";

export interface RejectedTemplate { file: string; at: string; rule: string }
export interface UnsupportedTemplate { file: string; id: string; why: readonly Unsupported[] }

/** files = supported + unsupported + rejected. byReason: templates for each reason, most first; one may have several. */
export interface TemplateSupport { files: number; supported: number; unsupported: number; rejected: number; share: number; byReason: readonly { reason: string; templates: number }[] }

export interface LoadedTemplates { templates: readonly Template[]; unsupported: readonly UnsupportedTemplate[]; rejected: readonly RejectedTemplate[]; support: TemplateSupport }

/** wants: which files are read at all, by path. mostFiles: more are refused, and told. */
export interface LoadOptions { wants?: (path: string) => boolean; mostFiles?: number }

interface Source { paths: readonly string[]; read(path: string): string | undefined; close(): void }

const defaultMost = 50_000;
const mostBytes = 2 * 2 ** 20;

/** Templates of a folder (with what lies below) or of a .zip. Throws a Fault request.not-found when there is neither. */
export function loadTemplates(place: string, { wants = () => true, mostFiles = defaultMost }: LoadOptions = {}): LoadedTemplates {
  const source = sourceAt(place);
  try {
    const paths = source.paths.filter((path) => /\.ya?ml$/i.test(path) && !posix.basename(path).startsWith(".") && wants(path));
    const over = paths.slice(mostFiles).map((file): RejectedTemplate => ({ file, at: "", rule: `is more than the ${mostFiles} files that are read` }));
    return collected(paths.slice(0, mostFiles).map((file) => readOne(file, source)), over);
  } finally {
    source.close();
  }
}

type Outcome = { template: Template; unsupported: readonly Unsupported[] } | RejectedTemplate;

function readOne(file: string, source: Source): Outcome {
  try {
    const text = source.read(file);
    if (text === undefined) return { file, at: "", rule: `cannot be read, or is larger than ${mostBytes / 2 ** 20} MiB` };
    return readTemplate(text, file, (path) => helperOf(path, file, source));
  } catch (thrown) {
    if (thrown instanceof TemplateError) return { file, at: thrown.at, rule: thrown.message };
    if (thrown instanceof DslError || thrown instanceof Fault || thrown instanceof RangeError) return { file, at: "", rule: thrown.message };
    throw thrown;
  }
}

/** A helper is named from the folder's root or beside the template; never outside. */
function helperOf(path: string, file: string, source: Source): string | undefined {
  for (const candidate of [posix.normalize(path), posix.normalize(posix.join(posix.dirname(file), path))]) {
    if (candidate.startsWith("..") || posix.isAbsolute(candidate) || !source.paths.includes(candidate)) continue;
    return source.read(candidate);
  }
  return undefined;
}

function collected(outcomes: readonly Outcome[], over: readonly RejectedTemplate[]): LoadedTemplates {
  const read = outcomes.flatMap((one) => ("template" in one ? [one] : []));
  const rejected = [...outcomes.flatMap((one) => ("template" in one ? [] : [one])), ...over];
  const unsupported = read.flatMap(({ template, unsupported: why }) => (why.length > 0 ? [{ file: template.file, id: template.id, why }] : []));
  const templates = read.flatMap(({ template, unsupported: why }) => (why.length > 0 ? [] : [template]));
  const files = outcomes.length + over.length;
  return { templates, unsupported, rejected, support: { files, supported: templates.length, unsupported: unsupported.length, rejected: rejected.length, share: files === 0 ? 1 : templates.length / files, byReason: reasonsOf(unsupported) } };
}

function reasonsOf(all: readonly UnsupportedTemplate[]): TemplateSupport["byReason"] {
  const counts = new Map<string, number>();
  for (const { why } of all) for (const reason of new Set(why.map((one) => one.reason))) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, templates]) => ({ reason, templates })).toSorted((a, b) => b.templates - a.templates || (a.reason < b.reason ? -1 : 1));
}

function sourceAt(place: string): Source {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return folderSource(place);
  if (stat?.isFile() && place.endsWith(".zip")) return zipSource(place);
  throw new Fault("request.not-found", { detail: `${place} is neither a folder nor a .zip of templates.` });
}

function folderSource(root: string): Source {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(root.replace(/[/\\]$/, "").length + 1).split(sep).join("/")] : [])).toSorted();
  const known = new Set(paths);
  return {
    paths, close: () => {},
    read: (path) => { const at = join(root, path); return known.has(path) && statSync(at).size <= mostBytes ? readFileSync(at, "utf8") : undefined; },
  };
}

function zipSource(file: string): Source {
  const reader = openZipFile(file);
  const entries = new Map(zipEntries(reader).map((entry) => [entry.name, entry]));
  return { paths: [...entries.keys()].toSorted(), close: () => { reader.close(); }, read: (path) => { const entry = entries.get(path); return entry && entry.sizeBytes <= mostBytes ? Buffer.from(entry.read()).toString("utf8") : undefined; } };
}
