// What a run measured: tables for people, and bench/results/matching.json, where parts that this run left out keep their older figures.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { aligned, round, tableOf } from "../figures.ts";
import { grown, partNames } from "./plan.ts";
import type { PartName, SizedRow } from "./plan.ts";

/** Figures of one part at one size, with when and beside how much other work they were measured. */
export interface PartResult { part: PartName; size: string; measuredOn: string; loadAverage: number; rows: readonly SizedRow[]; notes: readonly string[] }
export interface MatchingResults { machine: Record<string, string | number>; peers: readonly string[]; parts: readonly PartResult[] }

export const resultFile = new URL("../../../bench/results/matching.json", import.meta.url);

/** What the figures depend on, and nothing that names a machine. */
const machine = (): MatchingResults["machine"] => ({ cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), platform: `${platform()} ${arch()}`, node: process.versions.node });

export const partResult = (part: PartName, size: string, rows: readonly SizedRow[], notes: readonly string[] = []): PartResult =>
  ({ part, size, measuredOn: new Date().toISOString().slice(0, 10), loadAverage: round(loadavg()[1] ?? Number.NaN), rows, notes });

export function knownResults(): MatchingResults | undefined {
  try { return JSON.parse(readFileSync(resultFile, "utf8")) as MatchingResults; } catch { return undefined; }
}

const sameAs = (one: PartResult) => (other: PartResult): boolean => one.part === other.part && one.size === other.size;

const placeOf = ({ part, size }: PartResult): number => partNames.indexOf(part) * 10 + grown.worlds.findIndex(({ name }) => name === size);

/** Kept after each part: a later one may take an hour or the machine. */
export function keep(measured: readonly PartResult[], peers: readonly string[]): void {
  const known = knownResults();
  const before = known?.parts ?? [];
  // What is said of the peers belongs to the figures beside them, not to a run without them.
  const told = measured.some(({ part }) => part === "peer") ? peers : known?.peers ?? peers;
  const parts = [...before.map((old) => measured.find(sameAs(old)) ?? old), ...measured.filter((one) => !before.some(sameAs(one)))];
  mkdirSync(new URL(".", resultFile), { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify({ machine: machine(), peers: told, parts: parts.toSorted((a, b) => placeOf(a) - placeOf(b)) } satisfies MatchingResults, undefined, 2)}\n`);
}

export const textOf = ({ part, size, loadAverage, rows, notes }: PartResult): string =>
  `${tableOf(`${part}${size === "" ? "" : `, ${size} advisories`} (load average ${loadAverage})`, rows)}${notes.map((note) => `  ${note}\n`).join("")}`;

/** One column a size, for everything that was measured at several. */
export function growthRows(parts: readonly PartResult[]): string[][] {
  const rows = parts.filter(({ part }) => part !== "peer").flatMap((one) => one.rows).filter(({ size }) => size !== "");
  const sizes = [...new Set(rows.map(({ size }) => size))];
  const measures = [...Map.groupBy(rows, ({ measure, unit }) => `${measure}${unit === "" ? "" : `, ${unit}`}`)].filter(([, own]) => new Set(own.map(({ size }) => size)).size > 1);
  return [["", ...sizes], ...measures.map(([measure, own]) => [measure, ...sizes.map((size) => String(own.find((row) => row.size === size)?.value ?? "-"))])];
}

/** Empty when only one size was measured. */
export function growthTable(parts: readonly PartResult[]): string {
  const rows = growthRows(parts);
  return rows.length === 1 ? "" : `\nCost against number of advisories\n${aligned(rows)}`;
}
