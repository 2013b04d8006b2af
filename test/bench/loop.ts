// npm run bench:loop: the whole loop measured at the sizes of the design, as a table and in bench/results/loop.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { aligned, tableOf } from "./figures.ts";
import { measureSize } from "./measure-size.ts";
import type { SizeResult } from "./measure-size.ts";
import { quick, tenfold, tenth, whole } from "./sizes.ts";
import type { Size } from "./sizes.ts";

const resultFile = new URL("../../bench/results/loop.json", import.meta.url);

interface Results { machine: Record<string, string | number>; sizes: Record<string, { measuredOn: string } & SizeResult> }

/** What the figures depend on, and nothing that names a machine. */
const machine = (): Results["machine"] => ({
  cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), platform: `${platform()} ${arch()}`, node: process.versions.node, sqlite: process.versions["sqlite"] ?? "unknown",
});

/** Sizes that this run did not measure keep their older figures, with their date. */
function keep(measured: readonly SizeResult[]): void {
  const before = ((): Results["sizes"] => { try { return (JSON.parse(readFileSync(resultFile, "utf8")) as Results).sizes; } catch { return {}; } })();
  const measuredOn = new Date().toISOString().slice(0, 10);
  const sizes = { ...before, ...Object.fromEntries(measured.map((one) => [one.name, { measuredOn, ...one }])) };
  mkdirSync(new URL(".", resultFile), { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify({ machine: machine(), sizes }, undefined, 2)}\n`);
}

/** One column a size: what grows with the fleet, and what does not. */
function growthTable(results: readonly SizeResult[]): string {
  const [first] = results;
  const rows = (first?.rows ?? []).map(({ measure, unit }, index) => [`${measure}, ${unit}`, ...results.map(({ rows: own }) => String(own[index]?.value ?? ""))]);
  return `Cost against size\n${aligned([["", ...results.map(({ name }) => name)], ...rows])}`;
}

const sizesFor = ({ quick: isQuick, grow, only }: { quick?: boolean; grow?: boolean; only?: string }): readonly Size[] => {
  if (isQuick) return [quick];
  const all = [tenth, whole, ...(grow ? [tenfold] : [])];
  return only === undefined ? all : all.filter(({ name }) => name === only);
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: "boolean" }, grow: { type: "boolean" }, only: { type: "string" }, profile: { type: "string" } } });
  const results: SizeResult[] = [];
  for (const size of sizesFor(values)) {
    process.stderr.write(`${size.name}: ${size.fleet.deployments} deployments, ${size.fleet.services * size.fleet.releasesPerService} releases\n`);
    const result = await measureSize(size, { nodeFlags: values.profile === undefined ? [] : ["--cpu-prof", "--cpu-prof-interval=3000", `--cpu-prof-dir=${values.profile}`] });
    results.push(result);
    process.stdout.write(`\n${tableOf(`${size.name}: ${Object.entries(result.facts).map(([name, value]) => `${name} ${value}`).join(", ")}`, result.rows)}\n`);
    // Kept after each: a later size may take an hour or the machine.
    if (!values.quick && values.profile === undefined) keep(results);
  }
  if (results.length > 1) process.stdout.write(`${growthTable(results)}\n`);
  if (!values.quick && values.profile === undefined) process.stdout.write(`kept in ${fileURLToPath(resultFile)}\n`);
}

await main();
