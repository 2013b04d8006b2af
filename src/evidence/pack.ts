// Evidence packs: everything on record about one incident in one file that proves itself without a server.
//
// file      a member of the pack, with its SHA-256
// chain     each line binds a file to all lines before it; the last one is the pack's digest
// segment   the ledger from the incident's first fact to its last, or to the head: entries whose hashes bind each other
import { createHash } from "node:crypto";
import { toIso } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { canonicalJson } from "../kernel/json.ts";
import type { Json } from "../kernel/json.ts";
import { zipOf } from "../kernel/zip-writer.ts";
import type { LedgerEntry } from "../ledger/fact.ts";

export const packFormat = "aftwatch-evidence-pack/1";

export interface PackFile { name: string; content: string }

export interface PackContent {
  incident: { id: string; number: number; title: string };
  org: string;
  madeAt: Instant;
  version: string;
  files: readonly PackFile[];
  /** In order of seq. whole: without gaps from its first to its last entry. */
  segment: readonly LedgerEntry[];
  /** Seqs of the incident's own facts: each must be in the segment. */
  facts: readonly number[];
  head: { seq: number; hash: string };
}

/** name, sha256 of the content, and the hash over this line and the one before. */
export interface ChainLine { name: string; sha256: string; bytes: number; hash: string }
export interface Manifest {
  format: typeof packFormat; incident: PackContent["incident"]; org: string; madeAt: string; version: string;
  files: readonly ChainLine[]; digest: string;
  ledger: { from: number; to: number; entries: number; whole: boolean; facts: readonly number[]; head: { seq: number; hash: string } };
}

export const ledgerFile = "ledger.jsonl";
export const manifestFile = "manifest.json";
const readmeFile = "README.txt";

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The hash of a line of the chain. */
export const chainHash = (previous: string, { name, sha256, bytes }: Omit<ChainLine, "hash">): string => digestOf(canonicalJson({ previous, name, sha256, bytes }));

/** The same content gives the same bytes. */
export function packOf(content: PackContent): Uint8Array {
  const files = [...content.files, { name: ledgerFile, content: content.segment.map((entry) => `${entryText(entry)}\n`).join("") }, { name: readmeFile, content: readme(content) }];
  const manifest = manifestOf(content, files);
  return zipOf([{ name: manifestFile, content: `${JSON.stringify(manifest, undefined, 1)}\n` }, ...files]);
}

const entryText = ({ at, ...entry }: LedgerEntry): string => canonicalJson({ ...entry, at: toIso(at) } as unknown as Json);

function manifestOf(content: PackContent, files: readonly PackFile[]): Manifest {
  const { incident, org, madeAt, version, segment, facts, head } = content;
  let previous = digestOf(canonicalJson({ format: packFormat, incident, org, madeAt: toIso(madeAt) }));
  const lines = files.map(({ name, content: text }) => {
    const line = { name, sha256: digestOf(text), bytes: Buffer.byteLength(text) };
    previous = chainHash(previous, line);
    return { ...line, hash: previous };
  });
  const [first, last] = [segment[0]?.seq ?? 0, segment.at(-1)?.seq ?? 0];
  return {
    format: packFormat, incident, org, madeAt: toIso(madeAt), version, files: lines, digest: previous,
    ledger: { from: first, to: last, entries: segment.length, whole: segment.length === last - first + 1, facts, head },
  };
}

/** What the chain begins with: the pack's own identity. */
export const chainStart = ({ incident, org, madeAt }: Pick<Manifest, "incident" | "org" | "madeAt">): string => digestOf(canonicalJson({ format: packFormat, incident, org, madeAt }));

const readme = ({ incident, files }: PackContent): string => [
  `Evidence pack of incident INC-${incident.number}: ${incident.title}`, "",
  "Check it without a server or a network:", "  aftwatch evidence verify FILE", "",
  `${manifestFile} names each file with its SHA-256; every line's hash covers the line before, the last one is the digest of the pack.`,
  `${ledgerFile} holds ledger entries as RFC 8785 JSON; "hash" is the SHA-256 of an entry without it, "prev" the hash of the entry before.`,
  "Note the digest somewhere the owner of this file cannot reach: then nobody can exchange the file unseen.", "", "Files:", ...files.map(({ name }) => `  ${name}`), "",
].join("\n");
