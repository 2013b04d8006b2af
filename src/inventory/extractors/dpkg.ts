// Debian's package database: /var/lib/dpkg/status, and status.d of images built without dpkg.
import { purlFrom } from "../../versions/purl.ts";
import type { ExtractorPart, HostFiles } from "../extractor.ts";
import { defineExtractor } from "../extractor.ts";
import { componentFromPurl } from "../purl-component.ts";

export const dpkg = defineExtractor({
  id: "dpkg",
  about: "Debian and Ubuntu packages that dpkg has installed.",
  watches: async (files) => [statusPath, statusFolder, ...osReleasePaths, ...(await statusFiles(files)).map(({ path }) => path)],
  extract,
});

const statusPath = "/var/lib/dpkg/status";
const statusFolder = "/var/lib/dpkg/status.d";
// os-release(5): the file in /etc comes before the vendor's.
const osReleasePaths = ["/etc/os-release", "/usr/lib/os-release"] as const;

// dpkg(1), "Package states": in these the package's files are on the disk, whatever is still to be configured.
const presentStates = new Set(["installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending"]);

interface Distro { namespace: string | undefined; release: string | undefined }
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

async function readDistro(files: HostFiles): Promise<Distro> {
  const [own, vendors] = osReleasePaths;
  const fields = new Map<string, string>();
  for (const line of ((await files.readText(own)) ?? (await files.readText(vendors)) ?? "").split("\n")) {
    const [, name, value] = /^([A-Z_]+)=["']?(.*?)["']?\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && value !== "") fields.set(name, value);
  }
  return { namespace: fields.get("ID"), release: fields.get("VERSION_ID") ?? fields.get("VERSION_CODENAME") };
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
    distro: distro.namespace !== undefined && distro.release !== undefined ? `${distro.namespace}-${distro.release}` : "",
    upstream: source === undefined ? "" : sourceVersion === undefined ? source : `${source}@${sourceVersion}`,
  };
  return purlFrom({ type: "deb", namespace: distro.namespace, name: fields.get("package"), version: fields.get("version"), qualifiers });
}
