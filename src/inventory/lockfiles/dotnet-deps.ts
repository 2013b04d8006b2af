// NAME.deps.json: what a published .NET program loads.
// Source: the .NET host's design documents, "Runtime configuration files", "appname.deps.json".
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { localPart, packagePart, rejectPart } from "../lockfile-parts.ts";

export const dotnetDeps = defineLockfile({ id: "dotnet-deps", about: "NAME.deps.json of published .NET programs.", recognises: (path) => /.\.deps\.json$/.test(fileName(path)), read });

function* read(file: LockfileFile): Generator<LockfilePart> {
  const libraries = membersOf(jsonTable(file)["libraries"]);
  const at = jsonPlaces(file, 2);
  for (const [key, entry] of Object.entries(libraries)) {
    const where = at("libraries", key);
    const slash = key.indexOf("/");
    if (!isObject(entry) || slash < 0) { yield rejectPart(where, "malformed", "The entry is not an object under name/version.", key); continue; }
    const name = key.slice(0, slash);
    if (entry["type"] === "project" || entry["type"] === "reference") { yield localPart(where, name, `It is a ${entry["type"]} of this program, and no package.`); continue; }
    // The runtime itself comes as a package too, under a name with this prefix.
    yield packagePart({ type: "nuget", name: name.replace(/^runtimepack\./, ""), version: key.slice(slash + 1), at: where, scope: "runtime" });
  }
}
