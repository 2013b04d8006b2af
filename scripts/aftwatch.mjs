#!/usr/bin/env node
// The launcher: finds a Node that runs TypeScript, and starts the command line on it.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const rootDir = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
// 24.7: type stripping without a warning, and a SQLite with the functions the store uses.
const isFit = major > 24 || (major === 24 && minor >= 7);

if (isFit) await start();
else startOnBundled();

async function start() {
  // In the user's own cache (XDG Base Directory), not in a folder for temporary files that others may write to.
  if (!process.env.NODE_COMPILE_CACHE) module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "aftwatch", "node"));
  const { main } = await import("../src/cli/main.ts");
  const { version } = JSON.parse(readFileSync(join(rootDir, "package.json"), "utf8"));
  await main(process, homedir(), {
    version, rootDir,
    // The server stands on the same floor as the command line: only here, above both, do they meet.
    openServer: async (app, options) => (await import("../src/api/server.ts")).createServer(app, options),
  });
}

function startOnBundled() {
  const bundled = join(rootDir, "node_modules", ".bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(bundled)) {
    process.stderr.write(`error: Aftwatch needs Node 24.7 or later; this is ${process.versions.node} and no bundled one was installed.\n  mend: Run npm install in ${rootDir}, or use a current Node.\n`);
    process.exitCode = 3;
    return;
  }
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal sends Ctrl+C to both, and a second one would end the other at once; everything else is passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => { if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal); });
  child.on("exit", (code, signal) => { process.exitCode = signal ? 130 : (code ?? 3); });
}
