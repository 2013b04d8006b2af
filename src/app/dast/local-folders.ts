// What scans without a server left on this machine: targets, scans and findings, by their ids.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DastFinding } from "../../dast/finding.ts";
import type { DastScan, ScanFinding } from "../../dast/scan.ts";

/** folder: of the target. said: what the scan said of each finding. */
export interface KeptScan { folder: string; scan: DastScan; said: readonly ScanFinding[] }
export interface KeptFinding { folder: string; url: string; finding: DastFinding }

const scanFile = "scan.json";
const scansKept = 20;

const foldersIn = (place: string): string[] => (existsSync(place) ? readdirSync(place, { withFileTypes: true }).filter((one) => one.isDirectory()).map(({ name }) => join(place, name)) : []);
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** Written beside and moved into place: a crash leaves the old one or the new one. */
export function keepScan(folder: string, scan: DastScan, said: readonly ScanFinding[]): void {
  const file = join(folder, scan.scanId, scanFile);
  writeFileSync(`${file}.new`, JSON.stringify({ scan, said }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  for (const old of keptScans(folder).slice(scansKept)) rmSync(join(folder, old.scan.scanId), { recursive: true, force: true });
}

/** Of one target, newest first. */
export const keptScans = (folder: string): KeptScan[] => foldersIn(folder).flatMap((place): KeptScan[] => {
  const file = join(place, scanFile);
  return existsSync(file) ? [{ folder, ...readJson(file) as Pick<KeptScan, "scan" | "said"> }] : [];
}).toSorted((a, b) => b.scan.queuedAt - a.scan.queuedAt || (a.scan.scanId < b.scan.scanId ? 1 : -1));

/** Of every target under the root, newest first. */
export const allKeptScans = (root: string): KeptScan[] => foldersIn(root).flatMap((folder) => keptScans(folder)).toSorted((a, b) => b.scan.queuedAt - a.scan.queuedAt);

/** The findings that stand, of every target. url: of its latest scan. */
export const keptFindings = (root: string): KeptFinding[] => foldersIn(root).flatMap((folder) => {
  const file = join(folder, "findings.json");
  const [latest] = keptScans(folder);
  return latest === undefined || !existsSync(file) ? [] : (readJson(file) as DastFinding[]).map((finding) => ({ folder, url: latest.scan.url, finding }));
});

/** By id or fingerprint. */
export const findKept = (root: string, idOrFingerprint: string): KeptFinding | undefined => keptFindings(root).find(({ finding }) => finding.findingId === idOrFingerprint || finding.fingerprint === idOrFingerprint);

/** The findings of a scan as it saw them: with its own word of each. */
export function findingsOf({ folder, said }: KeptScan): DastFinding[] {
  const file = join(folder, "findings.json");
  const own = new Map(said.map((one) => [one.findingId, one]));
  return (existsSync(file) ? readJson(file) as DastFinding[] : []).flatMap((one) => { const word = own.get(one.findingId); return word === undefined ? [] : [{ ...one, lastOutcome: word.outcome, notRetestedBecause: word.outcome === "not-retested" ? word.why : undefined }]; });
}

/** Every URL that the scan knew: its routes with the requests that reached them, from its journal. */
export function urlsOf({ folder, scan }: KeptScan): string[] {
  const file = join(folder, scan.scanId, "journal.ndjson");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line.startsWith('{"kind":"route"'));
  return lines.flatMap((line) => { const url = (JSON.parse(line) as { route?: { request?: { url?: string } } }).route?.request?.url; return url === undefined ? [] : [url]; });
}
