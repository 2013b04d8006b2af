// Finds lock files below a folder, without following links and within limits that are said aloud.
import type { HostEntry, HostFiles } from "./extractor.ts";
import type { ComponentReject } from "./component.ts";

/** vendored: walk folders of other people's code too. maxFolders, maxDepth: where the walk stops. */
export interface TargetWalk { isWanted(path: string): boolean; vendored: boolean; maxFolders: number; maxDepth: number }

/** Paths are relative to the base. installed: folders of installed packages that no lock file above them accounts for. */
export interface TargetFound {
  files: string[];
  installed: string[];
  skipped: Map<string, number>;
  links: string[];
  rejects: ComponentReject[];
  folders: number;
}

// History and compiled text hold no project of their own; that they are passed by is not worth a word.
const unsaid = new Set([".git", ".hg", ".svn", ".bzr", ".jj", "__pycache__"]);
// What tools keep for themselves: caches, output.
const neverWalked = new Set([ ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".gradle", ".terraform", ".pnpm-store", ".yarn", ".dart_tool", ".build", ".stack-work", ".bundle", ".cache"]);
// Other people's code, kept in the tree: its lock files say what its authors built with, not what this project uses.
const vendoredNames = new Set(["vendor", "third_party", "Pods", "Carthage", "bower_components"]);
// Folders of dependencies or of output beside the file that gives them away.
const besideFile: Readonly<Record<string, readonly string[]>> = { deps: ["mix.exs", "mix.lock"], target: ["Cargo.toml", "Cargo.lock", "pom.xml"], _build: ["mix.exs"], obj: ["packages.lock.json"] };
const nodeLocks = new Set(["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"]);
const pythonLocks = /^(?:poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|pylock(?:\.[^.]+)?\.toml|requirements.*\.txt)$/;
const atOnce = 16;

interface Folder { path: string; hasNodeLock: boolean; hasPythonLock: boolean }

/** Breadth first. What .gitignore says is not looked at: what is deployed is often exactly what is ignored. */
export async function walkTarget(files: HostFiles, base: string, walk: TargetWalk, signal: AbortSignal): Promise<TargetFound> {
  const found: TargetFound = { files: [], installed: [], skipped: new Map(), links: [], rejects: [], folders: 0 };
  let level: Folder[] = [{ path: "", hasNodeLock: false, hasPythonLock: false }];
  for (let depth = 0; level.length > 0; depth++) {
    const next: Folder[] = [];
    for (let index = 0; index < level.length; index += atOnce) {
      signal.throwIfAborted();
      const batch = level.slice(index, index + atOnce);
      found.folders += batch.length;
      if (found.folders > walk.maxFolders || depth > walk.maxDepth) {
        found.rejects.push({ at: batch[0]?.path ?? "", name: undefined, reason: "too-many", detail: `The walk stops here: at most ${walk.maxFolders} folders, ${walk.maxDepth} deep. Name a narrower folder.` });
        level = [];
        break;
      }
      const lists = await Promise.all(batch.map(({ path }) => files.list(path === "" ? base || "/" : `${base}/${path}`)));
      batch.forEach((folder, nth) => next.push(...lookInto(folder, lists[nth] ?? [], walk, found)));
    }
    if (level.length === 0) break;
    level = next;
  }
  found.files.sort();
  found.installed.sort();
  return found;
}

function lookInto(folder: Folder, entries: readonly HostEntry[], walk: TargetWalk, found: TargetFound): Folder[] {
  const names = new Set(entries.filter(({ kind }) => kind === "file").map(({ name }) => name));
  const locked = {
    hasNodeLock: folder.hasNodeLock || [...nodeLocks].some((name) => names.has(name)),
    hasPythonLock: folder.hasPythonLock || [...names].some((name) => pythonLocks.test(name)),
  };
  const inside: Folder[] = [];
  // A virtual environment is marked by this file (PEP 405).
  if (names.has("pyvenv.cfg")) { installedAt(folder.path, folder.hasPythonLock, "virtual environment", found); return inside; }
  for (const { name, kind } of entries) {
    const path = folder.path === "" ? name : `${folder.path}/${name}`;
    if (kind === "file" && walk.isWanted(path)) found.files.push(path);
    else if (kind === "link" && walk.isWanted(path)) found.links.push(path);
    else if (kind === "folder") {
      if (unsaid.has(name)) continue;
      if (name === "node_modules") installedAt(path, locked.hasNodeLock, name, found);
      else if (isSkipped(name, names, walk)) found.skipped.set(name, (found.skipped.get(name) ?? 0) + 1);
      else inside.push({ path, ...locked });
    }
  }
  return inside;
}

function installedAt(path: string, isLocked: boolean, what: string, found: TargetFound): void {
  if (isLocked) found.skipped.set(what, (found.skipped.get(what) ?? 0) + 1);
  else found.installed.push(path);
}

const isSkipped = (name: string, names: ReadonlySet<string>, walk: TargetWalk): boolean =>
  neverWalked.has(name) || (!walk.vendored && vendoredNames.has(name)) || (Object.hasOwn(besideFile, name) && (besideFile[name] ?? []).some((file) => names.has(file)));
