// The tables of tests from outside as TypeScript sees them.

interface Org { org_id: string }

export interface DastTargetTable extends Org { target_id: string; name: string; body: string }
export interface DastScanTable extends Org { scan_id: string; target_id: string; state: string; reason: string; queued_at: number; body: string }
/** severity and confidence: the place in their lists, from 0, the worst and the surest first. words: what a search looks through, in lower case. */
export interface DastFindingTable extends Org { finding_id: string; target_id: string; check_id: string; severity: number; confidence: number; state: string; outcome: string; last_at: number; words: string; body: string }
export interface DastScanFindingTable extends Org { scan_id: string; finding_id: string; outcome: string; why: string | null; at: number }
export interface DastDrillTable extends Org { drill_id: string; target_id: string; state: string; started_at: number; body: string }

export interface DastTables { dast_target: DastTargetTable; dast_scan: DastScanTable; dast_finding: DastFindingTable; dast_scan_finding: DastScanFindingTable; dast_drill: DastDrillTable }
