// W3C extended log files (IIS, some CDNs): "#Fields:" says what stands in each column (W3C Working Draft WD-logfile-960323).
import { instantOfWall } from "../lines-time.ts";
import { addressOf } from "../lines-text.ts";
import { countOf, recordOf, saidOf } from "./access-record.ts";
import type { AccessRecord } from "./access-record.ts";

/** The columns a "#Fields:" line names, lower case; undefined when it is another line. */
export const w3cColumns = (line: string): readonly string[] | undefined => (/^#Fields:\s/i.test(line) ? line.slice(8).trim().toLowerCase().split(/\s+/) : undefined);

/** The record of a line in these columns; undefined when there are more or fewer values than columns. Times are UTC, as the draft has it. */
export function w3cLine(line: string, columns: readonly string[]): AccessRecord | undefined {
  const values = line.trim().split(/[ \t]/);
  if (values.length !== columns.length) return undefined;
  const value = (...names: readonly string[]): string | undefined => { for (const name of names) { const said = saidOf(values[columns.indexOf(name)]); if (said !== undefined) return blanked(said); } return undefined; };
  const stem = columns.includes("cs-uri-stem") ? saidOf(values[columns.indexOf("cs-uri-stem")]) : saidOf(values[columns.indexOf("cs-uri")]);
  const query = saidOf(values[columns.indexOf("cs-uri-query")]);
  const client = value("c-ip");
  const host = value("cs-host", "cs(host)", "x-host-header");
  return recordOf({
    at: timeOf(value("date"), value("time")), client: client === undefined ? undefined : addressOf(client) ?? client, user: value("cs-username"), method: value("cs-method"),
    target: stem === undefined ? undefined : query === undefined ? stem : `${stem}?${query}`, version: value("cs-version", "cs-protocol-version"), status: countOf(value("sc-status")), sizeBytes: countOf(value("sc-bytes")),
    referer: value("cs(referer)"), agent: value("cs(user-agent)"), host, tookMs: tookOf(value("time-taken")), forwarded: value("x-forwarded-for", "cs(x-forwarded-for)"), product: columns.includes("s-sitename") || columns.includes("sc-win32-status") ? "iis" : undefined,
    more: Object.fromEntries(columns.map((name, place) => [`w3c-${name}`, values[place] ?? null]).filter(([name]) => /^w3c-(?:s-|sc-sub|sc-win32|x-edge|cs-bytes)/.test(name ?? ""))),
  });
}

// IIS writes blanks in values as "+"; CloudFront as %20, twice.
const blanked = (text: string): string => text.replaceAll("+", " ").replaceAll(/%(?:25)?20/g, " ");

function timeOf(date: string | undefined, time: string | undefined): number | undefined {
  const [year, month, day] = (date ?? "").split("-").map(Number);
  const [hour, minute, second] = (time ?? "").split(":").map(Number);
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) return undefined;
  const whole = Math.trunc(second ?? 0);
  return instantOfWall({ year, month, day, hour, minute, second: whole, ms: Math.round(((second ?? 0) - whole) * 1000) }, undefined);
}

// The draft says seconds, with a fraction; IIS writes whole milliseconds.
const tookOf = (text: string | undefined): number | undefined => (text === undefined || !/^\d+(?:\.\d+)?$/.test(text) ? undefined : text.includes(".") ? Math.round(Number(text) * 1000) : Number(text));
