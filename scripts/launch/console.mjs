// Builds the console when its sources are not those that the last build was made from.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, inRoot, say, step } from "./progress.mjs";

const dist = inRoot("console", "dist");
const stamp = join(dist, ".built-from");

export async function ensureConsole(runtime) {
  const sources = digestOf([inRoot("console"), inRoot("src", "contract")], [inRoot("package-lock.json")]);
  if (existsSync(join(dist, "index.html")) && existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return true;
  if (!await step("building the console", () => build(runtime))) return false;
  writeFileSync(stamp, sources);
  return true;
}

function build(runtime) {
  const { status, stdout, stderr } = spawnSync(runtime.path, [...runtime.flags, inRoot("node_modules", "vite", "bin", "vite.js"), "build", "console"], { cwd: inRoot(), encoding: "utf8" });
  if (status === 0) return true;
  say(`${stdout ?? ""}${stderr ?? ""}`);
  fail("the console could not be built", "Correct what the build names above; `npm run check` shows the types as well.");
  return false;
}

// Contents, not times: a checkout touches every file and changes none.
function digestOf(folders, files) {
  const hash = createHash("sha256");
  for (const file of [...folders.filter((folder) => existsSync(folder)).flatMap(filesBelow), ...files]) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

const leftOut = new Set(["dist", "node_modules"]);

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
