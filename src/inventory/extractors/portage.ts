// Gentoo's package database: var/db/pkg/<category>/<name>-<version>, a folder for each package.
import { canonicalPurl, purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, FileOwner, HostFiles } from "../extractor.ts";
import { defineExtractor, rejected } from "../extractor.ts";
import type { Distro } from "../os-release.ts";
import { distroPaths, isDistroFile, readDistro } from "../os-release.ts";
import { componentFromPurl } from "../purl-component.ts";

export const portage = defineExtractor({
  id: "portage",
  about: "Gentoo packages that Portage has merged.",
  watches: async (files) => [database, ...(await foldersIn(files, database)), ...distroPaths],
  reads: (path) => isDistroFile(path) || (path.startsWith(`${database}/`) && /\/(?:CONTENTS|repository)$/.test(path)),
  extract,
  owners,
});

const database = "/var/db/pkg";

// PMS 3.1.2 and 3.2: a name may hold hyphens, the version begins at the last one that is followed by a version.
const packageForm = /^(?<name>[A-Za-z0-9+_][A-Za-z0-9+_-]*?)-(?<version>\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d*)*(?:-r\d+)?)$/;

async function* extract(files: HostFiles, _roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  const distro = await readDistro(files);
  for (const folder of await packageFolders(files)) {
    signal.throwIfAborted();
    yield toPart(folder, distro);
  }
}

async function* owners(files: HostFiles, paths: ReadonlySet<string>, signal: AbortSignal): AsyncGenerator<FileOwner> {
  const distro = await readDistro(files);
  for (const folder of await packageFolders(files)) {
    signal.throwIfAborted();
    const purl = purlOf(folder, distro);
    if (purl === undefined) continue;
    const repository = (await files.readText(`${folder}/repository`))?.trim();
    // portage(5), "repository": the tree it came from; an overlay is somebody else's.
    const origin = repository === undefined ? undefined : repository === "gentoo" ? "distribution" : "vendor";
    for (const line of ((await files.readText(`${folder}/CONTENTS`)) ?? "").split("\n")) {
      // portage(5), CONTENTS: "obj path md5 mtime", "sym path -> target mtime", "dir path"; a path may hold spaces.
      const [, path] = /^obj (.+) [0-9a-f]{32} \d+$/.exec(line) ?? [];
      if (path !== undefined && paths.has(path)) yield { path, purl: canonicalPurl(purl), origin };
    }
  }
}

async function foldersIn(files: HostFiles, path: string): Promise<string[]> {
  return (await files.list(path)).filter(({ kind }) => kind === "folder").map(({ name }) => `${path}/${name}`);
}

// A merge that is under way has a folder that begins with "-MERGING-"; it becomes the package's own when it is done.
async function packageFolders(files: HostFiles): Promise<string[]> {
  const nested = await Promise.all((await foldersIn(files, database)).map((category) => foldersIn(files, category)));
  return nested.flat().filter((folder) => !folder.includes("/-MERGING-"));
}

function toPart(folder: string, distro: Distro): ExtractorPart {
  const name = folder.slice(database.length + 1);
  const purl = purlOf(folder, distro);
  if (purl === undefined) return rejected(folder, "malformed", "The folder's name is not a package and its version (PMS 3.1, 3.2).", name);
  return { kind: "component", component: componentFromPurl(purl, { name: `${purl.namespace}/${purl.name}`, location: folder }) };
}

// The purl type of Gentoo is registered as ebuild: the category is the namespace.
function purlOf(folder: string, { distro }: Distro): ReturnType<typeof purlFrom> {
  const [category, packageAndVersion = ""] = folder.slice(database.length + 1).split("/");
  const { name, version } = packageForm.exec(packageAndVersion)?.groups ?? {};
  return name === undefined ? undefined : purlFrom({ type: "ebuild", namespace: category, name, version, qualifiers: { distro } });
}
