// Measures detection quality and, with --write, commits it to docs/detection-quality.md.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { benignLog, hasSharedLogs, sharedLogs } from "./runtime-logs.ts";
import { hasSharedPayloads, ownPayloads, sharedPayloads } from "./runtime-payloads.ts";
import { dropsIn, qualityPage } from "./runtime-table.ts";

export const committedPage = new URL("../../docs/detection-quality.md", import.meta.url);

/** Of our own values always, of the shared data where it is there. */
export async function measureQuality(): Promise<string> {
  return qualityPage({ payloads: [...ownPayloads(), ...(hasSharedPayloads() ? sharedPayloads() : [])], logs: hasSharedLogs() ? await sharedLogs() : [], benign: hasSharedLogs() ? await benignLog() : undefined });
}

async function main(): Promise<void> {
  const page = await measureQuality();
  if (process.argv.includes("--write")) { writeFileSync(committedPage, page); return; }
  const drops = dropsIn(page, readFileSync(committedPage, "utf8"));
  process.stdout.write(`${page}\n${drops.length === 0 ? "No figure dropped." : drops.join("\n")}\n`);
  process.exitCode = drops.length === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
