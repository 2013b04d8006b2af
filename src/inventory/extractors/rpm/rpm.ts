// rpm's package database in its three formats: SQLite, ndb (SUSE) and Berkeley DB (up to RHEL 8).
import { messageOf } from "../../../kernel/fault.ts";
import { canonicalPurl, purlFrom } from "../../../versions/purl.ts";
import type { ExtractorPart, FileOwner, HostFile, HostFiles } from "../../extractor.ts";
import { defineExtractor, rejected } from "../../extractor.ts";
import type { Distro } from "../../os-release.ts";
import { distroPaths, isDistroFile, readDistro } from "../../os-release.ts";
import { componentFromPurl } from "../../purl-component.ts";
import { berkeleyBlobs } from "./berkeley.ts";
import type { RpmHeader } from "./header.ts";
import { parseHeader, tags } from "./header.ts";
import { ndbBlobs } from "./ndb.ts";
import type { Row } from "./sqlite.ts";
import { sqliteBlobs } from "./sqlite.ts";
import { vendorOrigin } from "./vendor.ts";

export const rpm = defineExtractor({
  id: "rpm",
  about: "Packages that rpm has installed: Red Hat, Fedora, SUSE and their relatives.",
  watches: async () => [...folders.flatMap((folder) => [...formats.map(({ name }) => `${folder}/${name}`), `${folder}/${sqliteLog}`]), ...distroPaths],
  reads: (path) => isDistroFile(path) || folders.some((folder) => path.startsWith(`${folder}/`) && [...formats.map(({ name }) => name), sqliteLog].includes(path.slice(folder.length + 1))),
  extract,
  owners,
});

// Where rpm keeps it, newer systems below /usr, and rpm-ostree.
const folders = ["/usr/lib/sysimage/rpm", "/var/lib/rpm", "/usr/share/rpm"];
const sqliteLog = "rpmdb.sqlite-wal";

type Open = (file: HostFile, log: HostFile | undefined) => Iterable<Row>;
const formats: readonly { name: string; blobs: Open }[] = [
  { name: "rpmdb.sqlite", blobs: (file, log) => sqliteBlobs(file, log, "Packages") },
  { name: "Packages.db", blobs: (file) => ndbBlobs(file) },
  { name: "Packages", blobs: (file) => berkeleyBlobs(file) },
];

interface Database { path: string; log: string | undefined; blobs: Open }
type Read = { kind: "header"; at: string; header: RpmHeader } | Extract<ExtractorPart, { kind: "reject" }>;

async function* extract(files: HostFiles, _roots: readonly string[], signal: AbortSignal): AsyncGenerator<ExtractorPart> {
  const distro = await readDistro(files);
  for await (const read of headers(files, signal)) {
    if (read.kind === "reject") yield read;
    else yield* guarded(read.at, () => toParts(read.header, read.at, distro));
  }
}

async function* owners(files: HostFiles, paths: ReadonlySet<string>, signal: AbortSignal): AsyncGenerator<FileOwner> {
  const distro = await readDistro(files);
  const names = new Set([...paths].map((path) => path.slice(path.lastIndexOf("/") + 1)));
  for await (const read of headers(files, signal)) {
    // What is wrong with a header is told by extract.
    if (read.kind === "reject") continue;
    for (const path of guarded(read.at, () => filesOf(read.header, names))) {
      const purl = typeof path === "string" && paths.has(path) ? purlOf(read.header, distro) : undefined;
      if (typeof path === "string" && purl !== undefined) yield { path, purl: canonicalPurl(purl), origin: vendorOrigin(read.header.texts(tags.vendor)[0], distro.namespace) };
    }
  }
}

async function* headers(files: HostFiles, signal: AbortSignal): AsyncGenerator<Read> {
  for (const database of await findDatabases(files)) {
    const file = await files.open(database.path);
    const log = database.log === undefined ? undefined : await files.open(database.log);
    try {
      if (file !== undefined) for (const read of readBlobs(database, file, log)) { signal.throwIfAborted(); yield read; }
    } finally {
      file?.close();
      log?.close();
    }
  }
}

/** In each folder the first format that is there: rpm leaves the others behind when it is moved to a new one. */
async function findDatabases(files: HostFiles): Promise<Database[]> {
  const seen = new Set<string>();
  const found: Database[] = [];
  for (const folder of folders) {
    for (const { name, blobs } of formats) {
      const path = `${folder}/${name}`;
      const stamp = await files.stamp(path);
      if (stamp === undefined) continue;
      // One of the folders is often a link to another.
      if (!seen.has(stamp)) found.push({ path, blobs, log: name === "rpmdb.sqlite" ? `${folder}/${sqliteLog}` : undefined });
      seen.add(stamp);
      break;
    }
  }
  return found;
}

function* readBlobs({ path, blobs }: Database, file: HostFile, log: HostFile | undefined): Generator<Read> {
  for (const one of guarded(path, () => blobs(file, log))) {
    if ("kind" in one) yield one;
    else yield* guarded(`${path}: ${one.at}`, (): Read[] => [{ kind: "header", at: `${path}: ${one.at}`, header: parseHeader(one.bytes) }]);
  }
}

/** What can be had, then a reject for what cannot. */
function* guarded<T>(at: string, read: () => Iterable<T>): Generator<T | Extract<ExtractorPart, { kind: "reject" }>> {
  try {
    yield* read();
  } catch (cause) {
    yield rejected(at, "malformed", `${messageOf(cause)} What stands after it is not known; rpm --rebuilddb mends a damaged database.`);
  }
}

function toParts(header: RpmHeader, at: string, distro: Distro): ExtractorPart[] {
  const [name] = header.texts(tags.name);
  // Keys that packages are signed with are kept as if they were packages.
  if (name === "gpg-pubkey") return [];
  if (name === undefined) return [rejected(at, "malformed", "The header has no NAME.")];
  if (header.texts(tags.version)[0] === undefined) return [rejected(at, "no-version", "The header has no VERSION.", name)];
  const purl = purlOf(header, distro);
  return [purl === undefined ? rejected(at, "invalid-purl", `${name} cannot be written as a purl.`, name) : { kind: "component", component: componentFromPurl(purl, { name, location: at }) }];
}

// purl-spec, rpm: the epoch is a qualifier; the source package and the module travel along because advisories name them.
function purlOf(header: RpmHeader, { namespace, distro }: Distro): ReturnType<typeof purlFrom> {
  const [name, version, release, arch, upstream, rpmmod] = [tags.name, tags.version, tags.release, tags.arch, tags.sourceRpm, tags.modularityLabel].map((tag) => header.texts(tag)[0]);
  if (version === undefined) return undefined;
  const qualifiers = { arch: arch ?? "", distro, epoch: header.numbers(tags.epoch)[0]?.toString() ?? "", upstream: upstream === "(none)" ? "" : (upstream ?? ""), rpmmod: rpmmod === "(none)" ? "" : (rpmmod ?? "") };
  return purlFrom({ type: "rpm", namespace, name, version: release === undefined ? version : `${version}-${release}`, qualifiers });
}

// Few names are looked for, and paths are only made for those.
function* filesOf(header: RpmHeader, names: ReadonlySet<string>): Generator<string> {
  const [dirs, indexes] = [header.texts(tags.dirNames), header.numbers(tags.dirIndexes)];
  for (const [index, name] of header.texts(tags.baseNames).entries()) if (names.has(name)) yield `${dirs[indexes[index] ?? -1] ?? ""}${name}`;
}
