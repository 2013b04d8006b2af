// Finds folders and files below some roots, without following links and within limits that are said aloud.
import type { HostEntry, HostFiles } from "./extractor.ts";
import type { ComponentReject } from "./component.ts";

/** names: what to find; what lies inside a found folder is not walked. */
export interface FolderWalk { names: ReadonlySet<string>; maxDepth: number; maxFolders: number }

export type FolderFound = { kind: "folder"; path: string } | { kind: "reject"; reject: ComponentReject };

// Made by the kernel, or caches of other people's trees: nothing in them is installed.
const skippedPaths = new Set(["/proc", "/sys", "/dev", "/run"]);
const skippedNames = new Set([".git", ".hg", ".svn", "__pycache__"]);
const atOnce = 16;

/** matches: which files, by the path of their folder and their name; maxFound: how many of them. */
export interface FileWalk { matches(folder: string, name: string): boolean; maxDepth: number; maxFolders: number; maxFound: number }

export type FileFound = { kind: "file"; path: string } | { kind: "reject"; reject: ComponentReject };

/** Breadth first, a few folders at a time. Links are not followed, so there are no loops. */
export async function* findFolders(files: HostFiles, roots: readonly string[], walk: FolderWalk, signal: AbortSignal): AsyncGenerator<FolderFound> {
  for await (const level of levels(files, roots, { ...walk, enters: (name) => !walk.names.has(name) }, signal)) {
    if (level.kind === "reject") { yield level; continue; }
    for (const { kind, name } of level.entries) if (kind === "folder" && walk.names.has(name)) yield { kind: "folder", path: below(level.path, name) };
  }
}

const remembered = new WeakMap<HostFiles, Map<FileWalk, { roots: readonly string[]; found: readonly FileFound[] }>>();

/** Every regular file the walk asks for. In a snapshot the same walk (the same object) is walked once. */
export async function* findFiles(files: HostFiles, roots: readonly string[], walk: FileWalk, signal: AbortSignal): AsyncGenerator<FileFound> {
  const before = remembered.get(files)?.get(walk);
  if (before?.roots.join("\0") === roots.join("\0")) { signal.throwIfAborted(); yield* before.found; return; }
  const found: FileFound[] = [];
  for await (const one of walkFiles(files, roots, walk, signal)) {
    if (files.isSnapshot === true) found.push(one);
    yield one;
  }
  if (files.isSnapshot === true) remembered.set(files, (remembered.get(files) ?? new Map()).set(walk, { roots, found }));
}

async function* walkFiles(files: HostFiles, roots: readonly string[], walk: FileWalk, signal: AbortSignal): AsyncGenerator<FileFound> {
  let found = 0;
  for await (const level of levels(files, roots, { ...walk, enters: () => true }, signal)) {
    if (level.kind === "reject") { yield level; continue; }
    for (const { kind, name } of level.entries) {
      if (kind !== "file" || !walk.matches(level.path, name)) continue;
      if (++found > walk.maxFound) { yield tooMany(below(level.path, name), `at most ${walk.maxFound} such files are read`); return; }
      yield { kind: "file", path: below(level.path, name) };
    }
  }
}

/** The paths alone, for what is watched: where the walk stops is told by the extraction. */
export async function filePaths(walk: AsyncIterable<FileFound>): Promise<string[]> {
  const paths: string[] = [];
  for await (const found of walk) if (found.kind === "file") paths.push(found.path);
  return paths;
}

type Level = { kind: "listed"; path: string; entries: readonly HostEntry[] } | { kind: "reject"; reject: ComponentReject };
interface Bounds { maxDepth: number; maxFolders: number; enters(name: string): boolean }

async function* levels(files: HostFiles, roots: readonly string[], bounds: Bounds, signal: AbortSignal): AsyncGenerator<Level> {
  let level = outermost(roots);
  let walked = 0;
  for (let depth = 0; level.length > 0; depth++) {
    const next: string[] = [];
    for (let index = 0; index < level.length; index += atOnce) {
      signal.throwIfAborted();
      const batch = level.slice(index, index + atOnce);
      walked += batch.length;
      if (walked > bounds.maxFolders || depth > bounds.maxDepth) {
        yield tooMany(batch[0] ?? "/", `at most ${bounds.maxFolders} folders, ${bounds.maxDepth} deep`);
        return;
      }
      const lists = await Promise.all(batch.map((path) => files.list(path)));
      for (const [at, path] of batch.entries()) {
        const entries = lists[at] ?? [];
        yield { kind: "listed", path, entries };
        for (const { kind, name } of entries) if (kind === "folder" && isWalked(path, name) && bounds.enters(name)) next.push(below(path, name));
      }
    }
    level = next;
  }
}

const tooMany = (at: string, rule: string): { kind: "reject"; reject: ComponentReject } =>
  ({ kind: "reject", reject: { at, name: undefined, reason: "too-many", detail: `The walk stops here: ${rule}. Name narrower roots.` } });

const below = (folder: string, name: string): string => (folder === "/" ? `/${name}` : `${folder}/${name}`);

const isWalked = (folder: string, name: string): boolean => !skippedNames.has(name) && !skippedPaths.has(below(folder, name));

/** Roots without those that lie inside another, so that nothing is walked twice. */
function outermost(roots: readonly string[]): string[] {
  const plain = [...new Set(roots.map((root) => root.replace(/(?<=.)\/+$/, "")))];
  return plain.filter((root) => !plain.some((other) => other !== root && root.startsWith(other === "/" ? "/" : `${other}/`)));
}
