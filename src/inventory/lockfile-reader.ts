// Reads one lock file: its format by name, its text within limits, its neighbours within the target.
import { isUtf8 } from "node:buffer";
import { Fault } from "../kernel/fault.ts";
import type { HostFiles } from "./extractor.ts";
import type { Lockfile, LockfileFile, LockfilePart, Neighbours } from "./lockfile.ts";
import { lockfileLimits } from "./lockfile.ts";
import { rejectPart } from "./lockfile-parts.ts";
import { lockfiles } from "./lockfiles/index.ts";

/** files: of the host; base: the folder on it that readers may look into, without a slash at the end ("" for the root); memo: shared by the files of one target. */
export interface LockfilePlace { files: HostFiles; base: string; memo: Map<string, unknown> }

/** Whether any format has this file name. */
export const isLockfileName = (path: string): boolean => lockfiles.all.some((one) => one.recognises(path));

export const lockfileFormats = (): readonly string[] => lockfiles.all.map(({ id }) => id);

/** The format of a path; where several share a name, of its text. Undefined when there is none. */
function formatOf(path: string, text: string, as: string | undefined): Lockfile | undefined {
  if (as !== undefined) return lockfiles.find(as);
  const named = lockfiles.all.filter((one) => one.recognises(path));
  return named.find((one) => one.speaks?.(text) ?? true);
}

/** The parts of the lock file at path (relative to the base). Throws lockfile.* when the file as a whole cannot be used. */
export async function* readLockfile(path: string, place: LockfilePlace, as?: string): AsyncGenerator<{ format: string; part: LockfilePart | undefined }> {
  const named = as === undefined ? lockfiles.all.find((one) => one.recognises(path)) : lockfiles.find(as);
  const text = named?.isText?.(path) === false ? "" : await readText(place, path);
  if (text === undefined) throw new Fault("target.not-found", { detail: `${path} cannot be read.`, places: [{ at: path, rule: "a file that may be read" }] });
  const format = formatOf(path, text, as);
  if (format === undefined) throw new Fault("target.unrecognised", { detail: `${path} has no name of a lock file.`, places: [{ at: path, rule: `One of the formats ${lockfileFormats().join(", ")}.` }] });
  // Said before the first part, so that a file without parts is still known to have been read.
  yield { format: format.id, part: undefined };
  let parts = 0;
  const file: LockfileFile = { path, text };
  for await (const part of format.read(file, neighboursOf(path, place))) {
    if (++parts > lockfileLimits.maxParts) {
      yield { format: format.id, part: rejectPart(path, "too-many", `The reading stops here: at most ${lockfileLimits.maxParts} entries of one file are read.`) };
      return;
    }
    yield { format: format.id, part };
  }
  for (const note of file.remarks ?? []) yield { format: format.id, part: { kind: "note", note } };
}

/** Undefined when it is not there or may not be read. */
async function readText({ files, base }: LockfilePlace, path: string): Promise<string | undefined> {
  const file = await files.open(`${base}/${path}`);
  if (file === undefined) return undefined;
  try {
    if (file.sizeBytes > lockfileLimits.maxBytes) throw new Fault("lockfile.too-large", { detail: `${path} has ${file.sizeBytes} bytes.`, places: [{ at: path, rule: `at most ${lockfileLimits.maxBytes} bytes` }] });
    return decode(file.read(0, file.sizeBytes), path);
  } finally {
    file.close();
  }
}

// Windows' shells write UTF-16 with a mark when output is sent to a file (`pip freeze > requirements.txt`).
function decode(bytes: Uint8Array, path: string): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (!isUtf8(bytes)) throw new Fault("lockfile.malformed", { detail: `${path}: it is not text in UTF-8.`, places: [{ at: path, rule: "UTF-8, or UTF-16 with a byte order mark", mend: "Save it as UTF-8." }] });
  return new TextDecoder().decode(bytes);
}

// Includes and parents of a project are a few files; a hostile file must not make us read a disk.
const maxNeighbours = 4000;

function neighboursOf(path: string, place: LockfilePlace): Neighbours {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  let reads = 0;
  const locate = (near: string): string | undefined => within(`${folder}${near}`);
  return {
    memo: place.memo,
    locate,
    async read(near): Promise<LockfileFile | undefined> {
      const located = locate(near);
      if (located === undefined || ++reads > maxNeighbours) return undefined;
      try {
        if (await passesLink(located, place)) return undefined;
        const text = await readText(place, located);
        return text === undefined ? undefined : { path: located, text };
      } catch {
        // What is wrong with it is told when it is read for itself; here it is as good as absent.
        return undefined;
      }
    },
  };
}

/** A link could lead out of the target, to a file whose lines would then stand in a report. */
async function passesLink(path: string, { files, base, memo }: LockfilePlace): Promise<boolean> {
  let folder = base;
  for (const segment of path.split("/")) {
    const key = `links ${folder}`;
    const links = (memo.get(key) as Promise<ReadonlySet<string>> | undefined) ?? linksIn(files, folder);
    memo.set(key, links);
    if ((await links).has(segment)) return true;
    folder = `${folder}/${segment}`;
  }
  return false;
}

const linksIn = async (files: HostFiles, folder: string): Promise<ReadonlySet<string>> =>
  new Set((await files.list(folder || "/")).filter(({ kind }) => kind === "link").map(({ name }) => name));

/** The path without "." and ".."; undefined when it leads out of the base or is no path. */
function within(path: string): string | undefined {
  if (path.includes("\0") || path.includes("\\")) return undefined;
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") { if (segments.pop() === undefined) return undefined; }
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}
