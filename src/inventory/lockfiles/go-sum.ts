// go.sum: hashes of modules; it tells what is built only where go.mod does not.
// Source: the Go modules reference, "go.sum files" and "Minimal version selection".
import { semver } from "../../versions/schemes/semver.ts";
import { goDirectives, goLanguage, goModule, listsAll } from "../go-module.ts";
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { notePart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";

export const goSum = defineLockfile({ id: "go-sum", about: "go.sum of Go modules, where go.mod does not list everything.", recognises: isNamed("go.sum"), read });

interface Sum { version: string; line: number }

/**
 * go.sum also holds versions that were only looked at. Of those, a module that is built has its content's hash and not
 * only that of its go.mod, and minimal version selection takes the highest that anything asks for.
 */
async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  const mod = await near.read("go.mod");
  const directives = mod === undefined ? [] : goDirectives(mod).directives;
  if (mod !== undefined && listsAll(goLanguage(directives))) { yield notePart(file.path, "go.sum is not listed: go.mod names every module that is built (go 1.17 and later)."); return; }
  const named = new Set(directives.filter(({ verb }) => verb === "require" || verb === "replace").map(({ words }) => words[0] ?? ""));
  const highest = new Map<string, Sum>();
  for (const [index, line] of file.text.split(/\r?\n/).entries()) {
    const [path, version, hash, ...more] = line.split(" ");
    if (path === undefined || line.trim() === "") continue;
    if (version === undefined || hash === undefined || more.length > 0) { yield rejectPart(place(file.path, index + 1), "malformed", "The line is not module, version and hash."); continue; }
    if (version.endsWith("/go.mod") || named.has(path)) continue;
    const before = highest.get(path);
    if (before === undefined || isLater(version, before.version)) highest.set(path, { version, line: index + 1 });
  }
  if (highest.size > 0) yield notePart(file.path, "Taken from go.sum: of each module the highest version whose content was fetched. `go mod tidy -go=1.17` makes go.mod say it.");
  for (const [path, { version, line }] of highest) yield packagePart({ ...goModule(path), version, at: place(file.path, line), ...(mod === undefined ? {} : { direct: false }) });
}

function isLater(a: string, b: string): boolean {
  const [one, other] = [semver.parse(a.replace(/^v/, "")), semver.parse(b.replace(/^v/, ""))];
  return one !== undefined && other !== undefined && semver.compare(one, other) > 0;
}
