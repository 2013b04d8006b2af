// Tails a file through rotations: batches of lines with ids, the position moved only when a batch was taken.
import { watch } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { recordLimits } from "../../runtime/decoder.ts";
import { cutLines, headBytes, headOf, lineId, markBytes, markOf, nextStep, wholeLines } from "../../runtime/tail.ts";
import type { FileLine, FileNow, Position } from "../../runtime/tail.ts";
import type { PositionStore } from "./tail-positions.ts";

export interface SentLine { id: string; text: string }

export interface TailOptions {
  path: string;
  positions: PositionStore;
  /** Resolves when the lines are durable where they go. It may be asked again with the same lines after a failure: ids make that harmless. */
  send(lines: readonly SentLine[]): Promise<void>;
  /** From the file's beginning when no position is kept; else from its end. */
  fromStart: boolean;
  /** What people should know: a rotation, bytes that cannot be found any more. */
  say(message: string): void;
  /** At most so many lines, and about so many bytes, at once. */
  batch?: { lines: number; bytes: number };
}

export interface Tail {
  /** Sends what there is. True when anything was sent or held back: there may be more. isEnd: nothing more comes, so a last line without its end is one. */
  poll(isEnd: boolean): Promise<boolean>;
  close(): Promise<void>;
}

interface Following { handle: FileHandle; position: Position; /** Lines of an audit event that may still grow were held back at this offset. */ heldAt: number | undefined; /** The path leads elsewhere. */ isRotated: boolean; /** Its rest was found empty so many times. */ emptyPolls: number }

const usual = { lines: 1000, bytes: 1024 * 1024 };
const longestLine = recordLimits.bytes;
// A program may write to the old file until it is told of the rotation; so many empty polls later it is closed.
const lastPolls = 5;

/** Opens nothing yet; the first poll does. */
export function createTail(options: TailOptions): Tail {
  const files: Following[] = [];
  let [isFirst, fromStart] = [true, options.fromStart];
  return {
    async poll(isEnd) {
      if (isFirst) files.push(...await resumed(options));
      await followPath(files, { ...options, fromStart });
      // A file that appears while we watch is new from its first line.
      [isFirst, fromStart] = [false, true];
      let isBusy = false;
      for (const file of files.slice()) {
        const more = await sendFrom(file, options, isEnd || (file.isRotated && file.emptyPolls >= lastPolls - 1));
        file.emptyPolls = more ? 0 : file.emptyPolls + 1;
        isBusy ||= more;
        // The old one first and to its end: order within a log is kept.
        if (more) break;
        if (file.isRotated && (isEnd || file.emptyPolls >= lastPolls)) { files.splice(files.indexOf(file), 1); await file.handle.close(); }
      }
      return isBusy;
    },
    async close() { for (const { handle } of files.splice(0)) await handle.close(); },
  };
}

/** The file of the kept position, wherever it was renamed to, those that came after it, oldest first. */
async function resumed(options: TailOptions): Promise<Following[]> {
  const saved = await options.positions.read(options.path);
  if (saved === undefined) return [];
  const candidates = await siblingsOf(options.path);
  const at = candidates.findIndex(({ place }) => place === saved.place);
  if (at < 0) { options.say(`${options.path}: the file read up to byte ${saved.offset} is gone (removed or compressed); what was added to it since was not read`); return []; }
  const [own, ...newer] = candidates.slice(at);
  const found: Following[] = own === undefined ? [] : [{ ...await opened(own.path, saved), isRotated: own.path !== options.path }];
  for (const { path, place } of newer) found.push({ ...await opened(path, beginning(place, 0)), isRotated: path !== options.path });
  return found;
}

const beginning = (place: string, generation: number): Position => ({ place, generation, head: "", offset: 0, mark: markOf(new Uint8Array(0)) });

async function opened(path: string, position: Position): Promise<Following> {
  return { handle: await open(path, "r"), position, heldAt: undefined, isRotated: false, emptyPolls: 0 };
}

/** The path and what rotation made of it (access.log.1, access.log-20260101), not compressed, by the time of the last change. */
async function siblingsOf(path: string): Promise<{ path: string; place: string; changedAt: number }[]> {
  const name = basename(path);
  const names = (await readdir(dirname(path)).catch(() => [])).filter((one) => one === name || (one.startsWith(name) && /^[.\-_]?\d[\d.\-_T:]*$/.test(one.slice(name.length))));
  const found = await Promise.all(names.map(async (one) => { const at = join(dirname(path), one); const info = await stat(at).catch(() => undefined); return info?.isFile() === true ? [{ path: at, place: placeOf(info), changedAt: one === name ? Infinity : info.mtimeMs }] : []; }));
  return found.flat().toSorted((a, b) => a.changedAt - b.changedAt || ageOf(b.path) - ageOf(a.path));
}

// Changed at the same tick: of .1 and .2 the second is older; of -20260101 and -20260102 the first.
const ageOf = (path: string): number => { const digits = /[.\-_]?([\d.\-_T:]*)$/.exec(path)?.[1]?.replaceAll(/\D/g, "") ?? ""; return digits.length < 5 ? Number(digits) : -Number(digits); };

const placeOf = ({ dev, ino }: { dev: number; ino: number }): string => `${dev}:${ino}`;

/** Notices that the path leads to another file, or to none. */
async function followPath(files: Following[], { path, fromStart, positions, say }: TailOptions): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  const last = files.at(-1);
  if (info === undefined || !info.isFile()) { if (last !== undefined) last.isRotated = true; return; }
  const place = placeOf(info);
  if (last?.position.place === place) { last.isRotated = false; return; }
  const file = await opened(path, beginning(place, 0));
  if (last !== undefined) { last.isRotated = true; say(`${path} was rotated; its rest is read first`); }
  else if (!fromStart && await positions.read(path) === undefined) { file.position = await positionAt(file.handle, place, 0, await lastLineEnd(file.handle, info.size)); await positions.save(path, file.position); }
  files.push(file);
}

/** Where the last whole line ends: a line that is half written when we come is read when it is whole. */
async function lastLineEnd(handle: FileHandle, size: number): Promise<number> {
  for (let end = size; end > 0;) {
    const from = Math.max(0, end - 64 * 1024);
    const at = (await bytesAt(handle, from, end - from)).lastIndexOf(0x0a);
    if (at >= 0) return from + at + 1;
    end = from;
  }
  return 0;
}

async function sendFrom(file: Following, options: TailOptions, isEnd: boolean): Promise<boolean> {
  await checkContent(file, options);
  const { lines: mostLines, bytes: mostBytes } = options.batch ?? usual;
  const { position, handle } = file;
  const { bytes, isAll } = await lineBytes(handle, position.offset, mostBytes);
  const cut = cutLines(bytes, position.offset, { isEnd: isEnd && isAll, longest: longestLine });
  const first = cut.lines.slice(0, mostLines);
  const wasCut = first.length < cut.lines.length || !isAll;
  const whole = isEnd && !wasCut ? first.length : wholeOf(file, first, wasCut);
  for (const offset of cut.tooLong) options.say(`${options.path}: the line at byte ${offset} is longer than ${longestLine} bytes and was left out`);
  const lines = first.slice(0, whole);
  const next = whole === cut.lines.length ? cut.next : first[whole]?.offset ?? cut.lines[whole]?.offset ?? cut.next;
  if (next === position.offset) return false;
  await deliver(file, options, lines, next);
  return true;
}

/** Holds an audit event that may still grow until nothing came for a poll. */
function wholeOf(file: Following, lines: readonly FileLine[], wasCut: boolean): number {
  const whole = wholeLines(lines);
  const held = lines[whole]?.offset;
  if (held === undefined || (wasCut && whole > 0)) return whole;
  const end = lines.at(-1)?.next;
  if (file.heldAt === end || wasCut) { file.heldAt = undefined; return lines.length; }
  file.heldAt = end;
  return whole;
}

async function deliver(file: Following, { path, positions, send }: TailOptions, lines: readonly FileLine[], next: number): Promise<void> {
  const moved = await positionAt(file.handle, file.position.place, file.position.generation, next);
  if (lines.length > 0) await send(lines.map(({ offset, text }) => ({ id: lineId(moved, offset), text })));
  // Only now: what was not taken is read again, and its ids say that it is the same.
  await positions.save(path, moved);
  file.position = moved;
}

/** Emptied and written anew under our hands (copytruncate): from its beginning. */
async function checkContent(file: Following, { path, say }: TailOptions): Promise<void> {
  const step = nextStep(file.position, await factsOf(file.handle, file.position.offset));
  if (step.kind !== "anew") return;
  say(`${path} was written anew: ${step.because}; it is read from its beginning`);
  file.position = beginning(file.position.place, step.generation);
}

async function factsOf(handle: FileHandle, offset: number): Promise<FileNow> {
  const info = await handle.stat();
  const head = headOf(await bytesAt(handle, 0, headBytes));
  const from = Math.max(0, offset - markBytes);
  const mark = info.size < offset ? undefined : markOf(await bytesAt(handle, from, offset - from));
  return { place: placeOf(info), size: info.size, head, mark };
}

async function positionAt(handle: FileHandle, place: string, generation: number, offset: number): Promise<Position> {
  const { head, mark } = await factsOf(handle, offset);
  return { place, generation, head: head ?? "", offset, mark: mark ?? "" };
}

async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/** About `most` bytes, more when a line does not fit into them: a line is read whole, or up to the longest there may be. */
async function lineBytes(handle: FileHandle, offset: number, most: number): Promise<{ bytes: Uint8Array; isAll: boolean }> {
  for (let length = most; ; length = Math.min(length * 2, longestLine + most)) {
    const bytes = await bytesAt(handle, offset, length);
    const isAll = bytes.length < length;
    if (isAll || bytes.includes(0x0a) || length >= longestLine + most) return { bytes, isAll };
  }
}

/** Resolves at the next change in the folder of the path; polling alone where the system cannot watch. */
export function nextChange(path: string, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    try {
      const watcher = watch(dirname(path), { signal, persistent: false }, (_event, name) => { if (name === null || String(name).startsWith(basename(path))) { watcher.close(); done(); } });
      watcher.on("error", () => undefined);
    } catch { /* The time between polls is waited for instead. */ }
  });
}
