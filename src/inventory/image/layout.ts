// Which layers an image has: the OCI image layout, and what `docker save` writes.
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { Fault, messageOf } from "../../kernel/fault.ts";
import { openZipFile } from "../../kernel/zip.ts";
import type { PositionalReader } from "../../kernel/zip.ts";
import { isObject } from "../json-stream.ts";
import { tarEntries } from "./tar.ts";
import { positionalSource } from "./tar-source.ts";

/** The files of an archive or folder, by the names inside it. */
export interface ImageArchive { open(name: string): PositionalReader | undefined; close(): void }

/** Which of several images: a tag or digest as the archive names it, a platform as "linux/arm64". */
export interface ImageChoice { reference?: string; platform?: string }
export interface ChosenImage { layers: readonly string[] }

const maxJsonBytes = 4 * 1024 * 1024;
const maxNesting = 4;

const invalid = (detail: string, cause?: unknown): Fault => new Fault("image.invalid", { detail }, cause);

/** Opens a tar file or a folder; whoever opens it closes it. */
export async function openArchive(path: string): Promise<ImageArchive> {
  return lstatSync(path).isDirectory() ? openFolder(path) : openTar(path);
}

function openFolder(path: string): ImageArchive {
  const open: (PositionalReader & { close(): void })[] = [];
  return {
    open(name) {
      const file = isInside(name) && isPlainFile(path, name) ? openZipFile(join(path, name)) : undefined;
      if (file !== undefined) open.push(file);
      return file;
    },
    close: () => { for (const file of open) file.close(); },
  };
}

const isInside = (name: string): boolean => name !== "" && !name.startsWith("/") && !name.split("/").includes("..");

// No part of the name may be a link: it could lead anywhere on this machine.
function isPlainFile(folder: string, name: string): boolean {
  const parts = name.split("/");
  return parts.every((_part, index) => {
    const found = lstatSync(join(folder, ...parts.slice(0, index + 1)), { throwIfNoEntry: false });
    return found !== undefined && (index === parts.length - 1 ? found.isFile() : found.isDirectory());
  });
}

async function openTar(path: string): Promise<ImageArchive> {
  const file = openZipFile(path);
  try {
    const head = file.sizeBytes < 4 ? Buffer.alloc(4) : Buffer.from(file.read(0, 4));
    if (head.readUInt16BE(0) === 0x1f8b || head.readUInt32BE(0) === 0x28b52ffd) throw invalid(`${path} is compressed as a whole: unpack it once (gunzip, unzstd) and name the result.`);
    const members = await listMembers(file);
    return { open: (name) => members.get(name), close: () => { file.close(); } };
  } catch (cause) {
    file.close();
    throw cause instanceof Fault && cause.code === "image.invalid" ? cause : invalid(`${path}: ${messageOf(cause)}`, cause);
  }
}

/** Older `docker save` writes a layer that two images share once, and links to it. */
async function listMembers(file: PositionalReader): Promise<Map<string, PositionalReader>> {
  const members = new Map<string, PositionalReader>();
  const links = new Map<string, string>();
  for await (const { path, kind, target, offset, sizeBytes } of tarEntries(positionalSource(file))) {
    const name = path.replace(/^(?:\.\/)+/, "");
    if (kind === "file" && offset + sizeBytes <= file.sizeBytes) members.set(name, { sizeBytes, read: (at, length) => file.read(offset + at, length) });
    if (kind === "link") links.set(name, new URL(target, `file:///${name}`).pathname.slice(1));
    if (kind === "hard-link") links.set(name, target);
  }
  for (const [name, target] of links) if (members.has(target)) members.set(name, members.get(target)!);
  return members;
}

/** The layers of the one image that is meant, lowest first, by their names in the archive. */
export function chooseImage(archive: ImageArchive, choice: ImageChoice): ChosenImage {
  const index = readJson(archive, "index.json");
  const images = index === undefined ? dockerImages(archive) : ociImages(archive, index);
  const chosen = images.filter((image) => fits(image, choice));
  const [only] = chosen;
  if (only === undefined) throw invalid(images.length === 0 ? "It holds no image." : `None of its images is the one asked for; there are: ${images.map(nameOf).join("; ")}.`);
  if (chosen.length > 1) throw new Fault("image.ambiguous", { detail: `There are: ${chosen.map(nameOf).join("; ")}.` });
  return { layers: only.layers() };
}

interface Image { names: readonly string[]; platform: string | undefined; layers(): string[] }

const nameOf = ({ names, platform }: Image): string => [...names, ...(platform === undefined ? [] : [platform])].join(" ");

const fits = ({ names, platform }: Image, choice: ImageChoice): boolean =>
  (choice.reference === undefined || names.includes(choice.reference)) && (choice.platform === undefined || platform === choice.platform || platform?.startsWith(`${choice.platform}/`) === true);

/** manifest.json of `docker save` before version 25. */
function dockerImages(archive: ImageArchive): Image[] {
  const list = readJson(archive, "manifest.json");
  if (list === undefined) throw invalid("It has neither index.json (OCI image layout) nor manifest.json (docker save).");
  return listOf(list).filter(isObject).map((entry) => ({
    names: [...listOf(entry["RepoTags"]), entry["Config"]].filter((name) => typeof name === "string"), platform: undefined,
    layers: () => textsOf(entry["Layers"], "Layers of manifest.json"),
  }));
}

/** OCI image layout, "index.json": manifests, and indexes of manifests for several platforms. */
function ociImages(archive: ImageArchive, index: unknown, outer: readonly string[] = [], nesting = 0): Image[] {
  if (nesting > maxNesting) throw invalid(`Its indexes are nested more than ${maxNesting} deep.`);
  const descriptors = isObject(index) ? listOf(index["manifests"]).filter(isObject) : [];
  return descriptors.filter((descriptor) => !isAttestation(descriptor)).flatMap((descriptor) => {
    const name = blobName(descriptor["digest"]);
    const names = [...outer, ...annotationsOf(descriptor), String(descriptor["digest"])];
    const content = readJson(archive, name);
    if (content === undefined) throw invalid(`${name} is missing.`);
    if (isObject(content) && Array.isArray(content["manifests"])) return ociImages(archive, content, names, nesting + 1);
    return [{ names: [...new Set(names)], platform: platformOf(descriptor["platform"]), layers: () => layersOf(content) }];
  });
}

// BuildKit puts provenance beside the images it describes; it is no image.
const isAttestation = ({ annotations, platform }: Record<string, unknown>): boolean =>
  (isObject(annotations) && annotations["vnd.docker.reference.type"] === "attestation-manifest") || (isObject(platform) && platform["os"] === "unknown");

const nameAnnotations = ["org.opencontainers.image.ref.name", "io.containerd.image.name"];
const annotationsOf = ({ annotations }: Record<string, unknown>): string[] => (isObject(annotations) ? nameAnnotations.map((key) => annotations[key]).filter((name) => typeof name === "string") : []);

const platformOf = (platform: unknown): string | undefined =>
  (isObject(platform) ? [platform["os"], platform["architecture"], platform["variant"]].filter((part) => typeof part === "string" && part !== "").join("/") : undefined);

const layersOf = (manifest: unknown): string[] => listOf(isObject(manifest) ? manifest["layers"] : undefined).map((layer) => blobName(isObject(layer) ? layer["digest"] : undefined));

/** blobs/<algorithm>/<digest>: nothing else can be named, so no name leads out of the archive. */
function blobName(digest: unknown): string {
  const [, algorithm, hex] = /^(sha256|sha512):([0-9a-f]{64,128})$/.exec(typeof digest === "string" ? digest : "") ?? [];
  if (algorithm === undefined || hex === undefined) throw invalid(`"${String(digest).slice(0, 100)}" is no digest.`);
  return `blobs/${algorithm}/${hex}`;
}

function readJson(archive: ImageArchive, name: string): unknown {
  const file = archive.open(name);
  if (file === undefined) return undefined;
  if (file.sizeBytes > maxJsonBytes) throw invalid(`${name} has ${file.sizeBytes} bytes.`);
  try {
    return JSON.parse(Buffer.from(file.read(0, file.sizeBytes)).toString("utf8"));
  } catch (cause) {
    throw invalid(`${name} is not JSON: ${messageOf(cause)}`, cause);
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function textsOf(value: unknown, what: string): string[] {
  if (!Array.isArray(value) || !value.every((text) => typeof text === "string")) throw invalid(`${what} is not a list of texts.`);
  return value;
}
