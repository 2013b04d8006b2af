// The folder of a scan: its journal, its request log and its routes, on the disk of the server that runs it.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RouteCoverage } from "../../dast/scan.ts";

export const requestLogIn = (folder: string): string => join(folder, "requests.ndjson");
const routesIn = (folder: string): string => join(folder, "routes.json");

export function scanFolder(dataDir: string, scanId: string): string {
  if (!/^[a-z]+_[0-9A-Z]+$/.test(scanId)) throw new TypeError(`${scanId} is no id of a scan`);
  return join(dataDir, "dast", scanId);
}

export function makeScanFolder(folder: string): void { mkdirSync(folder, { recursive: true, mode: 0o700 }); }

/** Written whole when the scan ends: the site tree of the console. */
export const writeRoutes = (folder: string, routes: readonly RouteCoverage[]): void => { writeFileSync(routesIn(folder), JSON.stringify(routes), { mode: 0o600 }); };

export const readRoutes = (folder: string): readonly RouteCoverage[] | undefined => (existsSync(routesIn(folder)) ? JSON.parse(readFileSync(routesIn(folder), "utf8")) as RouteCoverage[] : undefined);

/** Folders of the oldest scans go: the request log of a full scan may have hundreds of megabytes. What scans found stays in the store. */
export function forgetOldFolders(dataDir: string, keep: number, running: ReadonlySet<string>): readonly string[] {
  const root = join(dataDir, "dast");
  if (!existsSync(root)) return [];
  const folders = readdirSync(root).filter((name) => /^[a-z]+_[0-9A-Z]+$/.test(name) && !running.has(name)).map((name) => ({ name, at: statSync(join(root, name)).mtimeMs })).toSorted((a, b) => b.at - a.at);
  const gone = folders.slice(keep).map(({ name }) => name);
  for (const name of gone) rmSync(join(root, name), { recursive: true, force: true });
  return gone;
}
