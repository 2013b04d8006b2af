// Installs the dependencies when they are missing or the lock has changed since the last time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fail, inRoot, say, step } from "./progress.mjs";

const lock = inRoot("package-lock.json");
const stamp = inRoot("node_modules", ".aftwatch-lock");
// npm writes this file last, so it tells of a whole install, whoever asked for it.
const npmsOwn = inRoot("node_modules", ".package-lock.json");

export async function ensureInstalled() {
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");
  if (textOf(stamp) === wanted && existsSync(npmsOwn)) return true;
  if (!isInstalledByHand() && !await step("installing dependencies (npm ci)", install)) return false;
  writeFileSync(stamp, wanted);
  return true;
}

const isInstalledByHand = () => existsSync(npmsOwn) && statSync(npmsOwn).mtimeMs >= statSync(lock).mtimeMs;

function textOf(file) {
  try { return readFileSync(file, "utf8"); } catch { return undefined; }
}

function install() {
  const { status, stdout, stderr, error } = npm(["ci"]);
  if (status === 0) return true;
  say(`${stdout ?? ""}${stderr ?? ""}${error ? error.message : ""}`);
  fail("the dependencies could not be installed", "See npm's words above; mostly it is the network, a proxy, or a full disk.");
  return false;
}

// The npm that started us, where there is one: the one on the path may be another, or (Windows) a script that spawn cannot run.
function npm(words) {
  const started = process.env.npm_execpath;
  const options = { cwd: inRoot(), encoding: "utf8", maxBuffer: 64 * 1024 * 1024 };
  if (started?.endsWith(".js")) return spawnSync(process.execPath, [started, ...words], options);
  return spawnSync("npm", words, { ...options, shell: process.platform === "win32" });
}
