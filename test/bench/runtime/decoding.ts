// Decoders: bytes to events and on to verdicts, each on one core. A section of npm run bench:runtime.
import { join } from "node:path";
import { decoders } from "../../../src/runtime/decoders/index.ts";
import type { Row } from "../figures.ts";
import { quantile } from "../figures.ts";
import { figuresOf } from "../matching/process.ts";
import type { DecodingFigures } from "./decoding-process.ts";
import { rate, row } from "./plan.ts";
import type { Measured, Plan } from "./plan.ts";

/** All rules are asked as the engine asks them; a decoder is named, as a source names it. */
export async function measureDecoding(plan: Plan, work: string): Promise<Measured> {
  const rows: Row[] = [];
  for (const { id } of decoders.all) rows.push(...await rowsFor(id, plan, work));
  return { rows, notes: ["By processor time, garbage collection's threads counted. An event of auditd is five lines; a request of OTLP holds twenty."] };
}

async function rowsFor(decoder: string, plan: Plan, work: string): Promise<Row[]> {
  const figures: DecodingFigures[] = [];
  for (let run = 0; run < plan.runs; run++) figures.push(await figuresOf<DecodingFigures>("../runtime/decoding-process.ts", ["--decoder", decoder, "--events", String(Math.ceil(plan.events * 0.4)), "--rounds", String(plan.rounds), "--rules", String(plan.rules)], { out: join(work, "decoding.json") }));
  const median = (of: (one: DecodingFigures) => number): number => quantile(figures.map(of), 0.5);
  return [
    rate(`${decoder}: bytes to events`, median(({ decodedPerSecond }) => decodedPerSecond)), rate(`${decoder}: bytes to verdicts`, median(({ decidedPerSecond }) => decidedPerSecond)),
    row(`${decoder}: bytes of an event`, median(({ bytes }) => bytes), "B"),
  ];
}
