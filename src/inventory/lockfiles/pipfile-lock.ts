// Pipfile.lock of pipenv.
// Source: the Pipfile specification, "Pipfile.lock".
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { textOf } from "../lockfile-text.ts";
import { partFromUrl, pinned, pypi } from "../python-requirement.ts";

export const pipfileLock = defineLockfile({ id: "pipfile-lock", about: "Pipfile.lock of pipenv.", recognises: isNamed("Pipfile.lock"), read });

function* read(file: LockfileFile): Generator<LockfilePart> {
  const lock = jsonTable(file);
  const at = jsonPlaces(file, 2);
  // Besides the two categories of old there may be any number of named ones ("pipenv install --categories").
  for (const [category, entries] of Object.entries(lock)) {
    if (category === "_meta") continue;
    if (!isObject(entries)) { yield rejectPart(at(category), "malformed", "The category is not an object.", category); continue; }
    for (const [name, entry] of Object.entries(membersOf(entries))) yield partOf(name, entry, at(category, name), category === "default" ? "runtime" : category === "develop" ? "development" : undefined);
  }
}

function partOf(name: string, entry: unknown, at: string, scope: FoundPackage["scope"]): LockfilePart {
  if (!isObject(entry)) return rejectPart(at, "malformed", "The entry is not an object.", name);
  const version = textOf(entry["version"]);
  const found = { ...pypi(name), version: version === undefined ? undefined : pinned(version.replace(/\s+/g, "")), at, scope };
  const git = textOf(entry["git"]);
  if (git !== undefined) return fromRepository(found, { url: git, commit: textOf(entry["ref"]) });
  const path = textOf(entry["path"]);
  if (path !== undefined) return localPart(at, name, `It is code of this project: ${path}.`);
  const address = textOf(entry["file"]);
  return address === undefined ? packagePart(found) : partFromUrl(found, address);
}
