// npm packages as they are installed: every package.json that stands directly in a node_modules folder.
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, isReject, rejected, textOrReject } from "../extractor.ts";
import { findFolders } from "../folder-walk.ts";
import { isObject } from "../json-stream.ts";
import { componentFromPurl } from "../purl-component.ts";

export const nodeModules = defineExtractor({
  id: "node-modules",
  about: "npm packages in node_modules folders, nested and scoped ones included.",
  async watches(files, roots) {
    const folders: string[] = [];
    for await (const found of findAll(files, roots, AbortSignal.timeout(60_000))) if (found.kind === "folder") folders.push(found.path);
    return folders;
  },
  reads: (path) => /\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path),
  extract,
});

// Where npm install --global puts packages; what else there is lies below the roots.
const globalRoots = ["/usr/lib/node_modules", "/usr/local/lib/node_modules"];
const walk = { names: new Set(["node_modules"]), maxDepth: 40, maxFolders: 250_000 };
const maxPackages = 250_000;
const maxNesting = 64;
const atOnce = 32;

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  let packages = 0;
  for await (const found of findAll(files, roots, signal)) {
    if (found.kind === "reject") { yield found; continue; }
    const folders = await packageFolders(files, found.path);
    for (let index = 0; index < folders.length; index += atOnce) {
      signal.throwIfAborted();
      const batch = folders.slice(index, index + atOnce);
      packages += batch.length;
      if (packages > maxPackages) { yield tooMany(found.path, `at most ${maxPackages} packages are read`); return; }
      for (const part of await Promise.all(batch.map((folder) => readPackage(files, `${folder}/package.json`)))) if (part !== undefined) yield part;
    }
  }
}

type Found = { kind: "folder"; path: string } | Extract<ExtractorPart, { kind: "reject" }>;

/** Every node_modules folder, those inside packages included: npm nests what it cannot share, pnpm keeps all in .pnpm. */
async function* findAll(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<Found> {
  const seen = new Set<string>();
  for (const path of globalRoots) yield* below(files, path, seen, signal);
  for await (const found of findFolders(files, roots, walk, signal)) {
    if (found.kind === "folder") yield* below(files, found.path, seen, signal);
    else yield found;
  }
}

async function* below(files: HostFiles, outermost: string, seen: Set<string>, signal: AbortSignal): AsyncGenerator<Found> {
  let level = [outermost];
  for (let nesting = 1; level.length > 0; nesting++) {
    if (nesting > maxNesting) { yield tooMany(level[0] ?? outermost, `at most ${maxNesting} node_modules inside each other are read`); return; }
    const next: string[] = [];
    for (const path of level) {
      signal.throwIfAborted();
      if (seen.has(path) || (await files.stamp(path)) === undefined) continue;
      seen.add(path);
      yield { kind: "folder", path };
      next.push(...(await nestedFolders(files, path)));
    }
    level = next;
  }
}

async function nestedFolders(files: HostFiles, path: string): Promise<string[]> {
  const stores = (await files.list(path)).filter(({ kind, name }) => kind === "folder" && name === ".pnpm").map(({ name }) => `${path}/${name}`);
  const stored = await Promise.all(stores.map((store) => childFolders(files, store)));
  const parents = [...(await packageFolders(files, path)), ...stored.flat()];
  const nested = await Promise.all(parents.map(async (parent) => ((await files.list(parent)).some(({ kind, name }) => kind === "folder" && name === "node_modules") ? [`${parent}/node_modules`] : [])));
  return nested.flat();
}

async function childFolders(files: HostFiles, path: string): Promise<string[]> {
  return (await files.list(path)).filter(({ kind }) => kind === "folder").map(({ name }) => `${path}/${name}`);
}

// Links lead to packages that are found where they really are, or to a workspace's own code.
async function packageFolders(files: HostFiles, path: string): Promise<string[]> {
  const folders = (await childFolders(files, path)).filter((folder) => !folder.startsWith(`${path}/.`));
  const scoped = await Promise.all(folders.map(async (folder) => (folder.startsWith(`${path}/@`) ? childFolders(files, folder) : [folder])));
  return scoped.flat();
}

async function readPackage(files: HostFiles, path: string): Promise<ExtractorPart | undefined> {
  const text = await textOrReject(files, path);
  if (isReject(text)) return text;
  // A folder without package.json is no package: bundlers and package managers keep caches here.
  if (text === undefined) return undefined;
  const reject = (reason: "malformed" | "no-version" | "invalid-purl", detail: string, name?: string): ExtractorPart => rejected(path, reason, detail, name);
  const value = parse(text);
  if (!isObject(value)) return reject("malformed", "It is not a JSON object.");
  const { name, version } = value;
  if (typeof name !== "string" || name === "") return reject("malformed", "name is not a text (npm's package.json).");
  if (typeof version !== "string" || version === "") return reject("no-version", "version is not a text (npm's package.json).", name);
  const slash = name.startsWith("@") ? name.indexOf("/") : -1;
  const purl = purlFrom({ type: "npm", namespace: slash < 0 ? undefined : name.slice(0, slash), name: name.slice(slash + 1), version });
  return purl === undefined ? reject("invalid-purl", "name and version cannot be written as a purl.", name) : { kind: "component", component: componentFromPurl(purl, { name, location: path }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

const tooMany = (at: string, rule: string): Extract<ExtractorPart, { kind: "reject" }> => ({ kind: "reject", reject: { at, name: undefined, reason: "too-many", detail: `The search stops here: ${rule}.` } });
