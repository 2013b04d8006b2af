// Finds folders by name below some roots, without following links and within limits that are said aloud.
import type { HostFiles } from "./extractor.ts";
import type { ComponentReject } from "./component.ts";

/** names: what to find; what lies inside a found folder is not walked. */
export interface FolderWalk { names: ReadonlySet<string>; maxDepth: number; maxFolders: number }

export type FolderFound = { kind: "folder"; path: string } | { kind: "reject"; reject: ComponentReject };

// Made by the kernel, or caches of other people's trees: nothing in them is installed.
const skippedPaths = new Set(["/proc", "/sys", "/dev", "/run"]);
const skippedNames = new Set([".git", ".hg", ".svn", "__pycache__"]);
const atOnce = 16;

/** Breadth first, a few folders at a time. Links are not followed, so there are no loops. */
export async function* findFolders(files: HostFiles, roots: readonly string[], walk: FolderWalk, signal: AbortSignal): AsyncGenerator<FolderFound> {
  let level = outermost(roots);
  let walked = 0;
  for (let depth = 0; level.length > 0; depth++) {
    const next: string[] = [];
    for (let index = 0; index < level.length; index += atOnce) {
      signal.throwIfAborted();
      const batch = level.slice(index, index + atOnce);
      walked += batch.length;
      if (walked > walk.maxFolders || depth > walk.maxDepth) {
        yield { kind: "reject", reject: { at: batch[0] ?? "/", name: undefined, reason: "too-many", detail: `The walk stops here: at most ${walk.maxFolders} folders, ${walk.maxDepth} deep. Name narrower roots.` } };
        return;
      }
      for (const children of await Promise.all(batch.map((path) => childFolders(files, path)))) {
        for (const child of children) {
          if (walk.names.has(child.name)) yield { kind: "folder", path: child.path };
          else next.push(child.path);
        }
      }
    }
    level = next;
  }
}

async function childFolders(files: HostFiles, path: string): Promise<{ name: string; path: string }[]> {
  const entries = await files.list(path);
  return entries.filter(({ kind, name }) => kind === "folder" && !skippedNames.has(name))
    .map(({ name }) => ({ name, path: path === "/" ? `/${name}` : `${path}/${name}` }))
    .filter((child) => !skippedPaths.has(child.path));
}

/** Roots without those that lie inside another, so that nothing is walked twice. */
function outermost(roots: readonly string[]): string[] {
  const plain = [...new Set(roots.map((root) => root.replace(/(?<=.)\/+$/, "")))];
  return plain.filter((root) => !plain.some((other) => other !== root && root.startsWith(other === "/" ? "/" : `${other}/`)));
}
