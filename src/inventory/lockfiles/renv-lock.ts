// renv.lock of R projects.
// Source: renv's documentation, "Lockfiles".
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { textOf } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const renvLock = defineLockfile({ id: "renv-lock", about: "renv.lock of renv.", recognises: isNamed("renv.lock"), read });

function* read(file: LockfileFile): Generator<LockfilePart> {
  const at = jsonPlaces(file, 2);
  for (const [key, entry] of Object.entries(membersOf(jsonTable(file)["Packages"]))) {
    yield isObject(entry) ? partOf(key, entry, at("Packages", key)) : rejectPart(at("Packages", key), "malformed", "The entry is not an object.", key);
  }
}

const hosts: Readonly<Record<string, string>> = { GitHub: "github.com", GitLab: "gitlab.com", Bitbucket: "bitbucket.org" };

function partOf(key: string, entry: Table, at: string): LockfilePart {
  const source = textOf(entry["Source"]) ?? "";
  const found = { type: source === "Bioconductor" ? "bioconductor" : "cran", name: textOf(entry["Package"]) ?? key, version: textOf(entry["Version"]), at };
  if (source === "Local" || source === "unknown") return localPart(at, key, `It was installed from ${textOf(entry["RemoteUrl"]) ?? "a folder"}.`);
  const host = hosts[source];
  const url = host === undefined ? (source === "git" || source === "Git" ? textOf(entry["RemoteUrl"]) : undefined) : `https://${host}/${textOf(entry["RemoteUsername"]) ?? ""}/${textOf(entry["RemoteRepo"]) ?? ""}`;
  return url === undefined ? packagePart(found) : fromRepository(found, { url, commit: textOf(entry["RemoteSha"]) });
}
