// npm's package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 3.
// Source: npm's documentation, "package-lock.json".
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { localPart, notePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { textOf, unsupported } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { aliased, manifestEntries, npmName, partBySource, repositoryOf } from "../npm-spec.ts";

export const packageLock = defineLockfile({
  id: "package-lock",
  about: "npm's package-lock.json and npm-shrinkwrap.json, lockfileVersion 1, 2 and 3.",
  recognises: isNamed("package-lock.json", "npm-shrinkwrap.json"),
  read,
});

function* read(file: LockfileFile): Generator<LockfilePart> {
  const lock = jsonTable(file);
  const version = lock["lockfileVersion"] ?? 1;
  if (version !== 1 && version !== 2 && version !== 3) throw unsupported(file, { line: 1, detail: `lockfileVersion is ${JSON.stringify(version)?.slice(0, 40) ?? ""}.`, rule: "lockfileVersion 1, 2 or 3", mend: "Run `npm install --package-lock-only --lockfile-version 3`." });
  // Version 2 holds the old tree beside the new list for old readers; both say the same.
  if (isObject(lock["packages"])) yield* readPackages(file, lock["packages"]);
  else yield* readTree(file, lock);
}

const marker = "node_modules/";

function* readPackages(file: LockfileFile, packages: Table): Generator<LockfilePart> {
  const at = jsonPlaces(file, 2);
  const direct = directPaths(packages);
  for (const [path, entry] of Object.entries(packages)) {
    if (path === "") continue;
    const where = at("packages", path);
    if (!isObject(entry)) { yield rejectPart(where, "malformed", "The entry is not an object.", path); continue; }
    const start = path.lastIndexOf(marker);
    // An alias is installed under its own name; the entry's name is the package's.
    const name = textOf(entry["name"]) ?? (start < 0 ? path : path.slice(start + marker.length));
    if (entry["link"] === true || start < 0) {
      if (entry["link"] !== true) yield localPart(where, name, `It is code of this project: ${path}.`);
      else if (!isObject(packages[textOf(entry["resolved"]) ?? ""])) yield localPart(where, name, `It is linked from ${textOf(entry["resolved"]) ?? "outside of the project"}.`);
      continue;
    }
    if (entry["extraneous"] === true) yield notePart(where, `${name} is installed, and nothing needs it.`);
    yield partBySource({ ...npmName(name), version: textOf(entry["version"]), at: where, scope: scopeOf(entry), direct: direct.has(path) }, textOf(entry["resolved"]));
  }
}

/** devOptional: needed by development and, optionally, by what runs. So it may run. */
function scopeOf(entry: Table): FoundPackage["scope"] {
  if (entry["dev"] === true) return "development";
  return entry["optional"] === true || entry["devOptional"] === true ? "optional" : "runtime";
}

/** Where the packages lie that the project and its workspaces name: nearest first, as Node looks for them. */
function directPaths(packages: Table): Set<string> {
  const direct = new Set<string>();
  for (const [path, entry] of Object.entries(packages)) {
    if (path.includes(marker)) continue;
    for (const { name } of manifestEntries(entry)) {
      const own = path === "" ? `${marker}${name}` : `${path}/${marker}${name}`;
      direct.add(Object.hasOwn(packages, own) ? own : `${marker}${name}`);
    }
  }
  return direct;
}

const maxNesting = 64;

/** lockfileVersion 1: packages inside the packages that need them. */
function* readTree(file: LockfileFile, lock: Table): Generator<LockfilePart> {
  const at = jsonPlaces(file, 2 * maxNesting);
  let level: { path: string[]; entries: Table }[] = [{ path: ["dependencies"], entries: membersOf(lock["dependencies"]) }];
  for (let nesting = 0; level.length > 0; nesting++) {
    if (nesting >= maxNesting) { yield rejectPart(at(...(level[0]?.path ?? [])), "too-many", `Packages more than ${maxNesting} deep inside each other are not read.`); return; }
    const next: typeof level = [];
    for (const { path, entries } of level) {
      for (const [name, entry] of Object.entries(entries)) {
        const own = [...path, name];
        if (!isObject(entry)) { yield rejectPart(at(...own), "malformed", "The entry is not an object.", name); continue; }
        yield treePart(name, entry, at(...own));
        if (isObject(entry["dependencies"])) next.push({ path: [...own, "dependencies"], entries: entry["dependencies"] });
      }
    }
    level = next;
  }
  for (const _ of itemsOf(lock["dependencies"])) { yield rejectPart(at("dependencies"), "malformed", "dependencies is a list, not an object."); return; }
}

function treePart(name: string, entry: Table, at: string): LockfilePart {
  const version = textOf(entry["version"]);
  const alias = version === undefined ? undefined : aliased(version);
  if (alias) return partBySource({ ...npmName(alias.name), version: alias.range, at, scope: scopeOf(entry) }, textOf(entry["resolved"]));
  // Anything with a colon is no version but where the package came from.
  if (version?.includes(":") === true) return partBySource({ ...npmName(name), version: repositoryOf(version) ? undefined : versionInName(version), at, scope: scopeOf(entry) }, version);
  return partBySource({ ...npmName(name), version, at, scope: scopeOf(entry) }, textOf(entry["resolved"]));
}

/** The version that `npm pack` writes into an archive's name. */
const versionInName = (address: string): string | undefined => /-(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)\.(?:tgz|tar\.gz)$/.exec(address)?.[1];
