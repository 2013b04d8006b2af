// The parts of the runtime benchmark, in their order; a new one is its function and its line in the list.
import { join } from "node:path";
import type { Row } from "../figures.ts";
import { quantile } from "../figures.ts";
import { figuresOf } from "../matching/process.ts";
import { correlationAims, measureCorrelation } from "./correlation.ts";
import { measureDecoding } from "./decoding.ts";
import type { EngineFigures } from "./engine-process.ts";
import { areRealEventsThere } from "./events/real-events.ts";
import { measureHttp } from "./http.ts";
import { measurePeer } from "./peer.ts";
import { quick, rate, row } from "./plan.ts";
import type { Measured, Part, Plan } from "./plan.ts";
import { rulesSaid } from "./rules.ts";

async function runs(plan: Plan, work: string, words: readonly string[]): Promise<EngineFigures[]> {
  const figures: EngineFigures[] = [];
  for (let run = 0; run < plan.runs; run++) figures.push(await figuresOf<EngineFigures>("../runtime/engine-process.ts", ["--rules", String(plan.rules), "--events", String(plan.events), "--rounds", String(plan.rounds), ...words], { out: join(work, "figures.json") }));
  return figures;
}

const median = (figures: readonly EngineFigures[], of: (one: EngineFigures) => number): number => quantile(figures.map(of), 0.5);

const rates = (name: string, figures: readonly EngineFigures[], aim?: number): Row[] => [rate(name, median(figures, ({ perSecond }) => perSecond), aim), rate(`${name}, by processor time`, median(figures, ({ perCpuSecond }) => perCpuSecond))];

const shares = (name: string, figures: readonly EngineFigures[]): Row[] => [
  row(`${name}: rules left by the log source, mean`, median(figures, ({ routedShare }) => routedShare) * 100, "%"),
  row(`${name}: rules left by the index, mean`, median(figures, ({ candidateShare }) => candidateShare) * 100, "%", 4),
  row(`${name}: rules left by the index, p95`, median(figures, ({ candidateShareP95 }) => candidateShareP95) * 100, "%", 4),
  row(`${name}: rules that held, an event`, median(figures, ({ hits }) => hits), ""),
];

const memory = (name: string, figures: readonly EngineFigures[]): Row => row(`${name}: peak memory with rules and events`, median(figures, ({ peakMb }) => peakMb), "MB", 400);

function said(figures: readonly EngineFigures[]): string {
  const [one] = figures;
  return one ? `${one.rules} rules (${rulesSaid}); ${one.events} events, ${one.real} of them real${areRealEventsThere ? "" : " (the shared folder is not beside this repository)"}, ${Math.round(one.fields)} fields and ${Math.round(one.eventBytes)} bytes of JSON in the mean.` : "";
}

async function engine(plan: Plan, work: string): Promise<Measured> {
  const [routed, all] = [await runs(plan, work, []), await runs(plan, work, ["--unrouted"])];
  const [parsedRouted, parsedAll] = [await runs(plan, work, ["--parse"]), await runs(plan, work, ["--unrouted", "--parse"])];
  const rows = [
    ...rates("routed", routed, 30_000), ...rates("all rules asked", all, 10_000), ...rates("routed, with JSON.parse", parsedRouted), ...rates("all rules asked, with JSON.parse", parsedAll),
    ...shares("routed", routed), ...shares("all rules asked", all), memory("routed", routed), memory("all rules asked", all),
    row("rules read", median([...routed, ...all], ({ readMs }) => readMs), "ms"), row("set and indexes built, routed", median(routed, ({ buildMs }) => buildMs), "ms"), row("set and index built, all rules asked", median(all, ({ buildMs }) => buildMs), "ms"),
    row("loaded: read and built", median(routed, ({ readMs, buildMs }) => readMs + buildMs), "ms", 3000),
  ];
  return { rows, notes: [said(routed)] };
}

async function growth(plan: Plan, work: string): Promise<Measured> {
  const rows: Row[] = [];
  for (const rules of plan.growth) {
    const [routed, all] = [await runs({ ...plan, rules, runs: 1 }, work, []), await runs({ ...plan, rules, runs: 1 }, work, ["--unrouted"])];
    rows.push(...rates(`${rules} rules, routed`, routed), ...rates(`${rules} rules, all asked`, all), row(`${rules} rules, all asked: rules left by the index, mean`, median(all, ({ candidateShare, rules: loaded }) => candidateShare * loaded), "rules"), row(`${rules} rules, all asked: peak memory`, median(all, ({ peakMb }) => peakMb), "MB"));
  }
  return { rows, notes: ["Rules taken evenly from all; one process for each figure."] };
}

function correlation(plan: Plan): Promise<Measured> {
  const rows = measureCorrelation({ quick: plan === quick }).flatMap(({ events, groups, eventsPerSecond, megabytes }): Row[] => {
    const name = `${events} events in ${groups} groups`;
    return [rate(name, eventsPerSecond), row(`${name}: memory of the groups`, megabytes, "MB", groups === correlationAims.groups ? correlationAims.megabytes : undefined)];
  });
  return Promise.resolve({ rows, notes: [] });
}

export const parts: readonly Part[] = [
  { name: "engine", measure: engine },
  { name: "growth", measure: growth },
  { name: "decoding", measure: measureDecoding },
  { name: "correlation", measure: correlation },
  { name: "http", measure: measureHttp },
  { name: "peer", measure: measurePeer },
];
