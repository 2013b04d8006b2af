// Files that processes have mapped or open, as the components they are of: by package databases, archives, and what lies beside a module.
import type { HostEntry, HostFiles } from "../inventory/extractor.ts";
import { extractors } from "../inventory/extractors/index.ts";
import { extractHost } from "../inventory/host-reader.ts";
import type { LoadedComponent, LoadedHow } from "./loaded.ts";
import { componentKey } from "./loaded.ts";

/** unknown: files that are of no component that can be told. */
export interface LoadedFiles { components: LoadedComponent[]; unknown: string[]; problems: string[] }

/** Only these are read, whatever else lies beside them. */
export async function componentsOfFiles(files: HostFiles, used: ReadonlyMap<string, LoadedHow>, signal: AbortSignal): Promise<LoadedFiles> {
  const described = await descriptions(files, [...used.keys()]);
  const wanted = new Set([...used.keys(), ...described.keys()]);
  const { components, rejects, failed } = await extractHost({ files: only(files, wanted), roots: ["/"], signal });
  const found = new Map<string, LoadedComponent>();
  const told = new Set<string>();
  const add = (purl: string, place: string): void => {
    const file = fileOf(place);
    const path = described.get(file) ?? file;
    told.add(path);
    const key = componentKey(purl);
    // Mapped is stronger than open: the code itself is in memory.
    if (found.get(key)?.how !== "mapped") found.set(key, { purl, how: used.get(path) ?? "open", path: place.startsWith(path) ? place : path });
  };
  for (const { purl, location, locations = [] } of components) for (const place of [location, ...locations]) if (place !== undefined) add(purl, place);
  for (const { path, purl } of await ownersOf(files, [...used.keys()], signal)) add(purl, path);
  return { components: [...found.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : 1)), unknown: [...used.keys()].filter((path) => !told.has(path)), problems: [...rejects.map(({ at, detail }) => `${at}: ${detail}`), ...failed.map(({ extractor, detail }) => `${extractor}: ${detail}`)] };
}

/** "app.jar!/BOOT-INF/lib/a.jar" is read from app.jar. */
const fileOf = (place: string): string => place.split(/!\/|#\//, 1)[0] ?? place;

/** A file system in which nothing lies but these files, so that extractors look nowhere else. */
function only(files: HostFiles, wanted: ReadonlySet<string>): HostFiles {
  const folders = new Map<string, Map<string, HostEntry>>();
  for (const path of wanted) {
    const parts = path.split("/").slice(1);
    for (const [index, name] of parts.entries()) {
      const folder = `/${parts.slice(0, index).join("/")}`;
      const entries = folders.get(folder) ?? new Map<string, HostEntry>();
      folders.set(folder, entries.set(name, { name, kind: index === parts.length - 1 ? "file" : "folder" }));
    }
  }
  return {
    list: async (path) => [...(folders.get(path)?.values() ?? [])],
    readText: async (path) => (wanted.has(path) ? files.readText(path) : undefined),
    open: async (path) => (wanted.has(path) ? files.open(path) : undefined),
    stamp: async (path) => (wanted.has(path) || folders.has(path) ? "1" : undefined),
  };
}

/** The file that says what a module is, and the module's own file that was seen: package.json of npm, METADATA of Python. */
async function descriptions(files: HostFiles, paths: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const [, npm] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(path) ?? [];
    if (npm !== undefined) found.set(`${npm}/package.json`, path);
  }
  for (const [folder, inside] of Map.groupBy(paths.flatMap(inSitePackages), (one) => one.folder)) {
    for (const { kind, name } of await files.list(folder)) {
      if (kind !== "folder" || !name.endsWith(".dist-info")) continue;
      const records = recordsIn((await files.readText(`${folder}/${name}/RECORD`).catch(() => undefined)) ?? "");
      const one = inside.find(({ rest }) => records.has(rest));
      if (one !== undefined) found.set(`${folder}/${name}/METADATA`, one.path);
    }
  }
  return found;
}

function inSitePackages(path: string): { folder: string; rest: string; path: string }[] {
  const [, folder, rest] = /^(.*\/(?:site|dist)-packages)\/(.+)$/.exec(path) ?? [];
  return folder === undefined || rest === undefined ? [] : [{ folder, rest, path }];
}

/** Recording installed projects (PyPA): lines of "path,hash,size"; paths with a comma are in quotes. */
const recordsIn = (text: string): Set<string> => new Set(text.split(/\r?\n/).map((line) => (line.startsWith('"') ? line.slice(1, line.indexOf('"', 1)) : line.split(",", 1)[0] ?? "")));

async function ownersOf(files: HostFiles, paths: readonly string[], signal: AbortSignal): Promise<{ path: string; purl: string }[]> {
  const spelled = new Map(paths.flatMap((path) => spellings(path).map((one) => [one, path] as const)));
  const found: { path: string; purl: string }[] = [];
  for (const extractor of extractors.all) {
    for await (const { path, purl } of extractor.owners?.(files, new Set(spelled.keys()), signal) ?? []) found.push({ path: spelled.get(path) ?? path, purl });
  }
  return found;
}

// Where /lib and /bin lead into /usr, a process maps the file by its new name and the package lists the old one.
const spellings = (path: string): string[] => (/^\/usr\/(?:s?bin|lib(?:32|64|x32)?)\//.test(path) ? [path, path.slice(4)] : /^\/(?:s?bin|lib(?:32|64|x32)?)\//.test(path) ? [path, `/usr${path}`] : [path]);
