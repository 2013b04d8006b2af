// The third part: the same advisories as a file on this machine, and commands that ask no server.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { sbomFile } from "./sboms.ts";
import { story, storyId } from "./story-advisory.ts";
import type { Telling } from "./telling.ts";

const program = fileURLToPath(new URL("../../scripts/aftwatch.mjs", import.meta.url));
const shownLines = 12;

interface Command { words: readonly string[]; shown: readonly string[]; code: number; mustSay: string }

/** Throws when a command answers another exit code than the story needs. dir: the demo's own, removed with it. */
export async function tellWithoutServer({ say, signal }: Pick<Telling, "say" | "signal">, { dir, mirrorDir }: { dir: string; mirrorDir: string }): Promise<void> {
  const env = {
    ...process.env, NO_COLOR: "1", AFTWATCH_DB: join(dir, "index"), AFTWATCH_FEEDS: "osv,kev,epss", AFTWATCH_URL: "", AFTWATCH_TOKEN: "",
    AFTWATCH_KEV_URL: pathToFileURL(join(mirrorDir, "kev.json")).href, AFTWATCH_EPSS_URL: pathToFileURL(join(mirrorDir, "epss.csv")).href,
  };
  for (const { words, shown, code, mustSay } of commands(mirrorDir)) {
    const { answered, out } = await run(words, { dir, env, signal });
    const lines = out.trimEnd().split("\n");
    say(`$ aftwatch ${shown.join(" ")}`, [...lines.slice(0, shownLines), ...(lines.length > shownLines ? [`(and ${lines.length - shownLines} more lines)`] : []), `exit code ${answered}`]);
    if (answered !== code || !out.includes(mustSay)) throw new Error(`aftwatch ${words.join(" ")} answered ${answered}, not ${code}, or did not say "${mustSay}"`);
  }
}

function commands(mirrorDir: string): Command[] {
  const sbom = fileURLToPath(sbomFile(story.service, story.vulnerableRelease));
  const purl = (version: string): string => `pkg:npm/%40lantern/price-rules@${version}`;
  return [
    { words: ["db", "build", "--from-osv", mirrorDir, "-o", "table", "--no-progress"], shown: ["db", "build", "--from-osv", "mirror"], code: 0, mustSay: "osv" },
    // An archive is as old as its last packing; what changed since is news.
    { words: ["db", "update", "--from", mirrorDir, "-o", "table", "--no-progress"], shown: ["db", "update", "--from", "mirror"], code: 0, mustSay: "osv" },
    { words: ["scan", sbom, "-o", "table", "--fail-on", "critical", "--no-progress"], shown: ["scan", "checkout-api-4.0.0.cdx.json", "--fail-on", "critical"], code: 1, mustSay: storyId },
    { words: ["explain", purl(story.fixed), storyId, "-o", "table"], shown: ["explain", purl(story.fixed), storyId], code: 0, mustSay: "Not affected" },
  ];
}

function run(words: readonly string[], { dir, env, signal }: { dir: string; env: NodeJS.ProcessEnv; signal: AbortSignal }): Promise<{ answered: number; out: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], { cwd: dir, env, signal }, (_error, stdout, stderr) => { resolve({ answered: child.exitCode ?? -1, out: stdout === "" ? stderr : stdout }); });
  });
}
