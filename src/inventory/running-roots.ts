// Where a host that is read again and again is looked through: what runs there, without what people keep in their homes for building.
import type { HostEntry, HostFiles } from "./extractor.ts";

/** Folders of software that no package manager of the system put there (FHS 3.0, and what containers use). */
const serviceRoots = ["/app", "/opt", "/srv", "/var/www", "/usr/local"] as const;
const homes = ["/home", "/root"] as const;
// Accounts of services have homes in these; the rest of what passwd names belongs to the system's own packages.
const serviceHome = /^\/(?:home|var\/(?:lib|opt|local)|data|mnt|export)\/[^/]+/;
/** Debian policy 9.2.2 and login.defs: accounts below are the system's, above are people's. */
const firstPerson = 1000;

/** A narrower view of a host, and the roots to walk in it. */
export interface RunningHost { files: HostFiles; roots: readonly string[] }

/**
 * The folders of software, homes, homes of service accounts (passwd(5)) and what is asked for besides. In people's homes hidden
 * folders and Go's module cache are passed by: they hold toolchains and downloads (.cache, .m2, .npm, .pyenv, .rustup), by far
 * the most files of a machine that something is built on, and reading them would be most of the cost. One that does hold what
 * runs is read when it is asked for.
 */
export async function runningHost(files: HostFiles, asked: readonly string[] = []): Promise<RunningHost> {
  const wanted = asked.map((root) => root.replace(/(?<=.)\/+$/, ""));
  const roots = [...serviceRoots, ...homes, ...(await serviceHomes(files)), ...wanted];
  return { files: { ...files, list: async (path) => visible(path, await files.list(path), wanted) }, roots: [...new Set(roots)] };
}

async function serviceHomes(files: HostFiles): Promise<string[]> {
  const lines = ((await files.readText("/etc/passwd").catch(() => undefined)) ?? "").split("\n").map((line) => line.split(":"));
  return lines.filter(([, , uid, , , home = ""]) => Number(uid) > 0 && Number(uid) < firstPerson && serviceHome.test(home)).map(([, , , , , home = ""]) => home.replace(/\/+$/, ""));
}

const home = /^\/(?:root|home\/[^/]+)$/;
const moduleCache = /^\/(?:root|home\/[^/]+)\/go$/;

function visible(folder: string, entries: readonly HostEntry[], wanted: readonly string[]): readonly HostEntry[] {
  const [isHome, isGo] = [home.test(folder), moduleCache.test(folder)];
  if (!isHome && !isGo) return entries;
  const leadsToWanted = (path: string): boolean => wanted.some((root) => root === path || root.startsWith(`${path}/`));
  return entries.filter(({ kind, name }) => kind !== "folder" || !(isHome ? name.startsWith(".") : name === "pkg") || leadsToWanted(`${folder}/${name}`));
}
