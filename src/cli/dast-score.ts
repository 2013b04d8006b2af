// A scan beside what a suite expects: by category, or which URLs the crawl found.
import { allKeptScans, findingsOf, urlsOf } from "../app/dast/local-folders.ts";
import { checks } from "../dast/checks/index.ts";
import type { DastFinding } from "../dast/finding.ts";
import type { RouteCoverage } from "../dast/scan.ts";
import { readExpected } from "../dast/score/expected.ts";
import type { ExpectedCase } from "../dast/score/expected.ts";
import { normalised } from "../dast/score/families.ts";
import { scoreCases, scoreCrawl } from "../dast/score/score.ts";
import type { ScoreRow } from "../dast/score/score.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { percentOf } from "./dast-lists.ts";
import { scansRoot } from "./dast-place.ts";
import { keptScan } from "./dast-scans.ts";
import type { Column } from "./output.ts";
import { readText } from "./text-file.ts";

/** urls: exact where the scan ran on this machine; else its templates stand for them. */
interface Scored { name: string; findings: readonly DastFinding[]; urls: readonly string[]; templates: readonly string[] }

export async function scoreScan(call: CommandCall): Promise<ExitCode> {
  const least = percentOf(call.text("atLeast"));
  const expected = readExpected(await readText(call.io, call.text("expected") ?? ""));
  const scored = await scoredBy(call);
  return expected.kind === "crawl" ? crawlCode(call, expected.urls, scored, least) : casesCode(call, chosenOf(call, expected.cases), scored, least);
}

async function scoredBy(call: CommandCall): Promise<Scored> {
  const [file, id] = [call.text("report"), call.text("scan")];
  if (file !== undefined && id !== undefined) throw new Fault("cli.usage", { detail: "Give --report or --scan, not both." });
  if (file !== undefined) return fromReport(file, await readText(call.io, file));
  const kept = id === undefined ? allKeptScans(scansRoot(call)).find(({ scan }) => scan.reason !== "replay") : keptScan(call, id);
  if (kept === undefined) throw new Fault("request.not-found", { detail: "No scan is kept on this machine; name a report with --report." });
  const routes = kept.scan.report?.coverage.routes ?? [];
  const urls = urlsOf(kept);
  return { name: `${kept.scan.scanId} of ${kept.scan.url}`, findings: findingsOf(kept), urls, templates: urls.length > 0 ? [] : routes.map(({ template }) => template) };
}

function fromReport(file: string, text: string): Scored {
  try {
    const { kind, scan, findings } = JSON.parse(text) as { kind?: unknown; scan: { scanId: string; report?: { coverage: { routes: readonly RouteCoverage[] } } }; findings: readonly DastFinding[] };
    if (kind !== "dast-scan" || !Array.isArray(findings)) throw new TypeError("it is another document");
    return { name: scan.scanId, findings, urls: [], templates: scan.report?.coverage.routes.map(({ template }) => template) ?? [] };
  } catch (cause) { throw new Fault("cli.usage", { detail: `${file} is no JSON report of \`aftwatch dast run -o json=FILE\`.` }, cause); }
}

function chosenOf(call: CommandCall, cases: readonly ExpectedCase[]): readonly ExpectedCase[] {
  const words = call.texts("category").map(normalised);
  const chosen = cases.filter(({ category }) => words.length === 0 || words.includes(normalised(category)));
  if (chosen.length === 0) throw new Fault("cli.usage", { detail: `No case is of this category; there are ${[...new Set(cases.map(({ category }) => category))].join(", ")}.` });
  return chosen;
}

const percent = (share: number | undefined): string | undefined => (share === undefined ? undefined : `${(share * 100).toFixed(1)} %`);
const columns: readonly Column<ScoreRow>[] = [
  { head: "CATEGORY", of: (row) => row.category }, { head: "CWE", of: (row) => row.cwe }, { head: "TP", of: (row) => row.tp }, { head: "FN", of: (row) => row.fn }, { head: "FP", of: (row) => row.fp }, { head: "TN", of: (row) => row.tn },
  { head: "TPR", of: (row) => percent(row.tpr) }, { head: "FPR", of: (row) => percent(row.fpr) }, { head: "SCORE", of: (row) => percent(row.score) }, { head: "LOOKED FOR", of: (row) => (row.lookedFor ? "yes" : "no check") },
];

// A finding that is fixed or was not retested says nothing of the page as this scan saw it.
const seenNow = ({ lastOutcome }: DastFinding): boolean => lastOutcome === "new" || lastOutcome === "same" || lastOutcome === "regressed";

function casesCode(call: CommandCall, cases: readonly ExpectedCase[], { name, findings }: Scored, least: number | undefined): ExitCode {
  const { rows, total, wrong } = scoreCases(cases, findings.filter(seenNow), checks.all);
  call.output.rows("score", columns, [...rows, total], { scan: name, wrong });
  if (call.flag("wrong")) for (const one of wrong) call.say(`${one.kind === "missed" ? "missed" : "false alarm"}: ${one.category} ${one.at}${one.findings.length > 0 ? ` (${one.findings.join(", ")})` : ""}`);
  call.say(`${name}: ${total.tp} of ${total.tp + total.fn} found, ${total.fp} of ${total.fp + total.tn} false alarms, score ${percent(total.score) ?? "-"}.`);
  return least !== undefined && (total.score ?? 0) * 100 < least ? 1 : 0;
}

function crawlCode(call: CommandCall, urls: readonly string[], scored: Scored, least: number | undefined): ExitCode {
  const score = scoreCrawl(urls, scored);
  call.output.thing("crawl-score", { scan: scored.name, expected: score.expected, found: score.found, share: Number((score.share * 100).toFixed(1)), missed: score.missed });
  if (call.flag("wrong")) for (const url of score.missed) call.say(`missed: ${url}`);
  call.say(`${scored.name}: ${score.found} of ${score.expected} URLs found (${percent(score.share)})${scored.urls.length > 0 ? "" : ", by the templates of its routes"}.`);
  return least !== undefined && score.share * 100 < least ? 1 : 0;
}
