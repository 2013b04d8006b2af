// go.mod: the modules a Go program is built from, with what replaces them.
// Source: the Go modules reference, "go.mod files", "Minimal version selection" and "Go toolchains".
import type { GoDirective } from "../go-module.ts";
import { goDirectives, goLanguage, goModule, listsAll } from "../go-module.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { localPart, notePart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";

export const goMod = defineLockfile({ id: "go-mod", about: "go.mod of Go modules.", recognises: isNamed("go.mod"), read });

interface Replacement { path: string; version: string | undefined; isLocal: boolean }

function* read(file: LockfileFile): Generator<LockfilePart> {
  const { directives, wrong } = goDirectives(file);
  for (const line of wrong) yield rejectPart(place(file.path, line), "malformed", "The line is no directive of go.mod.");
  const replacements = replacementsOf(directives);
  const excluded = new Set(directives.filter(({ verb }) => verb === "exclude").map(({ words }) => words.slice(0, 2).join("@")));
  const tools = new Set(directives.filter(({ verb }) => verb === "tool").map(({ words }) => words[0] ?? ""));
  for (const one of directives) if (one.verb === "require") yield* partsOf(one, { file, replacements, excluded, tools });
  yield* toolchainParts(directives, file);
  if (!listsAll(goLanguage(directives))) yield notePart(file.path, "Its go directive is below 1.17, so it names no modules that others need: those are taken from go.sum.");
}

/** `old [version] => new [version]`; what has no version on the right is a folder. A replacement for one version goes before one for all. */
function replacementsOf(directives: readonly GoDirective[]): Map<string, Replacement> {
  const replacements = new Map<string, Replacement>();
  for (const { verb, words } of directives) {
    const arrow = words.indexOf("=>");
    if (verb !== "replace" || arrow < 1) continue;
    const [path = "", version] = words.slice(arrow + 1);
    replacements.set(words.slice(0, arrow).join("@"), { path, version, isLocal: version === undefined });
  }
  return replacements;
}

function* partsOf({ words: [path, version], comment, line }: GoDirective, { file, replacements, excluded, tools }: { file: LockfileFile; replacements: ReadonlyMap<string, Replacement>; excluded: ReadonlySet<string>; tools: ReadonlySet<string> }): Generator<LockfilePart> {
  const at = place(file.path, line);
  if (path === undefined || version === undefined) { yield rejectPart(at, "no-version", "A requirement is a module path and a version.", path); return; }
  if (excluded.has(`${path}@${version}`)) { yield rejectPart(at, "no-version", `${version} is excluded by go.mod; Go takes a later one, which only the build list tells (go list -m all).`, path); return; }
  const replaced = replacements.get(`${path}@${version}`) ?? replacements.get(path);
  if (replaced?.isLocal === true) { yield localPart(at, path, `It is replaced by the folder ${replaced.path}.`); return; }
  if (replaced) yield notePart(at, `${path} is replaced by ${replaced.path} ${replaced.version ?? ""}: that is what is built, and what is listed.`);
  // What only a tool of the project needs is not told apart by go.mod; the tool's own module is.
  const isTool = [...tools].some((tool) => tool === path || tool.startsWith(`${path}/`));
  const direct = !/^indirect\b|;\s*indirect\b/.test(comment);
  yield packagePart({ ...goModule(replaced?.path ?? path), version: replaced?.version ?? version, at, direct, ...(isTool ? { scope: "development" as const } : {}) });
}

/**
 * The standard library is part of what runs, with the version of the toolchain that builds. The go directive is only
 * the oldest one that may ("a minimum Go version"), so a number taken from it would report flaws of a toolchain that
 * nobody uses. The toolchain directive names one that is used unless a newer one is installed: it is taken, and the
 * doubt is said. The binary itself tells for certain.
 */
function* toolchainParts(directives: readonly GoDirective[], file: LockfileFile): Generator<LockfilePart> {
  const toolchain = directives.find(({ verb }) => verb === "toolchain");
  const version = /^go(\d[\w.]*)/.exec(toolchain?.words[0] ?? "")?.[1];
  if (toolchain && version !== undefined) {
    yield packagePart({ type: "golang", name: "stdlib", version, at: place(file.path, toolchain.line), scope: "runtime", direct: true });
    yield notePart(place(file.path, toolchain.line), `stdlib is taken to be of the toolchain ${version}; a newer one that is installed where it is built goes before it.`);
    return;
  }
  const language = directives.find(({ verb }) => verb === "go");
  yield notePart(place(file.path, language?.line), `The standard library is not listed: go.mod tells the oldest toolchain that may build (${language?.words[0] ?? "not told"}), not the one that does. Scan the binary for that.`);
}
