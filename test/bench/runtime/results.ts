// What a run measured: tables for people, and bench/results/runtime.json, where parts that this run left out keep their older figures.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { round, tableOf } from "../figures.ts";
import type { Row } from "../figures.ts";

export interface PartResult { part: string; measuredOn: string; loadAverage: number; rows: readonly Row[]; notes: readonly string[] }
export interface RuntimeResults { machine: Record<string, string | number>; parts: readonly PartResult[] }

export const resultFile = new URL("../../../bench/results/runtime.json", import.meta.url);

/** What the figures depend on, and nothing that names a machine. */
const machine = (): RuntimeResults["machine"] => ({ cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), platform: `${platform()} ${arch()}`, node: process.versions.node });

export const partResult = (part: string, rows: readonly Row[], notes: readonly string[] = []): PartResult =>
  ({ part, measuredOn: new Date().toISOString().slice(0, 10), loadAverage: round(loadavg()[1] ?? Number.NaN), rows: rows.map((row) => ({ ...row, value: round(row.value) })), notes });

function knownParts(): readonly PartResult[] {
  try { return (JSON.parse(readFileSync(resultFile, "utf8")) as RuntimeResults).parts; } catch { return []; }
}

/** Kept after each part: a later one may take the machine. order: the names of all parts. */
export function keep(measured: PartResult, order: readonly string[]): void {
  const parts = [...knownParts().filter(({ part }) => part !== measured.part), measured].toSorted((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  mkdirSync(new URL(".", resultFile), { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify({ machine: machine(), parts } satisfies RuntimeResults, undefined, 2)}\n`);
}

export const textOf = ({ part, loadAverage, rows, notes }: PartResult): string => `${tableOf(`${part} (load average ${loadAverage})`, rows)}${notes.map((note) => `  ${note}\n`).join("")}`;
