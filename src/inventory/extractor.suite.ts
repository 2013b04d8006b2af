// What every extractor must do on a real file system: find what is there, nothing where nothing is, stop when told.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ComponentReject } from "./component.ts";
import type { Extractor, HostFiles } from "./extractor.ts";
import { createHostFiles } from "./host-files.ts";
import { hostStamp } from "./host-reader.ts";

/** A host in a temporary folder: path -> text, or { link: target }. */
export type Tree = Readonly<Record<string, string | { link: string }>>;

export function plantHost(tree: Tree): { files: HostFiles; add(more: Tree): void; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "aftwatch-host-"));
  const add = (more: Tree): void => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (typeof content === "string") writeFileSync(join(root, path), content);
      else symlinkSync(content.link, join(root, path));
    }
  };
  add(tree);
  return { files: createHostFiles(root), add, remove: () => rmSync(root, { recursive: true }) };
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

/** tree: a host with exactly one package for this extractor; more: what appears when a second one is installed. */
export function extractorSuite(extractor: Extractor, { tree, more }: { tree: Tree; more: Tree }): void {
  describe(`inventory/extractors/${extractor.id}`, () => {
    const host = plantHost(tree);
    afterAll(() => host.remove());

    it("finds the one package, with a place on the host", async () => {
      const found = [];
      for await (const part of extractor.extract(host.files, ["/"], new AbortController().signal)) found.push(part);
      expect(found).toEqual([{ kind: "component", component: expect.objectContaining({ purl: expect.stringMatching(/^pkg:/), version: expect.any(String), ecosystem: expect.any(String), location: expect.stringMatching(/^\//) }) }]);
    });

    it("finds nothing on an empty host", async () => {
      expect(await extracted(extractor, {})).toEqual({ purls: [], rejects: [] });
    });

    it("stops when the signal says so", async () => {
      const read = async (): Promise<void> => { for await (const _ of extractor.extract(host.files, ["/"], AbortSignal.abort(new RangeError("enough")))) continue; };
      await expect(read()).rejects.toThrow("enough");
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
