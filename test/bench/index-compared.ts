// node scripts/launch.mjs bench index-compared: the advisory index beside SQLite and JSON in memory, on the same advisories, as a table and in bench/results/index.json.
import { execFileSync } from "node:child_process";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { aligned, round } from "./figures.ts";
import { grownMalicious, grownRecords } from "./grown-advisories.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

type Figures = Record<string, number>;
const names = ["index", "sqlite", "memory"] as const;
const child = fileURLToPath(new URL("index-figures.ts", import.meta.url));
const resultFile = new URL("../../bench/results/index.json", import.meta.url);

async function writeLines(file: string, ...lines: readonly Iterable<string>[]): Promise<void> {
  const out = createWriteStream(file);
  for (const some of lines) for (const line of some) if (!out.write(`${line}\n`)) await once(out, "drain");
  out.end();
  await once(out, "close");
}

/** Half of them packages that advisories speak of, half that none does: as in a real SBOM, most have none. */
function questionsFor(records: number): [string, string][] {
  const hits: [string, string][] = [];
  for (let number = 0; hits.length < 5000 && number < records; number += Math.max(1, Math.floor(records / 5000))) {
    const [line = ""] = grownRecords(records, { from: number, to: number + 1 });
    const { affected } = JSON.parse(line) as { affected: { package: { ecosystem: string; name: string } }[] };
    for (const { package: one } of affected.slice(0, 1)) hits.push([one.ecosystem, one.name]);
  }
  return hits.flatMap((hit, index) => [hit, ["npm", `nobody-${index}`] as [string, string]]);
}

const figuresOf = (...words: readonly string[]): Figures => JSON.parse(execFileSync(process.execPath, [child, ...words], { encoding: "utf8", maxBuffer: 1e8 })) as Figures;

async function compare(records: number, malicious: number): Promise<Record<string, Figures>> {
  return inTemporaryFolder("aftwatch-index-bench", async (directory) => {
    const [lines, questions] = [join(directory, "records.jsonl"), join(directory, "questions.json")];
    await writeLines(lines, grownRecords(records), grownMalicious(malicious));
    writeFileSync(questions, JSON.stringify(questionsFor(records)));
    return Object.fromEntries(names.map((name) => {
      process.stderr.write(`${name}\n`);
      const place = join(directory, name);
      return [name, { ...figuresOf("build", name, place, lines), ...figuresOf("ask", name, place, questions) }];
    }));
  });
}

const { values } = parseArgs({ options: { records: { type: "string", default: "300000" }, malicious: { type: "string", default: "0" } } });
const found = await compare(Number(values.records), Number(values.malicious));
const measures = Object.keys(found["index"] ?? {});
process.stdout.write(aligned([["", ...names], ...measures.map((measure) => [measure, ...names.map((name) => String(round(found[name]?.[measure] ?? Number.NaN)))])]));
mkdirSync(new URL(".", resultFile), { recursive: true });
writeFileSync(resultFile, `${JSON.stringify({ measuredOn: new Date().toISOString().slice(0, 10), cores: cpus().length, loadAverage: round(loadavg()[1] ?? Number.NaN), records: Number(values.records), malicious: Number(values.malicious), figures: found }, undefined, 2)}\n`);
