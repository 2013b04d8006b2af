// Ratings in OSV records: CVSS vectors and Ubuntu's priority by type, and the words that databases put in their own members.
import type { Severity } from "../../advisory.ts";
import { isRecord, listOf } from "./json-shape.ts";
import type { Left } from "./json-shape.ts";

const types = new Set<unknown>(["CVSS_V2", "CVSS_V3", "CVSS_V4", "Ubuntu"] satisfies Severity["type"][]);

/** OSV schema, severity[]. A type we do not know is left out aloud: it must not pass for another one. */
export function readSeverities(value: unknown, source: string, at: string, left: Left[]): readonly Severity[] {
  const severities: Severity[] = [];
  for (const [index, severity] of listOf(value, at, left).entries()) {
    if (isSeverity(severity)) severities.push({ type: severity.type, score: severity.score, source });
    else left.push({ at: `${at}/${index}`, reason: "is not a severity with a known type and a score" });
  }
  return severities;
}

const isSeverity = (value: unknown): value is Pick<Severity, "type" | "score"> =>
  isRecord(value) && types.has(value["type"]) && typeof value["score"] === "string" && value["score"] !== "";

/** `severity` in a database_specific or ecosystem_specific member, in lower case. "unknown" is no rating; other shapes are the database's own business. */
export function severityWord(specific: unknown, source: string, key = "severity"): readonly Severity[] {
  const word = isRecord(specific) ? specific[key] : undefined;
  if (typeof word !== "string" || !/^[A-Za-z][A-Za-z -]{0,30}$/.test(word)) return [];
  const score = word.toLowerCase();
  return unrated.has(score) ? [] : [{ type: "word", score, source }];
}

/** Ubuntu's priority where records carry it as a member instead of a severity of the type "Ubuntu". */
export const ubuntuPriority = (specific: unknown, source: string): readonly Severity[] =>
  severityWord(specific, source, "ubuntu_priority").map(({ score }) => ({ type: "Ubuntu", score, source }));

// Debian's urgency "not yet assigned" and "end-of-life", and Ubuntu's "untriaged", say nothing of how bad it is.
const unrated = new Set(["unknown", "untriaged", "not yet assigned", "end-of-life"]);
