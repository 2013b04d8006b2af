// A folder that is gone when its user is done, also when somebody presses Ctrl+C.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The setting that keeps a program's own temporary files inside this folder: a killed one leaves them behind. */
export function tmpIn(directory: string): { TMPDIR: string } {
  const TMPDIR = join(directory, "tmp");
  mkdirSync(TMPDIR, { recursive: true });
  return { TMPDIR };
}

export async function inTemporaryFolder<T>(name: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), `${name}-`));
  const remove = (): void => { rmSync(directory, { recursive: true, force: true }); };
  // 128 + the signal's number; the server process ends with its parent.
  const interrupted = (): void => process.exit(130);
  process.once("exit", remove).once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try { return await work(directory); } finally {
    process.off("exit", remove).off("SIGINT", interrupted).off("SIGTERM", interrupted);
    remove();
  }
}
