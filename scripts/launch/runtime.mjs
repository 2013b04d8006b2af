// Finds a Node that runs TypeScript: the bundled one, or the one that runs us when it is new enough.
import { existsSync } from "node:fs";
import process from "node:process";
import { fail, inRoot } from "./progress.mjs";

const suffix = process.platform === "win32" ? ".exe" : "";
const bundled = [
  inRoot("node_modules", ".bin", `node${suffix}`),
  inRoot("node_modules", `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`, "bin", `node${suffix}`),
];

/** flags: what this runtime needs so that it does not warn of what the bundled one has long settled. */
export function findRuntime() {
  const path = bundled.find((candidate) => existsSync(candidate));
  if (path !== undefined) return { path, flags: [] };
  if (isFit(process.versions.node)) return { path: process.execPath, flags: ["--disable-warning=ExperimentalWarning"] };
  fail(`Aftwatch needs Node 24.7 or later; this is ${process.versions.node}, and none is bundled for ${process.platform}-${process.arch}`, "Install a current Node and run again.");
  return undefined;
}

// 24.7: types are stripped without a flag, and node:sqlite has what the store uses.
function isFit(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 7);
}
