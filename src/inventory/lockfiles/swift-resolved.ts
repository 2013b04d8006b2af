// Package.resolved of the Swift package manager, version 1 to 3.
// Source: SwiftPM's PinsStore, and the purl type definition "swift".
import { isObject, itemsOf, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { jsonPlaces, jsonTable } from "../lockfile-json.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { textOf, unsupported } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";

export const swiftResolved = defineLockfile({ id: "swift-resolved", about: "Package.resolved of SwiftPM, version 1 to 3.", recognises: isNamed("Package.resolved"), read });

function* read(file: LockfileFile): Generator<LockfilePart> {
  const document = jsonTable(file);
  const version = document["version"];
  if (version !== 1 && version !== 2 && version !== 3) throw unsupported(file, { line: 1, detail: `version is ${JSON.stringify(version)?.slice(0, 40) ?? "not told"}.`, rule: "version 1, 2 or 3", mend: "Run `swift package resolve` with Swift 5.0 to 6." });
  const at = jsonPlaces(file, 3);
  const pins = version === 1 ? membersOf(document["object"])["pins"] : document["pins"];
  for (const [index, pin] of itemsOf(pins).entries()) {
    const where = version === 1 ? at("object", "pins", index) : at("pins", index);
    yield isObject(pin) ? partOf(pin, where) : rejectPart(where, "malformed", "The pin is not an object.");
  }
}

function partOf(pin: Table, at: string): LockfilePart {
  const location = textOf(pin["location"]) ?? textOf(pin["repositoryURL"]) ?? "";
  const label = textOf(pin["identity"]) ?? textOf(pin["package"]) ?? location;
  if (pin["kind"] === "localSourceControl" || /^(?:file:|\/|\.)/.test(location)) return localPart(at, label, "It is a repository on this machine.");
  const { version, revision } = membersOf(pin["state"]);
  // A package of a registry has an identity "scope.name" and no location.
  const segments = (location === "" ? label.replace(".", "/") : addressPath(location)).split("/");
  const found = { type: "swift", namespace: segments.slice(0, -1).join("/"), name: segments.at(-1), label, version: textOf(version), at };
  return found.version === undefined && location !== "" ? fromRepository(found, { url: location, commit: textOf(revision) }) : packagePart(found);
}

/** "github.com/owner/name" of any way to write the address. */
const addressPath = (address: string): string => address.replace(/^[a-z+]+:\/\//i, "").replace(/^[^/@]*@/, "").replace(/^([^/:]+):(?!\d)/, "$1/").replace(/\/+$/, "").replace(/\.git$/, "");
