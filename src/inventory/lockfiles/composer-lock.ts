// composer.lock of Composer.
// Source: Composer's documentation, "The composer.lock file", and its Locker.
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { textOf } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const composerLock = defineLockfile({ id: "composer-lock", about: "composer.lock of Composer.", recognises: isNamed("composer.lock"), read });

const lists = [{ list: "packages", scope: "runtime" }, { list: "packages-dev", scope: "development" }] as const;

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  const lock = jsonTable(file);
  const at = jsonPlaces(file, 2);
  const direct = await namedBy(near);
  for (const { list, scope } of lists) {
    for (const [index, entry] of itemsOf(lock[list]).entries()) {
      const where = at(list, index);
      const full = isObject(entry) ? textOf(entry["name"]) : undefined;
      if (!isObject(entry) || full === undefined) { yield rejectPart(where, "malformed", "The entry is not an object with a name."); continue; }
      const [namespace, ...name] = full.split("/");
      yield partOf(entry, { type: "composer", namespace, name: name.join("/"), label: full, version: textOf(entry["version"]), at: where, scope, direct: direct?.has(full.toLowerCase()) });
    }
  }
}

async function namedBy(near: Neighbours): Promise<Set<string> | undefined> {
  const file = await near.read("composer.json");
  try {
    const manifest = file && membersOf(JSON.parse(file.text));
    return manifest && new Set([...Object.keys(membersOf(manifest["require"])), ...Object.keys(membersOf(manifest["require-dev"]))].map((name) => name.toLowerCase()));
  } catch {
    return undefined;
  }
}

function partOf(entry: Table, found: Parameters<typeof packagePart>[0]): LockfilePart {
  const dist = membersOf(entry["dist"]);
  if (dist["type"] === "path") return localPart(found.at, found.label ?? undefined, `It is a folder of this project: ${textOf(dist["url"]) ?? ""}.`);
  // "dev-main" and "1.x-dev" are branches (Composer, "Branches"): the commit is what is fixed.
  const { url, reference, type } = membersOf(entry["source"]);
  const isBranch = /^dev-|-dev$/.test(found.version ?? "");
  return isBranch && type === "git" && textOf(url) !== undefined ? fromRepository(found, { url: textOf(url) ?? "", commit: textOf(reference) }) : packagePart(found);
}
