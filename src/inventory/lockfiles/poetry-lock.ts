// poetry.lock, lock-version 1 and 2.
// Source: the files Poetry writes, and poetry-core's packages.
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { scopesOf } from "../lockfile-graph.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { textOf, tomlTable, tomlTables } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { normalName, partFromUrl, projectRoots, pypi } from "../python-requirement.ts";

export const poetryLock = defineLockfile({ id: "poetry-lock", about: "poetry.lock of Poetry 1 and 2.", recognises: isNamed("poetry.lock"), read });

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  const lock = await tomlTable(file);
  const entries = tomlTables(file, lock["package"], "package");
  const project = await projectOf(near);
  const roots = project && projectRoots(project);
  const needs = new Map(entries.map(({ entry }) => [normalName(textOf(entry?.["name"]) ?? ""), Object.keys(membersOf(entry?.["dependencies"])).map(normalName)]));
  const scopes = scopesOf([...(roots ?? [])].map(([key, scope]) => ({ key, scope })), (key) => needs.get(key) ?? []);
  for (const { entry, at } of entries) {
    const name = textOf(entry?.["name"]);
    if (entry === undefined || name === undefined) { yield rejectPart(at, "malformed", "The entry is not a table with a name."); continue; }
    yield partOf(entry, { ...pypi(name), version: textOf(entry["version"]), at, scope: toldScope(entry) ?? scopes.get(normalName(name)), direct: roots?.has(normalName(name)) });
  }
}

async function projectOf(near: Neighbours): Promise<Table | undefined> {
  const file = await near.read("pyproject.toml");
  return file && tomlTable(file).catch(() => undefined);
}

/** Since 2.0 the groups are told, before 1.5 the category; in between neither. */
function toldScope(entry: Table): FoundPackage["scope"] {
  const groups = itemsOf(entry["groups"]);
  if (groups.includes("main") || entry["category"] === "main") return entry["optional"] === true ? "optional" : "runtime";
  return groups.length > 0 || entry["category"] === "dev" ? "development" : undefined;
}

function partOf(entry: Table, found: FoundPackage): LockfilePart {
  const source = isObject(entry["source"]) ? entry["source"] : {};
  const url = textOf(source["url"]) ?? "";
  switch (source["type"]) {
    case "git": return fromRepository(found, { url, commit: textOf(source["resolved_reference"]) ?? textOf(source["reference"]) });
    case "directory": return localPart(found.at, found.label, `It is a folder of this project: ${url}.`);
    case "url": case "file": return partFromUrl(found, url);
    // "legacy" is another index; most are mirrors.
    default: return packagePart(found);
  }
}
