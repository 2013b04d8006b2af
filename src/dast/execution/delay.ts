// Proof of execution by time: different delays in turn with none, each followed by as long a wait as was asked for.
import type { Tools } from "../check.ts";
import type { Proof, ProofStep } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { canHold, isJudged, step } from "./judged.ts";

/** A payload that makes a vulnerable system wait for so many seconds; 0 must run the same way and wait for nothing. */
export interface Delay { technique: string; by: string; write(seconds: number, original: string): string }

/** Undefined: no answer by which time could be told. */
const waitedMs = ({ reply }: Exchange): number | undefined => reply?.headMs;

interface Trial { asked: number; exchange: Exchange; ms: number }

async function trial(point: Point, tools: Tools, delay: Delay, asked: number): Promise<Trial | undefined> {
  const exchange = await tools.at(point, delay.write(asked, point.value), { timeoutMs: 30_000, asksMs: asked * 1000 });
  const ms = waitedMs(exchange);
  return ms === undefined || !isJudged(exchange) ? undefined : { asked, exchange, ms };
}

// 50 ms: clocks of sleep and of the network are not the same.
const waited = ({ asked, ms }: Trial): boolean => ms >= asked * 1000 - 50;

/**
 * Tries each delay once; one that made the system wait must wait by every other number too, and never for zero.
 * The order 2, 0, 4, 0, 3, 1 is neither rising nor falling: load that grows or a cache that warms cannot follow it.
 */
export async function firstDelayed(point: Point, tools: Tools, delays: readonly Delay[]): Promise<Proof | undefined> {
  const baseline = await tools.baseline(point.route);
  if (baseline === undefined || baseline.headMs > 8_000) return undefined;
  for (const delay of delays.filter((one) => canHold(point.kind, one.write(2, point.value)))) {
    const first = await trial(point, tools, delay, 2);
    if (first === undefined || !waited(first)) continue;
    const proof = await proveDelay(point, tools, delay, first);
    if (proof !== undefined) return proof;
  }
  return undefined;
}

async function proveDelay(point: Point, tools: Tools, delay: Delay, first: Trial): Promise<Proof | undefined> {
  const trials: Trial[] = [first];
  for (const asked of [0, 4, 0, 3, 1]) {
    const next = await trial(point, tools, delay, asked);
    if (next === undefined || !waited(next)) return undefined;
    trials.push(next);
    if (!isInStep(trials)) return undefined;
  }
  return delayProof(delay, trials);
}

// What remains after the asked seconds must stay alike: 900 ms allow for a busy system, and are less than the second between two delays.
// A payload that runs in two places of the query or pipeline waits twice as long: still in step, by a whole factor.
function isInStep(trials: readonly Trial[]): boolean {
  return [1, 2, 3].some((factor) => {
    const rests = trials.map(({ asked, ms }) => ms - asked * 1000 * factor);
    return Math.min(...rests) >= -50 && Math.max(...rests) - Math.min(...rests) <= 900;
  });
}

function delayProof(delay: Delay, trials: readonly Trial[]): Proof {
  const steps: ProofStep[] = trials.map(({ asked, exchange, ms }) => step(asked === 0 ? "control" : "attack", exchange, `Asked to wait ${asked} s, the answer began after ${(ms / 1000).toFixed(1)} s.`));
  const said = trials.map(({ asked, ms }) => `${asked} s: ${(ms / 1000).toFixed(1)} s`).join(", ");
  return { technique: `time:${delay.technique}`, confidence: "confirmed", because: `${delay.by} waited as long as it was told, in changing order (${said}).`, steps };
}
