// Writes tar archives and container images for tests: docker save and OCI layouts, plain, gzip or zstd.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";

/** A path to text or bytes, a program, a link, a hard link or a folder. */
export type LayerFiles = Readonly<Record<string, string | Uint8Array | { program: Uint8Array } | { link: string } | { hardLink: string } | { folder: true }>>;
export type Packing = "plain" | "gzip" | "zstd";

export function writeTar(files: LayerFiles): Buffer {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    if (typeof content === "string" || content instanceof Uint8Array) return member(path, "0", 0o644, Buffer.from(content));
    if ("program" in content) return member(path, "0", 0o755, Buffer.from(content.program));
    if ("folder" in content) return member(path, "5", 0o755, Buffer.alloc(0));
    return "link" in content ? member(path, "2", 0o777, Buffer.alloc(0), content.link) : member(path, "1", 0o644, Buffer.alloc(0), content.hardLink);
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function member(path: string, type: string, mode: number, bytes: Buffer, target = ""): Buffer[] {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(mode.toString(8).padStart(7, "0"), 100);
  header.write(bytes.length.toString(8).padStart(11, "0"), 124);
  header.write(" ".repeat(8), 148);
  header.write(type, 156);
  header.write(target, 157);
  header.write("ustar\u000000", 257);
  header.write(header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0"), 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}

const pack = (layer: Buffer, packing: Packing): Buffer => (packing === "plain" ? layer : packing === "gzip" ? gzipSync(layer) : zstdCompressSync(layer));
const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export interface ImageForm { packing?: Packing; name?: string; platform?: string; annotations?: Readonly<Record<string, string>> }

/** The files of an OCI layout that holds these images. */
export function ociFiles(images: readonly { layers: readonly LayerFiles[]; form?: ImageForm }[]): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = { "oci-layout": '{"imageLayoutVersion":"1.0.0"}' };
  const add = (bytes: Uint8Array): string => { const digest = digestOf(bytes); files[`blobs/sha256/${digest}`] = bytes; return `sha256:${digest}`; };
  const manifests = images.map(({ layers, form = {} }) => {
    const digests = layers.map((layer) => add(pack(writeTar(layer), form.packing ?? "gzip")));
    const manifest = { schemaVersion: 2, config: { digest: add(Buffer.from("{}")) }, layers: digests.map((digest) => ({ digest })) };
    const [os, architecture] = form.platform?.split("/") ?? [];
    return { digest: add(Buffer.from(JSON.stringify(manifest))), ...(os !== undefined && { platform: { os, architecture } }), annotations: { ...form.annotations, ...(form.name !== undefined && { "org.opencontainers.image.ref.name": form.name }) } };
  });
  return { ...files, "index.json": JSON.stringify({ schemaVersion: 2, manifests }) };
}

/** The files that `docker save` wrote before version 25. */
export function dockerFiles(layers: readonly LayerFiles[]): Record<string, string | Uint8Array> {
  const named = layers.map((layer, index) => [`${index}/layer.tar`, writeTar(layer)] as const);
  return { ...Object.fromEntries(named), "manifest.json": JSON.stringify([{ Config: "c.json", RepoTags: ["acme:1"], Layers: named.map(([name]) => name) }]) };
}

export function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
