// Checks an evidence pack from the file alone: every digest, the chain of files, and the ledger entries inside.
import { createHash } from "node:crypto";
import { parseInstant } from "../kernel/clock.ts";
import { isFault, messageOf } from "../kernel/fault.ts";
import { bufferReader, zipEntries } from "../kernel/zip.ts";
import type { ZipEntry } from "../kernel/zip.ts";
import { hashOf } from "../ledger/fact.ts";
import type { LedgerEntry } from "../ledger/fact.ts";
import { chainHash, chainStart, ledgerFile, manifestFile, packFormat } from "./pack.ts";
import type { Manifest } from "./pack.ts";

/**
 * whole: every file is as it was when the pack was made, and the ledger entries bind each other. broken: the first places where not.
 * It cannot tell that the pack is the one that was made first: for that its digest is kept elsewhere.
 */
export type PackVerdict =
  | { kind: "whole"; incident: Manifest["incident"]; org: string; madeAt: string; digest: string; files: number; entries: number; ledger: "whole segment" | "single entries"; head: Manifest["ledger"]["head"] }
  | { kind: "broken"; places: readonly { at: string; why: string }[] };

type Place = { at: string; why: string };
const limits = { entries: 10_000, entryBytes: 512 * 1024 * 1024 };

export function verifyPack(bytes: Uint8Array): PackVerdict {
  try {
    const entries = zipEntries(bufferReader(bytes), limits);
    const manifest = readManifest(entries.find(({ name }) => name === manifestFile));
    if (typeof manifest === "string") return { kind: "broken", places: [{ at: manifestFile, why: manifest }] };
    const places = [...wrongFiles(manifest, entries), ...wrongLedger(manifest, entries)];
    return places.length > 0 ? { kind: "broken", places } : wholeOf(manifest);
  } catch (thrown) {
    return { kind: "broken", places: [{ at: "file", why: isFault(thrown) ? thrown.message : `it is no evidence pack: ${messageOf(thrown)}` }] };
  }
}

const wholeOf = ({ incident, org, madeAt, digest, files, ledger }: Manifest): PackVerdict =>
  ({ kind: "whole", incident, org, madeAt, digest, files: files.length, entries: ledger.entries, ledger: ledger.whole ? "whole segment" : "single entries", head: ledger.head });

const textOf = (entry: ZipEntry): string => Buffer.from(entry.read()).toString("utf8");

function readManifest(entry: ZipEntry | undefined): Manifest | string {
  if (entry === undefined) return "is missing";
  const value = JSON.parse(textOf(entry)) as Partial<Manifest>;
  if (value.format !== packFormat) return `says format ${JSON.stringify(value.format)}; this program knows ${packFormat}`;
  const isComplete = Array.isArray(value.files) && typeof value.digest === "string" && typeof value.incident === "object" && Array.isArray(value.ledger?.facts);
  return isComplete ? (value as Manifest) : "lacks members";
}

function wrongFiles(manifest: Manifest, entries: readonly ZipEntry[]): Place[] {
  const places: Place[] = [];
  const byName = Map.groupBy(entries, ({ name }) => name);
  for (const [name, same] of byName) if (same.length > 1) places.push({ at: name, why: "is there twice" });
  let previous = chainStart(manifest);
  for (const line of manifest.files) {
    places.push(...wrongContent(line, byName.get(line.name)?.[0]));
    previous = chainHash(previous, line);
    if (previous !== line.hash) places.push({ at: line.name, why: "its line in the chain does not follow from the ones before" });
  }
  if (previous !== manifest.digest) places.push({ at: manifestFile, why: "the digest is not that of the chain" });
  const named = new Set([manifestFile, ...manifest.files.map(({ name }) => name)]);
  return [...places, ...[...byName.keys()].filter((name) => !named.has(name)).map((name) => ({ at: name, why: "is not named in the manifest" }))];
}

function wrongContent({ name, sha256, bytes }: Manifest["files"][number], entry: ZipEntry | undefined): Place[] {
  if (entry === undefined) return [{ at: name, why: "is missing" }];
  const content = entry.read();
  if (content.byteLength !== bytes) return [{ at: name, why: `has ${content.byteLength} bytes instead of ${bytes}` }];
  return createHash("sha256").update(content).digest("hex") === sha256 ? [] : [{ at: name, why: "is not what it was: the SHA-256 differs" }];
}

function wrongLedger({ ledger, org }: Manifest, entries: readonly ZipEntry[]): Place[] {
  const file = entries.find(({ name }) => name === ledgerFile);
  if (file === undefined) return [{ at: ledgerFile, why: "is missing" }];
  const lines = textOf(file).split("\n").filter(Boolean);
  const facts = lines.map((line) => JSON.parse(line) as Omit<LedgerEntry, "at"> & { at: string });
  const places: Place[] = facts.flatMap((entry, index) => wrongEntry(entry, facts[index - 1], { whole: ledger.whole, org }));
  const seqs = new Set(facts.map(({ seq }) => seq));
  const missing = ledger.facts.filter((seq) => !seqs.has(seq));
  if (facts.length !== ledger.entries) places.push({ at: ledgerFile, why: `holds ${facts.length} entries instead of ${ledger.entries}` });
  const last = facts.at(-1);
  if (last?.seq === ledger.head.seq && last.hash !== ledger.head.hash) places.push({ at: ledgerFile, why: "does not end with the head that the manifest names" });
  return missing.length > 0 ? [...places, { at: ledgerFile, why: `lacks the entries ${missing.slice(0, 5).join(", ")}` }] : places;
}

function wrongEntry({ at, ...entry }: Omit<LedgerEntry, "at"> & { at: string }, before: { seq: number; hash: string } | undefined, { whole, org }: { whole: boolean; org: string }): Place[] {
  const place = `${ledgerFile} entry ${entry.seq}`;
  if (entry.org !== org) return [{ at: place, why: "belongs to another organisation" }];
  if (before !== undefined && entry.seq <= before.seq) return [{ at: place, why: "is out of order" }];
  if (whole && before !== undefined && (entry.seq !== before.seq + 1 || entry.prev !== before.hash)) return [{ at: place, why: "does not follow the entry before" }];
  return hashOf({ ...entry, at: parseInstant(at) ?? Number.NaN }) === entry.hash ? [] : [{ at: place, why: "is not what it was: its hash differs" }];
}
