// CISA's Known Exploited Vulnerabilities: the catalogue as one JSON document, asked for only when it changed.
import { dayMs, minuteMs, parseInstant } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/fault.ts";
import type { Enrichment } from "../advisory.ts";
import { askForFile, expected, notTheFeed, textOf } from "../feed-reply.ts";
import type { Validators } from "../feed-reply.ts";
import { defineFeed } from "../feed.ts";
import type { FeedContext, FeedPart } from "../feed.ts";

const fileName = "known_exploited_vulnerabilities.json";
const limitBytes = 64 * 1024 * 1024;

/**
 * Every entry of the catalogue, each time it changed: it has no delta and no history. The list only counts as complete
 * (so that entries CISA removed cease to hold) when every entry could be read and their number is the one announced.
 */
export const kev = defineFeed({
  id: "kev",
  about: "Vulnerabilities that are exploited in the wild, from CISA's catalogue.",
  defaultBaseUrl: `https://www.cisa.gov/sites/default/files/feeds/${fileName}`,
  licence: "CC0-1.0",
  pollMs: 30 * minuteMs,
  staleAfterMs: 4 * dayMs, // Published on working days only: a long weekend is not stale.
  pull,
});

async function* pull(context: FeedContext): AsyncGenerator<FeedPart> {
  const url = /\.json(\.gz)?$/.test(context.baseUrl) ? context.baseUrl : `${context.baseUrl.replace(/\/+$/, "")}/${fileName}`;
  const since = context.cursor === undefined ? {} : JSON.parse(context.cursor) as Validators;
  const reply = await askForFile(context, url, expected.json, since);
  if (reply.kind === "unchanged") return;
  const catalogue = parseCatalogue(await textOf(reply.bytes, url, limitBytes), url);
  let rejects = 0;
  for (const [index, entry] of catalogue.entries.entries()) {
    context.signal.throwIfAborted();
    const part = readKevEntry(entry, index);
    if (part.kind === "reject") rejects++;
    yield part;
  }
  const total = catalogue.entries.length;
  if (rejects === 0 && catalogue.count === total) yield { kind: "complete-list" };
  else context.log.warn("kev catalogue is not complete; nothing is retired", { rejects, announced: catalogue.count, entries: total });
  yield { kind: "checkpoint", cursor: JSON.stringify(reply.validators), progress: { done: total, total } };
}

interface Catalogue { count: number; entries: readonly unknown[] }

function parseCatalogue(text: string, url: string): Catalogue {
  let read: unknown;
  try { read = JSON.parse(text); } catch (cause) { throw notTheFeed(url, `the whole catalogue (${messageOf(cause)})`, text, cause); }
  const { vulnerabilities, count } = read as { vulnerabilities?: unknown; count?: unknown };
  // An empty catalogue would retire every entry; it is a broken one.
  if (!Array.isArray(vulnerabilities) || vulnerabilities.length === 0) throw notTheFeed(url, "a catalogue with `vulnerabilities`", text);
  return { entries: vulnerabilities, count: typeof count === "number" ? count : vulnerabilities.length };
}

/** One entry of `vulnerabilities`; members we do not know are no reason to refuse it. */
export function readKevEntry(entry: unknown, index: number): Extract<FeedPart, { kind: "enrichment" | "reject" }> {
  const at = `/vulnerabilities/${index}`;
  const reject = (reason: string): FeedPart & { kind: "reject" } => ({ kind: "reject", record: at, reason });
  if (typeof entry !== "object" || entry === null) return reject("is not an object");
  const { cveID, dateAdded, dueDate, knownRansomwareCampaignUse, forensicTriage } = entry as Record<string, unknown>;
  if (typeof cveID !== "string" || !/^CVE-\d{4}-\d{4,19}$/.test(cveID)) return reject("/cveID is not a CVE id");
  const addedAt = typeof dateAdded === "string" ? parseInstant(dateAdded) : undefined;
  if (addedAt === undefined) return reject(`${cveID}: /dateAdded is not a date`);
  const dueOn = dueDate === undefined || dueDate === null || dueDate === "" ? undefined : dueDate;
  if (dueOn !== undefined && !isDate(dueOn)) return reject(`${cveID}: /dueDate is not a date`);
  const ransomware = { known: true, unknown: false }[wordOf(knownRansomwareCampaignUse) ?? "unknown"];
  if (ransomware === undefined) return reject(`${cveID}: /knownRansomwareCampaignUse is neither Known nor Unknown`);
  const triage = wordOf(forensicTriage);
  if (triage !== undefined && triage !== "yes" && triage !== "no") return reject(`${cveID}: /forensicTriage is neither Yes nor No`);
  const enrichment: Enrichment = { kind: "kev", cve: cveID, addedAt, dueOn, ransomware, forensicTriage: triage === undefined ? undefined : triage === "yes" };
  return { kind: "enrichment", enrichment };
}

const isDate = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && parseInstant(value) !== undefined;

/** Lower case; absent, null and empty are undefined; anything that is not text is a word nobody knows. */
function wordOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value.toLowerCase() : "(not text)";
}
