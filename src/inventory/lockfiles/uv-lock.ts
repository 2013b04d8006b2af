// uv.lock, version 1.
// Source: uv's documentation, "Lockfile", and the files uv writes.
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile } from "../lockfile.ts";
import type { Root } from "../lockfile-graph.ts";
import { scopesOf } from "../lockfile-graph.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { textOf, tomlTable, tomlTables, unsupported } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { partFromUrl, pypi } from "../python-requirement.ts";

export const uvLock = defineLockfile({ id: "uv-lock", about: "uv.lock of uv.", recognises: (path) => /(?:^|\/)uv\.lock$|\.py\.lock$/.test(path), read });

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lock = await tomlTable(file);
  if (lock["version"] !== undefined && lock["version"] !== 1) throw unsupported(file, { line: 1, detail: `version is ${String(lock["version"]).slice(0, 40)}.`, rule: "version 1", mend: "Export it: `uv export --format pylock.toml -o pylock.toml`." });
  const entries = tomlTables(file, lock["package"], "package");
  const packages = new Map<string, Table>();
  for (const { entry } of entries) if (entry) { packages.set(keyOf(entry), entry); packages.set(textOf(entry["name"]) ?? "", packages.get(textOf(entry["name"]) ?? "") ?? entry); }
  const roots = rootsOf(entries.map(({ entry }) => entry).filter((entry) => entry !== undefined), lock);
  const canonical = (key: string): string => { const entry = packages.get(key); return entry ? keyOf(entry) : key; };
  const scopes = scopesOf(roots.map(({ key, scope }) => ({ key: canonical(key), scope })), (key) => needsOf(packages.get(key)).map(canonical));
  const direct = new Set(roots.map(({ key }) => canonical(key)));
  for (const { entry, at } of entries) {
    const name = textOf(entry?.["name"]);
    if (entry === undefined || name === undefined) { yield rejectPart(at, "malformed", "The entry is not a table with a name."); continue; }
    yield partOf(entry, { ...pypi(name), version: textOf(entry["version"]), at, scope: scopes.get(keyOf(entry)), direct: direct.has(keyOf(entry)) });
  }
}

const keyOf = (entry: Table): string => `${textOf(entry["name"]) ?? ""}@${textOf(entry["version"]) ?? ""}`;
// A version is only told where the name alone would not do.
const keysIn = (list: unknown): string[] => itemsOf(list).filter(isObject).map((one) => (textOf(one["version"]) ? keyOf(one) : (textOf(one["name"]) ?? "")));
const needsOf = (entry: Table | undefined): string[] => [...keysIn(entry?.["dependencies"]), ...Object.values(membersOf(entry?.["optional-dependencies"])).flatMap(keysIn)];

const isLocal = (entry: Table): boolean => ["editable", "virtual", "directory"].some((kind) => membersOf(entry["source"])[kind] !== undefined);

/** The members' lists; of a script's lock the manifest's. Folders that are no members are the project's code too. */
function rootsOf(entries: readonly Table[], lock: Table): Root[] {
  const lists = entries.filter(isLocal).flatMap((entry): [Root["scope"], unknown][] => [
    ["runtime", entry["dependencies"]],
    ...Object.values(membersOf(entry["optional-dependencies"])).map((list): [Root["scope"], unknown] => ["optional", list]),
    ...Object.values({ ...membersOf(entry["dev-dependencies"]), ...membersOf(entry["dependency-groups"]) }).map((list): [Root["scope"], unknown] => ["development", list]),
  ]);
  const manifest = membersOf(lock["manifest"]);
  return [...lists, ["runtime", manifest["requirements"]] as const].flatMap(([scope, list]) => keysIn(list).map((key) => ({ key, scope })));
}

function partOf(entry: Table, found: FoundPackage): LockfilePart {
  const source = membersOf(entry["source"]);
  const git = textOf(source["git"]);
  if (git !== undefined) return fromRepository(found, { url: git.replace(/[?#].*$/, ""), commit: /#([0-9a-f]+)$/.exec(git)?.[1] });
  if (isLocal(entry)) return localPart(found.at, found.label, "It is code of this project.");
  const address = textOf(source["url"]) ?? textOf(source["path"]);
  return address === undefined ? packagePart(found) : partFromUrl(found, address);
}
