// A replay that a playbook waits for: queued like any other, and its answer told in a sentence.
import { setTimeout as pause } from "node:timers/promises";
import { minuteMs, secondMs } from "../../kernel/clock.ts";
import { isFault } from "../../kernel/fault.ts";
import type { DastScan } from "../../dast/scan.ts";
import type { DastDesk } from "./dast-desk.ts";

export interface Waiting { everyMs: number; withinMs: number }
const waitingDefault: Waiting = { everyMs: secondMs, withinMs: 10 * minuteMs };

/** passed: the weakness is gone. Whatever keeps the replay from saying so (no answer, no login, no time) has not passed, with the reason. */
export async function replayAndWait(desk: Pick<DastDesk, "replay" | "findScan" | "finding">, org: string, findingId: string, { everyMs, withinMs } = waitingDefault): Promise<{ passed: boolean; said: string }> {
  try {
    const { scanId } = await desk.replay(org, findingId, "playbook");
    for (let waitedMs = 0; waitedMs < withinMs; waitedMs += everyMs) {
      const scan = await desk.findScan(org, scanId);
      if (scan !== undefined && scan.state !== "queued" && scan.state !== "running") return await saidOf(desk, org, findingId, scan);
      await pause(everyMs);
    }
    return { passed: false, said: `The replay ${scanId} has not ended within ${withinMs / secondMs} s; it goes on.` };
  } catch (thrown) {
    if (isFault(thrown)) return { passed: false, said: `${thrown.message}${thrown.detail === undefined ? "" : ` ${thrown.detail}`}` };
    throw thrown;
  }
}

async function saidOf(desk: Pick<DastDesk, "finding">, org: string, findingId: string, { scanId, failure }: DastScan): Promise<{ passed: boolean; said: string }> {
  const said = (await desk.finding(org, findingId))?.history.find((one) => one.scanId === scanId);
  if (said === undefined) return { passed: false, said: `The replay ${scanId} said nothing of it${failure === undefined ? "" : `: ${failure}`}.` };
  return { passed: said.outcome === "fixed", said: `The replay ${scanId} says ${said.outcome === "fixed" ? "fixed" : said.outcome === "not-retested" ? "not retested" : "it still works"}${said.why === undefined ? "" : `: ${said.why}`}.` };
}
