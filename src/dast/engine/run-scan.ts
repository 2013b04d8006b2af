// A scan from authorisation to report, in phases; what is done is in the journal, so that the same call goes on after a crash.
import type { ScanPhase, ScanReport } from "../scan.ts";
import { ScanEnded } from "../traffic/traffic.ts";
import { openBench } from "./open-bench.ts";
import type { OpenBench } from "./open-bench.ts";
import type { ScanWorld } from "./parts.ts";
import { phases } from "./phases.ts";

export type { ScanWorld } from "./parts.ts";

const toldEveryMs = 500;

/** Resolves with what there is when the scan was stopped, its budget spent or its target unwell; rejects only for what is our own failure. */
export async function runScan(world: ScanWorld): Promise<ScanReport> {
  const startedAt = world.clock.now();
  const open = await openBench(world);
  const teller = setInterval(() => { world.onProgress(open.pace.now()); open.watchMemory(); }, toldEveryMs);
  try {
    const ended = await runPhases(open);
    clearInterval(teller);
    world.onProgress(open.pace.now());
    // Closed before it is counted: a last look at the start page may still be under way.
    await open.close();
    return open.report(startedAt, ended);
  } catch (thrown) {
    clearInterval(teller);
    await open.close();
    throw thrown;
  }
}

type Ended = Pick<ScanReport, "endedBecause" | "detail">;

async function runPhases(open: OpenBench): Promise<Ended> {
  try {
    for (const phase of phases) {
      const beganAt = enter(open, phase.id);
      const refused = await phase.run(open);
      open.coverage.phase(phase.id, open.world.elapsedMs() - beganAt);
      if (refused !== undefined) return { endedBecause: "refused", detail: refused };
    }
    return { endedBecause: "complete", detail: undefined };
  } catch (thrown) {
    if (thrown instanceof ScanEnded) return { endedBecause: thrown.reason, detail: thrown.message };
    if (open.world.signal.aborted) return { endedBecause: "stopped", detail: "A person stopped it." };
    throw thrown;
  }
}

function enter({ world, pace, journal }: OpenBench, phase: ScanPhase): number {
  pace.enter(phase);
  journal.write({ kind: "phase", phase, at: world.clock.now() });
  world.log.info("phase of a scan", { scan: world.scanId, phase });
  return world.elapsedMs();
}
