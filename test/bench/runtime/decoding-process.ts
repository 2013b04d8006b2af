// A process that decodes the bytes of one sender again and again, and asks the rules about what came out. Prints its figures as JSON.
import { parseArgs } from "node:util";
import { decoders } from "../../../src/runtime/decoders/index.ts";
import { createStream } from "../../../src/runtime/framing.ts";
import type { RuntimeEvent } from "../../../src/runtime/event.ts";
import { createRuleSet } from "../../../src/runtime/sigma/rule-set.ts";
import { enrichWeb } from "../../../src/runtime/web/enrich.ts";
import { quantile } from "../figures.ts";
import { linesFor } from "./events/lines.ts";
import { loadRules } from "./rules.ts";

/** Events a second of processor time, medians of the rounds: bytes to events; bytes to verdicts, all rules loaded. bytes: of one event as it is sent. */
export interface DecodingFigures { decoder: string; events: number; bytes: number; decodedPerSecond: number; decidedPerSecond: number }

const { values } = parseArgs({ options: { decoder: { type: "string" }, events: { type: "string" }, rounds: { type: "string" }, rules: { type: "string" }, auto: { type: "boolean" } } });

const receivedAt = Date.UTC(2026, 10, 22, 12);
const name = values.decoder ?? "ndjson";
const decoder = values.auto === true ? "auto" : decoders.find(name) ?? "auto";
const bytes = Buffer.from(linesFor(name, Number(values.events ?? 4000)));
const chunk = 65_536;

/** As files and bodies come: in pieces. */
function* decoded(): Generator<readonly RuntimeEvent[]> {
  const stream = createStream(decoder, { receivedAt, host: undefined, settings: {} });
  for (let at = 0; at < bytes.length; at += chunk) yield stream.push(bytes.subarray(at, at + chunk)).events;
  yield stream.end().events;
}

function perSecond(take: (event: RuntimeEvent) => void): { events: number; rate: number } {
  const rates: number[] = [];
  let events = 0;
  for (let round = 0; round < Number(values.rounds ?? 5) + 2; round++) {
    const before = process.cpuUsage();
    events = 0;
    for (const some of decoded()) for (const event of some) { events++; take(event); }
    const { user, system } = process.cpuUsage(before);
    // The first two rounds let the compiler see the work.
    if (round > 1) rates.push((events / (user + system)) * 1e6);
  }
  return { events, rate: quantile(rates, 0.5) };
}

const plain = perSecond(() => { /* Decoding alone. */ });
const rules = createRuleSet(loadRules(values.rules === undefined ? Infinity : Number(values.rules)));
// As the engine asks them (src/app/runtime/engine.ts), without correlations.
const decided = perSecond((told) => {
  const { fields, logsource, alsoAsked } = enrichWeb(told);
  rules.evaluate(fields, logsource);
  for (const other of alsoAsked ?? []) rules.evaluate(fields, other);
});
process.stdout.write(`${JSON.stringify({ decoder: name, events: plain.events, bytes: bytes.length / Math.max(1, plain.events), decodedPerSecond: plain.rate, decidedPerSecond: decided.rate } satisfies DecodingFigures)}\n`);
