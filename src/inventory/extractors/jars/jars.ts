// Java archives and the libraries inside them: pom.properties, the SHA-1 of the archive, its place, or what its manifest says.
import { createHash } from "node:crypto";
import { isFault, messageOf } from "../../../kernel/fault.ts";
import { bufferReader, zipEntries } from "../../../kernel/zip.ts";
import type { PositionalReader, ZipEntry } from "../../../kernel/zip.ts";
import { purlFrom } from "../../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../../extractor.ts";
import { defineExtractor, rejected } from "../../extractor.ts";
import type { Extractor } from "../../extractor.ts";
import type { FileFound } from "../../folder-walk.ts";
import { filePaths, findFiles } from "../../folder-walk.ts";
import { componentFromPurl } from "../../purl-component.ts";
import type { MavenCoordinates, Sha1Index } from "../../sha1-index.ts";
import { fromRepositoryPath, guessFromManifest } from "./manifest.ts";
import { parseProperties } from "./properties.ts";

// The largest application servers stay below this.
const maxUnpackedBytes = 1024 * 1024 * 1024;

/**
 * index: tells the coordinates of archives that carry no pom.properties (see sha1-index.ts). What it says is certain, so
 * it is asked before the manifest is guessed from. unpackedBytes: of one file on the disk, all archives inside it together.
 */
export const createJars = ({ index, unpackedBytes = maxUnpackedBytes }: { index?: Sha1Index; unpackedBytes?: number } = {}): Extractor => defineExtractor({
  id: "jars",
  about: "Maven artifacts in jar, war, ear and Jenkins archives, nested and shaded ones included.",
  watches: (files, roots) => filePaths(findAll(files, roots, AbortSignal.timeout(60_000))),
  reads: (path) => isArchive(path),
  extract: (files, roots, signal) => extract(files, roots, { signal, index, unpackedBytes }),
});

export const jars = createJars();

// Where distributions put Java libraries; what else there is lies below the roots.
const folders = ["/usr/share/java", "/usr/share/maven", "/usr/share/gradle", "/usr/lib/jvm", "/usr/share/jenkins", "/var/lib/jenkins", "/var/lib/tomcat", "/usr/share/tomcat"];
const isArchive = (name: string): boolean => /\.(?:jar|war|ear|sar|par|rar|lpkg|jpi|hpi|kar)$/i.test(name);
const walk = { matches: (_folder: string, name: string) => isArchive(name), maxDepth: 40, maxFolders: 250_000, maxFound: 100_000 };

// An application server's archive holds wars that hold jars; nothing real goes deeper than one more.
const maxNesting = 4;
const limits = { entries: 500_000, entryBytes: 256 * 1024 * 1024 };
const maxTextBytes = 4 * 1024 * 1024;

const findAll = (files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<FileFound> => findFiles(files, [...folders, ...roots], walk, signal);

interface Reading { signal: AbortSignal; index: Sha1Index | undefined; unpackedBytes: number }
interface Archive { at: string; reader: PositionalReader; nesting: number; budget: { bytes: number } }

async function* extract(files: HostFiles, roots: readonly string[], reading: Reading): AsyncGenerator<ExtractorPart> {
  for await (const found of findAll(files, roots, reading.signal)) {
    if (found.kind === "reject") { yield found; continue; }
    const file = await files.open(found.path);
    if (file === undefined) continue;
    try {
      yield* readArchive({ at: found.path, reader: file, nesting: 0, budget: { bytes: reading.unpackedBytes } }, reading);
    } finally {
      file.close();
    }
  }
}

function* readArchive(archive: Archive, reading: Reading): Generator<ExtractorPart> {
  reading.signal.throwIfAborted();
  const entries = entriesOf(archive);
  if ("reject" in entries) { yield entries; return; }
  yield* ownParts(archive, entries.all, reading);
  for (const entry of entries.all) {
    if (!isArchive(entry.name)) continue;
    const at = `${archive.at}!/${entry.name}`;
    const bytes = unpack(entry, at, archive);
    if (bytes instanceof Uint8Array) yield* readArchive({ at, reader: bufferReader(bytes), nesting: archive.nesting + 1, budget: archive.budget }, reading);
    else yield bytes;
  }
}

function unpack(entry: ZipEntry, at: string, { nesting, budget }: Archive): Uint8Array | ExtractorPart {
  if (nesting >= maxNesting) return rejected(at, "too-many", `Archives are read ${maxNesting} deep inside each other.`);
  if (entry.sizeBytes > budget.bytes) return rejected(at, "too-many", "The archives inside this file unpack to more than is read of one file.");
  budget.bytes -= entry.sizeBytes;
  return readEntry(entry, at);
}

function readEntry(entry: ZipEntry, at: string): Uint8Array | ExtractorPart {
  try {
    return entry.read();
  } catch (cause) {
    return rejected(at, "malformed", messageOf(cause));
  }
}

/** Executable archives have a script or program in front, and some tools count offsets from where the archive begins. */
function entriesOf({ at, reader }: Archive): { all: ZipEntry[] } | ReturnType<typeof rejected> {
  try {
    const all = zipEntries(reader, limits);
    if (all.length > 0 || reader.sizeBytes > 22) return { all };
    return rejected(at, "malformed", "The archive is empty.");
  } catch (cause) {
    const behind = behindPrefix(reader);
    if (behind === undefined || !isFault(cause)) return rejected(at, "malformed", messageOf(cause));
    try {
      return { all: zipEntries(behind, limits) };
    } catch {
      return rejected(at, "malformed", messageOf(cause));
    }
  }
}

const maxPrefixBytes = 1024 * 1024;

function behindPrefix(reader: PositionalReader): PositionalReader | undefined {
  const head = Buffer.from(reader.read(0, Math.min(reader.sizeBytes, maxPrefixBytes)));
  const start = head.indexOf("PK\u0003\u0004", 0, "latin1");
  return start <= 0 ? undefined : { sizeBytes: reader.sizeBytes - start, read: (offset, length) => reader.read(start + offset, length) };
}

const pomForm = /^META-INF\/maven\/([^/]+)\/([^/]+)\/pom\.properties$/;

/** What this archive itself is: all its pom.properties (a shaded archive carries those of what it swallowed), else one answer. */
function* ownParts(archive: Archive, entries: readonly ZipEntry[], reading: Reading): Generator<ExtractorPart> {
  let isKnown = false;
  for (const entry of entries.filter(({ name }) => pomForm.test(name))) {
    const part = fromPom(archive.at, entry);
    isKnown ||= part.kind === "component";
    yield part;
  }
  if (!isKnown) yield* withoutPom(archive, entries, reading);
}

function fromPom(at: string, entry: ZipEntry): ExtractorPart {
  const text = textOf(entry, `${at}!/${entry.name}`);
  if (typeof text !== "string") return text;
  const properties = parseProperties(text);
  const [, folderGroup, folderArtifact] = pomForm.exec(entry.name) ?? [];
  const [group, artifact, version] = [properties.get("groupId") ?? folderGroup, properties.get("artifactId") ?? folderArtifact, properties.get("version")];
  // "${project.version}": the build forgot to put the value in.
  if (group === undefined || artifact === undefined || !version || version.includes("${")) return rejected(`${at}!/${entry.name}`, "no-version", "pom.properties gives no version.", artifact);
  return toPart(at, { group, artifact, version });
}

function* withoutPom({ at, reader }: Archive, entries: readonly ZipEntry[], { index }: Reading): Generator<ExtractorPart> {
  const known = index?.find(sha1Of(reader)) ?? fromRepositoryPath(at);
  if (known !== undefined) { yield toPart(at, known); return; }
  const manifest = entries.find(({ name }) => name.toUpperCase() === "META-INF/MANIFEST.MF");
  const text = manifest === undefined ? "" : textOf(manifest, `${at}!/${manifest.name}`);
  if (typeof text !== "string") { yield text; return; }
  const guess = guessFromManifest(text, at);
  if ("missing" in guess) yield rejected(at, guess.missing === "version" ? "no-version" : "no-purl", `It has no metadata: no pom.properties, and no ${guess.missing} in its manifest. A SHA-1 index can name it.`, guess.artifact);
  else yield toPart(at, guess);
}

function textOf(entry: ZipEntry, at: string): string | ExtractorPart {
  if (entry.sizeBytes > maxTextBytes) return rejected(at, "malformed", `It has ${entry.sizeBytes} bytes where ${maxTextBytes} are read.`);
  const bytes = readEntry(entry, at);
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("utf8") : bytes;
}

function sha1Of(reader: PositionalReader): string {
  const hash = createHash("sha1");
  const chunkBytes = 1024 * 1024;
  for (let at = 0; at < reader.sizeBytes; at += chunkBytes) hash.update(reader.read(at, Math.min(chunkBytes, reader.sizeBytes - at)));
  return hash.digest("hex");
}

function toPart(at: string, { group, artifact, version }: MavenCoordinates): ExtractorPart {
  const purl = purlFrom({ type: "maven", namespace: group, name: artifact, version });
  return purl === undefined ? rejected(at, "invalid-purl", `${group}:${artifact}:${version} cannot be written as a purl.`, artifact) : { kind: "component", component: componentFromPurl(purl, { name: `${group}:${artifact}`, location: at }) };
}
