// R packages as they are installed: a folder with a DESCRIPTION in a library.
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor, isReject, rejected, textOrReject } from "../extractor.ts";
import type { FileFound } from "../folder-walk.ts";
import { filePaths, findFiles } from "../folder-walk.ts";
import { componentFromPurl } from "../purl-component.ts";

export const rPackages = defineExtractor({
  id: "r-packages",
  about: "R packages from CRAN and Bioconductor.",
  watches: (files, roots) => filePaths(findAll(files, roots, AbortSignal.timeout(60_000))),
  reads: (path) => path.endsWith("/DESCRIPTION") && isPackage(path.slice(0, -"/DESCRIPTION".length), "DESCRIPTION"),
  extract,
});

// .Library and .Library.site of R and of the distributions; what else there is lies below the roots.
const folders = ["/usr/lib/R", "/usr/lib64/R", "/usr/share/R", "/usr/local/lib/R"];
const walk = { matches: isPackage, maxDepth: 40, maxFolders: 250_000, maxFound: 100_000 };

const findAll = (files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<FileFound> => findFiles(files, [...folders, ...roots], walk, signal);

// Below a home R keeps libraries in R/<platform>-library/<version>.
function isPackage(folder: string, name: string): boolean {
  return name === "DESCRIPTION" && /\/(?:library|site-library)\/[^/]+$|\/R\/[^/]*library\/\d[^/]*\/[^/]+$/.test(folder);
}

async function* extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  for await (const found of findAll(files, roots, signal)) {
    if (found.kind === "reject") { yield found; continue; }
    const text = await textOrReject(files, found.path);
    if (isReject(text)) yield text;
    else yield* toParts(found.path, fieldsOf(text ?? ""));
  }
}

function* toParts(path: string, fields: ReadonlyMap<string, string>): Generator<ExtractorPart> {
  const [name, version] = [fields.get("Package"), fields.get("Version")];
  if (name === undefined) { yield rejected(path, "malformed", "It has no Package field (Writing R Extensions, 1.1.1)."); return; }
  // What R brings with itself has R's version and is fixed with R.
  if (fields.get("Priority") === "base") return;
  if (version === undefined) { yield rejected(path, "no-version", "It has no Version field (Writing R Extensions, 1.1.1).", name); return; }
  const purl = purlFrom({ type: fields.has("biocViews") ? "bioconductor" : "cran", name, version });
  yield purl === undefined ? rejected(path, "invalid-purl", `${name} ${version} cannot be written as a purl.`, name) : { kind: "component", component: componentFromPurl(purl, { location: path }) };
}

/** Debian control format: "Field: value", continued by lines that begin with white space. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([A-Za-z][^:\s]*):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && value !== "" && !fields.has(name)) fields.set(name, value);
  }
  return fields;
}
