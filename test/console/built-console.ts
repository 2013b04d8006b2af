// The console as it is shipped, built once for all test files of the same sources.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hourMs, systemClock } from "../../src/kernel/clock.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const kept = at("../../.cache/console-under-test");

/** The folder of the built console. Whoever asks first builds it; nobody may write into it. */
export async function builtConsole(): Promise<string> {
  const folder = join(kept, digestOfSources());
  if (existsSync(folder)) return folder;
  mkdirSync(kept, { recursive: true });
  const unfinished = join(kept, `unfinished-${process.pid}-${crypto.randomUUID()}`);
  await build(unfinished);
  // Two may build at a time: the first to finish is the one that all use.
  try { renameSync(unfinished, folder); } catch (thrown) { rmSync(unfinished, { recursive: true, force: true }); if (!existsSync(folder)) throw thrown; }
  dropOld(folder);
  return folder;
}

// In a process of its own: the test runner's NODE_ENV would bundle the development build of React, slower and not what is shipped.
async function build(outDir: string): Promise<void> {
  const args = [at("../../node_modules/vite/bin/vite.js"), "build", at("../../console"), "--outDir", outDir, "--emptyOutDir", "--logLevel", "error"];
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: "production" } });
}

/** Builds of earlier sources, once nobody can be looking at them any more. */
function dropOld(current: string): void {
  const before = systemClock.now() - hourMs;
  for (const folder of readdirSync(kept).map((name) => join(kept, name))) if (folder !== current && (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? before) < before) rmSync(folder, { recursive: true, force: true });
}

function digestOfSources(): string {
  const hash = createHash("sha256");
  for (const file of [...filesBelow(at("../../console")), ...filesBelow(at("../../src/contract")), at("../../package-lock.json")]) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 16);
}

const filesBelow = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
  const path = join(folder, entry.name);
  if (entry.isDirectory()) return entry.name === "dist" || entry.name === "node_modules" ? [] : filesBelow(path);
  return entry.isFile() ? [path] : [];
});
