// pylock.toml, the lock file all of Python's tools may write.
// Source: PEP 751 and the PyPA specification "pylock.toml".
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { textOf, tomlTable, tomlTables, unsupported } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { inArchiveName, partFromUrl, pypi } from "../python-requirement.ts";

export const pylock = defineLockfile({ id: "pylock", about: "pylock.toml and pylock.NAME.toml (PEP 751).", recognises: (path) => /^pylock(?:\.[^.]+)?\.toml$/.test(fileName(path)), read });

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lock = await tomlTable(file);
  const version = textOf(lock["lock-version"]);
  // "Tools MUST raise an error when the major version is not known to them" (lock-version).
  if (version !== undefined && !/^1(?:\.|$)/.test(version)) throw unsupported(file, { line: 1, detail: `lock-version is ${version.slice(0, 40)}.`, rule: "lock-version 1", mend: "Write it with a tool that knows version 1." });
  for (const { entry, at } of tomlTables(file, lock["packages"], "packages")) {
    const name = textOf(entry?.["name"]);
    if (entry === undefined || name === undefined) { yield rejectPart(at, "malformed", "The entry is not a table with a name."); continue; }
    yield partOf(entry, { ...pypi(name), version: textOf(entry["version"]), at });
  }
}

function partOf(entry: Table, found: FoundPackage): LockfilePart {
  if (isObject(entry["vcs"])) {
    const { url, path, "commit-id": commit } = entry["vcs"];
    return fromRepository(found, { url: textOf(url) ?? textOf(path) ?? "", commit: textOf(commit) });
  }
  if (isObject(entry["directory"])) return localPart(found.at, found.label, `It is a folder of this project: ${textOf(entry["directory"]["path"]) ?? "."}.`);
  if (isObject(entry["archive"])) return partFromUrl(found, textOf(entry["archive"]["url"]) ?? textOf(entry["archive"]["path"]) ?? "");
  return packagePart({ ...found, version: found.version ?? versionInFiles(entry) });
}

/** The version may be left out; then the files' names tell it. */
function versionInFiles(entry: Table): string | undefined {
  const files = [...itemsOf(entry["wheels"]), entry["sdist"]].map(membersOf);
  return files.map((file) => inArchiveName(textOf(file["name"]) ?? textOf(file["url"]) ?? textOf(file["path"]) ?? "")?.version).find((version) => version !== undefined);
}
