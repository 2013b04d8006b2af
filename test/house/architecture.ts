// The rules of the architecture over a tree of sources: each breach is a sentence that names both files.
import type { Import, SourceFile } from "./source-tree.ts";

export interface Plan {
  floors: readonly (readonly string[])[];
  families: readonly { folder: string; contract: string; shared: readonly string[] }[];
}

/** Every breach of the plan in this tree, one sentence each. The tree: src, console, scripts, test, or some of them. */
export const breachesOf = (files: readonly SourceFile[], plan: Plan): string[] => [
  ...everyImport(files, (file, one) => floorBreach(file, one, plan)),
  ...everyImport(files, (file, one) => pluginBreach(file, one, plan)),
  ...everyImport(files, storeBreach),
  ...everyImport(files, consoleBreach),
  ...everyImport(files, outwardBreach),
  ...cyclesOf(files),
];

type Rule = (file: SourceFile, one: Import) => string | undefined;

const everyImport = (files: readonly SourceFile[], rule: Rule): string[] =>
  files.flatMap((file) => file.imports.filter(({ isPackage }) => !isPackage).flatMap((one) => sentence(file, one, rule(file, one)) ?? []));

const sentence = ({ path }: SourceFile, { line, to }: Import, rule: string | undefined): string | undefined =>
  (rule === undefined ? undefined : `${rule}: ${path}:${line} imports ${to}`);

/** What stands beside the code to test it, and is never shipped. */
export const isTest = (path: string): boolean => /\.(?:test|suite|sample|memory)\.tsx?$|\.fixtures\//.test(path) || path.startsWith("test/");

/** "kernel" of src/kernel/fault.ts; the file itself for one that lies in src/; undefined outside src/. */
function roomOf(path: string): string | undefined {
  const [top, room, ...rest] = path.split("/");
  if (top !== "src" || room === undefined) return undefined;
  return rest.length > 0 ? room : path;
}

// Floors: down only, type imports counted; tests beside the files keep to the floor of their room.
function floorBreach({ path }: SourceFile, { to }: Import, { floors }: Plan): string | undefined {
  const [from, into] = [roomOf(path), roomOf(to)];
  if (from === undefined || into === undefined || from === into) return undefined;
  const floorOf = (room: string): number => floors.findIndex((floor) => floor.includes(room));
  if (floorOf(from) < 0) return `${from} is on no floor of src/floors.ts and may import nothing`;
  if (floorOf(into) < 0) return `${from}/ may not look at ${into}, which is on no floor of src/floors.ts`;
  if (floorOf(from) === floorOf(into)) return `${from}/ and ${into}/ stand on one floor and may not look at each other`;
  return floorOf(into) > floorOf(from) ? `${from}/ may not look up at ${into}/` : undefined;
}

// A plug-in imports kernel/, lower rooms, its family's contract file, what the family shares, and its own folder.
function pluginBreach({ path }: SourceFile, { to }: Import, { families }: Plan): string | undefined {
  const family = families.find(({ folder }) => path.startsWith(`src/${folder}/`));
  if (!family || isTest(path) || path === `src/${family.folder}/index.ts` || roomOf(path) !== roomOf(to)) return undefined;
  if ([family.contract, ...family.shared].some((file) => to === `src/${file}`) || to.startsWith(`${homeOf(path, family.folder)}/`)) return undefined;
  const what = to.startsWith(`src/${family.folder}/`) ? "a plug-in may not look at a sibling" : `a plug-in sees of its own room only ${[family.contract, ...family.shared].join(", ")}`;
  return what;
}

/** The folder of a plug-in that has one; a path that nothing starts with for a plug-in of one file. */
function homeOf(path: string, family: string): string {
  const [name, ...rest] = path.slice(`src/${family}/`.length).split("/");
  return rest.length > 0 ? `src/${family}/${name}` : path;
}

function storeBreach({ path }: SourceFile, { to }: Import): string | undefined {
  const from = roomOf(path);
  if (roomOf(to) !== "store" || from === undefined || from === "store" || from === "app" || isTest(path)) return undefined;
  return `only app/ may look at store/, ${from}/ asks app/ instead`;
}

function consoleBreach({ path }: SourceFile, { to, isType }: Import): string | undefined {
  if (!path.startsWith("console/") || to.startsWith("console/")) return undefined;
  if (!to.startsWith("src/contract/")) return "console/ may look at nothing outside it but src/contract/";
  return isType ? undefined : "console/ may take only types from src/contract/ (import type), or the browser would carry the schemas";
}

// What ships must run without what does not.
function outwardBreach({ path }: SourceFile, { to }: Import): string | undefined {
  if (!path.startsWith("src/") || isTest(path)) return undefined;
  if (!to.startsWith("src/")) return "src/ may look at nothing outside it";
  return isTest(to) ? "shipped code may not look at what only tests use" : undefined;
}

/** Loops of files, over values and types alike; each is told once, as the way around. */
export function cyclesOf(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const edges = new Map(files.map(({ path, imports }) => [path, [...new Set(imports.map(({ to }) => to).filter((to) => known.has(to)))]]));
  return knotsOf(edges).map((knot) => `files may not import each other in a circle: ${wayAround(knot, edges).join(" -> ")}`);
}

/** Tarjan's strongly connected components that hold a cycle. */
function knotsOf(edges: ReadonlyMap<string, readonly string[]>): Set<string>[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const knots: Set<string>[] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.size - 1);
    stack.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(path) !== index.get(path)) return;
    const knot = new Set(stack.splice(stack.indexOf(path)));
    if (knot.size > 1 || edges.get(path)?.includes(path)) knots.push(knot);
  };
  for (const path of edges.keys()) if (!index.has(path)) visit(path);
  return knots;
}

/** The shortest way from the first file of a knot back to itself. */
function wayAround(knot: ReadonlySet<string>, edges: ReadonlyMap<string, readonly string[]>): string[] {
  const [start = ""] = [...knot].toSorted();
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of edges.get(way.at(-1) ?? "") ?? []) {
      if (next === start) return [...way, start];
      if (!knot.has(next) || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [...knot];
}
