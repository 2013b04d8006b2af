// Which Maven artifact a jar is, by the SHA-1 of its bytes: a sorted text file, searched without loading it.
import { openZipFile } from "../kernel/zip.ts";
import type { PositionalReader } from "../kernel/zip.ts";

/** The coordinates of a jar that carries none itself. */
export interface MavenCoordinates { group: string; artifact: string; version: string }
export interface Sha1Index { find(sha1: string): MavenCoordinates | undefined }

const windowBytes = 4096;
const lineForm = /^[0-9a-f]{40}[,\t ]\s*([^:,\s]+):([^:,\s]+):([^:,\s]+)\s*$/i;

/**
 * Lines of "sha1,group:artifact:version" (a comma, a tab or a space between them), sorted by the digest in lower case, as
 * `LC_ALL=C sort` leaves them: what Maven repositories publish as .sha1 files, one line each. No line is over 4,096 bytes.
 */
export function sha1Index(reader: PositionalReader): Sha1Index {
  return { find: (sha1) => coordinatesOf(findLine(reader, sha1.toLowerCase())) };
}

/** The same over a file; whoever opens it closes it. */
export function openSha1Index(path: string): Sha1Index & { close(): void } {
  const file = openZipFile(path);
  return { ...sha1Index(file), close: () => { file.close(); } };
}

function coordinatesOf(line: string | undefined): MavenCoordinates | undefined {
  const [, group, artifact, version] = lineForm.exec(line ?? "") ?? [];
  return group === undefined || artifact === undefined || version === undefined ? undefined : { group, artifact, version };
}

/** A binary search over byte positions: the line that begins at or after the middle decides. */
function findLine(reader: PositionalReader, sha1: string): string | undefined {
  let [low, high] = [0, reader.sizeBytes];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = lineAfter(reader, middle);
    if (line === undefined || line.at >= high) { high = middle; continue; }
    const key = line.text.slice(0, 40).toLowerCase();
    if (key === sha1) return line.text;
    if (key < sha1) low = line.next;
    else high = middle;
  }
  const first = lineAfter(reader, low);
  return first?.text.slice(0, 40).toLowerCase() === sha1 ? first.text : undefined;
}

function lineAfter(reader: PositionalReader, at: number): { text: string; at: number; next: number } | undefined {
  const from = at === 0 ? 0 : at - 1;
  const bytes = reader.read(from, Math.min(2 * windowBytes, reader.sizeBytes - from));
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = at === 0 ? 0 : text.indexOf(10) + 1;
  if ((at !== 0 && start === 0) || start >= text.length) return undefined;
  const end = text.indexOf(10, start);
  const stop = end < 0 ? text.length : end;
  return { text: text.toString("latin1", start, stop), at: from + start, next: from + stop + 1 };
}
