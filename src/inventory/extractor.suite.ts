// What every extractor must do on a real file system: find what is there, nothing where nothing is, stop when told.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ComponentReject } from "./component.ts";
import type { Extractor, FileOwner, HostFiles } from "./extractor.ts";
import { createHostFiles } from "./host-files.ts";
import { hostStamp } from "./host-reader.ts";

/** A host in a temporary folder: path -> text, bytes, { link: target } or { program: bytes }. */
export type Tree = Readonly<Record<string, string | Uint8Array | { link: string } | { program: Uint8Array }>>;

export function plantHost(tree: Tree): { files: HostFiles; root: string; add(more: Tree): void; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "aftwatch-host-"));
  const add = (more: Tree): void => {
    for (const [path, content] of Object.entries(more)) {
      const place = join(root, path);
      mkdirSync(dirname(place), { recursive: true });
      if (typeof content === "object" && "link" in content) symlinkSync(content.link, place);
      else writeFileSync(place, typeof content === "object" && "program" in content ? content.program : content);
      if (typeof content === "object" && "program" in content) chmodSync(place, 0o755);
    }
  };
  add(tree);
  return { files: createHostFiles(root), root, add, remove: () => rmSync(root, { recursive: true }) };
}

export async function extracted(extractor: Extractor, tree: Tree, roots: readonly string[] = ["/"]): Promise<{ purls: string[]; rejects: ComponentReject[] }> {
  const host = plantHost(tree);
  try {
    const purls: string[] = [];
    const rejects: ComponentReject[] = [];
    for await (const part of extractor.extract(host.files, roots, new AbortController().signal)) {
      if (part.kind === "component") purls.push(part.component.purl);
      else rejects.push(part.reject);
    }
    return { purls: purls.toSorted(), rejects };
  } finally {
    host.remove();
  }
}

/** Who owns these paths, as the extractor's database tells. */
export async function owned(extractor: Extractor, tree: Tree, paths: readonly string[]): Promise<FileOwner[]> {
  const host = plantHost(tree);
  try {
    const found: FileOwner[] = [];
    for await (const one of extractor.owners?.(host.files, new Set(paths), new AbortController().signal) ?? []) found.push(one);
    return found;
  } finally {
    host.remove();
  }
}

/**
 * tree: a host with exactly `packages` packages for this extractor (1 when not given); more: what appears when another is
 * installed. isAdvised: false where OSV has no word for its kind of package.
 */
export interface SuiteHost { tree: Tree; more: Tree; packages?: number; isAdvised?: boolean }

export function extractorSuite(extractor: Extractor, { tree, more, packages = 1, isAdvised = true }: SuiteHost): void {
  describe(`inventory/extractors/${extractor.id}`, () => {
    const host = plantHost(tree);
    afterAll(() => host.remove());

    it("finds what is there, with a place on the host", async () => {
      const found = [];
      for await (const part of extractor.extract(host.files, ["/"], new AbortController().signal)) found.push(part);
      const like = { purl: expect.stringMatching(/^pkg:/), ecosystem: isAdvised ? expect.any(String) : undefined, location: expect.stringMatching(/^\//) };
      expect(found).toEqual(Array.from({ length: packages }, () => ({ kind: "component", component: expect.objectContaining(like) })));
      expect(found.some((part) => part.kind === "component" && part.component.version !== undefined)).toBe(true);
    });

    it("finds nothing on an empty host", async () => {
      expect(await extracted(extractor, {})).toEqual({ purls: [], rejects: [] });
    });

    it("stops when the signal says so", async () => {
      const read = async (): Promise<void> => { for await (const _ of extractor.extract(host.files, ["/"], AbortSignal.abort(new RangeError("enough")))) continue; };
      await expect(read()).rejects.toThrow("enough");
    });

    it("names beforehand every file it reads whole, so that an image keeps it", async () => {
      const surprises: string[] = [];
      const note = async (path: string): Promise<void> => {
        const file = await host.files.open(path);
        if (file !== undefined && !file.isExecutable && !extractor.reads(path)) surprises.push(path);
        file?.close();
      };
      const watched: HostFiles = { ...host.files, readText: async (path) => { await note(path); return host.files.readText(path); }, open: async (path) => { await note(path); return host.files.open(path); } };
      for await (const _ of extractor.extract(watched, ["/"], new AbortController().signal)) continue;
      for await (const _ of extractor.owners?.(watched, new Set(["/x"]), new AbortController().signal) ?? []) continue;
      expect(extractor.reads("/x")).toBe(false);
      // Whether a file is a program is seen by opening it; an image tells that without keeping it.
      expect(surprises.filter((path) => !extractor.id.endsWith("-binaries") || extractor.reads(path))).toEqual([]);
    });

    it("the stamp of what it watches changes when a package is added, and not before", async () => {
      const request = { files: host.files, roots: ["/"], use: [extractor] };
      const before = await hostStamp(request);
      expect(await hostStamp(request)).toBe(before);
      host.add(more);
      expect(await hostStamp(request)).not.toBe(before);
    });
  });
}
