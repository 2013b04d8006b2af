// yarn.lock of Yarn 2 and later ("berry"): YAML whose entries tell how they were resolved.
// Source: Yarn's documentation, "Lexicon" and "Protocols".
import { isObject, membersOf } from "../json-stream.ts";
import type { LockfileFile, LockfilePart, Neighbours } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { localPart, notePart, rejectPart } from "../lockfile-parts.ts";
import type { Root } from "../lockfile-graph.ts";
import { scopesOf } from "../lockfile-graph.ts";
import { place, textOf, yamlKeyLines, yamlTable } from "../lockfile-text.ts";
import type { Table } from "../lockfile-text.ts";
import { manifestEntries, npmName, partBySource, splitSpec } from "../npm-spec.ts";

export const yarnBerry = defineLockfile({
  id: "yarn-berry",
  about: "yarn.lock of Yarn 2, 3 and 4.",
  recognises: isNamed("yarn.lock"),
  speaks: (text) => /^__metadata:/m.test(text),
  read,
});

async function* read(file: LockfileFile, near: Neighbours): AsyncGenerator<LockfilePart> {
  const { __metadata: _, ...table } = await yamlTable(file);
  const lines = yamlKeyLines(file.text, "", 0);
  const keyOf = new Map(Object.keys(table).flatMap((key) => key.split(/,\s*/).map((descriptor) => [descriptor, key] as const)));
  const roots = await rootsOf(table, keyOf, near);
  const scopes = scopesOf(roots, (key) => needsOf(table[key], keyOf, "runtime"), (key) => needsOf(table[key], keyOf, "optional"));
  const direct = new Set(roots.map(({ key }) => key));
  for (const [key, entry] of Object.entries(table)) {
    const at = place(file.path, lines.get(key));
    if (!isObject(entry)) { yield rejectPart(at, "malformed", "The entry is not a table.", key); continue; }
    // A patched package is asked for under the name of what it patches.
    const asked = scopes.has(key) ? key : (keyOf.get(patchedBy(entry) ?? "") ?? key);
    yield* partsOf(key, entry, { at, scope: scopes.get(asked), direct: direct.has(asked) });
  }
}

/** "name@npm:1.0.0" of the resolution "name@patch:name@npm%3A1.0.0#patch". */
function patchedBy(entry: Table): string | undefined {
  const source = /@patch:([^#]*)#/.exec(textOf(entry["resolution"]) ?? "")?.[1];
  return source?.replaceAll("%3A", ":").replaceAll("%40", "@").replaceAll("%2F", "/");
}

function* partsOf(key: string, entry: Table, told: { at: string; scope: Root["scope"] | undefined; direct: boolean }): Generator<LockfilePart> {
  const resolution = textOf(entry["resolution"]);
  const resolved = splitSpec(resolution ?? "");
  if (resolved === undefined) { yield rejectPart(told.at, "malformed", "resolution is not name@reference (Yarn, Lexicon).", key); return; }
  if (/^(?:workspace|link|portal):/.test(resolved.range) || entry["linkType"] === "soft") { yield localPart(told.at, resolved.name, `It is code of this project: ${resolved.range}.`); return; }
  // Yarn's own patches for its way of installing mend nothing.
  if (resolved.range.startsWith("patch:") && !/builtin</.test(key)) yield notePart(told.at, `${resolved.name} is patched by the project: what advisories say of it may be mended or not.`);
  yield partBySource({ ...npmName(resolved.name), version: textOf(entry["version"]), ...told }, sourceOf(resolved.range));
}

/** Undefined for the registry. A reference may carry bindings behind "::" that do not matter here. */
function sourceOf(range: string): string | undefined {
  const plain = range.split("::")[0] ?? "";
  if (/^(?:npm|patch):/.test(plain)) return undefined;
  return plain.replace(/^(https?:\/\/[^#]*)#commit=/, (_whole, url: string) => `${url.endsWith(".git") ? url : `${url}.git`}#commit=`);
}

/** Descriptors without protocol mean npm. Ranges that a resolution or a patch rewrote are found by their name alone when it is the only one. */
function find(name: string, range: string, keyOf: ReadonlyMap<string, string>): string | undefined {
  return keyOf.get(`${name}@${range}`) ?? keyOf.get(`${name}@npm:${range}`) ?? keyOf.get(`${name}@workspace:${range.replace(/^workspace:/, "")}`);
}

function needsOf(entry: unknown, keyOf: ReadonlyMap<string, string>, which: "runtime" | "optional"): string[] {
  const { dependencies, dependenciesMeta } = membersOf(entry);
  const meta = membersOf(dependenciesMeta);
  return Object.entries(membersOf(dependencies)).flatMap(([name, range]) => {
    const isOptional = membersOf(meta[name])["optional"] === "true";
    return typeof range === "string" && isOptional === (which === "optional") ? (find(name, range, keyOf) ?? []) : [];
  });
}

/** The lock file merges a workspace's lists into one; its package.json tells them apart. */
async function rootsOf(table: Table, keyOf: ReadonlyMap<string, string>, near: Neighbours): Promise<Root[]> {
  const roots: Root[] = [];
  for (const entry of Object.values(table)) {
    const path = /@workspace:(.*)$/.exec(textOf(membersOf(entry)["resolution"]) ?? "")?.[1];
    if (path === undefined) continue;
    const manifest = await manifestAt(near, path === "." ? "package.json" : `${path}/package.json`);
    const scopeOf = new Map(manifest?.map(({ name, scope }) => [name, scope]));
    for (const [name, range] of Object.entries(membersOf(membersOf(entry)["dependencies"]))) {
      const key = typeof range === "string" ? find(name, range, keyOf) : undefined;
      if (key !== undefined) roots.push({ key, scope: scopeOf.get(name) ?? "runtime" });
    }
  }
  return roots;
}

async function manifestAt(near: Neighbours, path: string): Promise<ReturnType<typeof manifestEntries> | undefined> {
  const file = await near.read(path);
  try {
    return file && manifestEntries(JSON.parse(file.text));
  } catch {
    return undefined;
  }
}
