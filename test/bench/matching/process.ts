// A program run as people run it, in a process of its own: its time, its highest memory and its processor time.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { quantile } from "../figures.ts";

export interface Run { code: number; wallMs: number; peakMb: number; cpuMs: number }
interface Options { env?: Readonly<Record<string, string>>; cwd?: string; out: string }

export const launcher = fileURLToPath(new URL("../../../scripts/aftwatch.mjs", import.meta.url));

/** Both streams go to files (`out`, `out`.err): a pipe that its reader empties late would be measured with it. */
export async function runProgram(command: string, words: readonly string[], { env = {}, cwd, out }: Options): Promise<Run> {
  const [stdout, stderr] = [openSync(out, "w"), openSync(`${out}.err`, "w")];
  try {
    const begun = performance.now();
    const child = spawn(command, words, { stdio: ["ignore", stdout, stderr], env: { ...process.env, ...env }, ...(cwd === undefined ? {} : { cwd }) });
    const watch = watched(child.pid ?? 0);
    try {
      const code = await new Promise<number>((resolve, reject) => { child.once("error", reject).once("exit", (status) => { resolve(status ?? -1); }); });
      return { code, wallMs: performance.now() - begun, ...watch.last };
    } finally { watch.end(); }
  } finally { closeSync(stdout); closeSync(stderr); }
}

const everyMs = 4;

// proc(5): VmHWM only grows, so the last reading holds all but the last 4 ms. What getrusage tells of a child counts the
// memory of the process that started it as well. Where there is no /proc, both stay NaN.
function watched(pid: number): { last: Pick<Run, "peakMb" | "cpuMs">; end(): void } {
  const last = { peakMb: Number.NaN, cpuMs: Number.NaN };
  const timer = setInterval(() => {
    try {
      const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      if (peak !== undefined) last.peakMb = Number(peak) / 1024;
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
      last.cpuMs = (Number(stat[11]) + Number(stat[12])) * 10;
    } catch { /* The process has ended, or the system has no /proc. */ }
  }, everyMs);
  return { last, end: () => { clearInterval(timer); } };
}

/** The command line of Aftwatch on this runtime; fails with its own words unless it ends well. */
export async function runAftwatch(words: readonly string[], options: Options): Promise<Run> {
  const run = await runProgram(process.execPath, [launcher, ...words], options);
  if (run.code !== 0) throw new Error(`aftwatch ${words.join(" ")} ended with ${run.code}: ${readFileSync(`${options.out}.err`, "utf8").slice(-2000)}`);
  return run;
}

/** One of our own measuring processes, whose last word is JSON. */
export async function figuresOf<T>(script: string, words: readonly string[], options: Options): Promise<T> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { code } = await runProgram(process.execPath, [file, ...words], options);
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${readFileSync(`${options.out}.err`, "utf8").slice(-2000)}`);
  return JSON.parse(readFileSync(options.out, "utf8")) as T;
}

export const medianOf = (runs: readonly Run[], of: keyof Run): number => quantile(runs.map((run) => run[of]), 0.5);
