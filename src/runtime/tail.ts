// Following a file that grows: where reading goes on, whether it is still the same file, and which lines are whole. Pure: bytes and facts in, decisions out.
//
// position    how far a file was sent: its place on the disk, how it began, and what stood before the offset
// generation  counts the times that one place on the disk began anew (copytruncate, a reused inode)
import { sha256 } from "../kernel/id.ts";

export interface Position {
  /** "device:inode": what rotation by renaming keeps. */
  place: string;
  generation: number;
  /** Digest of the first line, at most its first KiB. */
  head: string;
  /** Bytes that were sent. */
  offset: number;
  /** Digest of the up to 256 bytes before the offset. */
  mark: string;
}

export const headBytes = 1024;
export const markBytes = 256;

/** A digest of the first line's first KiB; undefined while the file holds no whole line and less than a KiB. */
export function headOf(first: Uint8Array): string | undefined {
  const end = first.indexOf(0x0a);
  if (end < 0 && first.length < headBytes) return undefined;
  return short(first.subarray(0, end < 0 ? headBytes : Math.min(end, headBytes)));
}

export const markOf = (before: Uint8Array): string => short(before.subarray(Math.max(0, before.length - markBytes)));

const short = (bytes: Uint8Array): string => sha256(bytes).slice(7, 31);

/** What the disk has now. head and mark: as of the file itself, mark at the position's offset; undefined where the file is too short for them. */
export interface FileNow { place: string; size: number; head: string | undefined; mark: string | undefined }

/** same: reading goes on. anew: the place holds other content now, read from its beginning. other: the path leads to another file; the old one is looked for first. */
export type Step = { kind: "same" } | { kind: "anew"; generation: number; because: string } | { kind: "other" };

/** How reading goes on. A file that shrank or whose bytes before the offset changed was emptied and written anew. */
export function nextStep(position: Position, now: FileNow): Step {
  if (position.place !== now.place) return { kind: "other" };
  const anew = (because: string): Step => ({ kind: "anew", generation: position.generation + 1, because });
  if (now.size < position.offset) return anew(`it shrank from ${position.offset} bytes to ${now.size}`);
  if (position.offset === 0) return { kind: "same" };
  // A position behind a first line that had no end yet (--once) knows no head.
  if (position.head !== "" && now.head !== position.head) return anew("it begins with another line");
  return now.mark === position.mark ? { kind: "same" } : anew("what was read before is not there any more");
}

/** A line and where it began. next: the offset behind its end. */
export interface FileLine { offset: number; next: number; text: string }

export interface Cut { lines: readonly FileLine[]; /** Offset up to which the bytes are used. */ next: number; /** Offsets of lines that are longer than a record may be; they are left out. */ tooLong: readonly number[] }

const utf8 = new TextDecoder("utf-8");

/**
 * The whole lines in bytes that begin at an offset. isEnd: what comes after the last line feed is a line, too. A last line without its end waits
 * for more, unless it is longer than `longest` bytes: then what there is of it is left out. Bytes that are no UTF-8 become U+FFFD; blank lines are none.
 */
export function cutLines(bytes: Uint8Array, offset: number, { isEnd, longest }: { isEnd: boolean; longest: number }): Cut {
  const lines: FileLine[] = [];
  const tooLong: number[] = [];
  let from = 0;
  const take = (end: number, next: number): void => {
    if (end - from > longest) tooLong.push(offset + from);
    else {
      const text = utf8.decode(bytes.subarray(from, bytes[end - 1] === 0x0d && end > from ? end - 1 : end));
      if (/\S/.test(text)) lines.push({ offset: offset + from, next: offset + next, text });
    }
    from = next;
  };
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) take(end, end + 1);
  if (from < bytes.length && (isEnd || bytes.length - from > longest)) take(bytes.length, bytes.length);
  return { lines, next: offset + from, tooLong };
}

const auditSerial = /\baudit\(([^)]{1,60})\)/;
const serialOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : auditSerial.exec(text.length > 2048 ? text.slice(0, 2048) : text)?.[1]);

/** How many of the lines can be sent without tearing an audit event apart: those before the records of the last line's serial. All, where the last line is none. */
export function wholeLines(lines: readonly FileLine[]): number {
  const last = serialOf(lines.at(-1)?.text);
  if (last === undefined) return lines.length;
  let count = lines.length;
  while (count > 0 && serialOf(lines[count - 1]?.text) === last) count -= 1;
  return count;
}

/** The same line of the same file has the same id, however often it is sent. */
export const lineId = ({ place, generation, head }: Pick<Position, "place" | "generation" | "head">, offset: number): string => `${place}:${generation}:${head.slice(0, 12)}:${offset}`;
