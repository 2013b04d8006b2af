// Reads an SBOM in whatever format it comes, and accounts for everything that was in it.
import { Fault } from "../kernel/fault.ts";
import type { Component, ComponentReject } from "./component.ts";
import { openDocument, peekBytes } from "./document-bytes.ts";
import { topLevelKeys } from "./json-stream.ts";
import { sbomFormats } from "./sbom/index.ts";
import type { SbomFormat, SbomHead, SbomLimits, SbomNote, SbomPart } from "./sbom-format.ts";
import { sbomLimits } from "./sbom-format.ts";

/** Nothing is lost: what the document lists = components + duplicates + the sum of rejected. */
export interface SbomCounts { components: number; duplicates: number; rejected: Partial<Record<ComponentReject["reason"], number>> }

/** digest: of the bytes as they came, `sha256:<hex>`. components: one for each canonical purl, at its first place. */
export interface SbomSummary { head: SbomHead; components: Component[]; rejects: ComponentReject[]; notes: SbomNote[]; counts: SbomCounts; digest: string }

// Enough for the first keys or the outermost tag, whatever comments and declarations stand before them.
const startBytes = 4096;

/**
 * Reads a whole SBOM: format, gzip and encoding are recognised from its first bytes.
 * Throws a Fault (sbom.*) when the document cannot be used; then nothing of it is.
 */
export async function readSbom(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits = sbomLimits): Promise<SbomSummary> {
  const document = openDocument(chunks, limits);
  const { start, all } = await peekBytes(document.text, startBytes);
  const format = formatOf(start.toString("utf8"));
  const tally = createTally();
  for await (const part of format.read(all, limits)) tally.take(part);
  return tally.finish(document.digest());
}

function formatOf(start: string): SbomFormat {
  mustNotBeForeign(start);
  const format = sbomFormats.all.find((one) => one.recognise(start));
  if (format === undefined) throw unrecognised(start);
  return format;
}

function unrecognised(start: string): Fault {
  const shown = start.length === 0 ? "It is empty" : `It starts with ${JSON.stringify(start.trimStart().slice(0, 60))}`;
  const archive = archives.find(({ magic }) => start.startsWith(magic))?.name;
  const mend = archive === undefined ? {} : { mend: `Unpack the ${archive} archive and send the SBOM in it.` };
  return new Fault("sbom.unrecognised", { detail: `${shown}.`, places: [{ at: "byte 0", rule: readFormats(), ...mend }] });
}

const readFormats = (): string => `Read are: ${sbomFormats.all.map(({ about }) => about.replace(/\.$/, "")).join("; ")}.`;

const archives = [{ magic: "PK\u0003\u0004", name: "zip" }, { magic: "BZh", name: "bzip2" }];

// Documents that are, or carry, an SBOM in a way that is not read. Told apart by the outermost keys, strong ones first.
const foreignKeys: readonly { keys: readonly string[]; name: string; mend: string }[] = [
  { keys: ["@context", "@graph"], name: "SPDX 3 (JSON-LD)", mend: "Have the tool write SPDX 2.3 or CycloneDX." },
  { keys: ["artifacts", "artifactRelationships"], name: "syft's own JSON", mend: "Run syft with `-o cyclonedx-json`, or `syft convert`." },
  { keys: ["predicateType", "_type"], name: "an in-toto statement", mend: "Send its `predicate`." },
  { keys: ["payloadType"], name: "a DSSE envelope", mend: "Verify it, then send the `predicate` of its decoded `payload`." },
  { keys: ["sbom"], name: "a code host's answer around an SBOM", mend: "Send the value of `sbom`." },
  { keys: ["ArtifactName", "SchemaVersion"], name: "a Trivy report", mend: "Run trivy with `--format cyclonedx`." },
  { keys: ["lockfileVersion"], name: "an npm lock file", mend: "Run `npm sbom --sbom-format cyclonedx`." },
];

function mustNotBeForeign(start: string): void {
  const keys = topLevelKeys(start);
  const foreign = foreignKeys.find((one) => one.keys.some((key) => keys.includes(key)));
  const named = foreign ?? foreignText(start);
  if (named === undefined || keys.includes("bomFormat") || keys.includes("spdxVersion")) return;
  throw new Fault("sbom.unsupported", { detail: `It is ${named.name}.`, places: [{ at: "byte 0", rule: readFormats(), mend: named.mend }] });
}

function foreignText(start: string): { name: string; mend: string } | undefined {
  if (/<rdf:RDF[\s>]/.test(start)) return { name: "SPDX as RDF/XML", mend: "Convert it to SPDX 2.3 JSON." };
  return /^\s*[^{<\s]/.test(start) && /^(?:spdxVersion|bomFormat):/m.test(start) ? { name: "an SBOM as YAML", mend: "Convert it to JSON." } : undefined;
}

function createTally(): { take(part: SbomPart): void; finish(digest: string): SbomSummary } {
  const components = new Map<string, Component>();
  const rejects: ComponentReject[] = [];
  const notes: SbomNote[] = [];
  const rejected: SbomCounts["rejected"] = {};
  let head: SbomHead | undefined;
  let duplicates = 0;
  // The second mention of a component adds what the first did not tell, and takes back an owner that it does not have.
  const keep = (component: Component): boolean => {
    const known = components.get(component.purl);
    if (known === undefined) { components.set(component.purl, component); return true; }
    if (known.licences === undefined && component.licences !== undefined) known.licences = component.licences;
    if (component.ownedBy === undefined) delete known.ownedBy;
    return false;
  };
  return {
    take(part) {
      switch (part.kind) {
        case "head": head = part.head; break;
        case "note": notes.push(part.note); break;
        case "component":
          duplicates += keep(part.component) ? 0 : 1;
          break;
        case "reject":
          rejects.push(part.reject);
          rejected[part.reject.reason] = (rejected[part.reject.reason] ?? 0) + 1;
          break;
        default: part satisfies never;
      }
    },
    finish(digest) {
      if (head === undefined) throw new TypeError("a reader ended without a head");
      return { head, components: [...components.values()], rejects, notes, counts: { components: components.size, duplicates, rejected }, digest };
    },
  };
}
