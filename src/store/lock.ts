// One server an embedded directory: a lock that the kernel lets go when its holder dies, however it dies.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "../kernel/fault.ts";

export interface DirectoryLock { release(): void }

/**
 * Takes the directory, or throws store.locked naming the process that has it. SQLite's own file lock is used because it
 * is released by the kernel: a file with a process id in it outlives kill -9 and then lies.
 */
export function lockDirectory(directory: string, holder: string): DirectoryLock {
  mkdirSync(directory, { recursive: true });
  const lock = new DatabaseSync(join(directory, "server.lock"));
  const note = join(directory, "server.lock.txt");
  try {
    lock.exec("pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive; create table if not exists held (at integer)");
  } catch (cause) {
    lock.close();
    throw new Fault("store.locked", { detail: `${directory} is held by ${holderIn(note)}` }, cause);
  }
  writeFileSync(note, holder);
  return { release: () => { lock.exec("rollback"); lock.close(); } };
}

function holderIn(note: string): string {
  try { return readFileSync(note, "utf8"); } catch { return "another process"; }
}
