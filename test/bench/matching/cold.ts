// A scan as people start it: a new process, an SBOM, an index on disk that the system has read before; and an empty process beside it.
import { join } from "node:path";
import { round } from "../figures.ts";
import { ensureIndex } from "./index-files.ts";
import type { Plan, SizedRow } from "./plan.ts";
import { medianOf, runAftwatch, runProgram } from "./process.ts";
import type { Run } from "./process.ts";
import { generatedSbom, realSboms } from "./sboms.ts";
import type { World } from "./world.ts";

/** One run before is not counted: it lets the runtime keep its compiled code, as every second scan finds it. */
export async function scans(world: World, sbom: string, runs: number): Promise<Run[]> {
  const all: Run[] = [];
  for (let number = 0; number <= runs; number++) {
    const run = await runAftwatch(["scan", sbom, "--db", world.index, "--offline", "-o", "table"], { out: join(world.directory, "scan.out") });
    if (number > 0) all.push(run);
  }
  return all;
}

export async function measureCold(plan: Plan, world: World, real: readonly string[]): Promise<SizedRow[]> {
  await ensureIndex(world);
  const size = world.size.name;
  const empty = await emptyProcess(world, plan.scans[0]?.runs ?? 1);
  const rows: SizedRow[] = [{ size, measure: "an empty process of the runtime", value: round(empty), unit: "ms", aim: undefined }];
  for (const { components, runs, wallAimMs, peakAimMb } of plan.scans) {
    const sbom = generatedSbom(world.directory, components, real);
    rows.push(...rowsOf(size, `scan of ${components} generated components`, await scans(world, sbom.path, runs), wallAimMs, peakAimMb));
  }
  for (const sbom of await realSboms(world.directory, plan.sboms)) rows.push(...rowsOf(size, `scan of ${sbom.name} (real, ${sbom.components})`, await scans(world, sbom.path, plan.scans.at(-1)?.runs ?? 1)));
  return rows;
}

async function emptyProcess(world: World, runs: number): Promise<number> {
  const all: Run[] = [];
  for (let number = 0; number < runs; number++) all.push(await runProgram(process.execPath, ["-e", "0"], { out: join(world.directory, "empty.out") }));
  return medianOf(all, "wallMs");
}

const rowsOf = (size: string, measure: string, runs: readonly Run[], wallAimMs?: number, peakAimMb?: number): SizedRow[] => [
  { size, measure, value: round(medianOf(runs, "wallMs")), unit: "ms", aim: wallAimMs },
  { size, measure: `${measure}, processor time`, value: round(medianOf(runs, "cpuMs")), unit: "ms", aim: undefined },
  { size, measure: `${measure}, peak memory`, value: round(medianOf(runs, "peakMb")), unit: "MB", aim: peakAimMb },
];
