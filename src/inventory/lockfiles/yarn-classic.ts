// yarn.lock of Yarn 1: a format of its own, of indented keys and values.
// Source: Yarn 1's own parser (packages lockfile/parse) and documentation, "yarn.lock".
import { membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { rejectPart } from "../lockfile-parts.ts";
import { scopesOf } from "../lockfile-graph.ts";
import { place } from "../lockfile-text.ts";
import { aliased, manifestEntries, npmName, partBySource, repositoryOf, splitSpec } from "../npm-spec.ts";

export const yarnClassic = defineLockfile({
  id: "yarn-classic",
  about: "yarn.lock of Yarn 1.",
  recognises: isNamed("yarn.lock"),
  speaks: (text) => !/^__metadata:/m.test(text),
  read,
});

/** specs: what asked for it, `name@range` each. needs: the same of what it needs itself. */
interface Entry { specs: string[]; line: number; version?: string; resolved?: string; needs: string[]; optionalNeeds: string[] }

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  const { entries, rejects } = parse(file);
  yield* rejects;
  const bySpec = new Map(entries.flatMap((entry) => entry.specs.map((spec) => [spec, entry] as const)));
  const named = await namedBy(near);
  const roots = named?.flatMap(({ name, range, scope }) => (bySpec.has(`${name}@${range}`) ? [{ key: `${name}@${range}`, scope }] : []));
  const keyOf = (entry: Entry): string => entry.specs[0] ?? "";
  const canonical = (spec: string): string => { const entry = bySpec.get(spec); return entry ? keyOf(entry) : spec; };
  const scopes = scopesOf((roots ?? []).map(({ key, scope }) => ({ key: canonical(key), scope })), (key) => (bySpec.get(key)?.needs ?? []).map(canonical), (key) => (bySpec.get(key)?.optionalNeeds ?? []).map(canonical));
  const direct = new Set(roots?.map(({ key }) => canonical(key)));
  for (const entry of entries) {
    const spec = splitSpec(entry.specs[0] ?? "");
    const at = place(file.path, entry.line);
    if (spec === undefined) { yield rejectPart(at, "malformed", "The key is not name@range.", entry.specs[0]); continue; }
    const { name, range } = aliased(spec.range) ?? spec;
    // Without `resolved` only a path or the range can tell that it does not come from the registry.
    const source = repositoryOf(range) ? (entry.resolved ?? range) : (entry.resolved ?? (/^(?:file|link):/.test(range) ? range : undefined));
    yield partBySource({ ...npmName(name), version: entry.version, at, scope: scopes.get(keyOf(entry)), direct: direct.has(keyOf(entry)) || undefined }, source);
  }
}

/** What the project's package.json names. In a workspace the members name more, so nothing else can be called transitive. */
async function namedBy(near: Neighbours): Promise<ReturnType<typeof manifestEntries> | undefined> {
  const manifest = await near.read("package.json");
  if (manifest === undefined) return undefined;
  try {
    return manifestEntries(membersOf(JSON.parse(manifest.text)));
  } catch {
    return undefined;
  }
}

function parse(file: LockfileFile): { entries: Entry[]; rejects: LockfilePart[] } {
  const entries: Entry[] = [];
  const rejects: LockfilePart[] = [];
  let list: string[] | undefined;
  file.text.split("\n").forEach((raw, index) => {
    const line = raw.trimEnd();
    const wrong = (detail: string): void => { rejects.push(rejectPart(place(file.path, index + 1), "malformed", detail)); };
    if (line === "" || line.startsWith("#")) return;
    if (!line.startsWith(" ")) {
      list = undefined;
      const specs = specsOf(line);
      if (specs === undefined) wrong("The line is not a key of yarn.lock: name@range, and a colon at the end.");
      else entries.push({ specs, line: index + 1, needs: [], optionalNeeds: [] });
      return;
    }
    const entry = entries.at(-1);
    const [, indent = "", key = "", value = ""] = /^( +)("(?:[^"\\]|\\.)*"|[^\s:]+):?(?: (.*))?$/.exec(line) ?? [];
    if (entry === undefined || key === "") { wrong("The line belongs to no entry of yarn.lock."); return; }
    if (indent.length > 2) { list?.push(`${unquoted(key)}@${unquoted(value)}`); return; }
    list = key === "dependencies" ? entry.needs : key === "optionalDependencies" ? entry.optionalNeeds : undefined;
    if (key === "version") entry.version = unquoted(value);
    if (key === "resolved") entry.resolved = unquoted(value);
  });
  return { entries, rejects };
}

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text);

/** Keys are separated by ", " and stand in quotes when they hold more than letters. */
function specsOf(line: string): string[] | undefined {
  if (!line.endsWith(":")) return undefined;
  const specs = [...line.slice(0, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,\s][^,]*/g)].map(([whole, quoted]) => (quoted ?? whole).trim());
  return specs.length > 0 ? specs : undefined;
}
