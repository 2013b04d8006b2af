// The processes of the benchmark: the range, the scan, and what memory the scan and its browser take.
import { fork, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ScanFigures } from "./scan-process.ts";

/** A process of ours that serves what is scanned: what it told at its start, and an answer whenever it is asked. */
export interface ServingProcess<Opened> { opened: Opened; ask<Answer>(): Promise<Answer>; close(): void }

export async function startProcess<Opened>(script: string, words: readonly string[]): Promise<ServingProcess<Opened>> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [...words]);
  const opened = await firstWord<Opened>(child);
  return { opened, ask: async <Answer>() => { child.send("ask"); return (await once(child, "message") as [Answer])[0]; }, close: () => { child.kill(); } };
}

async function firstWord<T>(child: ChildProcess): Promise<T> {
  const early = once(child, "exit").then(([code]): never => { throw new Error(`the process ended with ${String(code)} before it was open`); });
  const [word] = await Promise.race([once(child, "message") as Promise<[T]>, early]);
  return word;
}

/** Peaks in MB. browser: what its processes hold together, shared pages counted once (PSS). */
export interface Memory { engineMb: number; browserMb: number }
export interface MeasuredScan { figures: ScanFigures; memory: Memory }

export interface ScanOrder { url: string; part: unknown; root: string; capSeconds: number; out: string; quiet?: boolean }

export async function runScanProcess({ url, part, root, capSeconds, out, quiet = false }: ScanOrder): Promise<MeasuredScan> {
  const stdout = openSync(out, "w");
  const child = spawn(process.execPath, [fileURLToPath(new URL("scan-process.ts", import.meta.url)), "--url", url, "--part", JSON.stringify(part), "--root", root, "--cap-seconds", String(capSeconds)], { stdio: ["ignore", stdout, quiet ? "ignore" : "inherit"] });
  const watch = watchMemory(child.pid ?? 0);
  try {
    const [code] = await once(child, "exit") as [number | null];
    if (code !== 0) throw new Error(`the scan's process ended with ${String(code)}`);
    return { figures: JSON.parse(readFileSync(out, "utf8")) as ScanFigures, memory: watch.peaks };
  } finally { watch.end(); closeSync(stdout); child.kill(); }
}

const everyMs = 1_000;

function watchMemory(pid: number): { peaks: Memory; end(): void } {
  const peaks: Memory = { engineMb: 0, browserMb: 0 };
  const timer = setInterval(() => {
    peaks.engineMb = Math.max(peaks.engineMb, kilobytes(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB/m) / 1024);
    peaks.browserMb = Math.max(peaks.browserMb, descendantsOf(pid).reduce((sum, one) => sum + kilobytes(`/proc/${one}/smaps_rollup`, /^Pss:\s+(\d+) kB/m), 0) / 1024);
  }, everyMs);
  return { peaks, end: () => { clearInterval(timer); } };
}

/** 0 for a process that has ended, and where the system has no /proc. */
function kilobytes(file: string, pattern: RegExp): number {
  try { return Number(pattern.exec(readFileSync(file, "utf8"))?.[1] ?? 0); } catch { return 0; }
}

function descendantsOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of namesIn("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = kilobytes(`/proc/${pid}/status`, /^PPid:\s+(\d+)/m);
    children.set(parent, [...children.get(parent) ?? [], pid]);
  }
  const found: number[] = [];
  for (let open = [root]; open.length > 0;) { open = open.flatMap((pid) => children.get(pid) ?? []); found.push(...open); }
  return found;
}

function namesIn(folder: string): string[] {
  try { return readdirSync(folder); } catch { return []; }
}
