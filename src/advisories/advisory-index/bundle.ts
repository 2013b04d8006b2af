// The index as one portable file: a head that lists what is in it, the files one after the other, and a digest over everything.
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../kernel/fault.ts";
import { filesOf, findManifest, getManifest, manifestText, parseManifest, removeStale, swapManifest } from "./manifest.ts";
import type { FilePlace, Manifest } from "./manifest.ts";
import { openAdvisoryIndex, openLayers } from "./open-index.ts";
import { damaged } from "./segment-file.ts";

const magic = Buffer.from("AFTWATCH-ADVISORIES\n");
const digestBytes = 32;
const mostManifestBytes = 16 * 1024 * 1024;
const chunkBytes = 1024 * 1024;

/**
 * The bytes of the file: magic, length of the manifest (4), the manifest, the files it names in its order, SHA-256 of all before it.
 * Throws index.damaged rather than hand on what does not verify.
 */
export function* bundleOf(directory: string): Generator<Uint8Array> {
  const manifest = getManifest(directory);
  const index = openAdvisoryIndex(directory);
  const digest = createHash("sha256");
  const hashed = (bytes: Uint8Array): Uint8Array => { digest.update(bytes); return bytes; };
  const handles: number[] = [];
  try {
    if (index.manifest.generation !== manifest.generation) throw new Fault("index.locked", { detail: directory });
    for (const { file } of filesOf(manifest)) handles.push(openSync(join(directory, file), "r"));
    index.verify();
    const text = Buffer.from(manifestText(manifest));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    for (const bytes of [magic, length, text]) yield hashed(bytes);
    for (const [place, { file, bytes }] of filesOf(manifest).entries()) for (const chunk of contentOf(handles[place]!, join(directory, file), bytes)) yield hashed(chunk);
    yield digest.digest();
  } finally {
    for (const handle of handles) closeSync(handle);
    index.close();
  }
}

function* contentOf(handle: number, path: string, bytes: number): Generator<Buffer> {
  for (let at = 0; at < bytes;) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, bytes - at));
    const got = readSync(handle, chunk, 0, chunk.length, at);
    if (got === 0) throw damaged(path, `ends before ${bytes}`);
    yield chunk.subarray(0, got);
    at += got;
  }
}

/**
 * Puts the index of a bundle in the place of what stands, when every byte of it is right; otherwise throws index.foreign, index.newer
 * or index.export-damaged, and what stood stays. The caller holds the directory's lock.
 */
export async function importBundle(chunks: AsyncIterable<Uint8Array>, directory: string): Promise<Manifest> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const standing = standingIn(directory);
  const reader = createBundleReader(chunks);
  try {
    const manifest = await readManifest(reader);
    const generation = Math.max(manifest.generation, standing?.generation ?? 0) + 1;
    const named = renamed(manifest, generation);
    const wanted = filesOf(named);
    for (const [place, { bytes }] of filesOf(manifest).entries()) await unpack(reader, bytes, join(directory, wanted[place]!.file));
    await reader.end();
    checkSegments(directory, named);
    swapManifest(directory, named);
    removeStale(directory, named);
    return named;
  } catch (cause) {
    removeStale(directory, standing);
    throw cause;
  }
}

/** What stands may be damaged: importing is one of its mends. */
function standingIn(directory: string): Manifest | undefined {
  try { return findManifest(directory); } catch (cause) {
    if (cause instanceof Fault) return undefined;
    throw cause;
  }
}

const broken = (why: string, cause?: unknown): Fault => new Fault("index.export-damaged", { detail: `${why}.` }, cause);

interface BundleReader { take(length: number): Promise<Buffer>; takeSome(most: number): Promise<Buffer>; end(): Promise<void> }

function createBundleReader(chunks: AsyncIterable<Uint8Array>): BundleReader {
  const source = chunks[Symbol.asyncIterator]();
  const digest = createHash("sha256");
  let held = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next().catch((cause: unknown) => { throw broken("it cannot be unpacked to its end", cause); });
    if (next.done === true) return false;
    held = held.length === 0 ? Buffer.from(next.value) : Buffer.concat([held, next.value]);
    return true;
  };
  const cut = (length: number): Buffer => {
    const bytes = held.subarray(0, length);
    held = held.subarray(length);
    digest.update(bytes);
    return bytes;
  };
  return {
    async take(length) {
      while (held.length < length) if (!await more()) throw broken(`it ends ${length - held.length} bytes early`);
      return cut(length);
    },
    async takeSome(most) {
      if (held.length === 0 && !await more()) throw broken("it ends early");
      return cut(Math.min(most, held.length));
    },
    async end() {
      const expected = digest.digest();
      while (held.length < digestBytes) if (!await more()) throw broken("it ends before its digest");
      if (!held.subarray(0, digestBytes).equals(expected)) throw broken("its digest does not fit");
      if (held.length > digestBytes || await more()) throw broken("something follows after its end");
    },
  };
}

async function readManifest(reader: BundleReader): Promise<Manifest> {
  const begins = await reader.take(magic.length).catch(() => Buffer.alloc(0));
  if (!begins.equals(magic)) throw new Fault("index.foreign");
  const length = (await reader.take(4)).readUInt32LE();
  if (length > mostManifestBytes) throw broken("its head is too large to be one");
  try {
    return parseManifest((await reader.take(length)).toString(), "the file");
  } catch (cause) {
    if (cause instanceof Fault && cause.code === "index.damaged") throw broken("its head does not fit its digest", cause);
    throw cause;
  }
}

// Names come from outside: none of them is used.
function renamed(manifest: Manifest, generation: number): Manifest {
  const sized = <Place extends FilePlace>(place: Place): Place => {
    if (!Number.isSafeInteger(place.bytes) || place.bytes < 0) throw broken("its head names a file without a size");
    return place;
  };
  return {
    ...manifest, generation,
    advisories: manifest.advisories.map((place, index) => ({ ...sized(place), file: `advisories-${index}-${generation}.segment` })),
    enrichments: manifest.enrichments.map((place, index) => ({ ...sized(place), file: `enrichments-${index}-${generation}.segment` })),
    cursors: manifest.cursors && { ...sized(manifest.cursors), file: `cursors-${generation}.json` },
  };
}

async function unpack(reader: BundleReader, bytes: number, path: string): Promise<void> {
  const part = `${path}.part`;
  const handle = openSync(part, "w", 0o600);
  try {
    for (let at = 0; at < bytes;) {
      const chunk = await reader.takeSome(bytes - at);
      for (let done = 0; done < chunk.length;) done += writeSync(handle, chunk, done);
      at += chunk.length;
    }
    fsyncSync(handle);
  } finally { closeSync(handle); }
  renameSync(part, path);
}

function checkSegments(directory: string, manifest: Manifest): void {
  const layers = openLayers(directory, manifest);
  try { for (const segment of [...layers.segments, ...layers.facts]) segment.verify(); } finally {
    for (const segment of [...layers.segments, ...layers.facts]) segment.close();
  }
}
