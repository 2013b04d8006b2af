// The contract of report formats: a scan and what it said of each finding, as one text.
import type { Instant } from "../../kernel/clock.ts";
import type { Plugin } from "../../kernel/plugin.ts";
import type { DastFinding } from "../finding.ts";
import type { DastScan } from "../scan.ts";

/** publicUrl: the base of links to the console; undefined without a server. at: when the report is written. */
export interface ReportInput { scan: DastScan; findings: readonly DastFinding[]; at: Instant; publicUrl: string | undefined }

export interface DastReport extends Plugin { readonly mediaType: string; readonly extension: string; write(input: ReportInput): string }

export const defineReport = (report: DastReport): DastReport => report;
