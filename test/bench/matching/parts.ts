// The parts of the benchmark in their order, each at the sizes that it has figures for.
import { measureCold } from "./cold.ts";
import { measureFleet, measureLookups, measureWarm } from "./in-process.ts";
import { measureBuild, measureDelta, measureMalicious } from "./index-files.ts";
import { measurePeer } from "./peer.ts";
import type { Peer } from "./peer.ts";
import { partNames } from "./plan.ts";
import type { PartName, Plan, WorldSize } from "./plan.ts";
import { partResult } from "./results.ts";
import type { PartResult } from "./results.ts";
import { realPurls } from "./sboms.ts";
import { isRealThere, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

export interface Run { plan: Plan; work: string; only: PartName | undefined; peer: Peer | undefined; say(text: string): void }

/** Yields what each part measured as soon as it has. */
export async function* measureParts(run: Run): AsyncGenerator<PartResult> {
  const { plan, work, only } = run;
  const real = only === "one-advisory" ? [] : await realPurls(plan.drawnFrom);
  if (!isRealThere) run.say("the shared data is not beside this repository: advisories and SBOMs are invented");
  const isAsked = (part: PartName): boolean => only === undefined || only === part;
  for (const size of plan.worlds) {
    const parts = partsAt(plan, size, run.peer).filter(isAsked);
    if (parts.length === 0) continue;
    const world = makeWorld(work, size, plan.delta);
    run.say(`${size.name}: ${world.counts.real} real advisories (${world.counts.realMalicious} of malicious packages), ${world.counts.grown} invented`);
    for (const part of parts) {
      run.say(`${size.name}: ${part}`);
      yield await measurePart(part, run, world, real);
    }
  }
  if (isAsked("one-advisory")) yield partResult("one-advisory", "", await measureFleet(plan, work));
}

/** Warm figures and malicious packages are of the size that the aims are for. */
function partsAt({ aimed }: Plan, { name, peerRuns }: WorldSize, peer: Peer | undefined): PartName[] {
  const isAimed = name === aimed;
  return partNames.filter((part) => {
    if (part === "one-advisory") return false;
    if (part === "peer") return peer !== undefined && peerRuns > 0;
    return isAimed || (part !== "warm" && part !== "malicious");
  });
}

async function measurePart(part: PartName, { plan, work, peer }: Run, world: World, real: readonly string[]): Promise<PartResult> {
  const { name } = world.size;
  switch (part) {
    case "build": return partResult(part, name, await measureBuild(plan, world));
    case "delta": return partResult(part, name, await measureDelta(plan, world));
    case "lookups": return partResult(part, name, await measureLookups(plan, world, real));
    case "cold": return partResult(part, name, await measureCold(plan, world, real));
    case "warm": return partResult(part, name, await measureWarm(plan, world, real));
    case "malicious": return partResult(part, name, await measureMalicious(plan, world));
    case "one-advisory": return partResult(part, "", await measureFleet(plan, work));
    case "peer": {
      if (!peer) throw new TypeError("a part without its peer is not asked for");
      const { rows, notes } = await measurePeer(plan, world, real, peer);
      return partResult(part, name, rows, notes);
    }
    default: return part satisfies never;
  }
}
