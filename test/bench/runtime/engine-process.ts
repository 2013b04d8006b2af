// A process that loads rules and asks them about the same events again and again, on one thread. Prints its figures as JSON.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Fields } from "../../../src/runtime/event.ts";
import { createRuleSet } from "../../../src/runtime/sigma/rule-set.ts";
import { quantile } from "../figures.ts";
import { mixedEvents } from "./events/mix.ts";
import { loadRules } from "./rules.ts";

export interface EngineFigures {
  rules: number; events: number; real: number; eventBytes: number; fields: number;
  /** Reading and parsing the rules; building the set and every index that the events need. */
  readMs: number; buildMs: number;
  /** Medians of the rounds: by the clock, and by processor time of all threads. */
  perSecond: number; perCpuSecond: number;
  /** Share of all loaded rules that the log source leaves, and that the index leaves. */
  routedShare: number; candidateShare: number; candidateShareP95: number;
  hits: number;
  /** VmHWM of this process, rules, events and all. */
  peakMb: number;
}

const { values } = parseArgs({ options: { rules: { type: "string" }, events: { type: "string" }, rounds: { type: "string" }, unrouted: { type: "boolean" }, parse: { type: "boolean" } } });

const begun = performance.now();
const rules = loadRules(values.rules === undefined ? Infinity : Number(values.rules));
const readMs = performance.now() - begun;
const { events, real } = mixedEvents(Number(values.events ?? 10_000));
// Kept only where they are parsed again: what is measured is not the memory of the benchmark.
const texts = values.parse ? events.map(({ fields }) => JSON.stringify(fields)) : [];

const beforeBuild = performance.now();
const set = createRuleSet(rules, { routed: values.unrouted !== true });
for (const { logsource } of events) set.evaluate({}, logsource);
const buildMs = performance.now() - beforeBuild;

const rates: { clock: number; cpu: number }[] = [];
let hits = 0;
for (let round = 0; round < Number(values.rounds ?? 9) + 2; round++) {
  const [clock, cpu] = [performance.now(), process.cpuUsage()];
  hits = 0;
  events.forEach(({ fields, logsource }, at) => { hits += set.evaluate(values.parse ? JSON.parse(texts[at] ?? "") as Fields : fields, logsource).length; });
  const used = process.cpuUsage(cpu);
  // The first two rounds let the compiler see the work.
  if (round > 1) rates.push({ clock: (events.length / (performance.now() - clock)) * 1e3, cpu: (events.length / (used.user + used.system)) * 1e6 });
}

const shares = events.map(({ fields, logsource }) => {
  const before = set.selectivity();
  set.evaluate(fields, logsource);
  const after = set.selectivity();
  return { routed: (after.rulesAsked - before.rulesAsked) / rules.length, left: (after.candidates - before.candidates) / rules.length };
});
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

// Where the system has no /proc: what it says of the process, which may count its parent's memory.
function peakMb(): number {
  try { return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024; } catch { return process.resourceUsage().maxRSS / 1024; }
}

const peak = peakMb();
const figures: EngineFigures = {
  rules: rules.length, events: events.length, real, eventBytes: mean(events.map(({ fields }) => Buffer.byteLength(JSON.stringify(fields)))), fields: mean(events.map(({ fields }) => Object.keys(fields).length)), readMs, buildMs,
  perSecond: quantile(rates.map(({ clock }) => clock), 0.5), perCpuSecond: quantile(rates.map(({ cpu }) => cpu), 0.5),
  routedShare: mean(shares.map(({ routed }) => routed)), candidateShare: mean(shares.map(({ left }) => left)), candidateShareP95: quantile(shares.map(({ left }) => left), 0.95),
  hits: hits / events.length, peakMb: peak,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
