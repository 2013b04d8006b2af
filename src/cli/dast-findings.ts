// Findings of tests from outside, of this machine or of the server: the list, and one with its proof.
import { findKept, keptFindings } from "../app/dast/local-folders.ts";
import type { DastFindingDetail, DastFinding as WireFinding } from "../contract/dast.ts";
import { placeText } from "../dast/finding.ts";
import type { DastFinding } from "../dast/finding.ts";
import { inOrder } from "../dast/reports/report-words.ts";
import { toIso } from "../kernel/clock.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { scansRoot } from "./dast-place.ts";
import { findingColumns, lineOf } from "./dast-table.ts";
import type { FindingLine } from "./dast-table.ts";

export async function listFindings(call: CommandCall): Promise<ExitCode> {
  const [rows, total] = call.flag("server") ? await listedThere(call) : listedHere(call);
  call.output.rows("findings", findingColumns, rows, { total });
  if (rows.length === 0 && !call.flag("server")) call.say("Nothing of this kind was found by scans of this machine; --server asks the server.");
  return 0;
}

async function listedThere(call: CommandCall): Promise<[FindingLine[], number]> {
  const { items, total } = await (await call.client()).list<WireFinding>("/dast-findings", { target: await targetId(call), state: call.text("state"), severity: call.text("severity"), check: call.text("check"), outcome: call.text("outcome") }, call.count("limit"));
  return [items, total];
}

/** The server's list is asked by id; people know names. */
export async function targetId(call: CommandCall): Promise<string | undefined> {
  const named = call.text("target");
  if (named === undefined) return undefined;
  const { items } = await (await call.client()).get<{ items: { id: string; name: string; url: string }[] }>("/targets");
  return items.find(({ id, name, url }) => id === named || name === named || url === named)?.id ?? named;
}

function listedHere(call: CommandCall): [FindingLine[], number] {
  const fits = (name: string, value: string): boolean => { const wanted = call.text(name); return wanted === undefined || wanted === value; };
  const kept = keptFindings(scansRoot(call)).filter(({ finding: { state, severity, check, lastOutcome }, url }) => fits("state", state) && fits("severity", severity) && fits("check", check) && fits("outcome", lastOutcome) && fits("target", url));
  const byId = new Map(kept.map(({ finding, url }) => [finding.findingId, url]));
  const all = inOrder(kept.map(({ finding }) => finding)).map((one) => lineOf(one, byId.get(one.findingId) ?? ""));
  return [all.slice(0, call.count("limit")), all.length];
}

export async function showFinding(call: CommandCall): Promise<ExitCode> {
  const [id = ""] = call.arguments;
  const kept = call.flag("server") ? undefined : findKept(scansRoot(call), id);
  if (kept !== undefined) { call.output.text("finding", proofText(shownHere(kept.finding, kept.url)), kept.finding); return 0; }
  const one = await (await call.client()).get<DastFindingDetail>(`/dast-findings/${encodeURIComponent(id)}`);
  call.output.text("finding", proofText(one), one);
  return 0;
}

type Shown = Pick<DastFindingDetail, "id" | "title" | "where" | "severity" | "confidence" | "state" | "lastOutcome" | "cwe" | "owasp" | "check" | "technique" | "because" | "remediation" | "alsoAt" | "url"> & { notRetestedBecause?: string | null; exchanges: readonly { role: string; shows: string; method: string; url: string; status: number; failure?: string | null; curl: string; body: string; cut: boolean }[]; firstAt: string; lastAt: string };

const shownHere = (one: DastFinding, url: string): Shown => ({
  id: one.findingId, title: one.title, where: placeText(one.place), severity: one.severity, confidence: one.confidence, state: one.state, lastOutcome: one.lastOutcome, cwe: one.cwe, owasp: [...one.owasp], check: one.check, technique: one.evidence.technique, because: one.evidence.because, remediation: one.remediation, alsoAt: [...one.alsoAt], url,
  notRetestedBecause: one.notRetestedBecause ?? null, exchanges: one.evidence.exchanges.map((exchange) => ({ ...exchange, failure: exchange.failure ?? null })), firstAt: toIso(one.firstAt), lastAt: toIso(one.lastAt),
});

function proofText(one: Shown): string {
  const facts = [
    ["where", one.where], ["target", one.url], ["severity", `${one.severity}, ${one.confidence}`], ["state", `${one.state}, ${one.lastOutcome}`], ["not retested", one.notRetestedBecause ?? ""], ["check", `${one.check} (${one.technique})`],
    ["classes", [...(one.cwe > 0 ? [`CWE-${one.cwe}`] : []), ...one.owasp].join(", ")], ["seen", `${one.firstAt} to ${one.lastAt}`], ["also at", one.alsoAt.slice(1).join("  ")],
  ].filter(([, text]) => text !== "");
  const steps = one.exchanges.flatMap(({ role, shows, method, url, status, failure, curl }) => [`${role}: ${shows}`, `  ${method} ${url} -> ${failure ?? status}`, `  ${curl}`, ""]);
  return [`${one.title}  ${one.id}`, ...facts.map(([name = "", text]) => `  ${name.padEnd(12)} ${text}`), "", one.because, "", ...steps, one.remediation, "", `Test it again: aftwatch dast replay ${one.id}`, ""].join("\n");
}
