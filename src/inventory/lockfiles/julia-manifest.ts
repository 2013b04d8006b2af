// Manifest.toml of Julia, manifest_format 1 and 2.
// Source: Pkg.jl's documentation, "Project.toml and Manifest.toml", and the purl type definition "julia".
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { fromRepository, localPart, notePart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { place, textOf, tomlArrayLines, tomlTable } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const juliaManifest = defineLockfile({ id: "julia-manifest", about: "Manifest.toml of Julia.", recognises: (path) => /^(?:Julia)?Manifest(?:-v\d[\d.]*)?\.toml$/.test(fileName(path)), read });

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  const manifest = await tomlTable(file);
  const isSecond = isObject(manifest["deps"]);
  const direct = await namedBy(near);
  let bundled = 0;
  for (const [name, entries] of Object.entries(isSecond ? membersOf(manifest["deps"]) : manifest)) {
    if (!Array.isArray(entries)) continue;
    const lines = tomlArrayLines(file.text, isSecond ? `deps.${name}` : name);
    for (const [index, entry] of entries.entries()) {
      const at = place(file.path, lines[index]);
      if (!isObject(entry)) { yield rejectPart(at, "malformed", "The entry is not a table.", name); continue; }
      if (isBundled(entry)) bundled++;
      else yield partOf(name, entry, at, direct?.has(name));
    }
  }
  if (bundled > 0) yield notePart(file.path, `${bundled} libraries come with Julia ${textOf(manifest["julia_version"]) ?? "itself"} and have no version of their own.`);
}

/** The standard library has no source and, before Julia 1.11, no version; what needs no source is part of Julia. */
const isBundled = (entry: Table): boolean => entry["git-tree-sha1"] === undefined && entry["path"] === undefined && entry["repo-url"] === undefined;

function partOf(name: string, entry: Table, at: string, direct: boolean | undefined): LockfilePart {
  const uuid = textOf(entry["uuid"]);
  const found = { type: "julia", name, version: textOf(entry["version"]), qualifiers: uuid === undefined ? {} : { uuid }, at, direct };
  if (entry["path"] !== undefined) return localPart(at, name, `It is a folder of this project: ${textOf(entry["path"]) ?? ""}.`);
  const url = textOf(entry["repo-url"]);
  return url === undefined ? packagePart(found) : fromRepository(found, { url, commit: textOf(entry["repo-rev"]) ?? textOf(entry["git-tree-sha1"]) });
}

async function namedBy(near: Neighbours): Promise<Set<string> | undefined> {
  const file = (await near.read("Project.toml")) ?? (await near.read("JuliaProject.toml"));
  const project = file && (await tomlTable(file).catch(() => undefined));
  return project && new Set(Object.keys(membersOf(project["deps"])));
}
