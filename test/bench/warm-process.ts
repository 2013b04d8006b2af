// A process that judges components again and again, on one thread: evaluations and components a second. Prints its figures as JSON.
import { readFileSync } from "node:fs";
import { openAdvisoryIndex } from "../../src/advisories/advisory-index/open-index.ts";
import { namesOfText } from "../../src/inventory/component-names.ts";
import type { Component } from "../../src/inventory/component.ts";
import { componentFromPurl } from "../../src/inventory/purl-component.ts";
import { concerns, verdictsOn } from "../../src/matching/match.ts";
import { createJudge } from "../../src/matching/scan-judge.ts";
import { evaluatePrepared, isClear } from "../../src/versions/range.ts";
import type { PreparedAffected } from "../../src/versions/range.ts";
import { parsePurl } from "../../src/versions/purl.ts";
import { schemeFor } from "../../src/versions/scheme-of.ts";
import { quantile } from "./figures.ts";

/** Of one kind of work: items a second by the clock and by processor time of all threads, medians of the rounds. */
export interface Rate { perSecond: number; perCpuSecond: number }
export interface WarmFigures { components: number; withParts: number; pairs: number; explained: Rate; verdicts: Rate; judged: Rate; concerned: Rate; endToEnd: Rate }

const [directory = "", file = "", rounds = "9", roundMs = "400"] = process.argv.slice(2);
const index = openAdvisoryIndex(directory);
const components = (JSON.parse(readFileSync(file, "utf8")) as string[]).flatMap((text): Component[] => { const purl = parsePurl(text); return purl ? [componentFromPurl(purl, { location: undefined })] : []; });
const judge = createJudge(index);

interface Pair { prepared: PreparedAffected; parsed: unknown; version: string }

const judgedOnce = components.map((component) => { const { parts } = judge(component); return { named: { names: namesOfText(component.purl).names, ownedBy: undefined }, parts }; });
/** Every part that the index gives for a component, with the component's version as the part's own order reads it. */
const pairs = judgedOnce.flatMap(({ named, parts }) => named.names.flatMap(({ packageKey, packageVersion: version }) =>
  parts.flatMap(({ part, prepared }): Pair[] => (part.packageKey !== packageKey || version === undefined || part.configurations ? [] : [{ prepared, parsed: schemeFor(part.ecosystem)?.parse(version), version }]))));

let sink = 0;

/** The rate of `work`, which handles so many items. What it finds is summed up, so that nothing of it can be left out. */
function rateOf(items: number, work: () => number): Rate {
  const by: { clock: number[]; cpu: number[] } = { clock: [], cpu: [] };
  // The first round lets the compiler see the work and fills what is kept.
  for (let number = 0; number <= Number(rounds); number++) {
    const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
    let done = 0;
    do { sink += work(); done += items; } while (performance.now() - from < Number(roundMs));
    const [ms, cpu] = [performance.now() - from, process.cpuUsage(cpuFrom)];
    if (number === 0) continue;
    by.clock.push((done * 1000) / ms);
    by.cpu.push((done * 1e6) / (cpu.user + cpu.system));
  }
  return { perSecond: quantile(by.clock, 0.5), perCpuSecond: quantile(by.cpu, 0.5) };
}

const count = <T>(items: readonly T[], of: (item: T) => number) => (): number => { let sum = 0; for (const item of items) sum += of(item); return sum; };

const figures: WarmFigures = {
  components: components.length, withParts: judgedOnce.filter(({ parts }) => parts.length > 0).length, pairs: pairs.length,
  explained: rateOf(pairs.length, count(pairs, ({ prepared, parsed, version }) => evaluatePrepared(prepared, parsed, version).verdict.length)),
  verdicts: rateOf(pairs.length, count(pairs, ({ prepared, parsed, version }) => (isClear(prepared, parsed, version) ? 0 : 1))),
  judged: rateOf(judgedOnce.length, count(judgedOnce, ({ named, parts }) => verdictsOn(named, parts).length)),
  concerned: rateOf(judgedOnce.length, count(judgedOnce, ({ named, parts }) => (concerns(named, parts) ? 1 : 0))),
  endToEnd: rateOf(components.length, count(components, (component) => judge(component).verdicts.length)),
};
if (sink < 0) throw new Error("counts are not negative");
index.close();
process.stdout.write(`${JSON.stringify(figures)}\n`);
