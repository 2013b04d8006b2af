// The advisory index through the command's own path: built anew, with malicious packages beside, and changed.
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quantile, round } from "../figures.ts";
import { grownMalicious } from "../grown-advisories.ts";
import type { Plan, SizedRow } from "./plan.ts";
import { runAftwatch } from "./process.ts";
import type { Run } from "./process.ts";
import type { World } from "./world.ts";

interface Built { run: Run; sizeMb: number }

const env = { AFTWATCH_FEEDS: "osv" };
const sizeMbOf = (folder: string): number => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1e6;

async function build(records: string, index: string, out: string): Promise<Built> {
  const half = `${index}.new`;
  rmSync(half, { recursive: true, force: true });
  const run = await runAftwatch(["db", "build", "--from-osv", records, "--db", half, "--json"], { env, out });
  rmSync(index, { recursive: true, force: true });
  renameSync(half, index);
  return { run, sizeMb: sizeMbOf(index) };
}

/** For what only reads it: built unless it is there. */
export async function ensureIndex({ records, index, directory }: World): Promise<void> {
  if (!existsSync(index)) await build(records, index, join(directory, "build.out"));
}

const median = (values: readonly number[]): number => round(quantile(values, 0.5));

export async function measureBuild({ aimed }: Plan, world: World): Promise<SizedRow[]> {
  const all: Built[] = [];
  for (let number = 0; number < world.size.builds; number++) all.push(await build(world.records, world.index, join(world.directory, "build.out")));
  const size = world.size.name;
  const isAimed = size === aimed;
  return [
    { size, measure: "index built", value: median(all.map(({ run }) => run.wallMs / 1000)), unit: "s", aim: isAimed ? 60 : undefined },
    { size, measure: "index built, processor time", value: median(all.map(({ run }) => run.cpuMs / 1000)), unit: "s", aim: undefined },
    { size, measure: "index built, peak memory", value: median(all.map(({ run }) => run.peakMb)), unit: "MB", aim: isAimed ? 300 : undefined },
    { size, measure: "index size", value: median(all.map(({ sizeMb }) => sizeMb)), unit: "MB", aim: undefined },
  ];
}

/** The same records with malicious packages beside them; what they add is measured against a build without, made right before. */
export async function measureMalicious({ malicious }: Plan, world: World): Promise<SizedRow[]> {
  const [folder, index, out] = [join(world.directory, "with-malicious"), join(world.directory, "index-malicious"), join(world.directory, "build.out")];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(world.records)) symlinkSync(join(world.records, name), join(folder, name));
  writeFileSync(join(folder, "malicious.jsonl"), [...grownMalicious(malicious)].map((line) => `${line}\n`).join(""));
  const without = await build(world.records, world.index, out);
  const beside = await build(folder, index, out);
  rmSync(index, { recursive: true });
  const size = world.size.name;
  return [
    { size, measure: `${malicious} malicious beside, index built`, value: round(beside.run.wallMs / 1000), unit: "s", aim: undefined },
    { size, measure: `${malicious} malicious beside, peak memory they add`, value: round(Math.max(0, beside.run.peakMb - without.run.peakMb)), unit: "MB", aim: 64 },
    { size, measure: `${malicious} malicious beside, size they add`, value: round(beside.sizeMb - without.sizeMb), unit: "MB", aim: undefined },
  ];
}

/** Each time on the index as it was built: its files never change, so links to them are a copy. */
export async function measureDelta({ delta, repeats }: Plan, world: World): Promise<SizedRow[]> {
  await ensureIndex(world);
  const copy = join(world.directory, "index-delta");
  const runs: Run[] = [];
  for (let number = 0; number < repeats; number++) {
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    for (const name of readdirSync(world.index).filter((one) => !/lock/.test(one))) linkSync(join(world.index, name), join(copy, name));
    runs.push(await runAftwatch(["db", "update", "--from", world.delta, "--db", copy, "--json"], { env, out: join(world.directory, "delta.out") }));
  }
  rmSync(copy, { recursive: true });
  const told = JSON.parse(readFileSync(join(world.directory, "delta.out"), "utf8")) as { items: { changed: number; removed: number; rejected: number }[] };
  const taken = told.items.reduce((sum, { changed, removed }) => sum + changed + removed, 0);
  if (taken < delta * 0.9) throw new Error(`of ${delta} changes ${taken} were taken`);
  const size = world.size.name;
  return [
    { size, measure: `${delta} changes taken, whole command`, value: median(runs.map(({ wallMs }) => wallMs / 1000)), unit: "s", aim: 2 },
    { size, measure: `${delta} changes taken, processor time`, value: median(runs.map(({ cpuMs }) => cpuMs / 1000)), unit: "s", aim: undefined },
    { size, measure: `${delta} changes taken, peak memory`, value: median(runs.map(({ peakMb }) => peakMb)), unit: "MB", aim: undefined },
  ];
}
