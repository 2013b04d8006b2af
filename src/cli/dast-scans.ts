// Scans of this machine or of the server: the list, two beside each other, and stopping one.
import { allKeptScans, findingsOf, keptScans } from "../app/dast/local-folders.ts";
import type { KeptScan } from "../app/dast/local-folders.ts";
import type { Scan, ScanDiff } from "../contract/dast.ts";
import { scanOutcomes } from "../dast/finding.ts";
import { toIso } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { targetId } from "./dast-findings.ts";
import { scansRoot } from "./dast-place.ts";
import { findingColumns, lineOf } from "./dast-table.ts";
import type { FindingLine } from "./dast-table.ts";
import type { Column } from "./output.ts";
import { count } from "./sentences.ts";

interface ScanLine { id: string; target: string; url: string; state: string; profile: string; reason: string; startedAt: string | null; endedAt: string | null; endedBecause: string | null; requests: number | null; counts: Scan["counts"]; authorisedBy: string | null }

const columns: readonly Column<ScanLine>[] = [
  { head: "ID", of: (row) => row.id }, { head: "TARGET", of: (row) => row.target }, { head: "STATE", of: (row) => row.endedBecause ?? row.state }, { head: "PROFILE", of: (row) => row.profile }, { head: "STARTED", of: (row) => row.startedAt }, { head: "REQUESTS", of: (row) => row.requests },
  { head: "NEW", of: (row) => row.counts.new }, { head: "SAME", of: (row) => row.counts.same }, { head: "REGRESSED", of: (row) => row.counts.regressed }, { head: "FIXED", of: (row) => row.counts.fixed }, { head: "NOT RETESTED", of: (row) => row.counts["not-retested"] },
  { head: "REASON", isWide: true, of: (row) => row.reason }, { head: "ENDED", isWide: true, of: (row) => row.endedAt }, { head: "AUTHORISED BY", isWide: true, of: (row) => row.authorisedBy },
];

const lineOfKept = ({ scan }: KeptScan): ScanLine => ({
  id: scan.scanId, target: scan.url, url: scan.url, state: scan.state, profile: scan.profile, reason: scan.reason, startedAt: scan.startedAt === undefined ? null : toIso(scan.startedAt), endedAt: scan.endedAt === undefined ? null : toIso(scan.endedAt),
  endedBecause: scan.report?.endedBecause ?? null, requests: scan.report?.requests ?? null, counts: { ...scan.counts }, authorisedBy: scan.report?.authorisedBy ?? null,
});

export async function listScans(call: CommandCall): Promise<ExitCode> {
  if (call.flag("server")) {
    const { items, total } = await (await call.client()).list<Scan>("/scans", { target: await targetId(call) }, call.count("limit"));
    call.output.rows("scans", columns, items, { total });
    return 0;
  }
  const wanted = call.text("target");
  const all = allKeptScans(scansRoot(call)).filter(({ scan }) => wanted === undefined || scan.url === wanted).map(lineOfKept);
  call.output.rows("scans", columns, all.slice(0, call.count("limit")), { total: all.length });
  if (all.length === 0) call.say("No scan of this machine is kept; --server asks the server.");
  return 0;
}

interface DiffLine extends FindingLine { before: string | null; after: string; why: string | null }
const diffColumns: readonly Column<DiffLine>[] = [{ head: "NOW", of: (row) => row.after }, { head: "BEFORE", of: (row) => row.before }, ...findingColumns.filter(({ head }) => head !== "OUTCOME") as readonly Column<DiffLine>[], { head: "WHY", of: (row) => row.why }];

export async function diffScans(call: CommandCall): Promise<ExitCode> {
  const { before, after, rows } = call.flag("server") ? await diffThere(call) : diffHere(call);
  call.output.rows("diff", diffColumns, rows, { before, after });
  const sums = scanOutcomes.map((one) => `${rows.filter((row) => row.after === one).length} ${one.replace("-", " ")}`);
  call.say(`${after} beside ${before ?? "nothing before it"}: ${sums.join(", ")}.`);
  return rows.some((row) => row.after === "new" || row.after === "regressed") ? 1 : 0;
}

interface Diff { before: string | null; after: string; rows: DiffLine[] }

async function diffThere(call: CommandCall): Promise<Diff> {
  const [id = "", before] = call.arguments;
  const given = await (await call.client()).get<ScanDiff>(`/scans/${encodeURIComponent(id)}/diff`, { before });
  return { before: given.before?.id ?? null, after: given.after.id, rows: given.rows.map(({ finding, ...row }) => ({ ...finding, ...row })) };
}

function diffHere(call: CommandCall): Diff {
  const [id = "", beforeId] = call.arguments;
  const after = keptScan(call, id);
  const before = beforeId === undefined ? keptScans(after.folder).find(({ scan }) => scan.queuedAt < after.scan.queuedAt && scan.reason !== "replay") : keptScan(call, beforeId);
  if (before !== undefined && before.folder !== after.folder) throw new Fault("cli.usage", { detail: `${before.scan.scanId} and ${id} are scans of two targets.` });
  const then = new Map((before?.said ?? []).map((one) => [one.findingId, one.outcome]));
  const words = new Map(after.said.map((one) => [one.findingId, one]));
  const rows = findingsOf(after).map((one): DiffLine => ({ ...lineOf(one, after.scan.url), before: then.get(one.findingId) ?? null, after: one.lastOutcome, why: words.get(one.findingId)?.why ?? null }));
  return { before: before?.scan.scanId ?? null, after: id, rows };
}

/** Throws request.not-found. */
export function keptScan(call: CommandCall, id: string): KeptScan {
  const found = allKeptScans(scansRoot(call)).find(({ scan }) => scan.scanId === id);
  if (found === undefined) throw new Fault("request.not-found", { detail: `No scan ${id} is kept on this machine (${count(allKeptScans(scansRoot(call)).length, "scan")} are).` });
  return found;
}

export async function stopScan(call: CommandCall): Promise<ExitCode> {
  const [id = ""] = call.arguments;
  const scan = await (await call.client()).post<Scan>(`/scans/${encodeURIComponent(id)}/stop`, {});
  call.say(scan.state === "running" ? `${id} stops within two seconds.` : `${id} is ${scan.state}.`);
  return 0;
}
