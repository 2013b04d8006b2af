// Every reader of other tools' reports, and what becomes of what they read.
import { register } from "../../kernel/plugin.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { FoundWeakness } from "../finding.ts";
import { nuclei } from "./nuclei.ts";
import type { Rejected, ReportReader, ReportText } from "./report-reader.ts";
import { sarif } from "./sarif.ts";
import { wapiti } from "./wapiti.ts";
import { collectImported } from "./weakness-from.ts";
import { zapJson } from "./zap-json.ts";
import { zapXml } from "./zap-xml.ts";

export const readers = register<ReportReader>("report reader", [nuclei, sarif, wapiti, zapJson, zapXml]);

/** format: the reader's id. rejected: what was not taken over, each with its place and why. */
export interface ImportedReport { format: string; weaknesses: readonly FoundWeakness[]; rejected: readonly Rejected[] }

/**
 * start: the target's URL; what is of another host is rejected, one by one. now: when it is read, which stands for when it was seen.
 * Throws dast.report-unrecognised when no reader knows the text, dast.report-unreadable when one does and cannot read it.
 */
export function readReport(text: string, { start, now }: { start: string; now: Instant }): ImportedReport {
  const report = reportText(text);
  const reader = readers.all.find((one) => one.reads(report));
  if (reader === undefined) throw new Fault("dast.report-unrecognised", { detail: `It is read as ${readers.all.map(({ id }) => id).join(", ")}.` });
  const { items, rejected } = reader.read(report);
  const { weaknesses, outside } = collectImported(items, { tool: reader.tool, start, now });
  return { format: reader.id, weaknesses, rejected: [...rejected, ...outside] };
}

function reportText(given: string): ReportText {
  const text = given.replace(/^\ufeff/, "");
  const isXml = text.trimStart().startsWith("<");
  if (isXml) return { text, isXml, json: undefined, lines: undefined };
  const json = parsed(text);
  return { text, isXml, json, lines: json === undefined ? linesOf(text) : undefined };
}

// A line that is none is an entry all the same, and is rejected with its number.
const linesOf = (text: string): { line: number; value: unknown }[] => text.split(/\r?\n/).flatMap((one, at) => (one.trim() === "" ? [] : [{ line: at + 1, value: parsed(one) }]));

function parsed(text: string): unknown { try { return JSON.parse(text) as unknown; } catch { return undefined; } }
