// The store of tests from outside: targets, scans, findings and what each scan said of them.
import { sql } from "kysely";
import { keptText } from "../kernel/broken-text.ts";
import type { DastFindingFilter, DastStore } from "../dast/dast-store.ts";
import type { Drill } from "../dast/drill.ts";
import { dastSeverities, placeText } from "../dast/finding.ts";
import type { DastFinding, ScanOutcome } from "../dast/finding.ts";
import { confidences } from "../dast/evidence.ts";
import type { DastScan, DastTarget, ScanFinding } from "../dast/scan.ts";
import { rowsOf } from "./alert-select.ts";
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { DastDrillTable, DastFindingTable, DastScanFindingTable, DastScanTable, DastTargetTable } from "./tables/dast.ts";
import { byNumber, byText, given, listPage } from "./views/keyset.ts";
import type { Order, Sql } from "./views/keyset.ts";
import { holdsLowered, lowered } from "./views/words.ts";

export function dastStore(tx: Tx): DastStore {
  return {
    putTargets: (org, targets) => insertMany(tx, "dast_target", ["org_id", "target_id", "name", "body"], targets.map((one) => [org, one.targetId, keptText(one.name), JSON.stringify(one)]), { key: ["org_id", "target_id"], update: ["name", "body"] }),
    findTarget: async (org, id) => (await rowsOf<DastTargetTable>(tx, "select * from dast_target where org_id = ? and target_id = ?", [org, id])).map((row) => JSON.parse(row.body) as DastTarget)[0],
    listTargets: async (org) => (await rowsOf<DastTargetTable>(tx, "select * from dast_target where org_id = ? order by name, target_id", [org])).map((row) => JSON.parse(row.body) as DastTarget),
    removeTarget: async (org, id) => { await rowsOf(tx, "delete from dast_target where org_id = ? and target_id = ?", [org, id]); },
    putScans: (org, scans) => insertMany(tx, "dast_scan", scanColumns, scans.map((one) => [org, one.scanId, one.targetId, one.state, one.reason, one.queuedAt, JSON.stringify(one)]), { key: ["org_id", "scan_id"], update: ["state", "body"] }),
    findScan: async (org, id) => (await rowsOf<DastScanTable>(tx, "select * from dast_scan where org_id = ? and scan_id = ?", [org, id])).map(scanFrom)[0],
    listScans: async (org, { targetId, state, reason }, page) => {
      const where = [sql`s.org_id = ${org}`, ...given(targetId, (one) => sql`s.target_id = ${one}`), ...given(state, (one) => sql`s.state = ${one}`), ...given(reason, (one) => sql`s.reason = ${one}`)];
      const { rows, ...rest } = await listPage<DastScanTable>(tx, { columns: sql`s.*`, from: sql`dast_scan s`, where, order: scansNewestFirst }, page);
      return { items: rows.map(scanFrom), ...rest };
    },
    pendingScans: async () => (await rowsOf<DastScanTable>(tx, "select * from dast_scan where state in ('queued', 'running') order by queued_at, scan_id", [])).map((row) => ({ org: row.org_id, scan: scanFrom(row) })),
    putFindings: (org, findings) => insertMany(tx, "dast_finding", findingColumns, findings.map((one) => rowOf(org, one)), { key: ["org_id", "finding_id"], update: findingColumns.slice(2) }),
    findFinding: async (org, id) => (await rowsOf<DastFindingTable>(tx, "select * from dast_finding where org_id = ? and finding_id = ?", [org, id])).map(findingFrom)[0],
    findingsOfTarget: async (org, id) => (await rowsOf<DastFindingTable>(tx, "select * from dast_finding where org_id = ? and target_id = ? order by finding_id", [org, id])).map(findingFrom),
    listFindings: async (org, filter, page) => {
      const { rows, ...rest } = await listPage<DastFindingTable>(tx, { columns: sql`f.*`, from: sql`dast_finding f`, where: wheres(org, filter), order: worstFirst }, page);
      return { items: rows.map(findingFrom), ...rest };
    },
    countFindings: async (org) => (await rowsOf<{ target_id: string; severity: number; state: string; outcome: string; n: number }>(tx, "select target_id, severity, state, outcome, count(*) as n from dast_finding where org_id = ? group by target_id, severity, state, outcome", [org]))
      .map((row) => ({ targetId: row.target_id, severity: dastSeverities[row.severity] ?? "info", state: row.state as DastFinding["state"], outcome: row.outcome as ScanOutcome, findings: Number(row.n) })),
    putScanFindings: (org, rows) => insertMany(tx, "dast_scan_finding", ["org_id", "scan_id", "finding_id", "outcome", "why", "at"], rows.map((one) => [org, one.scanId, one.findingId, one.outcome, one.why === undefined ? null : keptText(one.why), one.at]), { key: ["org_id", "scan_id", "finding_id"], update: ["outcome", "why", "at"] }),
    scanFindings: async (org, id) => (await rowsOf<DastScanFindingTable>(tx, "select * from dast_scan_finding where org_id = ? and scan_id = ? order by finding_id", [org, id])).map(saidFrom),
    historyOf: async (org, id) => (await rowsOf<DastScanFindingTable>(tx, "select * from dast_scan_finding where org_id = ? and finding_id = ? order by at desc, scan_id", [org, id])).map(saidFrom),
    organisations: async () => (await rowsOf<{ org_id: string }>(tx, "select distinct org_id from dast_target order by org_id", [])).map((row) => row.org_id),
    putDrills: (org, drills) => insertMany(tx, "dast_drill", ["org_id", "drill_id", "target_id", "state", "started_at", "body"], drills.map((one) => [org, one.drillId, one.targetId, one.state, one.startedAt, JSON.stringify(one)]), { key: ["org_id", "drill_id"], update: ["state", "body"] }),
    findDrill: async (org, id) => (await rowsOf<DastDrillTable>(tx, "select * from dast_drill where org_id = ? and drill_id = ?", [org, id])).map(drillFrom)[0],
    listDrills: async (org, targetId, page) => {
      const where = [sql`d.org_id = ${org}`, ...given(targetId, (one) => sql`d.target_id = ${one}`)];
      const { rows, ...rest } = await listPage<DastDrillTable>(tx, { columns: sql`d.*`, from: sql`dast_drill d`, where, order: drillsNewestFirst }, page);
      return { items: rows.map(drillFrom), ...rest };
    },
    openDrills: async () => (await rowsOf<DastDrillTable>(tx, "select * from dast_drill where state in ('sending', 'watching') order by started_at, drill_id", [])).map((row) => ({ org: row.org_id, drill: drillFrom(row) })),
  };
}

const scanColumns = ["org_id", "scan_id", "target_id", "state", "reason", "queued_at", "body"] as const;
const findingColumns = ["org_id", "finding_id", "target_id", "check_id", "severity", "confidence", "state", "outcome", "last_at", "words", "body"] as const;
const scansNewestFirst: Order = { name: "scans", descending: true, keys: [byNumber(sql`s.queued_at`), byText(sql`s.scan_id`)] };
const drillsNewestFirst: Order = { name: "drills", descending: true, keys: [byNumber(sql`d.started_at`), byText(sql`d.drill_id`)] };
// Ascending: the worst severity has the smallest number; within one the latest first.
const worstFirst: Order = { name: "dast findings", descending: false, keys: [byNumber(sql`f.severity`), byNumber(sql`-f.last_at`), byText(sql`f.finding_id`)] };

const scanFrom = (row: DastScanTable): DastScan => JSON.parse(row.body) as DastScan;
const findingFrom = (row: DastFindingTable): DastFinding => JSON.parse(row.body) as DastFinding;
const drillFrom = (row: DastDrillTable): Drill => JSON.parse(row.body) as Drill;
const saidFrom = (row: DastScanFindingTable): ScanFinding => ({ scanId: row.scan_id, findingId: row.finding_id, outcome: row.outcome as ScanOutcome, why: row.why ?? undefined, at: row.at });

const rowOf = (org: string, one: DastFinding): (string | number | null)[] => [
  org, one.findingId, one.targetId, one.check, dastSeverities.indexOf(one.severity), confidences.indexOf(one.confidence), one.state, one.lastOutcome, one.lastAt,
  lowered(keptText([one.title, one.check, placeText(one.place), one.about, one.component, `CWE-${one.cwe}`, ...one.owasp].filter((word) => word !== undefined).join(" "))), JSON.stringify(one),
];

const wheres = (org: string, { targetId, state, check, severity, confidence, outcome, word, scanId }: DastFindingFilter): Sql[] => [
  sql`f.org_id = ${org}`, ...given(targetId, (one) => sql`f.target_id = ${one}`), ...given(state, (one) => sql`f.state = ${one}`), ...given(check, (one) => sql`f.check_id = ${one}`), ...given(scanId === undefined ? outcome : undefined, (one) => sql`f.outcome = ${one}`),
  ...given(severity, (one) => sql`f.severity <= ${dastSeverities.indexOf(one)}`), ...given(confidence, (one) => sql`f.confidence <= ${confidences.indexOf(one)}`),
  // Of a scan, the outcome is what that scan said, not what the latest one did.
  ...given(scanId, (one) => (outcome === undefined ? sql`f.finding_id in (select s.finding_id from dast_scan_finding s where s.org_id = ${org} and s.scan_id = ${one})` : sql`f.finding_id in (select s.finding_id from dast_scan_finding s where s.org_id = ${org} and s.scan_id = ${one} and s.outcome = ${outcome})`)),
  ...word === undefined ? [] : word.split(/\s+/).filter(Boolean).map((one) => holdsLowered(sql`f.words`, one)),
];
