// EPSS by FIRST: the probability that a CVE is exploited within 30 days, one CSV a day for all of them.
import { dayMs, hourMs, toIso } from "../../kernel/clock.ts";
import type { Enrichment } from "../advisory.ts";
import { askForFile, linesOf, notTheFeed } from "../feed-reply.ts";
import type { Expectation, Validators } from "../feed-reply.ts";
import { defineFeed } from "../feed.ts";
import type { FeedContext, FeedPart } from "../feed.ts";

const fileName = "epss_scores-current.csv.gz";
const checkpointRows = 10_000;
// Files before 2022-02-04 have no comment line, and before 2021-09-01 no percentile.
const csvExpected: Expectation = { what: "EPSS scores as CSV", begins: (head) => /^(?:#\s*model_version:|(?:[a-z]+,)*cve,|CVE-\d)/.test(head) };

/**
 * Every row, each time the file changed. Checkpoints on the way carry the cursor the pull began with: what came so far
 * may be kept, but a killed pull reads the file again from its start, because only a whole one is a complete list.
 */
export const epss = defineFeed({
  id: "epss",
  about: "Exploit Prediction Scoring System: how likely a CVE is to be exploited within 30 days.",
  defaultBaseUrl: `https://epss.empiricalsecurity.com/${fileName}`,
  licence: "Free to use; cite FIRST.org and Empirical Security.",
  pollMs: hourMs,
  staleAfterMs: 3 * dayMs,
  pull,
});

/** What the head of the file says of all rows. */
export interface EpssHead { model: string | undefined; scoredOn: string; columns: Columns }
interface Columns { cve: number; epss: number; percentile: number }

async function* pull(context: FeedContext): AsyncGenerator<FeedPart> {
  const url = /\.csv(\.gz)?$/.test(context.baseUrl) ? context.baseUrl : `${context.baseUrl.replace(/\/+$/, "")}/${fileName}`;
  const since = context.cursor === undefined ? {} : JSON.parse(context.cursor) as Validators;
  const reply = await askForFile(context, url, csvExpected, since);
  if (reply.kind === "unchanged") return;
  let head = headFrom(url, reply.headers["last-modified"]);
  const counts = { line: 0, rows: 0, rejects: 0 };
  for await (const lines of linesOf(reply.bytes, url)) {
    for (const text of lines) {
      context.signal.throwIfAborted();
      counts.line++;
      if (text === "") continue;
      const next = readHeadLine(text, head);
      if (next !== undefined) { head = next; continue; }
      if (head.scoredOn === "") throw notTheFeed(url, "a score_date, in the first line, the file's name or Last-Modified", text);
      const part = readEpssRow(text, head, counts.line);
      counts[part.kind === "reject" ? "rejects" : "rows"]++;
      yield part;
      if ((counts.rows + counts.rejects) % checkpointRows === 0) yield { kind: "checkpoint", cursor: context.cursor ?? "{}", progress: { done: counts.rows, total: undefined } };
    }
  }
  if (counts.rows === 0) throw notTheFeed(url, "at least one score", "no row with a CVE and a score");
  if (counts.rejects === 0) yield { kind: "complete-list" };
  else context.log.warn("epss file has unreadable rows; nothing is retired", counts);
  yield { kind: "checkpoint", cursor: JSON.stringify(reply.validators), progress: { done: counts.rows, total: counts.rows } };
}

// The first era's files say nothing of their day; their name does.
function headFrom(url: string, lastModified: string | undefined): EpssHead {
  const named = /epss_scores-(\d{4}-\d{2}-\d{2})/.exec(url)?.[1];
  const at = Date.parse(lastModified ?? "");
  return { model: undefined, scoredOn: named ?? (Number.isNaN(at) ? "" : toIso(at).slice(0, 10)), columns: { cve: 0, epss: 1, percentile: 2 } };
}

/** undefined when the line is not one of the head's. */
export function readHeadLine(text: string, head: EpssHead): EpssHead | undefined {
  if (text.startsWith("#")) {
    const scoredOn = /score_date:\s*(\d{4}-\d{2}-\d{2})/.exec(text)?.[1];
    return { ...head, model: /model_version:\s*([^,\s]+)/.exec(text)?.[1] ?? head.model, scoredOn: scoredOn ?? head.scoredOn };
  }
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  if (!names.includes("cve")) return undefined;
  return { ...head, columns: { cve: names.indexOf("cve"), epss: names.indexOf("epss"), percentile: names.indexOf("percentile") } };
}

/** One row; both numbers are shares from 0 to 1. */
export function readEpssRow(text: string, head: EpssHead, line: number): Extract<FeedPart, { kind: "enrichment" | "reject" }> {
  const cells = text.split(",");
  const reject = (rule: string): FeedPart & { kind: "reject" } => ({ kind: "reject", record: `line ${line}`, reason: `${rule}: ${JSON.stringify(text.slice(0, 80))}` });
  const cve = cells[head.columns.cve]?.trim() ?? "";
  if (!/^CVE-\d{4}-\d{4,19}$/.test(cve)) return reject("not a CVE id");
  const probability = shareOf(cells[head.columns.epss]);
  if (probability === undefined) return reject("epss is not a number from 0 to 1");
  const percentileText = head.columns.percentile < 0 ? undefined : cells[head.columns.percentile];
  const percentile = shareOf(percentileText);
  if (percentile === undefined && percentileText !== undefined && percentileText.trim() !== "") return reject("percentile is not a number from 0 to 1");
  const enrichment: Enrichment = { kind: "epss", cve, probability, percentile, scoredOn: head.scoredOn, model: head.model };
  return { kind: "enrichment", enrichment };
}

function shareOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d*\.?\d+(?:[eE][+-]?\d+)?\s*$/.test(text)) return undefined;
  const share = Number(text);
  return share >= 0 && share <= 1 ? share : undefined;
}
