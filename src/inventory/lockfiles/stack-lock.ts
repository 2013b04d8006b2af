// stack.yaml.lock of Haskell's Stack.
// Source: Stack's documentation, "Lock files".
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { fromArchive, fromRepository, notePart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { place, textOf, yamlTable } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const stackLock = defineLockfile({ id: "stack-lock", about: "stack.yaml.lock of Stack.", recognises: (path) => /^stack[\w.-]*\.yaml\.lock$/.test(fileName(path)), read });

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lock = await yamlTable(file);
  const lines = file.text.split("\n");
  const starts = lines.flatMap((line, index) => (line.startsWith("- ") ? [index + 1] : []));
  for (const [index, entry] of itemsOf(lock["packages"]).entries()) {
    const at = place(file.path, starts[index]);
    const completed = isObject(entry) ? membersOf(entry["completed"]) : undefined;
    yield completed === undefined ? rejectPart(at, "malformed", "The entry is not a table.") : partOf(completed, at);
  }
  for (const snapshot of itemsOf(lock["snapshots"])) yield notePart(file.path, `The packages of the snapshot ${textOf(membersOf(membersOf(snapshot)["completed"])["url"]) ?? ""} are not in this file.`);
}

function partOf(completed: Table, at: string): LockfilePart {
  const hackage = textOf(completed["hackage"]);
  const [, inName, inVersion] = /^(.+)-(\d[\d.]*)(?:@.*)?$/.exec(hackage ?? "") ?? [];
  const found = { type: "hackage", name: inName ?? textOf(completed["name"]), version: inVersion ?? textOf(completed["version"]), at };
  const git = textOf(completed["git"]);
  if (git !== undefined) return fromRepository(found, { url: git, commit: textOf(completed["commit"]) });
  const url = textOf(completed["url"]);
  return url === undefined ? packagePart(found) : fromArchive(found, url);
}
