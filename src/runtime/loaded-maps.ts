// What Linux tells of a process's files: /proc/<pid>/maps, fd and cgroup (proc(5), cgroups(7)), as texts.
import type { LoadedHow } from "./loaded.ts";

/** Kept because code comes from it: archives and modules stay open or are mapped; data and logs are nobody's component. */
const codeFile = /\.(?:jar|war|ear|sar|par|rar|jmod|so(?:\.[\d.]+)?|node|phar|pyc?|js|mjs|cjs|rb|php|pl|pm)$/i;
const notOfDisk = /^\/(?:proc|sys|dev|memfd:|SYSV)/;

/** gone: mapped, and since replaced or removed on the disk: an upgrade that the process has not seen. */
export interface MappedFiles { paths: string[]; gone: string[] }

/** Lines of "address perms offset dev inode path"; newlines in a path are written \012. */
export function mappedFiles(maps: string): MappedFiles {
  const [paths, gone] = [new Set<string>(), new Set<string>()];
  for (const line of maps.split("\n")) {
    const [, perms = "", inode, path] = /^[0-9a-f]+-[0-9a-f]+ (\S{4}) [0-9a-f]+ \S+ (\d+)\s+(\/.*)$/.exec(line) ?? [];
    if (path === undefined || inode === "0" || notOfDisk.test(path)) continue;
    const whole = path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const plain = whole.replace(/ \(deleted\)$/, "");
    if (plain !== whole) { if (isCode(plain, perms)) gone.add(plain); } else if (isCode(whole, perms)) paths.add(whole);
  }
  return { paths: [...paths], gone: [...gone] };
}

// Executable pages are code whatever the file is called; fonts, locales and data files are mapped without.
const isCode = (path: string, perms: string): boolean => perms.includes("x") || codeFile.test(path);

/** A file descriptor's target, when code is read from it. */
export const openFile = (target: string): string | undefined => (target.startsWith("/") && !target.endsWith(" (deleted)") && !notOfDisk.test(target) && codeFile.test(target) ? target : undefined);

/** The container's id, by the 64 digits that every runtime puts into the path of its control group; undefined outside of containers. */
export function containerOf(cgroup: string): string | undefined {
  return /(?:^|[/:.-])([0-9a-f]{64})(?:\.scope)?(?:\/|$)/m.exec(cgroup)?.[1];
}

const interpreter = /^(?:python|node|nodejs|ruby|perl|php|php-fpm|deno|bun|lua|pypy|rscript)[\d.]*$/i;

/** Programs that read code and close the file again: what they have loaded cannot be seen from outside. */
export const readsCode = (exe: string): boolean => interpreter.test(exe.slice(exe.lastIndexOf("/") + 1));

/** Files of several processes together; mapped is stronger than open. */
export function usedTogether(processes: readonly { mapped: readonly string[]; open: readonly string[] }[]): Map<string, LoadedHow> {
  const used = new Map<string, LoadedHow>();
  for (const { open } of processes) for (const path of open) used.set(path, "open");
  for (const { mapped } of processes) for (const path of mapped) used.set(path, "mapped");
  return used;
}
