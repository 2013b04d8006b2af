// The contract of readers of other tools' reports: what was found, in one shape; a bad entry costs itself.
import type { Plugin } from "../../kernel/plugin.ts";
import type { DastSeverity } from "../check.ts";
import type { Confidence } from "../evidence.ts";
import type { Header } from "../exchange.ts";

/** A report as it came: json when the whole text is one document, lines when each line is one, xml when it begins with "<". */
export interface ReportText { text: string; json: unknown; lines: readonly { line: number; value: unknown }[] | undefined; isXml: boolean }

export interface ImportedExchange { method: string; url: string; requestHeaders: readonly Header[]; requestBody: string | undefined; status: number; headers: readonly Header[]; body: string }

/** One thing that another tool reports. rule: its own id; with place and detail it tells findings apart, in every later report too. */
export interface ImportedItem {
  rule: string; title: string; severity: DastSeverity; confidence: Confidence; cwe: number; owasp: readonly string[];
  url: string; method: string; parameter: string | undefined; detail: string | undefined;
  because: string; remediation: string; exchange: ImportedExchange | undefined;
}

export interface Rejected { at: string; rule: string }
export interface ReadItems { items: readonly ImportedItem[]; rejected: readonly Rejected[] }

/** tool: part of every finding's identity: "zap", "nuclei". */
export interface ReportReader extends Plugin { tool: string; reads(report: ReportText): boolean; read(report: ReportText): ReadItems }

export const defineReader = (reader: ReportReader): ReportReader => reader;
