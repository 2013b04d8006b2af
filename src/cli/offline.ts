// A data directory opened without a server: for proofs, backups and links when none runs.
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { App } from "../app/app.ts";
import { Fault } from "../kernel/fault.ts";
import type { Io } from "./io.ts";

/** Opens, uses and closes it; store.locked when a server has it. Nothing is started: no feeds, no notices. */
export async function withOfflineApp<T>(io: Pick<Io, "env" | "cwd">, dir: string, use: (app: App) => Promise<T>): Promise<T> {
  const path = resolve(io.cwd, dir);
  // Opening would make it: a misspelt directory must not be verified as an empty, whole ledger.
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw new Fault("cli.usage", { detail: `There is no data directory ${path}.` });
  const [{ openApp }, { readSettings }] = await Promise.all([import("../app/open.ts"), import("../app/settings.ts")]);
  const app = await openApp(readSettings(io.env, { data: path }, io.cwd));
  try { return await use(app); } finally { await app.close(); }
}
