// pnpm-lock.yaml, lockfileVersion 5 to 9.
// Source: pnpm's specification of the lock file (github.com/pnpm/spec, lockfile/).
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { fromRepository, localPart, rejectPart } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import type { Root } from "../lockfile-graph.ts";
import { scopesOf } from "../lockfile-graph.ts";
import { parseYaml, place, textOf, unsupported, yamlKeyLines } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { manifestLists, npmName, partBySource } from "../npm-spec.ts";

export const pnpmLock = defineLockfile({
  id: "pnpm-lock",
  about: "pnpm-lock.yaml, lockfileVersion 5 to 9.",
  recognises: isNamed("pnpm-lock.yaml"),
  read,
});

/** A newer pnpm writes its own tools into a document of their own, before the project's. */
async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const documents = await parseYaml(file);
  for (const lock of documents) {
    if (!isObject(lock)) { yield rejectPart(place(file.path, 1), "malformed", "The document is not a table."); continue; }
    const major = Number.parseInt(textOf(lock["lockfileVersion"]) ?? "", 10);
    if (!(major >= 5 && major <= 9)) throw unsupported(file, { line: 1, detail: `lockfileVersion is ${JSON.stringify(lock["lockfileVersion"])?.slice(0, 40) ?? "not told"}.`, rule: "lockfileVersion 5 to 9", mend: "Run `pnpm install --lockfile-only` with pnpm 6 to 10." });
    yield* readLock(file, lock, major);
  }
}

function* readLock(file: LockfileFile, lock: Table, major: number): Generator<LockfilePart> {
  const packages = membersOf(lock["packages"]);
  const snapshots = major >= 9 ? membersOf(lock["snapshots"]) : packages;
  const lines = yamlKeyLines(file.text, "packages");
  const roots = rootsOf(lock, major);
  const scopes = scopesOf(roots, (key) => needsOf(snapshots[key], "dependencies", major), (key) => needsOf(snapshots[key], "optionalDependencies", major));
  const direct = new Set(roots.map(({ key }) => bare(key, major)));
  const scopeOfBare = widest(scopes, major);
  for (const [key, entry] of Object.entries(packages)) {
    const at = place(file.path, lines.get(key));
    if (!isObject(entry)) { yield rejectPart(at, "malformed", "The entry is not a table.", key); continue; }
    const scope = scopeOfBare.get(bare(key, major)) ?? flagged(entry);
    yield partOf(key, entry, major, { at, scope, direct: direct.has(bare(key, major)) });
  }
}

const flagged = (entry: Table): FoundPackage["scope"] => (entry["dev"] === "true" ? "development" : entry["optional"] === "true" ? "optional" : entry["dev"] === "false" ? "runtime" : undefined);

function partOf(key: string, entry: Table, major: number, told: { at: string; scope: FoundPackage["scope"]; direct: boolean }): LockfilePart {
  const parsed = parseKey(key, major);
  const resolution = membersOf(entry["resolution"]);
  const name = textOf(entry["name"]) ?? parsed?.name;
  if (name === undefined) return rejectPart(told.at, "malformed", "The key tells no name (pnpm's specification, packages).", key);
  const found = { ...npmName(name), version: textOf(entry["version"]) ?? (parsed && /^\d/.test(parsed.version) ? parsed.version : undefined), ...told };
  if (resolution["type"] === "directory" || textOf(resolution["directory"]) !== undefined) return localPart(told.at, name, `It is a folder of this project: ${textOf(resolution["directory"]) ?? key}.`);
  if (textOf(resolution["repo"])) return fromRepository(found, { url: textOf(resolution["repo"]) ?? "", commit: textOf(resolution["commit"]) });
  return partBySource(found, textOf(resolution["tarball"]) ?? (parsed && !/^\d/.test(parsed.version) ? parsed.version : undefined));
}

/**
 * "/name/1.0.0_peers" (5), "/name@1.0.0(peers)" (6), "name@1.0.0(peers)" (9). A registry of its own stands before the
 * first slash. What is no such key ("github.com/o/r/commit", "file:x.tgz") tells no name: the entry does.
 */
function parseKey(key: string, major: number): { name: string; version: string } | undefined {
  const plain = key.replace(/\(.*$/, "");
  if (major === 5) {
    const [, name, version] = /^[^/@]*\/(@[^/]+\/[^/]+|[^/@]+)\/(\d[^/_]*)(?:_.*)?$/.exec(plain) ?? [];
    return name === undefined || version === undefined ? undefined : { name, version };
  }
  const [, name, version] = /^(?:[^@]*\/(?=@|[^/]+@))?(@[^/@]+\/[^@]+|[^@/]+)@(.+)$/.exec(plain) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** A key without the peers it was resolved with. */
const bare = (key: string, major: number): string => (major === 5 ? key.replace(/(\/\d[^/_]*)_.*$/s, "$1") : key.replace(/\(.*$/, ""));

function widest(scopes: ReadonlyMap<string, Root["scope"]>, major: number): Map<string, Root["scope"]> {
  const order = ["development", "optional", "runtime"];
  const result = new Map<string, Root["scope"]>();
  for (const [key, scope] of scopes) {
    const before = result.get(bare(key, major));
    if (before === undefined || order.indexOf(scope) > order.indexOf(before)) result.set(bare(key, major), scope);
  }
  return result;
}

// pnpm's own tools for the project, in the document before the project's.
const lists = [...manifestLists, { list: "packageManagerDependencies", scope: "development" }, { list: "configDependencies", scope: "development" }] as const;

/** importers: one for each workspace member; without workspaces the lists stand at the top (before version 9). */
function rootsOf(lock: Table, major: number): Root[] {
  const importers = isObject(lock["importers"]) ? Object.values(lock["importers"]) : [lock];
  return importers.flatMap((importer) => lists.flatMap(({ list, scope }) => Object.entries(membersOf(membersOf(importer)[list])).flatMap(([name, told]) => {
    const version = textOf(told) ?? textOf(membersOf(told)["version"]);
    return version === undefined ? [] : [{ key: keyFor(name, version, major), scope }];
  })));
}

const needsOf = (entry: unknown, list: string, major: number): string[] =>
  Object.entries(membersOf(membersOf(entry)[list])).flatMap(([name, version]) => (typeof version === "string" ? [keyFor(name, version, major)] : []));

/** An alias, a repository or a file is told by its whole key instead of a version. */
function keyFor(name: string, version: string, major: number): string {
  if (/^\d/.test(version)) return major === 5 ? `/${name}/${version}` : major < 9 ? `/${name}@${version}` : `${name}@${version}`;
  if (major < 9 || /^@?[^@(:]+@/.test(version)) return version;
  return `${name}@${version}`;
}
