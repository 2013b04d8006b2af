// A file system in memory, as lock file readers and targets see one.
import type { HostEntry, HostFiles } from "./extractor.ts";

/** path (absolute) to text or bytes. */
export function memoryFiles(tree: Readonly<Record<string, string | Uint8Array>>): HostFiles {
  const bytesOf = (path: string): Uint8Array | undefined => { const found = Object.hasOwn(tree, path) ? tree[path] : undefined; return typeof found === "string" ? Buffer.from(found) : found; };
  const below = (path: string): string[] => { const prefix = path === "/" ? "/" : `${path}/`; return Object.keys(tree).filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length)); };
  return {
    readText: async (path) => { const bytes = bytesOf(path); return bytes && Buffer.from(bytes).toString("utf8"); },
    open: async (path) => { const bytes = bytesOf(path); return bytes && { sizeBytes: bytes.length, isExecutable: false, read: (offset: number, length: number) => bytes.subarray(offset, offset + length), close: () => {} }; },
    list: async (path) => [...new Map(below(path).map((rest): [string, HostEntry] => { const [name = "", more] = rest.split("/"); return [name, { name, kind: more === undefined ? "file" : "folder" }]; })).values()],
    stamp: async (path) => (bytesOf(path) !== undefined || below(path).length > 0 ? "1" : undefined),
  };
}
