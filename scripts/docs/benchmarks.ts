// The figures of docs/benchmarks.md: what the benchmarks last kept in bench/results, as tables.
import { readFileSync } from "node:fs";
import { isMet } from "../../test/bench/figures.ts";
import type { Row } from "../../test/bench/figures.ts";
import { growthRows } from "../../test/bench/matching/results.ts";
import type { MatchingResults, PartResult } from "../../test/bench/matching/results.ts";
import { table } from "./page.ts";
import type { Page } from "./page.ts";

interface LoopResults { machine: Machine; sizes: Record<string, { measuredOn: string; facts: { loadAverage?: number }; rows: readonly Row[] }> }
type Machine = Readonly<Record<string, string | number>>;

/** A benchmark that was never run whole has nothing to show. */
const kept = <T>(name: string): T | undefined => {
  try { return JSON.parse(readFileSync(`bench/results/${name}.json`, "utf8")) as T; } catch { return undefined; }
};

const on = (machine: Machine): string => `Machine: ${Object.entries(machine).map(([name, value]) => `${name} ${value}`).join(", ")}.`;
const number = (value: number | null | undefined): string => (typeof value === "number" ? value.toLocaleString("en", { maximumSignificantDigits: 6 }) : "-");
const verdictOf = (row: Row): [string, string] => (row.aim === undefined ? ["", ""] : [`${row.more ? "≥" : "≤"} ${number(row.aim)} ${row.unit}`, isMet(row) ? "met" : "**missed**"]);
const rowsOf = (rows: readonly Row[]): string => table(["measure", "measured", "aim", ""], rows.map((row) => [row.measure, `${number(row.value)} ${row.unit}`.trim(), ...verdictOf(row)]));

const partTitle = ({ part, size }: PartResult): string => `### ${part}${size === "" ? "" : `, ${size} advisories`}`;

function matching(): string {
  const results = kept<MatchingResults>("matching");
  if (!results) return "Not measured yet.";
  const sections = results.parts.map((one) => `${partTitle(one)}\n\nMeasured on ${one.measuredOn}, load average ${one.loadAverage}.\n\n${rowsOf(one.rows)}${one.notes.map((note) => `\n\n- ${note}`).join("")}`);
  const [head = [], ...growth] = growthRows(results.parts);
  return [on(results.machine), results.peers.join(" "), ...sections, ...(growth.length > 0 ? [`### Cost against number of advisories\n\n${table(head, growth)}`] : [])].join("\n\n");
}

function loop(): string {
  const results = kept<LoopResults>("loop");
  if (!results) return "Not measured yet.";
  const sizes = Object.entries(results.sizes);
  return [on(results.machine), ...sizes.map(([name, { measuredOn, facts, rows }]) => `### ${name}\n\nMeasured on ${measuredOn}, load average ${facts.loadAverage ?? "unknown"}.\n\n${rowsOf(rows)}`)].join("\n\n");
}

export const pages: readonly Page[] = [
  { path: "docs/benchmarks.md", part: "matching figures", write: matching },
  { path: "docs/benchmarks.md", part: "loop figures", write: loop },
];
