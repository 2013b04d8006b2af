// SQL injection by time: for pages that always look the same. Waits of different lengths alternate with none.
import { provesDelay, provesWork } from "../compare/delay.ts";
import type { DelayProof } from "../compare/delay.ts";
import type { Proof } from "../evidence.ts";
import { baselineStep } from "./prober.ts";
import type { Prober } from "./prober.ts";
import { sqlDelays } from "./sql-delays.ts";
import type { SqlDelay } from "./sql-delays.ts";
import { techniqueOf } from "./sql-errors.ts";

/** Costs one request for each database and form that does not wait. dbms: the only one to ask, when it is known. */
export async function proveBySqlTime(prober: Prober, { dbms, blank }: { dbms: string | undefined; blank: string }): Promise<Proof | undefined> {
  const delays = sqlDelays.filter((delay) => dbms === undefined || delay.dbms === dbms);
  for (const delay of delays.length > 0 ? delays : sqlDelays) {
    const proof = await proveByDelay(prober, delay, blank);
    if (proof !== undefined) return { technique: techniqueOf("time", delay.dbms), confidence: "confirmed", because: proof.because, steps: stepsOf(prober, proof) };
  }
  return undefined;
}

// How long work of an unknown duration may keep a system busy before it counts as unwell.
const busyMs = 2_000;

async function proveByDelay(prober: Prober, delay: SqlDelay, blank: string): Promise<DelayProof | undefined> {
  for (const at of delay.forms(prober.point.value, 1).keys()) {
    const ask = async (amount: number) => (await prober.ask((delay.forms(prober.point.value, amount)[at] ?? "").replaceAll(/(?<=\S) (?=\S)/g, blank), delay.unit === "ms" ? amount : amount > 0 ? busyMs : 0)).exchange;
    const proof = delay.unit === "ms" ? await provesDelay(ask, prober.baseline) : await provesWork(ask, prober.baseline, delay);
    if (proof !== undefined) return proof;
  }
  return undefined;
}

const stepsOf = (prober: Prober, { asked }: DelayProof) => [...baselineStep(prober), ...asked.slice(0, 5).map(({ waitMs, exchange }) => ({ role: waitMs === 0 ? "control" as const : "attack" as const, exchange, shows: `answered after ${Math.round(exchange.reply?.headMs ?? 0)} ms, asked for ${waitMs}` }))];
