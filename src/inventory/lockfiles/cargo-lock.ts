// Cargo.lock, version 1 to 4.
// Source: the Cargo book, "Cargo.toml vs Cargo.lock" and "Package ID specifications"; cargo's encode.rs.
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { fromRepository, localPart, notePart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { place, textOf, tomlTable, tomlTables } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const cargoLock = defineLockfile({ id: "cargo-lock", about: "Cargo.lock of Cargo.", recognises: isNamed("Cargo.lock"), read });

async function* read(file: LockfileFile): AsyncGenerator<LockfilePart> {
  const lock = await tomlTable(file);
  const direct = directIn(lock);
  // The project itself stood outside of the list before cargo 0.19.
  if (isObject(lock["root"])) yield localPart(place(file.path, undefined), textOf(lock["root"]["name"]), "It is code of this project.");
  for (const { entry, at } of tomlTables(file, lock["package"], "package")) {
    const name = textOf(entry?.["name"]);
    if (entry === undefined || name === undefined) { yield rejectPart(at, "malformed", "The entry is not a table with a name."); continue; }
    yield partOf(entry, { name, at, direct: direct === undefined ? undefined : direct.has(name) || direct.has(`${name} ${textOf(entry["version"]) ?? ""}`) });
  }
  for (const unused of itemsOf(membersOf(lock["patch"])["unused"])) yield notePart(file.path, `The patch ${textOf(membersOf(unused)["name"]) ?? ""} is not used.`);
}

function partOf(entry: Table, told: { name: string; at: string; direct: boolean | undefined }): LockfilePart {
  const source = textOf(entry["source"]);
  const found = { type: "cargo", version: textOf(entry["version"]), ...told };
  if (source === undefined) return localPart(told.at, told.name, "It is code of this project: it has no source.");
  const [, kind, address = ""] = /^(registry|sparse|git|path|directory|local-registry)\+(.+)$/.exec(source) ?? [];
  if (kind === "git") return fromRepository(found, { url: address.replace(/[?#].*$/, ""), commit: /#([0-9a-f]+)$/.exec(address)?.[1] });
  if (kind === "path") return localPart(told.at, told.name, `It is a folder of this project: ${address}.`);
  // A mirror is set up by source replacement, which never reaches the lock file: another address is another registry.
  const isCratesIo = /^https:\/\/(?:github\.com\/rust-lang\/crates\.io-index|index\.crates\.io)\/?$/.test(address);
  return packagePart(isCratesIo || kind === undefined ? found : { ...found, qualifiers: { repository_url: address } });
}

/** What the project's own packages need: "name", or "name version" where there are several. */
function directIn(lock: Table): Set<string> | undefined {
  const own = [lock["root"], ...itemsOf(lock["package"])].filter(isObject).filter(({ source }) => source === undefined);
  if (own.length === 0) return undefined;
  return new Set(own.flatMap(({ dependencies }) => itemsOf(dependencies)).filter((one) => typeof one === "string").map((one) => one.split(" ").slice(0, 2).join(" ")));
}
