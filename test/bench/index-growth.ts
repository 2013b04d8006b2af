// node scripts/launch.mjs bench index-growth: an index grown to a size through the command's own path, then changed by 1,000 records; time and peak memory.
import { once } from "node:events";
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execFileSync } from "node:child_process";
import { openIndexWriter } from "../../src/advisories/advisory-index/index-writer.ts";
import { openAdvisoryIndex } from "../../src/advisories/advisory-index/open-index.ts";
import { readOsv } from "../../src/advisories/feeds/osv/read.ts";
import { aligned, round } from "./figures.ts";
import { grownMalicious, grownRecords } from "./grown-advisories.ts";
import { sizeOf } from "./index-candidates.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const program = fileURLToPath(new URL("../../scripts/aftwatch.mjs", import.meta.url));
const resultFile = new URL("../../bench/results/index-growth.json", import.meta.url);

/** Prints, when the command has ended, its time and its highest memory as the kernel counted it. */
const measured = `import { writeFileSync } from "node:fs"; process.on("exit", () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); writeFileSync(process.env.BENCH_FIGURES, JSON.stringify({ peakMb: maxRSS / 1000, seconds: performance.now() / 1000, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 })); });`;

async function grow(directory: string, records: number, malicious: number): Promise<Record<string, number>> {
  const [lines, hook, figures] = [join(directory, "records.jsonl"), join(directory, "measured.mjs"), join(directory, "figures.json")];
  const out = createWriteStream(lines);
  for (const some of [grownRecords(records), grownMalicious(malicious)]) for (const line of some) if (!out.write(`${line}\n`)) await once(out, "drain");
  out.end();
  await once(out, "close");
  writeFileSync(hook, measured);
  execFileSync(process.execPath, ["--import", hook, program, "db", "build", "--from-osv", lines, "--db", join(directory, "db")], { env: { ...process.env, AFTWATCH_FEEDS: "osv", BENCH_FIGURES: figures }, stdio: ["ignore", "ignore", "inherit"] });
  return JSON.parse(readFileSync(figures, "utf8")) as Record<string, number>;
}

/** 800 changed, 100 withdrawn, 100 new, while a reader that has the index open goes on reading. */
function change(directory: string, records: number): Record<string, number> {
  const reader = openAdvisoryIndex(directory);
  const before = reader.advisory(reader.partsOf("npm:grown-1", "npm")[0]?.advisoryId ?? "");
  const step = Math.floor(records / 900);
  const texts = Array.from({ length: 900 }, (_, index) => [...grownRecords(records, { from: index * step, to: index * step + 1, edition: 1 })][0] ?? "");
  const changed = texts.map((text, index) => (index < 800 ? text : JSON.stringify({ ...JSON.parse(text) as object, withdrawn: "2027-01-01T00:00:00Z" })));
  const advisories = [...changed, ...grownRecords(records + 100, { from: records, to: records + 100 })].flatMap((text) => { const reading = readOsv(text, { source: "osv", label: "bench" }); return reading.kind === "advisory" ? [reading.advisory] : []; });
  const begun = performance.now();
  const writer = openIndexWriter(directory);
  for (const advisory of advisories) writer.put(advisory);
  const manifest = writer.commit(Date.now(), { heard: ["osv"], cursors: {} });
  const deltaSeconds = (performance.now() - begun) / 1000;
  const after = reader.advisory(before?.id ?? "");
  reader.close();
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error("the reader was disturbed");
  return { deltaRecords: advisories.length, deltaSeconds, segmentsAfter: manifest.advisories.length };
}

const { values } = parseArgs({ options: { records: { type: "string", default: "300000" }, malicious: { type: "string", default: "0" } } });
const [records, malicious] = [Number(values.records), Number(values.malicious)];
const figures = await inTemporaryFolder("aftwatch-index-growth", async (directory) => {
  const built = await grow(directory, records, malicious);
  return { records, malicious, ...built, recordsPerCpuSecond: (records + malicious) / (built["cpuSeconds"] ?? 1), sizeMb: sizeOf(join(directory, "db")) / 1e6, ...change(join(directory, "db"), records) };
});
process.stdout.write(aligned([["measure", "value"], ...Object.entries(figures).map(([name, value]) => [name, String(round(value))])]));
const known = ((): Record<string, unknown> => { try { return JSON.parse(readFileSync(resultFile, "utf8")) as Record<string, unknown>; } catch { return {}; } })();
mkdirSync(new URL(".", resultFile), { recursive: true });
writeFileSync(resultFile, `${JSON.stringify({ ...known, [`${records}+${malicious}`]: { measuredOn: new Date().toISOString().slice(0, 10), ...figures } }, undefined, 2)}\n`);
