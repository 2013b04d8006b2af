// The real file system as extractors see it: read only, below one root, and never out of it through a link.
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { lstat, readFile, readdir, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../kernel/fault.ts";
import type { HostFile, HostFiles } from "./extractor.ts";

// Not there, not ours to read, or not what it was a moment ago: all mean that nothing can be read here.
const absent = new Set(["ENOENT", "EACCES", "EPERM", "ENOTDIR", "EISDIR", "ELOOP", "ENAMETOOLONG", "ENXIO", "EINVAL"]);
// Linux gives up after 40 links (path_resolution(7)).
const maxLinks = 40;
const maxFileBytes = 64 * 1024 * 1024;
const windowBytes = 16 * 1024;

/**
 * Files below root; paths given to it are absolute within root. With another root than "/" (a mounted image) links
 * are resolved inside it, as a process in it would see them.
 */
export function createHostFiles(root = "/"): HostFiles {
  const real = async (path: string): Promise<string> => (root === "/" ? path : resolveWithin(root, path));
  return {
    readText: (path) => orAbsent(async () => readWhole(await real(path)), undefined),
    open: (path) => orAbsent(async () => openFile(await real(path)), undefined),
    list: (path) => orAbsent(async () => (await readdir(await real(path), { withFileTypes: true })).map((entry) => ({ name: entry.name, kind: kindOf(entry) })), []),
    stamp: (path) => orAbsent(async () => stampOf(statSync(await real(path))), undefined),
  };
}

async function orAbsent<T, A>(read: () => Promise<T>, otherwise: A): Promise<T | A> {
  try {
    return await read();
  } catch (cause) {
    if (absent.has((cause as NodeJS.ErrnoException).code ?? "")) return otherwise;
    throw cause;
  }
}

async function readWhole(path: string): Promise<string | undefined> {
  const found = await stat(path);
  if (!found.isFile()) return undefined;
  if (found.size > maxFileBytes) throw new Fault("host.file-too-large", { detail: `${path} has ${found.size} bytes.`, places: [{ at: path, rule: `at most ${maxFileBytes} bytes` }] });
  return readFile(path, "utf8");
}

// Without a thread: there are tens of thousands of files to look into, and each takes microseconds.
function openFile(path: string): HostFile | undefined {
  // Asked before it is opened: opening a device can do something.
  if (!statSync(path).isFile()) return undefined;
  // O_NONBLOCK: should it have become a pipe since, opening it must not wait for a writer.
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const { size, mode } = fstatSync(handle);
  return { sizeBytes: size, isExecutable: (mode & 0o111) !== 0, read: windowed(handle, path, size), close: () => { closeSync(handle); } };
}

// Headers and their neighbours are read in small pieces. A window is never reused, so what was handed out stays whole.
function windowed(handle: number, path: string, sizeBytes: number): HostFile["read"] {
  let from = 0;
  let window: Buffer = Buffer.alloc(0);
  return (offset, length) => {
    if (length >= windowBytes) return readFully(handle, path, offset, length);
    if (offset < from || offset + length > from + window.byteLength) {
      window = readFully(handle, path, offset, Math.max(length, Math.min(windowBytes, sizeBytes - offset)));
      from = offset;
    }
    return window.subarray(offset - from, offset - from + length);
  };
}

function readFully(handle: number, path: string, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let got = 0; got < length;) {
    const count = readSync(handle, bytes, got, length - got, offset + got);
    if (count === 0) throw new Fault("host.file-changed", { detail: `${path} now ends at ${offset + got}.`, places: [{ at: path, rule: "does not change while it is read" }] });
    got += count;
  }
  return bytes;
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): "file" | "folder" | "link" | "other" {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "other";
}

const stampOf = ({ size, mtimeMs, ino }: { size: number; mtimeMs: number; ino: number }): string => `${size}:${mtimeMs}:${ino}`;

async function resolveWithin(root: string, path: string): Promise<string> {
  const todo = path.split("/").filter(Boolean);
  let done: string[] = [];
  let links = 0;
  for (let segment = todo.shift(); segment !== undefined; segment = todo.shift()) {
    if (segment === ".") continue;
    if (segment === "..") { done.pop(); continue; }
    const target = await linkTarget(join(root, ...done, segment));
    if (target === undefined) { done.push(segment); continue; }
    if (++links > maxLinks) throw Object.assign(new Error(`too many links in ${path}`), { code: "ELOOP" });
    if (target.startsWith("/")) done = [];
    todo.unshift(...target.split("/").filter(Boolean));
  }
  return join(root, ...done);
}

async function linkTarget(path: string): Promise<string | undefined> {
  return (await lstat(path)).isSymbolicLink() ? readlink(path) : undefined;
}
