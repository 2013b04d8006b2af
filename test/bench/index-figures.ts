// One candidate, built or asked in a process of its own, so that its memory is its own: prints its figures as JSON.
import { mkdirSync, readFileSync } from "node:fs";
import { packageKey } from "../../src/versions/ecosystem.ts";
import { advisoriesIn, candidates, openMemory, sizeOf } from "./index-candidates.ts";
import type { Lookup } from "./index-candidates.ts";

const [action = "", name = "", directory = "", file = ""] = process.argv.slice(2);
const peakMb = (): number => process.resourceUsage().maxRSS / 1000;
const candidate = candidates[name];
if (!candidate) throw new TypeError(`no candidate ${name}`);

async function build(): Promise<Record<string, number>> {
  mkdirSync(directory, { recursive: true });
  const begun = performance.now();
  await candidate!.build(advisoriesIn(file), directory);
  return { buildSeconds: (performance.now() - begun) / 1000, buildPeakMb: peakMb(), sizeMb: sizeOf(directory) / 1e6 };
}

async function ask(): Promise<Record<string, number>> {
  const questions = (JSON.parse(readFileSync(file, "utf8")) as [string, string][]).map(([ecosystem, package_]) => [packageKey(ecosystem, package_), ecosystem] as const);
  const begun = performance.now();
  const lookup = name === "memory" ? await openMemory(directory) : candidate!.open(directory);
  const opened = performance.now();
  let parts = 0;
  for (const [key, ecosystem] of questions.slice(0, 500)) parts += lookup.count(key, ecosystem);
  const cold = performance.now();
  const rssMb = process.memoryUsage().rss / 1e6;
  // Each question once: nothing has been kept of the answers, only the file is in the system's memory.
  const distinct = timed(() => { for (const [key, ecosystem] of questions) lookup.count(key, ecosystem); }) / questions.length;
  const again = againAndAgain(lookup, questions.slice(0, 500));
  lookup.close();
  return { openMs: opened - begun, first500Ms: cold - opened, openAndFirst500Ms: cold - begun, rssMb, newQuestionsPerSecond: 1000 / distinct, sameQuestionsPerSecond: 1000 / again, parts };
}

function againAndAgain(lookup: Lookup, questions: readonly (readonly [string, string])[]): number {
  const rounds = 100;
  return timed(() => { for (let round = 0; round < rounds; round++) for (const [key, ecosystem] of questions) lookup.count(key, ecosystem); }) / (rounds * questions.length);
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

process.stdout.write(`${JSON.stringify(action === "build" ? await build() : await ask())}\n`);
