// pdm.lock, lock_version 3 and 4.
// Source: the files PDM writes, and its documentation, "Lock file".
import { itemsOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { textOf, tomlTable, tomlTables } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { partFromUrl, pypi } from "../python-requirement.ts";

export const pdmLock = defineLockfile({ id: "pdm-lock", about: "pdm.lock of PDM.", recognises: isNamed("pdm.lock"), read });

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lock = await tomlTable(file);
  for (const { entry, at } of tomlTables(file, lock["package"], "package")) {
    const name = textOf(entry?.["name"]);
    if (entry === undefined || name === undefined) { yield rejectPart(at, "malformed", "The entry is not a table with a name."); continue; }
    // An extra stands as an entry of its own, beside the package it belongs to.
    yield partOf(entry, { ...pypi(name), version: textOf(entry["version"]), at, scope: scopeOf(entry) });
  }
}

/** Groups other than "default" may be optional ones or of development: the file does not tell which. */
function scopeOf(entry: Table): FoundPackage["scope"] {
  const groups = itemsOf(entry["groups"]);
  if (groups.includes("default")) return "runtime";
  return groups.length > 0 && groups.every((group) => typeof group === "string" && /^(?:dev|test|tests|lint|doc|docs)$/.test(group)) ? "development" : undefined;
}

function partOf(entry: Table, found: FoundPackage): LockfilePart {
  const git = textOf(entry["git"]);
  if (git !== undefined) return fromRepository(found, { url: git, commit: textOf(entry["revision"]) ?? textOf(entry["ref"]) });
  const path = textOf(entry["path"]);
  if (path !== undefined && !/\.(?:whl|zip|tar\.gz|tgz)$/.test(path)) return localPart(found.at, found.label, `It is a folder of this project: ${path}.`);
  const address = textOf(entry["url"]) ?? path;
  return address === undefined ? packagePart(found) : partFromUrl(found, address);
}
