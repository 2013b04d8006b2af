// packages.lock.json of NuGet.
// Source: NuGet's documentation, "PackageReference in project files", "Locking dependencies".
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { textOf } from "../lockfile-text.ts";

export const nugetLock = defineLockfile({ id: "nuget-lock", about: "packages.lock.json of NuGet.", recognises: (path) => /^packages\.(?:[\w.-]+\.)?lock\.json$/.test(fileName(path)), read });

/** One list for each target framework; the same package may stand in several. */
function* read(file: LockfileFile): Generator<LockfilePart> {
  const lock = jsonTable(file);
  const at = jsonPlaces(file, 3);
  for (const [framework, entries] of Object.entries(membersOf(lock["dependencies"]))) {
    for (const [name, entry] of Object.entries(membersOf(entries))) {
      const where = at("dependencies", framework, name);
      if (!isObject(entry)) { yield rejectPart(where, "malformed", "The entry is not an object.", name); continue; }
      if (entry["type"] === "Project") { yield localPart(where, name, "It is a project of this solution."); continue; }
      const type = textOf(entry["type"]);
      yield packagePart({ type: "nuget", name, version: textOf(entry["resolved"]), at: where, direct: type === undefined ? undefined : type === "Direct" });
    }
  }
}
