// Alpine's package database: lib/apk/db/installed, where every line is a letter, a colon and a value.
import { canonicalPurl, purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, FileOwner, HostFiles } from "../extractor.ts";
import { defineExtractor, rejected } from "../extractor.ts";
import type { Distro } from "../os-release.ts";
import { distroPaths, isDistroFile, readDistro } from "../os-release.ts";
import { componentFromPurl } from "../purl-component.ts";

export const apk = defineExtractor({
  id: "apk",
  about: "Alpine, Wolfi and Chainguard packages that apk has installed.",
  watches: async () => [...databases, ...distroPaths],
  reads: (path) => isDistroFile(path) || databases.includes(path),
  extract,
  owners,
});

// apk 3 keeps it below /usr once /lib is merged into it; a link from one to the other is read once.
const databases: readonly string[] = ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"];

/** fields: the first value of each letter; apk's own letters are listed in apk-installed(5). */
interface Entry { line: number; fields: Map<string, string>; paths: string[]; wrongLines: number[] }

async function* extract(files: HostFiles, _roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  const distro = await readDistro(files);
  for (const { path, text } of await readDatabases(files)) {
    for (const record of recordsOf(text)) {
      signal.throwIfAborted();
      yield* toParts(record, path, distro);
    }
  }
}

async function* owners(files: HostFiles, paths: ReadonlySet<string>, signal: AbortSignal): AsyncGenerator<FileOwner> {
  const distro = await readDistro(files);
  for (const { text } of await readDatabases(files)) {
    for (const record of recordsOf(text)) {
      signal.throwIfAborted();
      const purl = purlOf(record.fields, distro);
      if (purl !== undefined) for (const path of record.paths) if (paths.has(path)) yield { path, purl: canonicalPurl(purl), origin: "distribution" };
    }
  }
}

async function readDatabases(files: HostFiles): Promise<{ path: string; text: string }[]> {
  const seen = new Set<string>();
  const read: { path: string; text: string }[] = [];
  for (const path of databases) {
    const stamp = await files.stamp(path);
    if (stamp === undefined || seen.has(stamp)) continue;
    seen.add(stamp);
    read.push({ path, text: (await files.readText(path)) ?? "" });
  }
  return read;
}

/** Records end at an empty line. F: opens a folder, R: names a file in it. */
function* recordsOf(text: string): Generator<Entry> {
  let record: Entry | undefined;
  let folder = "";
  let line = 0;
  for (const content of text.split("\n")) {
    line++;
    if (content === "") {
      if (record !== undefined) yield record;
      record = undefined;
      continue;
    }
    record ??= { line, fields: new Map(), paths: [], wrongLines: [] };
    const [letter, value] = [content.slice(0, 1), content.slice(2)];
    if (content[1] !== ":") record.wrongLines.push(line);
    else if (letter === "F") folder = value;
    else if (letter === "R") record.paths.push(folder === "" ? `/${value}` : `/${folder}/${value}`);
    else if (!record.fields.has(letter)) record.fields.set(letter, value);
  }
  if (record !== undefined) yield record;
}

function* toParts({ line, fields, wrongLines }: Entry, path: string, distro: Distro): Generator<ExtractorPart> {
  const at = `${path}:${line}`;
  const [name, version] = [fields.get("P"), fields.get("V")];
  for (const wrong of wrongLines) yield rejected(`${path}:${wrong}`, "malformed", 'The line is not of the form "X:value" (apk-installed).', name);
  const purl = purlOf(fields, distro);
  if (name === undefined) yield rejected(at, "malformed", "The entry has no package name (P:).");
  else if (!version) yield rejected(at, "no-version", "The entry has no version (V:).", name);
  else if (purl === undefined) yield rejected(at, "invalid-purl", `${name} ${version} cannot be written as a purl.`, name);
  else yield { kind: "component", component: componentFromPurl(purl, { name, location: at }) };
}

// Advisories name the origin: the package whose build made this one. All packages of one build share its version.
function purlOf(fields: ReadonlyMap<string, string>, { namespace, distro }: Distro): ReturnType<typeof purlFrom> {
  const [name, origin] = [fields.get("P"), fields.get("o")];
  const upstream = origin === undefined || origin === name ? "" : origin;
  return purlFrom({ type: "apk", namespace, name, version: fields.get("V"), qualifiers: { arch: fields.get("A") ?? "", distro, upstream } });
}
