// Python requirements (PEP 508) and what archives' names tell, as Python's lock files need them.
import type { LockfilePart } from "./lockfile.ts";
import { fromArchive, fromRepository, rejectPart } from "./lockfile-parts.ts";
import type { FoundPackage } from "./lockfile-parts.ts";

/** specifier: "==1.0,>=0.9" or empty. url: of "name @ url". */
export interface Requirement { name: string; specifier: string; url: string | undefined }

/** A requirement without its marker; undefined when it is none. */
export function parseRequirement(text: string): Requirement | undefined {
  const [, name = "", rest = ""] = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/.exec(text.trim()) ?? [];
  if (name === "") return undefined;
  const url = /^@\s*(\S+)/.exec(rest)?.[1];
  if (url !== undefined) return { name, specifier: "", url };
  const specifier = (rest.split(";")[0] ?? "").replace(/^\(([^)]*)\)/, "$1").replace(/\s+/g, "");
  return specifier === "" || /^(?:===|==|~=|!=|<=|>=|<|>)/.test(specifier) ? { name, specifier, url: undefined } : undefined;
}

/** The one version a specifier allows (PEP 440, "Version matching" and "Arbitrary equality"); a wildcard allows several. */
export function pinned(specifier: string): string | undefined {
  for (const clause of specifier.split(",")) {
    const version = /^={2,3}([^*]+)$/.exec(clause)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

/** PEP 503, "Normalized Names". */
export const normalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

export const pypi = (name: string): { type: "pypi"; name: string; label: string } => ({ type: "pypi", name: normalName(name), label: name });

/** Name and version of a wheel (binary distribution format, "File name convention") or of a source archive (PEP 625). */
export function inArchiveName(address: string): { name: string; version: string } | undefined {
  const file = decodeName(address.replace(/[?#].*$/, "").replace(/^.*\//, ""));
  const wheel = /^([\w.]+)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(file);
  const source = /^(.+)-(\d[^-]*)\.(?:tar\.gz|tar\.bz2|zip|tgz)$/.exec(file);
  const [, name, version] = wheel ?? source ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** "git+https://host/path@ref#egg=name" (pip, "VCS Support"). A ref that is no commit may move: it is no commit. */
export function repositoryIn(url: string): { url: string; commit: string | undefined } | undefined {
  const [, address = "", ref] = /^((?:git|hg|svn|bzr)\+[a-z]+:\/\/(?:[^/@]*@)?[^@#]+)(?:@([^#]+))?(?:#.*)?$/i.exec(url) ?? [];
  return address === "" ? undefined : { url: address, commit: ref };
}

/** The part for "name @ url": a repository at a ref, or an archive whose name tells the version. */
export function partFromUrl(found: FoundPackage, url: string): LockfilePart {
  const repository = repositoryIn(url);
  if (repository) return fromRepository(found, repository);
  const version = found.version ?? inArchiveName(url)?.version;
  return version === undefined ? rejectPart(found.at, "no-version", "It comes from an address whose name tells no version.", found.label) : fromArchive({ ...found, version }, url);
}

/** The names a pyproject.toml asks for, normalised, with what each is for (PEP 621, PEP 735, Poetry's own tables). */
export function projectRoots(pyproject: Record<string, unknown>): Map<string, "runtime" | "optional" | "development"> {
  const roots = new Map<string, "runtime" | "optional" | "development">();
  const add = (name: string, scope: "runtime" | "optional" | "development"): void => { if (!roots.has(normalName(name)) && name !== "python") roots.set(normalName(name), scope); };
  const addAll = (list: unknown, scope: "runtime" | "optional" | "development"): void => {
    for (const item of Array.isArray(list) ? list : []) { const one = typeof item === "string" ? parseRequirement(item) : undefined; if (one) add(one.name, scope); }
  };
  const table = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});
  const project = table(pyproject["project"]);
  const poetry = table(table(pyproject["tool"])["poetry"]);
  addAll(project["dependencies"], "runtime");
  for (const [name, told] of Object.entries(table(poetry["dependencies"]))) add(name, table(told)["optional"] === true ? "optional" : "runtime");
  for (const list of Object.values(table(project["optional-dependencies"]))) addAll(list, "optional");
  for (const list of Object.values(table(pyproject["dependency-groups"]))) addAll(list, "development");
  for (const group of Object.values(table(poetry["group"]))) for (const name of Object.keys(table(table(group)["dependencies"]))) add(name, "development");
  for (const name of Object.keys(table(poetry["dev-dependencies"]))) add(name, "development");
  return roots;
}
