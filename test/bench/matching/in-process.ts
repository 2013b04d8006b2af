// What is measured inside a process of ours: look-ups in the index, verdicts on one core, one advisory against a fleet.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quantile, round } from "../figures.ts";
import { showProgress } from "../progress.ts";
import { ensureIndex } from "./index-files.ts";
import type { LookupFigures } from "../lookups-process.ts";
import { measureOneAdvisory } from "./one-advisory.ts";
import type { Plan, SizedRow } from "./plan.ts";
import { figuresOf } from "./process.ts";
import { generatedPurls } from "./sboms.ts";
import type { Rate, WarmFigures } from "../warm-process.ts";
import type { World } from "./world.ts";

function purlFile(world: World, name: string, purls: readonly string[]): string {
  const file = join(world.directory, `${name}.purls.json`);
  writeFileSync(file, JSON.stringify(purls));
  return file;
}

/** Half of the questions are of packages in real SBOMs, half of those that the invented advisories speak of; the median of several processes. */
export async function measureLookups({ scans, repeats }: Plan, world: World, real: readonly string[]): Promise<SizedRow[]> {
  await ensureIndex(world);
  const file = purlFile(world, "lookups", generatedPurls(Math.max(...scans.map(({ components }) => components)), real));
  const all: LookupFigures[] = [];
  for (let number = 0; number < repeats; number++) all.push(await figuresOf<LookupFigures>("../lookups-process.ts", [world.index, file], { out: join(world.directory, "lookups.out") }));
  const size = world.size.name;
  const median = (of: (figures: LookupFigures) => number): number => round(quantile(all.map(of), 0.5));
  return [
    { size, measure: "index opened, process just started", value: median(({ openMs }) => openMs), unit: "ms", aim: undefined },
    { size, measure: "first 500 look-ups", value: median(({ first500Ms }) => first500Ms), unit: "ms", aim: undefined },
    { size, measure: "resident memory after them", value: median(({ rssMb }) => rssMb), unit: "MB", aim: undefined },
    { size, measure: "look-ups, each question new", value: median(({ newPerSecond }) => newPerSecond), unit: "/s", aim: undefined, more: true },
    { size, measure: "look-ups, 500 questions again", value: median(({ samePerSecond }) => samePerSecond), unit: "/s", aim: undefined, more: true },
  ];
}

/** Components of all real SBOMs, and of one generated one of 500 as a server meets it again and again. */
export async function measureWarm({ warm, scans }: Plan, world: World, real: readonly string[]): Promise<SizedRow[]> {
  await ensureIndex(world);
  const few = Math.min(...scans.map(({ components }) => components));
  const sets = [...(real.length > 0 ? [{ name: "real SBOMs", purls: real }] : []), { name: `SBOM of ${few}`, purls: generatedPurls(few, real) }];
  const rows: SizedRow[] = [];
  for (const { name, purls } of sets) {
    const figures = await figuresOf<WarmFigures>("../warm-process.ts", [world.index, purlFile(world, "warm", purls), String(warm.rounds), String(warm.roundMs)], { out: join(world.directory, "warm.out") });
    // In a generated SBOM far more components have advisories than in real ones: the aim is for real candidate counts.
    rows.push(...warmRows(world.size.name, name, figures, rows.length === 0 ? endToEndAim : undefined));
  }
  return rows;
}

const million = 1_000_000;
const endToEndAim = 300_000;

function warmRows(size: string, set: string, { components, withParts, pairs, ...rates }: WarmFigures, aim: number | undefined): SizedRow[] {
  const rate = (measure: string, { perSecond, perCpuSecond }: Rate, floor?: number): SizedRow[] => [
    { size, measure: `${set}: ${measure}`, value: round(perSecond), unit: "/s", aim: floor, more: true },
    { size, measure: `${set}: ${measure}, by processor time`, value: round(perCpuSecond), unit: "/s", aim: undefined, more: true },
  ];
  return [
    { size, measure: `${set}: components`, value: components, unit: "", aim: undefined },
    { size, measure: `${set}: components that advisories speak of`, value: withParts, unit: "", aim: undefined },
    { size, measure: `${set}: pairs of component and advisory part`, value: pairs, unit: "", aim: undefined },
    ...rate("pairs, verdict with its reason", rates.explained, million),
    ...rate("pairs, verdict alone", rates.verdicts, million),
    ...rate("components, every verdict with its reason, names and parts at hand", rates.judged),
    ...rate("components, affected or not, names and parts at hand", rates.concerned),
    ...rate("components, from purl text to verdicts", rates.endToEnd, aim),
  ];
}

export async function measureFleet({ oneAdvisory }: Plan, work: string): Promise<SizedRow[]> {
  const directory = mkdtempSync(join(work, "fleet-"));
  const progress = showProgress("releases of the fleet", oneAdvisory.releases);
  const { components, deployments, buildSeconds, knownMs, recordedMs, hits } = await measureOneAdvisory(directory, oneAdvisory, progress);
  progress.end();
  rmSync(directory, { recursive: true });
  const row = (measure: string, value: number, unit: string, aim?: number): SizedRow => ({ size: "", measure, value: round(value), unit, aim });
  return [
    row("component versions that run", components, ""), row("deployments", deployments, ""), row("deployments an advisory hits", quantile(hits, 0.5), ""), row("fleet recorded", buildSeconds, "s"),
    row("one new advisory: affected deployments known, p50", quantile(knownMs, 0.5), "ms"), row("one new advisory: affected deployments known, p99", quantile(knownMs, 0.99), "ms", 50),
    row("one new advisory: matches and findings recorded, p50", quantile(recordedMs, 0.5), "ms"), row("one new advisory: matches and findings recorded, p99", quantile(recordedMs, 0.99), "ms"),
  ];
}
