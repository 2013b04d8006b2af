// Programs that cases of the range really run: without network, in a folder of their own, with a short time and hardly any environment.
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Ran { output: string; errors: string; code: number }

// A network namespace of its own, where the system lets us have one.
const apart: readonly string[] = spawnSync("unshare", ["-n", "true"]).status === 0 ? ["unshare", "-n"] : [];

/** Runs a program with arguments; never through a shell unless the program is one. calls: with the network, for cases whose proof is a call to a listener on this machine. */
export function confined(program: string, args: readonly string[], { timeoutMs = 8_000, environment = {}, calls = false }: { timeoutMs?: number; environment?: Readonly<Record<string, string>>; calls?: boolean } = {}): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "range-case-"));
  const [first = program, ...rest] = [...calls ? [] : apart, program, ...args];
  return new Promise((resolve) => {
    execFile(first, rest, { cwd: folder, timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: 262_144, env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", HOME: folder, ...environment }, encoding: "utf8" }, (error, output, errors) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ output, errors, code: error === null ? 0 : Number((error as { code?: unknown }).code ?? 1) });
    });
  });
}

export const sh = (command: string): Promise<Ran> => confined("/bin/sh", ["-c", command]);

/** Where a program is installed; undefined: cases that need it are left out, aloud. */
export const installed = (program: string): boolean => spawnSync(program, ["-c", "1"], { stdio: "ignore" }).error === undefined;

// The system's own Python: one that is started through a wrapper of the home folder would not be found in here.
const pythons = ["/usr/bin/python3", spawnSync("python3", ["-c", "import sys;print(sys.executable)"], { encoding: "utf8" }).stdout.trim()].filter((path) => path !== "");
export const pythonPath: string | undefined = pythons.find((path) => spawnSync(path, ["-c", "1"], { stdio: "ignore" }).status === 0);
export const pythonHas = (module: string): string | undefined => pythons.find((path) => spawnSync(path, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0);

/** Runs a Python program; the arguments are sys.argv[1:]. */
export const python = (path: string, program: string, ...args: string[]): Promise<Ran> => confined(path, ["-c", program, ...args]);
