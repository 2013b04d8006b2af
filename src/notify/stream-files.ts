// Files that a channel appends lines to: each line is on the disk before it counts, and a file that has grown is put aside.
import { constants } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

export interface RotateLimits {
  /** A file that would grow beyond this is put aside first. */
  rotateBytes: number;
  /** Files kept aside: name.1 is the newest; what is older goes. */
  keep: number;
}

/** Appends a line to the file of this name; throws what the file system threw. The name is checked by whoever reads the settings: isStreamFile. */
export interface StreamFiles { append(name: string, line: string, limits: RotateLimits): Promise<void> }

/** A file name and nothing else: no folder, no hidden file. */
export const isStreamFile = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.ndjson$/.test(name);

/** Where nothing can be appended. */
export const noFiles: StreamFiles = { append: () => Promise.reject(Object.assign(new Error("no files here"), { code: "ENOTSUP" })) };

/** The files of each organisation in a folder of its own below `folder`. Lines of one process are written one after another. */
export function streamFilesIn(folder: string): (org: string) => StreamFiles {
  let last: Promise<unknown> = Promise.resolve();
  return (org) => ({
    append(name, line, limits) {
      const written = last.then(() => append(join(folder, encodeURIComponent(org)), name, line, limits));
      last = written.catch(() => {});
      return written;
    },
  });
}

async function append(folder: string, name: string, line: string, { rotateBytes, keep }: RotateLimits): Promise<void> {
  if (!isStreamFile(name)) throw Object.assign(new Error("not a file name"), { code: "EINVAL" });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  const bytes = Buffer.from(`${line}\n`);
  const size = await sizeOf(file);
  if (size > 0 && size + bytes.length > rotateBytes) await putAside(file, keep);
  // A link that somebody put there would carry the lines elsewhere.
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const sizeOf = (file: string): Promise<number> => stat(file).then(({ size }) => size, () => 0);

async function putAside(file: string, keep: number): Promise<void> {
  await rm(`${file}.${keep}`, { force: true });
  for (let n = keep - 1; n >= 1; n -= 1) await rename(`${file}.${n}`, `${file}.${n + 1}`).catch(() => {});
  await rename(file, `${file}.1`);
}
