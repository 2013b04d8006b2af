// Targets of several files: a folder of projects, the root of a file system, a lock file and what stands beside it.
import { Fault } from "../kernel/fault.ts";
import type { ComponentTally } from "./component-tally.ts";
import { createTally } from "./component-tally.ts";
import type { HostEntry, HostFiles } from "./extractor.ts";
import type { LockfilePlace } from "./lockfile-reader.ts";
import { isLockfileName, lockfileFormats, readLockfile } from "./lockfile-reader.ts";
import { failureOf, finishTarget } from "./target-summary.ts";
import type { TargetOptions, TargetSource, TargetSummary } from "./target-summary.ts";
import type { TargetFound } from "./target-walk.ts";
import { walkTarget } from "./target-walk.ts";

const never = new AbortController().signal;
const usualWalk = { maxFolders: 200_000, maxDepth: 60 };

/** One lock file. What is wrong with it as a whole is thrown. */
export async function readOneLockfile(path: string, files: HostFiles, { as }: TargetOptions): Promise<TargetSummary> {
  if (as !== undefined && !lockfileFormats().includes(as)) throw new Fault("target.unrecognised", { detail: `${as} is no format that is read.`, places: [{ at: "--as", rule: `One of sbom, ${lockfileFormats().join(", ")}.` }] });
  const base = await projectAround(path, files);
  const tally = createTally();
  const source = await readInto(tally, path.slice(base.length + 1), { files, base, memo: new Map() }, as);
  return finishTarget(path, "lockfile", tally, { sources: [source], failed: [] });
}

const maxAbove = 40;

/** The folder whose files a lock file may name: the repository it lies in, or else its own folder. */
async function projectAround(path: string, files: HostFiles): Promise<string> {
  const own = path.slice(0, path.lastIndexOf("/"));
  for (let folder = own, above = 0; folder !== "" && above < maxAbove; folder = folder.slice(0, folder.lastIndexOf("/")), above++) {
    if ((await files.stamp(`${folder}/.git`)) !== undefined) return folder;
  }
  return own;
}

async function readInto(tally: ComponentTally, path: string, place: LockfilePlace, as?: string): Promise<TargetSource> {
  const before = tally.taken();
  let format = "";
  for await (const one of readLockfile(path, place, as)) {
    format = one.format;
    if (one.part) tally.take(one.part);
  }
  return { path, format, components: tally.taken() - before };
}

/** Every lock file below a folder, and installed packages that none of them accounts for. A file that fails costs its own part. */
export async function readFolder(files: HostFiles, base: string, options: TargetOptions): Promise<TargetSummary> {
  const { signal = never, vendored = false, walk = usualWalk } = options;
  const found = await walkTarget(files, base, { isWanted: isLockfileName, vendored, ...walk }, signal);
  const tally = createTally();
  const sources: TargetSource[] = [];
  const failed: TargetSummary["failed"] = [];
  const place = { files, base, memo: new Map<string, unknown>() };
  for (const path of found.files) {
    signal.throwIfAborted();
    try {
      sources.push(await readInto(tally, path, place));
    } catch (cause) {
      signal.throwIfAborted();
      failed.push(failureOf(path, cause));
    }
  }
  for (const path of found.installed) sources.push(...(await readInstalled(tally, files, base, path, options, failed)));
  tellOfWalk(tally, found);
  return finishTarget(base || "/", "folder", tally, { sources, failed });
}

function tellOfWalk(tally: ComponentTally, { skipped, links, rejects }: TargetFound): void {
  for (const reject of rejects) tally.take({ kind: "reject", reject });
  if (skipped.size > 0) tally.take({ kind: "note", note: { at: ".", text: `Not walked: ${[...skipped].toSorted().map(([name, count]) => (count === 1 ? name : `${name} (${count})`)).join(", ")}.` } });
  for (const at of links.toSorted()) tally.take({ kind: "note", note: { at, text: "It is a link and was not followed; where it leads to in this folder it is read." } });
}

/** Packages in a node_modules folder or a virtual environment without a lock file: what is installed is what is known. */
async function readInstalled(tally: ComponentTally, files: HostFiles, base: string, path: string, { signal = never }: TargetOptions, failed: TargetSummary["failed"]): Promise<TargetSource[]> {
  const { extractHost } = await import("./host-reader.ts");
  const { extractors } = await import("./extractors/index.ts");
  const isNode = /(?:^|\/)node_modules$/.test(path);
  const id = isNode ? "node-modules" : "python";
  const use = extractors.all.filter((extractor) => extractor.id === id);
  // node_modules itself is what is looked for, so the walk begins one folder above it and is led there alone.
  const root = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const view = isNode ? only(filesBelow(files, root === "" ? base : `${base}/${root}`), "node_modules") : filesBelow(files, `${base}/${path}`);
  const summary = await extractHost({ files: view, roots: ["/"], signal, use });
  const prefix = isNode ? root : path;
  const before = tally.taken();
  for (const component of summary.components) tally.take({ kind: "component", component: { ...component, location: at(prefix, component.location), ...(component.locations ? { locations: component.locations.map((one) => at(prefix, one) ?? one) } : {}) } });
  for (const reject of summary.rejects) tally.take({ kind: "reject", reject: { ...reject, at: at(prefix, reject.at) ?? reject.at } });
  tally.addDuplicates(summary.counts.duplicates);
  failed.push(...summary.failed.map(({ extractor, detail }) => ({ path: `${path} (${extractor})`, code: "internal", detail })));
  return [{ path, format: id, components: tally.taken() - before }];
}

const at = (prefix: string, location: string | undefined): string | undefined => (location === undefined ? undefined : `${prefix}${location}`.replace(/^\/+/, ""));

/** The same files with a folder as their root. */
function filesBelow(files: HostFiles, base: string): HostFiles {
  const full = (path: string): string => (path === "/" ? base || "/" : `${base}${path}`);
  return {
    readText: (path) => files.readText(full(path)),
    open: (path) => files.open(full(path)),
    list: (path) => files.list(full(path)),
    stamp: (path) => files.stamp(full(path)),
  };
}

/** The same files with one folder at the top. */
const only = (files: HostFiles, name: string): HostFiles => ({
  ...files,
  list: async (path): Promise<readonly HostEntry[]> => { const entries = await files.list(path); return path === "/" ? entries.filter((entry) => entry.name === name) : entries; },
});

const packageDatabases = ["/var/lib/dpkg/status", "/var/lib/dpkg/status.d", "/lib/apk/db/installed", "/usr/lib/apk/db/installed", "/var/lib/rpm", "/usr/lib/sysimage/rpm", "/usr/share/rpm", "/var/lib/pacman/local", "/var/db/pkg"];

/** The root of a file system: it says which distribution it is (os-release(5)) and has a package database. */
export async function isRoot(files: HostFiles, base: string): Promise<boolean> {
  const there = async (path: string): Promise<boolean> => (await files.stamp(`${base}${path}`)) !== undefined;
  if (!(await there("/etc/os-release")) && !(await there("/usr/lib/os-release"))) return false;
  for (const path of packageDatabases) if (await there(path)) return true;
  return false;
}

/** What is installed in a root file system. Lock files in it are not read: they say what was meant to be installed. */
export async function readRoot(files: HostFiles, base: string, { rootedAt, isImage = false, use, signal = never }: TargetOptions): Promise<TargetSummary> {
  const { extractHost, usualRoots, wholeRoot } = await import("./host-reader.ts");
  // The host's own root has homes and mounts in it; of an image everything is looked through.
  const summary = await extractHost({ files: rootedAt?.(base || "/") ?? filesBelow(files, base), roots: base === "" && !isImage ? usualRoots : wholeRoot, signal, ...(use && { use }) });
  const tally = createTally();
  for (const component of summary.components) tally.take({ kind: "component", component });
  for (const reject of summary.rejects) tally.take({ kind: "reject", reject });
  tally.addDuplicates(summary.counts.duplicates);
  tally.take({ kind: "note", note: { at: base || "/", text: `It is ${isImage ? "an image" : "the root of a file system"}: installed packages are listed, lock files in it are not.` } });
  const sources = Object.entries(summary.counts.byExtractor).filter(([, count]) => count > 0).map(([format, components]) => ({ path: base || "/", format, components }));
  const failed = summary.failed.map(({ extractor, detail }) => ({ path: `${base || "/"} (${extractor})`, code: "internal", detail }));
  return finishTarget(base || "/", "root", tally, { sources, failed });
}
