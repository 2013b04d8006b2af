// Writes the pages that come from the code: registries, faults, settings, commands, doors, tables, the map. With --check: says which are stale.
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { inFile, isStale } from "./docs/page.ts";
import type { Page } from "./docs/page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

// Loaded one by one, so that a part of the house that does not load costs its page and is named.
const sources: readonly { name: string; load(): Promise<{ pages: readonly Page[] }> }[] = [
  { name: "faults", load: () => import("./docs/faults.ts") },
  { name: "plug-ins", load: () => import("./docs/plugins.ts") },
  { name: "tests from outside", load: () => import("./docs/dast.ts") },
  { name: "settings", load: () => import("./docs/settings.ts") },
  { name: "commands", load: () => import("./docs/commands.ts") },
  { name: "gate", load: () => import("./docs/gate.ts") },
  { name: "API", load: () => import("./docs/api.ts") },
  { name: "tables", load: () => import("./docs/tables.ts") },
  { name: "map", load: () => import("./docs/map.ts") },
  { name: "decisions", load: () => import("./docs/decisions.ts") },
  { name: "benchmarks", load: () => import("./docs/benchmarks.ts") },
];

const textIn = (path: string): string | undefined => {
  try { return readFileSync(path, "utf8"); } catch { return undefined; }
};

/** The pages whose text differs from what they would be now, and what could not be worked out. */
async function work(act: (path: string, text: string) => Promise<void>): Promise<{ stale: string[]; failed: string[] }> {
  const stale: string[] = [];
  const failed: string[] = [];
  for (const { name, load } of sources) {
    try {
      for (const page of (await load()).pages) {
        const now = textIn(page.path);
        const text = inFile(page, await page.write(), now);
        if (!isStale(now, text)) continue;
        stale.push(page.path);
        await act(page.path, text);
      }
    } catch (thrown) {
      failed.push(`the pages of ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return { stale, failed };
}

const isCheck = process.argv.includes("--check");
const { stale, failed } = await work(isCheck ? async () => {} : async (path, text) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
});
for (const path of new Set(stale)) console.log(isCheck ? styleText("red", `stale: ${path}`) : `written: ${path}`);
for (const what of failed) console.log(styleText("red", `cannot be written: ${what}`));
if (isCheck && stale.length > 0) console.log("mend: run `npm run docs` and commit what it writes.");
process.exitCode = failed.length > 0 || (isCheck && stale.length > 0) ? 1 : 0;
