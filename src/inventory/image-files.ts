// A container image as a file system: `docker save` or an OCI layout, read where it lies and never unpacked to a disk.
import { Fault } from "../kernel/fault.ts";
import type { ComponentReject } from "./component.ts";
import type { HostFile, HostFiles } from "./extractor.ts";
import { extractors } from "./extractors/index.ts";
import type { ImageChoice } from "./image/layout.ts";
import { chooseImage, openArchive } from "./image/layout.ts";
import { applyLayer, notKept } from "./image/layers.ts";
import type { ImageLimits, LayerReading } from "./image/layers.ts";
import type { FileNode, FolderNode } from "./image/tree.ts";
import { emptyRoot, find, segmentsOf } from "./image/tree.ts";

export interface ImageOptions extends ImageChoice { limits?: Partial<ImageLimits>; signal?: AbortSignal }

/** rejects: entries of the image that are not in the view, and why. Whoever opens it closes it. */
export interface ImageFiles extends HostFiles { readonly rejects: readonly ComponentReject[]; close(): void }

const usualLimits: ImageLimits = { fileBytes: 512 * 1024 * 1024, keptBytes: 1024 * 1024 * 1024, layerBytes: 64 * 1024 * 1024 * 1024, entries: 4_000_000 };
const maxTextBytes = 64 * 1024 * 1024;
const never = new AbortController().signal;

/**
 * The files of an image, for extractHost with `roots: wholeRoot`. path: a tar file or a folder. Layers may be plain, gzip or
 * zstd; of packed ones only what an extractor reads is kept, in memory. Throws Faults image.invalid and image.ambiguous.
 */
export async function imageFiles(path: string, { limits, signal = never, ...choice }: ImageOptions = {}): Promise<ImageFiles> {
  const archive = await openArchive(path);
  try {
    const reading: LayerReading = { root: emptyRoot(), reads: (file) => extractors.all.some((extractor) => extractor.reads(file)), limits: { ...usualLimits, ...limits }, signal, rejects: [], kept: 0, entries: 0 };
    for (const [number, name] of chooseImage(archive, choice).layers.entries()) {
      const reader = archive.open(name);
      if (reader === undefined) throw new Fault("image.invalid", { detail: `The layer ${name} is missing.` });
      await applyLayer({ name, number, reader }, reading);
    }
    return { ...viewOf(reading.root), rejects: reading.rejects, close: () => { archive.close(); } };
  } catch (cause) {
    archive.close();
    throw cause;
  }
}

function viewOf(root: FolderNode): HostFiles {
  const at = (path: string) => { const segments = segmentsOf(path); return segments && find(root, segments); };
  return {
    isSnapshot: true,
    async readText(path) {
      const node = at(path);
      if (node?.kind !== "file") return undefined;
      if (node.sizeBytes > maxTextBytes) throw new Fault("host.file-too-large", { detail: `${path} has ${node.sizeBytes} bytes.`, places: [{ at: path, rule: `at most ${maxTextBytes} bytes` }] });
      return Buffer.from(fileOf(node, path).read(0, node.sizeBytes)).toString("utf8");
    },
    async open(path) {
      const node = at(path);
      return node?.kind === "file" ? fileOf(node, path) : undefined;
    },
    async list(path) {
      const node = at(path);
      return node?.kind === "folder" ? [...node.children].map(([name, { kind }]) => ({ name, kind })) : [];
    },
    async stamp(path) {
      const node = at(path);
      if (node?.kind === "file") return node.stamp;
      return node?.kind === "folder" ? `folder:${node.layer}:${node.children.size}` : undefined;
    },
  };
}

// What was not kept is told when it is read: looking at a file's size is nothing an extractor must announce.
function fileOf({ sizeBytes, isExecutable, content }: FileNode, path: string): HostFile {
  const read = (offset: number, length: number): Uint8Array => {
    if (length === 0) return new Uint8Array(0);
    if (content === undefined) throw notKept(path);
    return content.read(offset, length);
  };
  return { sizeBytes, isExecutable, read, close: () => undefined };
}
