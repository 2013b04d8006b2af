// Advisories and their parts as the index stores them: JSON without the names of its members, a third of the size and as quick to read.
import type { RangeEvent, VersionRange } from "../../versions/version-range.ts";
import type { Advisory, AffectedPackage, Severity } from "../advisory.ts";
import type { IndexedAdvisory, IndexedPart } from "./advisory-index.ts";

const letterOf = { SEMVER: "S", ECOSYSTEM: "E", GIT: "G" } as const;
const typeOf: Readonly<Record<string, VersionRange["type"]>> = { S: "SEMVER", E: "ECOSYSTEM", G: "GIT" };

/** The type's letter, then one text each: "r" repository, "i" introduced, "f" fixed, "l" last affected, "m" limit. */
type RangeText = readonly string[];

function rangeText({ type, repo, events }: VersionRange): RangeText {
  const text: string[] = [letterOf[type]];
  if (repo !== undefined) text.push(`r${repo}`);
  for (const event of events) text.push(eventText(event));
  return text;
}

function eventText(event: RangeEvent): string {
  if ("introduced" in event) return `i${event.introduced}`;
  if ("fixed" in event) return `f${event.fixed}`;
  if ("last_affected" in event) return `l${event.last_affected}`;
  return `m${event.limit}`;
}

function rangeFrom([letter = "", ...rest]: RangeText): VersionRange {
  const type = typeOf[letter];
  if (type === undefined) throw new SyntaxError(`"${letter}" is no type of range`);
  const first = rest[0];
  const repo = first?.startsWith("r") ? first.slice(1) : undefined;
  const events = (repo === undefined ? rest : rest.slice(1)).map(eventFrom);
  return repo === undefined ? { type, events } : { type, repo, events };
}

function eventFrom(text: string): RangeEvent {
  const version = text.slice(1);
  switch (text[0]) {
    case "i": return { introduced: version };
    case "f": return { fixed: version };
    case "l": return { last_affected: version };
    case "m": return { limit: version };
    default: throw new SyntaxError(`"${text}" is no event of a range`);
  }
}

type SeverityText = readonly [Severity["type"], string, string];
const severityText = ({ type, score, source }: Severity): SeverityText => [type, score, source];
const severityFrom = ([type, score, source]: SeverityText): Severity => ({ type, score, source });

type PartRest = Omit<AffectedPackage, "ecosystem" | "name" | "ranges" | "versions" | "severities" | "fixState">;
type PartTuple = readonly [string, readonly RangeText[], readonly string[], AffectedPackage["fixState"] | null, readonly SeverityText[], PartRest?];

/** One element of a JSON list: what `id` says of a package; ecosystem and name stand beside it. Members not known here are kept as they are. */
export function partText(id: string, part: AffectedPackage): string {
  const { ecosystem: _ecosystem, name: _name, ranges, versions, severities, fixState, ...rest } = part;
  const tuple: PartTuple = [id, ranges.map(rangeText), versions, fixState ?? null, severities.map(severityText)];
  return JSON.stringify(Object.keys(rest).length === 0 ? tuple : [...tuple, rest]);
}

/** The parts of one list, without its brackets. */
export function partsFrom(text: string, packageKey: string, ecosystem: string): IndexedPart[] {
  const parts: IndexedPart[] = [];
  for (const [advisoryId, ranges, versions, fixState, severities, rest] of JSON.parse(`[${text}]`) as readonly PartTuple[]) {
    parts.push({ advisoryId, packageKey, ecosystem, ranges: ranges.map(rangeFrom), versions, severities: severities.map(severityFrom), fixState: fixState ?? undefined, ...rest });
  }
  return parts;
}

/** Of an advisory what stands neither in its frame's head nor in its parts. */
type Kept = Omit<IndexedAdvisory, "id" | "modifiedAt" | "aliases" | "upstream">;
type KeptRest = Omit<Kept, "source" | "publishedAt" | "withdrawnAt" | "summary" | "related" | "severities" | "references">;
type KeptTuple = readonly [string, number | null, number | null, string, readonly string[], readonly SeverityText[], readonly string[], KeptRest?];

export function keptText(advisory: Advisory): string {
  const { id: _id, modifiedAt: _modifiedAt, aliases: _aliases, upstream: _upstream, details: _details, affected: _affected, source, publishedAt, withdrawnAt, summary, related, severities, references, ...rest } = advisory;
  const tuple: KeptTuple = [source, publishedAt ?? null, withdrawnAt ?? null, summary, related, severities.map(severityText), references.flatMap(({ type, url }) => [type, url])];
  return JSON.stringify(Object.keys(rest).length === 0 ? tuple : [...tuple, rest]);
}

export function keptFrom(text: string): Kept {
  const [source, publishedAt, withdrawnAt, summary, related, severities, links, rest] = JSON.parse(text) as KeptTuple;
  const references = Array.from({ length: links.length / 2 }, (_, at) => ({ type: links[at * 2] ?? "", url: links[at * 2 + 1] ?? "" }));
  return { source, publishedAt: publishedAt ?? undefined, withdrawnAt: withdrawnAt ?? undefined, summary, related, severities: severities.map(severityFrom), references, ...rest };
}
