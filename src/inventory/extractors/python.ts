// Python distributions as they are installed: dist-info and egg-info in site-packages and dist-packages.
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, isReject, rejected, textOrReject } from "../extractor.ts";
import { findFolders } from "../folder-walk.ts";
import { componentFromPurl } from "../purl-component.ts";

export const python = defineExtractor({
  id: "python",
  about: "Python packages in site-packages, of the system, virtual environments and pyenv.",
  async watches(files, roots) {
    const folders: string[] = [];
    for await (const found of findAll(files, roots, AbortSignal.timeout(60_000))) if (found.kind === "folder") folders.push(found.path);
    return folders;
  },
  reads: (path) => /\/(?:site|dist)-packages\/[^/]+(?:\.dist-info\/METADATA|\.egg-info\/PKG-INFO|\.egg\/EGG-INFO\/PKG-INFO|\.egg-info)$/.test(path),
  extract,
});

// sysconfig's installation schemes of the interpreters a distribution brings.
const libraries = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64"];
const names = new Set(["site-packages", "dist-packages"]);
const walk = { names, maxDepth: 40, maxFolders: 250_000 };
const atOnce = 32;

type Found = { kind: "folder"; path: string } | Extract<ExtractorPart, { kind: "reject" }>;

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  for await (const found of findAll(files, roots, signal)) {
    if (found.kind === "reject") { yield found; continue; }
    const metadata = await metadataFiles(files, found.path);
    for (let index = 0; index < metadata.length; index += atOnce) {
      signal.throwIfAborted();
      yield* await Promise.all(metadata.slice(index, index + atOnce).map((path) => readDistribution(files, path)));
    }
  }
}

async function* findAll(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<Found> {
  const seen = new Set<string>();
  for await (const found of findFolders(files, [...(await interpreterRoots(files)), ...roots], walk, signal)) {
    if (found.kind === "folder" && seen.has(found.path)) continue;
    if (found.kind === "folder") seen.add(found.path);
    yield found;
  }
}

async function interpreterRoots(files: HostFiles): Promise<string[]> {
  const found = await Promise.all(libraries.map(async (library) => (await files.list(library)).filter(({ kind, name }) => kind === "folder" && /^python\d/.test(name)).map(({ name }) => `${library}/${name}`)));
  return found.flat();
}

/** The file with name and version of every distribution in one folder. */
async function metadataFiles(files: HostFiles, folder: string): Promise<string[]> {
  return (await files.list(folder)).flatMap(({ kind, name }) => {
    const path = `${folder}/${name}`;
    // Recording installed projects (PyPA specification); egg-info and egg are setuptools' older forms.
    if (kind === "folder" && name.endsWith(".dist-info")) return [`${path}/METADATA`];
    if (kind === "folder" && name.endsWith(".egg-info")) return [`${path}/PKG-INFO`];
    if (kind === "folder" && name.endsWith(".egg")) return [`${path}/EGG-INFO/PKG-INFO`];
    return kind === "file" && name.endsWith(".egg-info") ? [path] : [];
  });
}

async function readDistribution(files: HostFiles, path: string): Promise<ExtractorPart> {
  const text = await textOrReject(files, path);
  if (isReject(text)) return text;
  const reject = (reason: "malformed" | "no-version" | "invalid-purl", detail: string, name?: string): ExtractorPart => rejected(path, reason, detail, name);
  if (text === undefined) return reject("malformed", "The folder of a distribution has no such file, or it may not be read.");
  const headers = headersOf(text);
  const name = headers.get("name");
  const version = headers.get("version");
  if (name === undefined) return reject("malformed", "It has no Name (core metadata specification).");
  if (version === undefined) return reject("no-version", "It has no Version (core metadata specification).", name);
  const purl = purlFrom({ type: "pypi", name, version });
  return purl === undefined ? reject("invalid-purl", "Name and Version cannot be written as a purl.", name) : { kind: "component", component: componentFromPurl(purl, { name, location: path }) };
}

// Core metadata has the form of an e-mail: the headers end at the first empty line.
function headersOf(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line === "") break;
    const [, name, value] = /^([A-Za-z-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && value !== "" && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value);
  }
  return headers;
}
