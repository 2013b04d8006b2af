// The peer beside us: rsigma's own command over the same rules and events, where it is installed.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openZipFile, zipEntries } from "../../../src/kernel/zip.ts";
import type { Row } from "../figures.ts";
import { quantile } from "../figures.ts";
import { runProgram } from "../matching/process.ts";
import type { Run } from "../matching/process.ts";
import { mixedEvents } from "./events/mix.ts";
import type { MadeEvent } from "./events/made-event.ts";
import type { Measured, Plan } from "./plan.ts";
import { isSigmaHqThere, sigmaRules } from "./rules.ts";

const command = process.env["AFTWATCH_BENCH_RSIGMA"] ?? "rsigma";

const versionOf = (): string | undefined => {
  const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.split("\n")[0]?.trim() : undefined;
};

function unpackRules(into: string): void {
  const archive = openZipFile(sigmaRules);
  try {
    for (const entry of zipEntries(archive).filter(({ name }) => name.endsWith(".yml") && !name.includes(".."))) {
      mkdirSync(join(into, dirname(entry.name)), { recursive: true });
      writeFileSync(join(into, entry.name), entry.read());
    }
  } finally { archive.close(); }
}

/** Its events carry their log source as members of their own, from which it routes. */
const lineOf = ({ fields, logsource }: MadeEvent): string => `${JSON.stringify({ ...logsource, ...fields })}\n`;

/** Its command reads, loads and answers in one process, so its rate is that of the events which a longer file has more than a file of one event. */
export async function measurePeer(plan: Plan, work: string): Promise<Measured> {
  const version = versionOf();
  if (version === undefined || !isSigmaHqThere) return { rows: [], notes: [isSigmaHqThere ? "rsigma is not installed: cargo install rsigma, then name it in AFTWATCH_BENCH_RSIGMA or on PATH." : "rsigma needs SigmaHQ's rules, which are not beside this repository."] };
  const rules = join(work, "rules");
  unpackRules(rules);
  const { events } = mixedEvents(plan.events);
  writeFileSync(join(work, "one.ndjson"), events.slice(0, 1).map(lineOf).join(""));
  writeFileSync(join(work, "all.ndjson"), events.map(lineOf).join(""));
  const rows = [...await ratesOf("all rules asked", [], plan, work), ...await ratesOf("routed", ["--logsource-routing"], plan, work)];
  return { rows, notes: [`${version}, the same rules and events, on one core; with its own JSON parsing and writing of matches. Medians of ${plan.runs} runs.`] };
}

async function ratesOf(name: string, words: readonly string[], plan: Plan, work: string): Promise<Row[]> {
  const [loads, all]: [Run[], Run[]] = [[], []];
  for (let run = 0; run < plan.runs; run++) {
    loads.push(await evaluated(work, "one.ndjson", words));
    all.push(await evaluated(work, "all.ndjson", words));
  }
  const median = (runs: readonly Run[], of: (run: Run) => number): number => quantile(runs.map(of), 0.5);
  const rate = (of: (run: Run) => number): number => ((plan.events - 1) / Math.max(1, median(all, of) - median(loads, of))) * 1000;
  return [
    { measure: `rsigma, ${name}`, value: rate(({ wallMs }) => wallMs), unit: "events/s", aim: undefined, more: true },
    { measure: `rsigma, ${name}, by processor time`, value: rate(({ cpuMs }) => cpuMs), unit: "events/s", aim: undefined, more: true },
    { measure: `rsigma, ${name}: one event, all rules loaded`, value: median(loads, ({ wallMs }) => wallMs), unit: "ms", aim: undefined },
    { measure: `rsigma, ${name}: peak memory`, value: median(all, ({ peakMb }) => peakMb), unit: "MB", aim: undefined },
  ];
}

async function evaluated(work: string, file: string, words: readonly string[]): Promise<Run> {
  const run = await runProgram("taskset", ["-c", "0", command, "engine", "eval", "-r", join(work, "rules"), "-e", `@${join(work, file)}`, ...words], { out: join(work, "matches.ndjson") });
  if (run.code > 1) throw new Error(`${command} engine eval ended with ${run.code}`);
  return run;
}
