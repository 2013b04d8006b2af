// Arch Linux's package database: a folder for each package with its `desc` and `files`.
import { canonicalPurl, purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, FileOwner, HostFiles } from "../extractor.ts";
import { defineExtractor, isReject, rejected, textOrReject } from "../extractor.ts";
import type { Distro } from "../os-release.ts";
import { distroPaths, isDistroFile, readDistro } from "../os-release.ts";
import { componentFromPurl } from "../purl-component.ts";

export const alpm = defineExtractor({
  id: "alpm",
  about: "Arch Linux packages that pacman has installed.",
  watches: async () => [database, ...distroPaths],
  reads: (path) => isDistroFile(path) || (path.startsWith(`${database}/`) && /\/(?:desc|files)$/.test(path)),
  extract,
  owners,
});

// Its mtime changes with every installation and removal: an upgrade makes a folder of another name.
const database = "/var/lib/pacman/local";

async function* extract(files: HostFiles, _roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  const distro = await readDistro(files);
  for (const path of await packageFolders(files)) {
    signal.throwIfAborted();
    yield readPackage(`${path}/desc`, await textOrReject(files, `${path}/desc`), distro);
  }
}

async function* owners(files: HostFiles, paths: ReadonlySet<string>, signal: AbortSignal): AsyncGenerator<FileOwner> {
  const distro = await readDistro(files);
  for (const folder of await packageFolders(files)) {
    signal.throwIfAborted();
    const owned = [...(sectionsOf((await files.readText(`${folder}/files`)) ?? "").get("FILES") ?? [])].map((path) => `/${path}`).filter((path) => paths.has(path));
    if (owned.length === 0) continue;
    const sections = sectionsOf((await files.readText(`${folder}/desc`)) ?? "");
    const purl = purlOf(sections, distro);
    // A repository's packages are signed (pacman.conf(5), SigLevel); one that somebody built here is not.
    const origin = sections.get("VALIDATION")?.includes("pgp") === true ? "distribution" : undefined;
    if (purl !== undefined) for (const path of owned) yield { path, purl: canonicalPurl(purl), origin };
  }
}

async function packageFolders(files: HostFiles): Promise<string[]> {
  return (await files.list(database)).filter(({ kind }) => kind === "folder").map(({ name }) => `${database}/${name}`);
}

/** "%NAME%" on a line of its own, then the values, up to an empty line. */
function sectionsOf(text: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const line of text.split("\n")) {
    const [, name] = /^%([A-Z0-9]+)%$/.exec(line) ?? [];
    if (name !== undefined) sections.set(name, (values = []));
    else if (line === "") values = undefined;
    else values?.push(line);
  }
  return sections;
}

function readPackage(path: string, text: Awaited<ReturnType<typeof textOrReject>>, distro: Distro): ExtractorPart {
  if (isReject(text)) return text;
  if (text === undefined) return rejected(path, "malformed", "The folder of a package has no desc, or it may not be read.");
  const sections = sectionsOf(text);
  const [name, version] = [sections.get("NAME")?.[0], sections.get("VERSION")?.[0]];
  if (name === undefined) return rejected(path, "malformed", "It has no %NAME%.");
  if (version === undefined) return rejected(path, "no-version", "It has no %VERSION%.", name);
  const purl = purlOf(sections, distro);
  return purl === undefined ? rejected(path, "invalid-purl", `${name} ${version} cannot be written as a purl.`, name) : { kind: "component", component: componentFromPurl(purl, { name, location: path }) };
}

// purl-spec, alpm: the epoch stays in the version, as pacman writes it. %BASE% is the source of several packages.
function purlOf(sections: ReadonlyMap<string, readonly string[]>, { namespace, distro }: Distro): ReturnType<typeof purlFrom> {
  const [name, version, arch = "", base] = ["NAME", "VERSION", "ARCH", "BASE"].map((section) => sections.get(section)?.[0]);
  return purlFrom({ type: "alpm", namespace: namespace ?? "arch", name, version, qualifiers: { arch, distro, upstream: base === undefined || base === name ? "" : base } });
}
