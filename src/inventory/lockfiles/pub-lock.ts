// pubspec.lock of Dart and Flutter.
// Source: Dart's documentation, "pubspec.lock", and pub's lock_file.dart.
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { place, textOf, yamlKeyLines, yamlTable } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const pubLock = defineLockfile({ id: "pub-lock", about: "pubspec.lock of Dart and Flutter.", recognises: isNamed("pubspec.lock"), read });

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lock = await yamlTable(file);
  const lines = yamlKeyLines(file.text, "packages");
  for (const [name, entry] of Object.entries(membersOf(lock["packages"]))) {
    const at = place(file.path, lines.get(name));
    if (!isObject(entry)) { yield rejectPart(at, "malformed", "The entry is not a table.", name); continue; }
    yield partOf(name, entry, at);
  }
}

/** "direct main", "direct dev", "direct overridden" or "transitive"; what a transitive one is for is not told. */
function partOf(name: string, entry: Table, at: string): LockfilePart {
  const told = textOf(entry["dependency"]) ?? "";
  const scope: FoundPackage["scope"] = told === "direct main" ? "runtime" : told === "direct dev" ? "development" : undefined;
  const description = membersOf(entry["description"]);
  const label = textOf(description["name"]) ?? name;
  const found = { type: "pub", name: label, label, version: textOf(entry["version"]), at, scope, direct: told === "" ? undefined : told.startsWith("direct") };
  switch (entry["source"]) {
    case "git": return fromRepository(found, { url: textOf(description["url"]) ?? "", commit: textOf(description["resolved-ref"]) });
    case "path": return localPart(at, name, `It is a folder of this project: ${textOf(description["path"]) ?? ""}.`);
    case "sdk": return localPart(at, name, `It comes with the SDK: ${textOf(entry["description"]) ?? ""}.`);
    default: {
      const host = textOf(description["url"]);
      const isPublic = host === undefined || /^https:\/\/pub\.(?:dev|dartlang\.org)\/?$/.test(host);
      return packagePart(isPublic ? found : { ...found, qualifiers: { repository_url: host } });
    }
  }
}
