// One OSV record (OSV schema 1.7, https://ossf.github.io/osv-schema/) as an advisory: pure; only the fields we use, strict where a wrong one would lie.
import { parseInstant, toIso } from "../../../kernel/clock.ts";
import type { Instant } from "../../../kernel/clock.ts";
import { messageOf } from "../../../kernel/fault.ts";
import type { Advisory } from "../../advisory.ts";
import { readAffected } from "./affected.ts";
import { isRecord, listOf, textOr } from "./json-shape.ts";
import type { Left } from "./json-shape.ts";
import { readSeverities, severityWord, ubuntuPriority } from "./severity.ts";

/**
 * `left` names, by JSON pointer, the parts of a readable record that could not be used: they are reported, the rest is kept.
 * A record none of whose `affected` entries could be used is a reject, so that it never replaces a good one with an empty one.
 */
export type OsvReading =
  | { kind: "advisory"; advisory: Advisory; left: readonly Left[] }
  | { kind: "reject"; record: string; reason: string };

export interface OsvOrigin {
  /** The feed's id. */
  source: string;
  /** What the record is called where it was found ("GHSA-...", a line of a file); used when it has no usable id of its own. */
  label: string;
  /** The id the place promised; a record that says otherwise is a reject. */
  expectedId?: string | undefined;
  /** When the listing says it was modified; used only for a record whose own `modified` is a zero time. */
  listedAt?: Instant | undefined;
}

// OSV schema, id: "<DB>-<ENTRYID>". Ids become file names and URLs elsewhere, so: one segment, no control characters, no "..".
const idGrammar = /^[A-Za-z0-9][A-Za-z0-9._:+@~-]{0,254}$/;
export const isOsvId = (text: string): boolean => idGrammar.test(text) && !text.includes("..");

/** Reads one record. Never throws: text that is not a record is a reject. */
export function readOsv(text: string, origin: OsvOrigin): OsvReading {
  const reject = (reason: string): OsvReading => ({ kind: "reject", record: origin.label, reason });
  let record: unknown;
  try { record = JSON.parse(text); } catch (cause) { return reject(`not JSON: ${messageOf(cause)}`); }
  if (!isRecord(record)) return reject("not a JSON object");
  const id = record["id"];
  if (typeof id !== "string" || !isOsvId(id)) return reject(`/id ${JSON.stringify(id ?? null).slice(0, 80)} is not an OSV id (letters, digits and ._:+@~- in one segment)`);
  if (origin.expectedId !== undefined && origin.expectedId !== id) return reject(`/id is ${id} where ${origin.expectedId} was promised`);
  return readRecord(record, id, origin);
}

function readRecord(record: Readonly<Record<string, unknown>>, id: string, origin: OsvOrigin): OsvReading {
  const reject = (reason: string): OsvReading => ({ kind: "reject", record: id, reason });
  const left: Left[] = [];
  const times = readTimes(record, origin.listedAt, left);
  if (typeof times === "string") return reject(times);
  const home = id.slice(0, Math.max(0, id.indexOf("-"))) || id;
  const summary = textOr(record["summary"], "/summary", left);
  const affected = readAffected(record["affected"], { source: home, title: summary }, left);
  if (affected === undefined) return reject(left.map(({ at, reason }) => `${at} ${reason}`).slice(0, 3).join("; "));
  const advisory: Advisory = {
    id, source: origin.source, ...times,
    summary, details: textOr(record["details"], "/details", left),
    aliases: readIds(record, "aliases", left), upstream: readIds(record, "upstream", left), related: readIds(record, "related", left),
    severities: [...readSeverities(record["severity"], home, "/severity", left), ...severityWord(record["database_specific"], home), ...ubuntuPriority(record["database_specific"], home)],
    affected, references: readReferences(record["references"], left),
  };
  return { kind: "advisory", advisory, left };
}

type Times = Pick<Advisory, "modifiedAt" | "publishedAt" | "withdrawnAt">;

// Go writes a missing time as year 1. Such a record takes the listing's time, else its own `published`; with neither it is refused, never dated by us.
function readTimes(record: Readonly<Record<string, unknown>>, listedAt: Instant | undefined, left: Left[]): Times | string {
  const publishedAt = readTime(record, "published", left);
  const withdrawn = record["withdrawn"];
  const withdrawnAt = readTime(record, "withdrawn", left);
  // A withdrawal we cannot date is still one; taking the record as valid would keep its matches open.
  if (withdrawn !== undefined && withdrawn !== null && withdrawnAt === undefined) return `/withdrawn ${JSON.stringify(withdrawn).slice(0, 60)} is not an RFC 3339 instant`;
  const modified = record["modified"];
  const modifiedAt = typeof modified === "string" ? parseInstant(modified) : undefined;
  if (modifiedAt !== undefined) return { modifiedAt, publishedAt, withdrawnAt };
  if (!isZeroTime(modified)) return `/modified ${JSON.stringify(modified ?? null).slice(0, 60)} is not an RFC 3339 instant`;
  const standIn = listedAt ?? publishedAt;
  if (standIn === undefined) return `/modified is a zero time (${modified}) and neither the listing nor /published has another`;
  left.push({ at: "/modified", reason: `is a zero time (${modified}); ${toIso(standIn)} from ${listedAt === undefined ? "/published" : "the listing"} stands in` });
  return { modifiedAt: standIn, publishedAt, withdrawnAt };
}

const isZeroTime = (value: unknown): value is string => typeof value === "string" && /^000[01]-01-01T00:00:00/.test(value);

function readTime(record: Readonly<Record<string, unknown>>, key: string, left: Left[]): Instant | undefined {
  const value = record[key];
  if (value === undefined || value === null || isZeroTime(value)) return undefined;
  const at = typeof value === "string" ? parseInstant(value) : undefined;
  if (at === undefined) left.push({ at: `/${key}`, reason: `${JSON.stringify(value).slice(0, 60)} is not an RFC 3339 instant` });
  return at;
}

function readIds(record: Readonly<Record<string, unknown>>, key: string, left: Left[]): readonly string[] {
  const ids: string[] = [];
  for (const [index, id] of listOf(record[key], `/${key}`, left).entries()) {
    const trimmed = typeof id === "string" ? id.trim() : "";
    if (isOsvId(trimmed)) ids.push(trimmed);
    else left.push({ at: `/${key}/${index}`, reason: `${JSON.stringify(id).slice(0, 60)} is not an OSV id` });
  }
  return ids;
}

// References are links for people: one without a URL says nothing and is left out without a word.
function readReferences(value: unknown, left: Left[]): Advisory["references"] {
  const references: { type: string; url: string }[] = [];
  for (const [index, reference] of listOf(value, "/references", left).entries()) {
    if (!isRecord(reference) || typeof reference["url"] !== "string") left.push({ at: `/references/${index}`, reason: "has no url" });
    else if (reference["url"] !== "") references.push({ type: typeof reference["type"] === "string" ? reference["type"] : "WEB", url: reference["url"] });
  }
  return references;
}
