// Positions of tailed files, kept in a folder: one small file each, written whole and synced before it counts.
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256 } from "../../kernel/id.ts";
import type { Position } from "../../runtime/tail.ts";

export interface PositionStore {
  /** Undefined when the path was never read, or what is kept cannot be read any more. */
  read(path: string): Promise<Position | undefined>;
  /** Durable when it resolves. */
  save(path: string, position: Position): Promise<void>;
}

interface Kept { path: string; position: Position }

/** dir: made when it is not there. Two commands must not share one for the same files. */
export function createPositionStore(dir: string): PositionStore {
  const fileOf = (path: string): string => join(dir, `${sha256(path).slice(7, 31)}.json`);
  return {
    async read(path) {
      try { const kept = JSON.parse(await readFile(fileOf(path), "utf8")) as Kept; return kept.path === path && isPosition(kept.position) ? kept.position : undefined; } catch { return undefined; }
    },
    async save(path, position) {
      const file = fileOf(path);
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await writeSynced(`${file}.new`, `${JSON.stringify({ path, position } satisfies Kept)}\n`);
      await rename(`${file}.new`, file);
      await syncFolder(dirname(file));
    },
  };
}

const isPosition = (value: Partial<Position> | undefined): value is Position => typeof value?.place === "string" && typeof value.head === "string" && typeof value.mark === "string" && Number.isSafeInteger(value.offset) && Number.isSafeInteger(value.generation);

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try { await handle.writeFile(text); await handle.sync(); } finally { await handle.close(); }
}

/** The new name is in the folder, which has to be synced itself (fsync(2)). */
async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try { await handle.sync(); } finally { await handle.close(); }
}
