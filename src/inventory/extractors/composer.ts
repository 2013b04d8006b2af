// PHP packages as Composer installs them: vendor/composer/installed.json.
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, isReject, rejected, textOrReject } from "../extractor.ts";
import type { FileFound } from "../folder-walk.ts";
import { filePaths, findFiles } from "../folder-walk.ts";
import { isObject } from "../json-stream.ts";
import { componentFromPurl } from "../purl-component.ts";

export const composer = defineExtractor({
  id: "composer",
  about: "PHP packages that Composer has installed.",
  watches: (files, roots) => filePaths(findAll(files, roots, AbortSignal.timeout(60_000))),
  reads: (path) => path.endsWith("/composer/installed.json"),
  extract,
});

// Distributions put PHP libraries below /usr/share/php.
const folders = ["/usr/share/php", "/usr/local/lib/php"];
const walk = { matches: (folder: string, name: string) => name === "installed.json" && folder.endsWith("/composer"), maxDepth: 40, maxFolders: 250_000, maxFound: 10_000 };

const findAll = (files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<FileFound> => findFiles(files, [...folders, ...roots], walk, signal);

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  for await (const found of findAll(files, roots, signal)) {
    if (found.kind === "reject") yield found;
    else yield* toParts(found.path, await textOrReject(files, found.path));
  }
}

function* toParts(path: string, text: Awaited<ReturnType<typeof textOrReject>>): Generator<ExtractorPart> {
  if (text === undefined) return;
  if (isReject(text)) { yield text; return; }
  const installed = parse(text);
  // Composer 2 has an object with `packages`, Composer 1 the bare list.
  const list = isObject(installed) ? installed["packages"] : installed;
  if (!Array.isArray(list)) { yield rejected(path, "malformed", "It lists no packages (Composer's installed.json)."); return; }
  const development = new Set(isObject(installed) && Array.isArray(installed["dev-package-names"]) ? installed["dev-package-names"] : []);
  for (const [index, entry] of list.entries()) yield toPart(entry, `${path}#/${isObject(installed) ? "packages/" : ""}${index}`, development);
}

function toPart(entry: unknown, at: string, development: ReadonlySet<unknown>): ExtractorPart {
  if (!isObject(entry) || typeof entry["name"] !== "string") return rejected(at, "malformed", "The package has no name.");
  const name = entry["name"];
  const version = entry["version"];
  if (typeof version !== "string" || version === "") return rejected(at, "no-version", "The package has no version.", name);
  const slash = name.indexOf("/");
  // Composer keeps a tag's "v"; advisories of Packagist are written without it, and the purl is as the project tags it.
  const purl = purlFrom({ type: "composer", namespace: slash < 0 ? undefined : name.slice(0, slash), name: name.slice(slash + 1), version });
  if (purl === undefined) return rejected(at, "invalid-purl", "Name and version cannot be written as a purl.", name);
  return { kind: "component", component: { ...componentFromPurl(purl, { name, location: at }), ...(development.has(name) && { scope: "development" }) } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
