// Podfile.lock of CocoaPods.
// Source: CocoaPods' Lockfile (cocoapods-core) and the purl type definition "cocoapods".
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { fromRepository, localPart, packagePart, rejectPart, shown } from "../lockfile-parts.ts";
import { place, textOf, yamlTable } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const podfileLock = defineLockfile({ id: "podfile-lock", about: "Podfile.lock of CocoaPods.", recognises: isNamed("Podfile.lock"), read });

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lock = await yamlTable(file);
  const lines = file.text.split("\n");
  const direct = new Set(itemsOf(lock["DEPENDENCIES"]).flatMap((one) => (typeof one === "string" ? [podOf(one)] : [])));
  for (const item of itemsOf(lock["PODS"])) {
    // A pod that needs others is a table with its name as the one key.
    const text = textOf(item) ?? (isObject(item) ? Object.keys(item)[0] : undefined) ?? "";
    const line = lines.findIndex((one) => /^ {2}- /.test(one) && one.includes(text));
    const at = place(file.path, line < 0 ? undefined : line + 1);
    const version = / \(([^()]+)\)$/.exec(text)?.[1];
    if (text === "") { yield rejectPart(at, "malformed", "The entry is not name (version)."); continue; }
    yield partOf(podOf(text), version, { at, lock, direct });
  }
}

/** A subspec ("Pod/Part") is a part of its pod's code and has its version. */
const podOf = (text: string): string => text.replace(/ \(.*$/, "").split("/")[0]?.trim() ?? "";

function partOf(name: string, version: string | undefined, { at, lock, direct }: { at: string; lock: Table; direct: ReadonlySet<string> }): LockfilePart {
  const found = { type: "cocoapods", name, version, at, direct: direct.has(name) };
  const external = membersOf(membersOf(lock["EXTERNAL SOURCES"])[name]);
  const path = textOf(external[":path"]);
  if (path !== undefined) return localPart(at, name, `It is a folder of this project: ${shown(path)}.`);
  const checkout = { ...external, ...membersOf(membersOf(lock["CHECKOUT OPTIONS"])[name]) };
  const url = textOf(checkout[":git"]);
  return url === undefined ? packagePart(found) : fromRepository(found, { url, commit: textOf(checkout[":commit"]) });
}
