// Rust crates as cargo-auditable records them in the programs it builds.
import { inflateSync } from "node:zlib";
import { messageOf } from "../../kernel/fault.ts";
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, rejected } from "../extractor.ts";
import { isObject } from "../json-stream.ts";
import { programPaths, readPrograms } from "../program-walk.ts";
import { componentFromPurl } from "../purl-component.ts";

export const rustBinaries = defineExtractor({
  id: "rust-binaries",
  about: "Rust crates inside programs that were built with cargo-auditable.",
  watches: programPaths,
  reads: () => false,
  extract,
});

// cargo-auditable, PARSING.md: readers shall limit what they unpack; 8 MiB is its own default.
const maxBytes = 8 * 1024 * 1024;

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  for await (const found of readPrograms(files, roots, signal)) {
    // A problem of the file itself is told once, by the extractor of Go.
    if (found.kind === "program" && found.records.rust !== undefined) yield* toParts(found.records.rust, found.path);
  }
}

function* toParts(packed: Buffer, at: string): Generator<ExtractorPart> {
  const read = unpack(packed);
  if (typeof read === "string") { yield rejected(at, "malformed", read); return; }
  for (const crate of read) yield toPart(crate, at);
}

/** The packages of the list, or why there are none. */
function unpack(packed: Buffer): readonly unknown[] | string {
  try {
    const list: unknown = JSON.parse(inflateSync(packed, { maxOutputLength: maxBytes }).toString());
    return isObject(list) && Array.isArray(list["packages"]) ? list["packages"] : "Its .dep-v0 section lists no packages.";
  } catch (cause) {
    return `Its .dep-v0 section cannot be unpacked: ${messageOf(cause)}.`;
  }
}

function toPart(crate: unknown, at: string): ExtractorPart {
  if (!isObject(crate) || typeof crate["name"] !== "string") return rejected(at, "malformed", "A package of its .dep-v0 section has no name.");
  const { name, version, kind, root } = crate;
  if (typeof version !== "string") return rejected(at, "no-version", "Its entry in .dep-v0 has no version.", name as string);
  const purl = purlFrom({ type: "cargo", name: name as string, version });
  if (purl === undefined) return rejected(at, "invalid-purl", `${name} ${version} cannot be written as a purl.`, name as string);
  return { kind: "component", component: { ...componentFromPurl(purl, { location: at }), scope: kind === "build" ? "development" : "runtime", ...(root === true && { direct: true }) } };
}
