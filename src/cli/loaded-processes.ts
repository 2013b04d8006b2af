// Running processes of this Linux host, with the files they have mapped and open, read from /proc.
import { readFile, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { containerOf, mappedFiles, openFile, readsCode } from "../runtime/loaded-maps.ts";

/** namespace: of its mounts; what has the same sees the same files. gone: in use, and no longer on the disk. */
export interface RunningProcess { pid: number; name: string; container: string | undefined; namespace: string; mapped: string[]; open: string[]; gone: string[]; isInterpreter: boolean }
export interface Processes { own: string; processes: RunningProcess[]; /** May not be read, or ended meanwhile while it was read. */ unreadable: number }

const atOnce = 16;

export async function readProcesses(proc: string): Promise<Processes> {
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name)).map(Number);
  const processes: RunningProcess[] = [];
  let unreadable = 0;
  for (let index = 0; index < pids.length; index += atOnce) {
    for (const one of await Promise.all(pids.slice(index, index + atOnce).map((pid) => readProcess(join(proc, String(pid)), pid)))) {
      if (one === "unreadable") unreadable++;
      else if (one !== undefined) processes.push(one);
    }
  }
  return { own: (await readlink(join(proc, "self", "ns", "mnt")).catch(() => "")), processes, unreadable };
}

/** Undefined: a thread of the kernel, or one that has ended. */
async function readProcess(folder: string, pid: number): Promise<RunningProcess | "unreadable" | undefined> {
  try {
    const maps = await readFile(join(folder, "maps"), "utf8");
    if (maps === "") return undefined;
    const [exe, namespace, cgroup] = await Promise.all([readlink(join(folder, "exe")), readlink(join(folder, "ns", "mnt")), readFile(join(folder, "cgroup"), "utf8")]);
    const { paths, gone } = mappedFiles(maps);
    return { pid, name: exe.slice(exe.lastIndexOf("/") + 1), container: containerOf(cgroup), namespace, mapped: paths, open: await openFiles(folder), gone, isInterpreter: readsCode(exe) };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return code === "EACCES" || code === "EPERM" ? "unreadable" : undefined;
  }
}

async function openFiles(folder: string): Promise<string[]> {
  const numbers = await readdir(join(folder, "fd"));
  const targets = await Promise.all(numbers.map((number) => readlink(join(folder, "fd", number)).catch(() => "")));
  return [...new Set(targets.flatMap((target) => openFile(target) ?? []))];
}
