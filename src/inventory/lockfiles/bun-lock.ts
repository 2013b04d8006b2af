// bun.lock, Bun's lock file as text; the binary bun.lockb is refused with the way out.
// Source: Bun's documentation, "Lockfile", and the files Bun writes.
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, fileName, isNamed } from "../lockfile.ts";
import { jsonPlaces, relaxedJsonTable } from "../lockfile-json.ts";
import type { Root } from "../lockfile-graph.ts";
import { scopesOf } from "../lockfile-graph.ts";
import { localPart, notePart, rejectPart } from "../lockfile-parts.ts";
import { textOf, unsupported } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { manifestEntries, npmName, partBySource, splitSpec } from "../npm-spec.ts";

export const bunLock = defineLockfile({
  id: "bun-lock",
  about: "bun.lock of Bun 1.1.39 and later.",
  recognises: isNamed("bun.lock", "bun.lockb"),
  isText: (path) => fileName(path) !== "bun.lockb",
  read,
});

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  if (fileName(file.path) === "bun.lockb") {
    if (await near.read("bun.lock")) { yield notePart(file.path, "bun.lockb is not read: bun.lock beside it is."); return; }
    throw unsupported(file, { detail: "It is Bun's binary lock file.", rule: "bun.lock, the lock file as text", mend: "Run `bun install --save-text-lockfile --frozen-lockfile --lockfile-only` and scan bun.lock." });
  }
  const lock = relaxedJsonTable(file);
  const packages = membersOf(lock["packages"]);
  const at = jsonPlaces(file, 2);
  const roots = rootsOf(lock, packages);
  const scopes = scopesOf(roots, (key) => needsOf(packages, key, "dependencies"), (key) => needsOf(packages, key, "optionalDependencies"));
  const direct = new Set(roots.map(({ key }) => key));
  for (const [key, entry] of Object.entries(packages)) yield partOf(key, entry, { at: at("packages", key), scope: scopes.get(key), direct: direct.has(key) });
}

/** An entry is a list: name and where it came from, then what that kind of source needs. */
function partOf(key: string, entry: unknown, told: { at: string; scope: Root["scope"] | undefined; direct: boolean }): LockfilePart {
  const resolved = splitSpec(textOf(itemsOf(entry)[0]) ?? "");
  if (resolved === undefined) return rejectPart(told.at, "malformed", "The entry does not begin with name@source.", key);
  if (/^(?:workspace|link|root):/.test(resolved.range)) return localPart(told.at, resolved.name, `It is code of this project: ${resolved.range}.`);
  const isVersion = /^\d/.test(resolved.range);
  return partBySource({ ...npmName(resolved.name), version: isVersion ? resolved.range : undefined, ...told }, isVersion ? undefined : resolved.range);
}

function rootsOf(lock: Table, packages: Table): Root[] {
  return Object.values(membersOf(lock["workspaces"])).filter(isObject).flatMap((workspace) =>
    manifestEntries(workspace).flatMap(({ name, scope }) => {
      const key = keyFrom(packages, textOf(workspace["name"]) ?? "", name);
      return key === undefined ? [] : [{ key, scope }];
    }));
}

function needsOf(packages: Table, key: string, list: "dependencies" | "optionalDependencies"): string[] {
  const info = itemsOf(packages[key]).find(isObject);
  const peers = list === "dependencies" ? Object.keys(membersOf(info?.["peerDependencies"])) : [];
  return [...Object.keys(membersOf(info?.[list])), ...peers].flatMap((name) => keyFrom(packages, key, name) ?? []);
}

/** Keys are paths, as folders in node_modules would be: "a/b" is the b that a alone sees. */
function keyFrom(packages: Table, from: string, name: string): string | undefined {
  const segments = from === "" ? [] : from.split("/");
  for (let length = segments.length; length >= 0; length--) {
    const key = [...segments.slice(0, length), name].join("/");
    if (Object.hasOwn(packages, key)) return key;
  }
  return undefined;
}
