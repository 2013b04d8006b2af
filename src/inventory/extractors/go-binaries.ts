// Go modules as they are built into programs: the main module, its dependencies and the standard library.
import { goReleaseVersion } from "../../versions/go-version.ts";
import { purlFrom } from "../../versions/purl.ts";
import type { BuildRecords } from "../build-records.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, rejected } from "../extractor.ts";
import { programPaths, readPrograms } from "../program-walk.ts";
import { componentFromPurl } from "../purl-component.ts";

export const goBinaries = defineExtractor({
  id: "go-binaries",
  about: "Go modules and the standard library inside ELF, Mach-O and PE programs.",
  watches: programPaths,
  reads: () => false,
  extract,
});

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  for await (const found of readPrograms(files, roots, signal)) {
    if (found.kind === "reject") { yield found; continue; }
    if (found.records.problem !== undefined) yield rejected(found.path, "malformed", found.records.problem);
    if (found.records.go !== undefined) yield* toParts(found.records.go, found.path);
  }
}

interface Module { kind: "main" | "dep"; path: string; version: string; replacement?: { path: string; version: string } }

function* toParts({ version, modules }: NonNullable<BuildRecords["go"]>, at: string): Generator<ExtractorPart> {
  yield standardLibrary(version, at);
  const { read, wrong } = parseModules(modules);
  for (const line of wrong) yield rejected(at, "malformed", `Line ${line} of its build information is not one that the Go command writes.`);
  for (const module of read) yield toPart(module, at);
}

/** "go1.22.1", "go1.21rc2 X:boringcrypto", "devel go1.23-1a2b3c": of a development version nothing can be compared. */
function standardLibrary(toolchain: string, at: string): ExtractorPart {
  const purl = purlFrom({ type: "golang", name: "stdlib", version: goReleaseVersion(toolchain) });
  return purl === undefined ? rejected(at, "invalid-purl", `${toolchain} cannot be written as a purl.`, "stdlib") : { kind: "component", component: componentFromPurl(purl, { location: at }) };
}

/** runtime/debug.ParseBuildInfo: "mod" and "dep" lines, "=>" replaces the module of the line before it. */
function parseModules(text: string): { read: Module[]; wrong: number[] } {
  const read: Module[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [kind, path = "", version = ""] = line.split("\t");
    const last = read.at(-1);
    if (kind !== "mod" && kind !== "dep" && kind !== "=>") continue;
    if (path === "" || (kind === "=>" && (last === undefined || last.replacement !== undefined))) wrong.push(index + 1);
    else if (kind !== "=>") read.push({ kind: kind === "mod" ? "main" : "dep", path, version });
    else if (last !== undefined) last.replacement = { path, version };
  }
  return { read, wrong };
}

function toPart(module: Module, at: string): ExtractorPart {
  const { path, version } = builtFrom(module);
  const slash = path.lastIndexOf("/");
  const purl = purlFrom({ type: "golang", namespace: slash < 0 ? undefined : path.slice(0, slash), name: path.slice(slash + 1), version });
  return purl === undefined ? rejected(at, "invalid-purl", `${path} cannot be written as a purl.`, path) : { kind: "component", component: componentFromPurl(purl, { name: path, location: at }) };
}

// "(devel)": built in a working copy, so which version it is nobody can tell. The same holds for a folder in place of a module.
function builtFrom({ path, version, replacement }: Module): { path: string; version: string | undefined } {
  const told = (text: string): string | undefined => (text === "" || text === "(devel)" ? undefined : text);
  if (replacement === undefined) return { path, version: told(version) };
  const isFolder = /^(?:\.{0,2}\/|[A-Za-z]:[\\/]|\.{1,2}$)/.test(replacement.path);
  return isFolder ? { path, version: undefined } : { path: replacement.path, version: told(replacement.version) };
}
