// Debian's package database: /var/lib/dpkg/status, and status.d of images built without dpkg.
import { canonicalPurl, purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, FileOwner, HostFiles } from "../extractor.ts";
import { defineExtractor } from "../extractor.ts";
import type { Distro } from "../os-release.ts";
import { distroPaths, isDistroFile, readDistro } from "../os-release.ts";
import { componentFromPurl } from "../purl-component.ts";

export const dpkg = defineExtractor({
  id: "dpkg",
  about: "Debian and Ubuntu packages that dpkg has installed.",
  watches: async (files) => [statusPath, statusFolder, ...distroPaths, ...(await statusFiles(files)).map(({ path }) => path)],
  reads: (path) => isDistroFile(path) || path === statusPath || path.startsWith(`${statusFolder}/`) || (path.startsWith(`${infoFolder}/`) && path.endsWith(".list")) || (path.startsWith(`${aptLists}/`) && /_(?:InRelease|Release|Packages)$/.test(path)),
  extract,
  owners,
});

const statusPath = "/var/lib/dpkg/status";
const statusFolder = "/var/lib/dpkg/status.d";
const infoFolder = "/var/lib/dpkg/info";
const aptLists = "/var/lib/apt/lists";
const atOnce = 32;

// dpkg(1), "Package states": in these the package's files are on the disk, whatever is still to be configured.
const presentStates = new Set(["installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending"]);

interface Stanza { line: number; fields: Map<string, string>; wrongLines: number[] }

async function* extract(files: HostFiles, _roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  const distro = await readDistro(files);
  for (const { path, hasStates } of await statusFiles(files)) {
    signal.throwIfAborted();
    const text = await files.readText(path);
    for (const stanza of stanzas(text ?? "")) yield* toParts(stanza, { path, hasStates, distro });
  }
}

async function statusFiles(files: HostFiles): Promise<{ path: string; hasStates: boolean }[]> {
  const single = (await files.list(statusFolder)).filter(({ kind, name }) => kind === "file" && !name.endsWith(".md5sums"));
  return [{ path: statusPath, hasStates: true }, ...single.map(({ name }) => ({ path: `${statusFolder}/${name}`, hasStates: false }))];
}

/** dpkg keeps the files of a package in info/<name>[:<arch>].list, images without dpkg in status.d/<name>.md5sums. */
async function* owners(files: HostFiles, paths: ReadonlySet<string>, signal: AbortSignal): AsyncGenerator<FileOwner> {
  const lists = await fileLists(files);
  for (let index = 0; index < lists.length; index += atOnce) {
    signal.throwIfAborted();
    const batch = lists.slice(index, index + atOnce);
    const texts = await Promise.all(batch.map(({ path }) => files.readText(path)));
    for (const [at, { purl, origin }] of batch.entries()) for (const path of listedPaths(texts[at] ?? "")) if (paths.has(path)) yield { path, purl, origin };
  }
}

async function fileLists(files: HostFiles): Promise<FileOwner[]> {
  const distro = await readDistro(files);
  const vendors = await vendorPackages(files, distro);
  const there = new Set([...(await files.list(infoFolder)).map(({ name }) => `${infoFolder}/${name}`), ...(await files.list(statusFolder)).map(({ name }) => `${statusFolder}/${name}`)]);
  const lists: FileOwner[] = [];
  for (const { path: source, hasStates } of await statusFiles(files)) {
    for (const { fields } of stanzas((await files.readText(source)) ?? "")) {
      const purl = purlOf(fields, distro);
      const [name, arch] = [fields.get("package"), fields.get("architecture")];
      // Packages of which several architectures can stand side by side carry theirs in the name of the list.
      const path = (hasStates ? [`${infoFolder}/${name}:${arch}.list`, `${infoFolder}/${name}.list`] : [`${statusFolder}/${name}.md5sums`]).find((candidate) => there.has(candidate));
      if (path !== undefined && purl !== undefined) lists.push({ path, purl: canonicalPurl(purl), origin: originOf(fields, vendors, distro) });
    }
  }
  return lists;
}

// Addresses of the people and teams that maintain packages of Debian and Ubuntu; few of the rest use one of their own.
const maintainers = /@(?:[\w-]+\.)*(?:debian\.(?:org|net)|ubuntu\.com|canonical\.com)>/i;

/** deb-control(5) "Origin" says it; else a vendor's list that has this very version; else whose address the maintainer has. */
function originOf(fields: ReadonlyMap<string, string>, vendors: ReadonlySet<string>, distro: Distro): FileOwner["origin"] {
  const stated = fields.get("origin");
  if (stated) return isOwn(stated, distro) ? "distribution" : "vendor";
  if (vendors.has(`${fields.get("package")} ${fields.get("version")}`)) return "vendor";
  return maintainers.test(`${fields.get("maintainer")} ${fields.get("original-maintainer")}`) ? "distribution" : undefined;
}

/** "Debian Backports", "UbuntuESMApps"; a personal archive is "LP-PPA-name". */
const isOwn = (origin: string, { namespace }: Distro): boolean => namespace !== undefined && origin.toLowerCase().startsWith(namespace);

// Vendors list a handful of packages; what is larger is a distribution of its own, and reading it would cost more than it tells.
const maxListBytes = 16 * 1024 * 1024;

/** "name version" of what apt's lists of other origins hold (apt-secure(8): the Release file names the origin). Packed lists are not read. */
async function vendorPackages(files: HostFiles, distro: Distro): Promise<Set<string>> {
  const found = new Set<string>();
  const names = (await files.list(aptLists)).filter(({ kind }) => kind === "file").map(({ name }) => name);
  for (const release of names.filter((name) => /_(?:In)?Release$/.test(name))) {
    const origin = /^Origin:\s*(.+?)\s*$/m.exec((await smallText(files, `${aptLists}/${release}`)) ?? "")?.[1];
    if (origin === undefined || isOwn(origin, distro)) continue;
    const site = release.replace(/(?:In)?Release$/, "");
    for (const list of names.filter((name) => name.startsWith(site) && name.endsWith("_Packages"))) {
      for (const { fields } of stanzas((await smallText(files, `${aptLists}/${list}`)) ?? "")) found.add(`${fields.get("package")} ${fields.get("version")}`);
    }
  }
  return found;
}

async function smallText(files: HostFiles, path: string): Promise<string | undefined> {
  const file = await files.open(path);
  file?.close();
  return file === undefined || file.sizeBytes > maxListBytes ? undefined : files.readText(path);
}

/** Absolute paths, one a line; in check sums after them and without the slash at the front. */
function* listedPaths(text: string): Generator<string> {
  for (const line of text.split("\n")) yield line.startsWith("/") ? line : `/${line.replace(/^[0-9a-f]{32}\s+/, "")}`;
}

// deb822(5): paragraphs of "Name: value", a line that begins with white space continues the field before it.
function* stanzas(text: string): Generator<Stanza> {
  let stanza: Stanza | undefined;
  let line = 0;
  for (const content of text.split("\n")) {
    line++;
    if (content.trim() === "") {
      if (stanza !== undefined) yield stanza;
      stanza = undefined;
      continue;
    }
    stanza ??= { line, fields: new Map(), wrongLines: [] };
    if (content.startsWith(" ") || content.startsWith("\t") || content.startsWith("#")) continue;
    const colon = content.indexOf(":");
    if (colon > 0) stanza.fields.set(content.slice(0, colon).toLowerCase(), content.slice(colon + 1).trim());
    else stanza.wrongLines.push(line);
  }
  if (stanza !== undefined) yield stanza;
}

function* toParts({ line, fields, wrongLines }: Stanza, source: { path: string; hasStates: boolean; distro: Distro }): Generator<ExtractorPart> {
  const at = `${source.path}:${line}`;
  const name = fields.get("package");
  const reject = (reason: "malformed" | "no-version" | "invalid-purl", detail: string, place = at): ExtractorPart => ({ kind: "reject", reject: { at: place, name, reason, detail } });
  for (const wrong of wrongLines) yield reject("malformed", 'The line is not of the form "Field: value" (deb822).', `${source.path}:${wrong}`);
  const state = fields.get("status")?.split(/\s+/)[2];
  if (source.hasStates && state === undefined) yield reject("malformed", "The entry has no Status of three words.");
  else if (state === "half-installed") yield reject("malformed", "Its installation was interrupted, so what is on the disk is not known; run dpkg --configure -a.");
  else if (!source.hasStates || presentStates.has(state ?? "")) {
    const purl = purlOf(fields, source.distro);
    if (name === undefined) yield reject("malformed", "The entry has no Package field.");
    else if (!fields.get("version")) yield reject("no-version", "The entry has no Version field.");
    else if (purl === undefined) yield reject("invalid-purl", `${name} ${fields.get("version")} cannot be written as a purl.`);
    else yield { kind: "component", component: componentFromPurl(purl, { name, location: at }) };
  }
}

// purl-spec, deb: the vendor is the namespace; the source package travels in `upstream` because advisories name it.
function purlOf(fields: ReadonlyMap<string, string>, distro: Distro): ReturnType<typeof purlFrom> {
  const [, source, sourceVersion] = /^(\S+)(?:\s+\(([^)]+)\))?/.exec(fields.get("source") ?? "") ?? [];
  const qualifiers = {
    arch: fields.get("architecture") ?? "",
    distro: distro.distro,
    upstream: source === undefined ? "" : sourceVersion === undefined ? source : `${source}@${sourceVersion}`,
  };
  return purlFrom({ type: "deb", namespace: distro.namespace, name: fields.get("package"), version: fields.get("version"), qualifiers });
}
