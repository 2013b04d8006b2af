// Checks content/starter: every line is an OSV record in the form we ship; where a mirror of the public databases lies beside the repository, ranges are compared with it.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { parseInstant } from "../src/kernel/clock.ts";

interface RangeEvent { introduced?: string; fixed?: string; last_affected?: string }
interface Affected {
  package: { ecosystem: string; name: string };
  ranges?: readonly { type: string; events: readonly RangeEvent[] }[] | null;
  versions?: readonly string[] | null;
}
interface OsvRecord {
  id: string;
  aliases?: readonly string[] | null;
  upstream?: readonly string[] | null;
  published: string;
  modified: string;
  summary: string;
  severity?: readonly { type: string; score: string }[];
  affected: readonly Affected[];
  references: readonly { type: string; url: string }[];
}
interface Place { at: string; rule: string }

const folder = new URL("../content/starter/", import.meta.url);
const mirror = new URL("../../shared/data/advisories/osv-mirror/", import.meta.url);

// OSV's words for ecosystems (ossf/osv-schema, "Defined ecosystems") by the file that holds them.
const ecosystems: Readonly<Record<string, string>> = {
  npm: "npm", pypi: "PyPI", maven: "Maven", go: "Go", "crates.io": "crates.io", rubygems: "RubyGems", nuget: "NuGet",
  packagist: "Packagist", hex: "Hex", "github-actions": "GitHub Actions", debian: "Debian", alpine: "Alpine",
};
const released = new Set(["Debian", "Alpine"]);
const recordKeys = ["schema_version", "id", "aliases", "upstream", "related", "published", "modified", "summary", "severity", "affected", "references", "database_specific"];
const requiredKeys = ["schema_version", "id", "published", "modified", "summary", "affected", "references", "database_specific"];
// FIRST CVSS v3.1 section 6 and v4.0 section 7: the base metrics, in their order.
const vectors: Readonly<Record<string, RegExp>> = {
  CVSS_V3: /^CVSS:3\.[01]\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[NLH]\/I:[NLH]\/A:[NLH](?:\/E:[XUPFH])?(?:\/RL:[XOTWU])?(?:\/RC:[XURC])?$/,
  CVSS_V4: /^CVSS:4\.0\/AV:[NALP]\/AC:[LH]\/AT:[NP]\/PR:[NLH]\/UI:[NPA]\/VC:[NLH]\/VI:[NLH]\/VA:[NLH]\/SC:[NLH]\/SI:[NLH]\/SA:[NLH](?:\/[A-Z]{1,3}:\w+)*$/,
};

const places: Place[] = [];
const expect = (holds: boolean, at: string, rule: string): void => { if (!holds) places.push({ at, rule }); };
const strangers = (value: object, known: readonly string[]): string[] => Object.keys(value).filter((key) => !known.includes(key));
const baseOf = (ecosystem: string): string => ecosystem.split(":")[0] ?? "";

/** Reads one line; undefined (and a place) when it is no JSON or lacks a required member, so that the other lines are still checked. */
function readLine(text: string, at: string): OsvRecord | undefined {
  let value: unknown;
  try { value = JSON.parse(text); } catch { places.push({ at, rule: "is not JSON" }); return undefined; }
  if (typeof value !== "object" || value === null) { places.push({ at, rule: "is not an object" }); return undefined; }
  const missing = requiredKeys.filter((key) => !(key in value));
  expect(missing.length === 0, at, `lacks ${missing.join(", ")}`);
  expect(strangers(value, recordKeys).length === 0, at, `has unknown keys: ${strangers(value, recordKeys).join(", ")}`);
  return missing.length === 0 ? value as OsvRecord : undefined;
}

function checkRecord(record: OsvRecord, at: string): void {
  const { schema_version, database_specific } = record as unknown as { schema_version: unknown; database_specific: unknown };
  expect(schema_version === "1.7.0", `${at}/schema_version`, "must be 1.7.0");
  expect(JSON.stringify(database_specific) === '{"starter":true}', `${at}/database_specific`, 'must be {"starter":true}');
  expect(/^[\x21-\x7e]+$/.test(record.id), `${at}/id`, "must be printable ASCII without spaces");
  expect(/^\S[^\n]{10,220}\.$/.test(record.summary), `${at}/summary`, "must be one line that ends with a full stop");
  expect(record.affected.length > 0, `${at}/affected`, "must name a package");
  checkDates(record, at);
  for (const [index, rating] of (record.severity ?? []).entries()) expect(vectors[rating.type]?.test(rating.score) === true, `${at}/severity/${index}`, "must be a CVSS v3 or v4 base vector");
  for (const [index, link] of record.references.entries()) expect(link.url.startsWith("https://") && URL.canParse(link.url), `${at}/references/${index}`, "must be an https URL");
  for (const [index, affected] of record.affected.entries()) checkAffected(affected, `${at}/affected/${index}`);
}

function checkDates(record: OsvRecord, at: string): void {
  // OSV schema, "modified, published": RFC 3339 in UTC, ending in Z.
  const [published, modified] = [record.published, record.modified].map((text) => (text.endsWith("Z") ? parseInstant(text) : undefined));
  expect(published !== undefined, `${at}/published`, "must be RFC 3339 in UTC");
  expect(modified !== undefined, `${at}/modified`, "must be RFC 3339 in UTC");
  expect((published ?? 0) <= (modified ?? 0), `${at}/modified`, "must not be before published");
}

function checkAffected(affected: Affected, at: string): void {
  const { ecosystem, name } = affected.package;
  const base = baseOf(ecosystem);
  expect(strangers(affected, ["package", "ranges", "versions"]).length === 0, at, "has unknown keys");
  expect(Object.values(ecosystems).includes(base), `${at}/package/ecosystem`, `${ecosystem} is not one we ship`);
  expect(released.has(base) === ecosystem.includes(":"), `${at}/package/ecosystem`, "a distribution needs its release, nothing else has one");
  expect(name.trim() === name && name !== "", `${at}/package/name`, "must not be empty or padded");
  expect((affected.ranges ?? []).length + (affected.versions ?? []).length > 0, at, "must have a range or a version");
  for (const [index, range] of (affected.ranges ?? []).entries()) {
    expect(range.type === "SEMVER" || range.type === "ECOSYSTEM", `${at}/ranges/${index}/type`, "must be SEMVER or ECOSYSTEM");
    checkEvents(range.events, `${at}/ranges/${index}/events`);
  }
}

function checkEvents(events: readonly RangeEvent[], at: string): void {
  expect(events.length > 0 && events[0]?.introduced !== undefined, at, "must start with introduced");
  for (const [index, event] of events.entries()) {
    const kinds = Object.keys(event);
    expect(kinds.length === 1 && strangers(event, ["introduced", "fixed", "last_affected"]).length === 0, `${at}/${index}`, "must have exactly one of introduced, fixed, last_affected");
    expect(index === 0 || (event.introduced === undefined) !== (events[index - 1]?.introduced === undefined), `${at}/${index}`, "introduced must alternate with its end");
  }
  // OSV schema, "affected[].ranges[].events": fixed and last_affected must not meet in one range.
  expect(!(events.some((event) => event.fixed) && events.some((event) => event.last_affected)), at, "must not mix fixed and last_affected");
}

const cvesOf = (record: Pick<OsvRecord, "id" | "aliases" | "upstream">): string[] =>
  [record.id, ...(record.aliases ?? []), ...(record.upstream ?? [])].filter((id) => id.startsWith("CVE-"));

function checkKev(cves: ReadonlySet<string>): number {
  const kev = JSON.parse(readFileSync(new URL("kev.json", folder), "utf8")) as { count: number; vulnerabilities: readonly { cveID: string; dateAdded: string; dueDate: string; knownRansomwareCampaignUse: string }[] };
  expect(kev.count === kev.vulnerabilities.length, "kev.json/count", "must be the number of entries");
  expect(new Set(kev.vulnerabilities.map((entry) => entry.cveID)).size === kev.count, "kev.json", "must name each CVE once");
  for (const entry of kev.vulnerabilities) {
    const day = /^\d{4}-\d{2}-\d{2}$/;
    expect(cves.has(entry.cveID), `kev.json/${entry.cveID}`, "must be a CVE of the set");
    expect(day.test(entry.dateAdded) && day.test(entry.dueDate), `kev.json/${entry.cveID}`, "must have dates as YYYY-MM-DD");
    expect(["Known", "Unknown"].includes(entry.knownRansomwareCampaignUse), `kev.json/${entry.cveID}`, "knownRansomwareCampaignUse must be Known or Unknown");
  }
  return kev.count;
}

function checkEpss(cves: ReadonlySet<string>): number {
  const [comment, head, ...rows] = readFileSync(new URL("epss.csv", folder), "utf8").trimEnd().split("\n");
  expect(/^#model_version:[^,]+,score_date:\d{4}-\d{2}-\d{2}T/.test(comment ?? ""), "epss.csv:1", "must name the model and the score date");
  expect(head === "cve,epss,percentile", "epss.csv:2", "must be the column names");
  for (const [index, row] of rows.entries()) {
    const [cve = "", ...numbers] = row.split(",");
    expect(cves.has(cve), `epss.csv:${index + 3}`, "must be a CVE of the set");
    expect(numbers.length === 2 && numbers.every((text) => /^(?:0|1|[01]\.\d+)$/.test(text) && Number(text) <= 1), `epss.csv:${index + 3}`, "must have two numbers from 0 to 1");
  }
  return rows.length;
}

/** The text files of a zip archive (APPNOTE 4.3.12: the central directory is the truth about entries). */
function* unzip(bytes: Buffer): Generator<string> {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + size);
    yield (method === 0 ? data : inflateRawSync(data)).toString("utf8");
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

/** Ranges as one text: each interval `introduced..end`, sorted, so that splitting a range differently is no difference. */
function intervalsOf(affected: readonly Affected[]): string {
  const found = new Set<string>();
  for (const range of affected.flatMap((entry) => entry.ranges ?? []).filter((entry) => entry.type !== "GIT")) {
    for (const [index, event] of range.events.entries()) {
      if (event.introduced === undefined) continue;
      const end = range.events[index + 1];
      const from = /^0(?:\.0)*(?:-0)?$/.test(event.introduced) ? "0" : event.introduced;
      found.add(`${from}..${end?.fixed ?? (end?.last_affected === undefined ? "" : `=${end.last_affected}`)}`);
    }
  }
  return [...found].toSorted().join(" ");
}

// PEP 503: names that differ only in case and separators are one package.
const nameKey = (ecosystem: string, name: string): string => `${ecosystem}|${ecosystem === "PyPI" ? name.replace(/[-_.]+/g, "-").toLowerCase() : name}`;
const idsOf = (record: OsvRecord): string[] => [record.id, ...(record.aliases ?? []), ...(record.upstream ?? [])];

function packagesOf(record: OsvRecord): Map<string, Affected[]> {
  const named = (record.affected ?? []).filter((entry) => entry.package?.name !== undefined);
  return Map.groupBy(named, (entry) => nameKey(entry.package.ecosystem, entry.package.name));
}

/** Every "id|ecosystem|package" of the mirror with the ranges each record gives. */
function readMirror(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const ecosystem of Object.values(ecosystems)) {
    const archive = new URL(`${encodeURIComponent(ecosystem)}/all.zip`, mirror);
    if (!existsSync(archive)) continue;
    for (const text of unzip(readFileSync(archive))) {
      const record = JSON.parse(text) as OsvRecord;
      for (const [name, affected] of packagesOf(record)) {
        for (const id of idsOf(record)) found.set(`${id}|${name}`, [...(found.get(`${id}|${name}`) ?? []), intervalsOf(affected)]);
      }
    }
  }
  return found;
}

function compareWithMirror(records: readonly OsvRecord[]): void {
  const theirs = readMirror();
  const counts = { agree: 0, differ: 0, absent: 0 };
  for (const record of records) {
    for (const [name, affected] of packagesOf(record)) {
      const ours = intervalsOf(affected);
      const known = [...new Set(idsOf(record).flatMap((id) => theirs.get(`${id}|${name}`) ?? []))];
      const outcome = known.length === 0 ? "absent" : known.includes(ours) ? "agree" : "differ";
      counts[outcome]++;
      if (outcome === "differ") console.log(`differs  ${record.id} ${name}: ${ours || "(versions only)"}; mirror: ${known.join(" or ")}`);
    }
  }
  console.log(`mirror: ${counts.agree} agree, ${counts.differ} differ, ${counts.absent} not in the mirror`);
}

function readAll(): OsvRecord[] {
  const records: OsvRecord[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".jsonl")).toSorted()) {
    const ecosystem = ecosystems[file.replace(/\.jsonl$/, "")];
    expect(ecosystem !== undefined, file, "is not named for an ecosystem we ship");
    for (const [index, text] of readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n").entries()) {
      const record = readLine(text, `${file}:${index + 1}`);
      if (record === undefined) continue;
      checkRecord(record, `${file}:${index + 1}`);
      expect(baseOf(record.affected[0]?.package.ecosystem ?? "") === ecosystem, `${file}:${index + 1}`, `belongs into another file than that of ${ecosystem}`);
      expect(!records.some((other) => other.id === record.id), `${file}:${index + 1}/id`, `${record.id} is used twice`);
      records.push(record);
    }
  }
  return records;
}

function main(): void {
  const records = readAll();
  const cves = new Set(records.flatMap(cvesOf));
  const perEcosystem = Map.groupBy(records.flatMap((record) => [...new Set(record.affected.map((entry) => entry.package.ecosystem))]), (name) => name);
  for (const [ecosystem, all] of [...perEcosystem].toSorted()) console.log(`${ecosystem.padEnd(16)} ${String(all.length).padStart(4)}`);
  console.log(`${records.length} records, ${cves.size} CVEs, ${records.filter((record) => record.severity === undefined).length} unscored, ${checkKev(cves)} KEV entries, ${checkEpss(cves)} EPSS rows`);
  if (existsSync(mirror)) compareWithMirror(records);
  else console.log("mirror: none beside the repository, ranges not compared");
  for (const place of places) console.error(`${place.at}: ${place.rule}`);
  process.exitCode = places.length === 0 ? 0 : 1;
}

main();
