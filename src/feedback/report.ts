// The contract of a report: one answer of a scan in one format.
//
// target  what was scanned: a file, a folder, a document from a pipe
// frame   where the text goes: how wide, in colour or not, how long at most
import type { Component, ComponentReject } from "../inventory/component.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Plugin } from "../kernel/plugin.ts";
import type { ScanResult } from "../matching/scan-result.ts";

/**
 * subject: what the target says it is. base: the folder that places are relative to, from where the report is read. sources: the files
 * that were read; failed: those that could not be, so that what they list is not known. locals: packages that are the project itself.
 */
export interface ScanTarget {
  path: string;
  base: string;
  subject: { name: string | undefined; version: string | undefined; purl: string | undefined } | undefined;
  sources: readonly { path: string; format: string; components: number }[];
  failed: readonly { path: string; code: string; detail: string }[];
  locals: number;
  rejects: readonly ComponentReject[];
  notes: readonly { at: string; text: string }[];
}

/** rejects: statements of VEX documents that could not be used. expired: ignore rules that have ended and no longer hide anything. */
export interface Coverings { documents: number; statements: number; rejects: readonly { document: string; at: string; reason: string }[]; expired: readonly { vulnerability: string; document: string; until: Instant }[] }

/** Everything that a report may show. components: all that were read, judged or not. */
export interface ScanReport { at: Instant; toolVersion: string; target: ScanTarget; components: readonly Component[]; result: ScanResult; coverings: Coverings }

/** maxChars: only for formats that go where length is limited; what does not fit is counted in the text. */
export interface ReportFrame { width: number; color: boolean; maxChars: number }

export interface Report extends Plugin {
  mediaType: string;
  /** Ends with a line break; the same for the same report. */
  render(report: ScanReport, frame: ReportFrame): string;
}

export const defineReport = (report: Report): Report => report;
