// Puts the layers of an image into a tree, and keeps of their bytes only what extractors ask for.
import { createGunzip, createZstdDecompress } from "node:zlib";
import { Readable } from "node:stream";
import { Fault, messageOf } from "../../kernel/fault.ts";
import type { PositionalReader } from "../../kernel/zip.ts";
import { readBuildRecords } from "../build-records.ts";
import type { ComponentReject } from "../component.ts";
import { isRunnable } from "../program-walk.ts";
import type { TarEntry } from "./tar.ts";
import { tarEntries } from "./tar.ts";
import type { TarSource } from "./tar-source.ts";
import { positionalSource, streamSource } from "./tar-source.ts";
import type { Content, FileNode, FolderNode, Node } from "./tree.ts";
import { find, put, segmentsOf } from "./tree.ts";

export interface ImageLimits {
  /** Of one file that is read whole, and of one program that is looked into. */
  fileBytes: number;
  /** Of everything kept in memory. */
  keptBytes: number;
  /** Of one layer, unpacked. */
  layerBytes: number;
  entries: number;
}

export interface LayerReading {
  root: FolderNode;
  reads(path: string): boolean;
  limits: ImageLimits;
  signal: AbortSignal;
  rejects: ComponentReject[];
  /** What is kept, and how many entries there were so far, over all layers. */
  kept: number;
  entries: number;
}

interface Layer { name: string; number: number; reader: PositionalReader }
type Packing = "plain" | "gzip" | "zstd";

/** Applies one layer on those before it. Throws a Fault image.invalid when it cannot be read to its end: half a layer is another image. */
export async function applyLayer(layer: Layer, reading: LayerReading): Promise<void> {
  try {
    const orphans = await applyEntries(layer, reading);
    if (orphans.size > 0) await fillOrphans(layer, reading, orphans);
  } catch (cause) {
    reading.signal.throwIfAborted();
    throw new Fault("image.invalid", { detail: `The layer ${layer.name} cannot be read: ${messageOf(cause)}` }, cause);
  }
}

/** Returns hard links to files that were passed without keeping them, by the path they lead to. */
async function applyEntries(layer: Layer, reading: LayerReading): Promise<Map<string, FileNode[]>> {
  const packing = packingOf(layer.reader);
  const orphans = new Map<string, FileNode[]>();
  for await (const entry of tarEntries(sourceOf(layer.reader, packing, reading))) {
    reading.signal.throwIfAborted();
    if (++reading.entries > reading.limits.entries) throw new RangeError(`the image has more than ${reading.limits.entries} entries`);
    const segments = segmentsOf(entry.path);
    if (segments === undefined || entry.target.length > 4096) reading.rejects.push(reject(entry.path, "The entry's path leads out of the image or is longer than a path can be."));
    else put(reading.root, segments, await nodeOf(entry, `/${segments.join("/")}`, { layer, packing, reading, orphans }));
  }
  return orphans;
}

interface Applying { layer: Layer; packing: Packing; reading: LayerReading; orphans: Map<string, FileNode[]> }

async function nodeOf(entry: TarEntry, path: string, applying: Applying): Promise<Node> {
  const layer = applying.layer.number;
  switch (entry.kind) {
    case "folder": return { kind: "folder", layer, children: new Map() };
    case "link": return { kind: "link", layer, target: entry.target };
    case "file": return fileOf(entry, path, applying);
    case "hard-link": return linked(entry, path, applying);
    case "other": return { kind: "other", layer };
    default: return entry.kind satisfies never;
  }
}

async function fileOf(entry: TarEntry, path: string, { layer, packing, reading }: Applying): Promise<FileNode> {
  const isExecutable = (entry.mode & 0o111) !== 0;
  const file: FileNode = { kind: "file", layer: layer.number, sizeBytes: entry.sizeBytes, isExecutable, stamp: `${layer.name}:${entry.offset}:${entry.sizeBytes}`, content: undefined };
  // Of a layer that is not packed nothing is copied: it is read where it lies.
  if (packing === "plain") file.content = regionOf(layer.reader, entry);
  else if (reading.reads(path)) file.content = await keepWhole(entry, path, reading);
  else if (isRunnable(path, file)) file.content = await keepRecords(entry, path, reading);
  return file;
}

function regionOf(reader: PositionalReader, { offset, sizeBytes }: TarEntry): Content {
  if (offset + sizeBytes > reader.sizeBytes) throw new RangeError("the layer ends inside an entry");
  return { read: (at, length) => reader.read(offset + at, length) };
}

async function keepWhole(entry: TarEntry, path: string, reading: LayerReading): Promise<Content | undefined> {
  if (!mayKeep(entry, path, reading)) return undefined;
  const bytes = await entry.body();
  reading.kept += bytes.length;
  return { read: (offset, length) => bytes.subarray(offset, offset + length) };
}

function mayKeep({ sizeBytes }: TarEntry, path: string, { limits, kept, rejects }: LayerReading): boolean {
  const tooLarge = sizeBytes > limits.fileBytes ? `It has ${sizeBytes} bytes where ${limits.fileBytes} are read.` : kept + sizeBytes > limits.keptBytes ? `Of one image ${limits.keptBytes} bytes are kept.` : undefined;
  if (tooLarge !== undefined) rejects.push(reject(path, `${tooLarge} Write the image with plain layers, or unpack it and read the folder.`, "too-many"));
  return tooLarge === undefined;
}

/** Of a program only the places that tell its build records: reading them once shows which those are. */
async function keepRecords(entry: TarEntry, path: string, reading: LayerReading): Promise<Content | undefined> {
  if (!mayKeep(entry, path, reading)) return undefined;
  const bytes = await entry.body();
  const places: { offset: number; bytes: Buffer }[] = [];
  const recorder = { sizeBytes: bytes.length, read(offset: number, length: number) { const part = bytes.subarray(offset, offset + length); places.push({ offset, bytes: Buffer.from(part) }); return part; } };
  readBuildRecords(recorder);
  for (const place of places) reading.kept += place.bytes.length;
  return { read: (offset, length) => placed(places, { path, offset, length }) };
}

function placed(places: readonly { offset: number; bytes: Buffer }[], { path, offset, length }: { path: string; offset: number; length: number }): Buffer {
  const place = places.find((one) => offset >= one.offset && offset + length <= one.offset + one.bytes.length);
  if (place === undefined) throw notKept(path);
  return place.bytes.subarray(offset - place.offset, offset - place.offset + length);
}

export const notKept = (path: string): Fault => new Fault("image.file-not-kept", { detail: path, places: [{ at: path, rule: "kept when an extractor reads it" }] });

/** A second name of a file of the same layer. Its bytes may have gone by under a name that nobody asks for. */
function linked(entry: TarEntry, path: string, { layer, reading, orphans }: Applying): Node {
  const segments = segmentsOf(entry.target);
  const target = segments && find(reading.root, segments);
  if (segments === undefined || target?.kind !== "file") {
    reading.rejects.push(reject(path, "It is a second name of a file that the image does not have."));
    return { kind: "other", layer: layer.number };
  }
  const file: FileNode = { ...target, layer: layer.number };
  const key = `/${segments.join("/")}`;
  if (file.content === undefined && (reading.reads(path) || isRunnable(path, file))) orphans.set(key, [...(orphans.get(key) ?? []), file]);
  return file;
}

/** Reads the layer once more, for the files whose second names are asked for. */
async function fillOrphans(layer: Layer, reading: LayerReading, orphans: ReadonlyMap<string, readonly FileNode[]>): Promise<void> {
  for await (const entry of tarEntries(sourceOf(layer.reader, packingOf(layer.reader), reading))) {
    reading.signal.throwIfAborted();
    const path = `/${segmentsOf(entry.path)?.join("/") ?? ""}`;
    const names = entry.kind === "file" ? orphans.get(path) : undefined;
    if (names === undefined) continue;
    const content = await keepWhole(entry, path, reading);
    for (const file of names) file.content = content;
  }
}

// By its first bytes: manifests of `docker save` do not tell, and media types have been wrong.
function packingOf(reader: PositionalReader): Packing {
  const head = reader.sizeBytes < 4 ? Buffer.alloc(4) : Buffer.from(reader.read(0, 4));
  if (head.readUInt16BE(0) === 0x1f8b) return "gzip";
  return head.readUInt32BE(0) === 0x28b52ffd ? "zstd" : "plain";
}

function sourceOf(reader: PositionalReader, packing: Packing, { limits, signal }: LayerReading): TarSource {
  if (packing === "plain") return positionalSource(reader);
  const packed = Readable.from(chunksOf(reader), { objectMode: false });
  const unpacked = packing === "gzip" ? createGunzip({ chunkSize: chunkBytes }) : createZstdDecompress({ chunkSize: chunkBytes });
  packed.once("error", (cause) => { unpacked.destroy(cause); });
  signal.addEventListener("abort", () => { unpacked.destroy(); }, { once: true });
  return streamSource(packed.pipe(unpacked), limits.layerBytes);
}

const chunkBytes = 256 * 1024;

function* chunksOf(reader: PositionalReader): Generator<Uint8Array> {
  for (let at = 0; at < reader.sizeBytes; at += chunkBytes) yield reader.read(at, Math.min(chunkBytes, reader.sizeBytes - at));
}

const reject = (at: string, detail: string, reason: ComponentReject["reason"] = "malformed"): ComponentReject => ({ at, name: undefined, reason, detail });
