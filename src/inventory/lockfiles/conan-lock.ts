// conan.lock of Conan 1 (0.4) and Conan 2 (0.5).
// Source: Conan's documentation, "Lockfiles", and the purl type definition "conan".
import { itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { localPart, packagePart, rejectPart, shown } from "../lockfile-parts.ts";
import type { FoundPackage } from "../lockfile-parts.ts";
import { textOf } from "../lockfile-text.ts";

export const conanLock = defineLockfile({ id: "conan-lock", about: "conan.lock of Conan 1 and 2.", recognises: isNamed("conan.lock"), read });

const lists = [{ list: "requires", scope: "runtime" }, { list: "build_requires", scope: "development" }, { list: "python_requires", scope: "development" }, { list: "config_requires", scope: "development" }] as const;

function* read(file: LockfileFile): Generator<LockfilePart> {
  const lock = jsonTable(file);
  const at = jsonPlaces(file, 3);
  const lines = file.text.split("\n");
  for (const { list, scope } of lists) {
    for (const one of itemsOf(lock[list])) {
      const line = lines.findIndex((text) => typeof one === "string" && text.includes(JSON.stringify(one)));
      yield referencePart(one, { at: line < 0 ? at(list) : `${file.path}:${line + 1}`, scope });
    }
  }
  const nodes = membersOf(membersOf(lock["graph_lock"])["nodes"]);
  const built = new Set(Object.values(nodes).flatMap((node) => itemsOf(membersOf(node)["build_requires"])));
  for (const [id, node] of Object.entries(nodes)) {
    const { ref, path } = membersOf(node);
    const where = at("graph_lock", "nodes", id);
    // The node of the project's own conanfile has a path, and often no reference.
    if (path !== undefined || ref === undefined) yield localPart(where, textOf(ref), "It is the project's own conanfile.");
    else yield referencePart(ref, { at: where, scope: built.has(id) || membersOf(node)["context"] === "build" ? "development" : "runtime" });
  }
}

/** "name/version@user/channel#revision%time"; "_" is none. */
function referencePart(reference: unknown, told: { at: string; scope: FoundPackage["scope"] }): LockfilePart {
  const [, name, version, user, channel] = /^([^/@#%]+)\/([^@#%]+)(?:@([^/#%]*)(?:\/([^#%]*))?)?(?:[#%].*)?$/.exec(typeof reference === "string" ? reference : "") ?? [];
  if (name === undefined) return rejectPart(told.at, "malformed", `The reference is not name/version: ${shown(String(reference))}`);
  const qualifiers = { ...(user && user !== "_" ? { user } : {}), ...(channel && channel !== "_" ? { channel } : {}) };
  return packagePart({ type: "conan", name, version, qualifiers, ...told });
}
