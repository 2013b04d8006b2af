// One detection for people: what happened, why it was made, what was running there, and what to do with it.
import type { DetectionDetail } from "../contract/runtime.ts";
import { conditionLines, processLines } from "./detection-tree.ts";
import { count } from "./sentences.ts";

const shownSamples = 5;
const shownRaw = 600;
const shownComponents = 10;

export function detectionText(one: DetectionDetail): string {
  const sections = [head(one), why(one), part("Condition", conditionLines(one.why.proof)), part("Process", processLines(one.why.proof)), part("Behaviour", differenceLines(one.why.proof)), placement(one), evidence(one), samples(one), verdict(one)];
  return sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`).join("\n");
}

const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]);

function head({ title, level, ruleLevel, state, kind, ruleId, count: times, firstAt, lastAt, detectedAt, actor, tags, id, decoder, source, subject, incident }: DetectionDetail): string[] {
  const by = actor === null ? "by nobody it names" : `by ${actor}`;
  const span = times === 1 ? `once, at ${firstAt}` : `${times} times from ${firstAt} to ${lastAt}`;
  return [
    `${title}`,
    `${level}${level === ruleLevel ? "" : ` (the rule says ${ruleLevel})`}, ${state}; ${span}, ${by}`,
    `Known since ${detectedAt}; ${kind} ${ruleId}, from ${decoder === source ? decoder : `${source} (${decoder})`}`,
    ...(subject === "" ? [] : [`About: ${subject}`]), ...(tags.length === 0 ? [] : [`Tags: ${tags.join(" ")}`]), ...(incident === null ? [] : [`Incident: INC-${incident.number}`]), `Id: ${id}`,
  ];
}

const why = ({ why: { sentences } }: DetectionDetail): string[] => part("Why", sentences);

/** A profile's and a rate's own words, where the proof has them. */
function differenceLines(proof: unknown): string[] {
  const { difference } = proof as { difference?: unknown };
  const sentences = Array.isArray(difference) ? difference : (difference as { sentences?: unknown } | undefined)?.sentences;
  return Array.isArray(sentences) ? sentences.filter((line): line is string => typeof line === "string") : [];
}

function placement({ placement: where }: DetectionDetail): string[] {
  const runs = where.service === null ? "no deployment of the inventory" : `${where.service}${where.version === null ? "" : ` ${where.version}`}${where.endpoint === null ? "" : ` on ${where.endpoint}`}`;
  const about = [where.environment, where.exposure, ...(where.owner === null ? ["nobody owns it"] : [`owner ${where.owner}`]), ...(where.deployedAt === null ? [] : [`deployed ${where.deployedAt}`])].filter((word) => word !== null);
  return part("Where", [`${where.workload}: ${runs}${where.service === null ? "" : ` (${about.join(", ")})`}`, `joined by ${where.joinedBy}: ${where.because}`]);
}

function evidence({ evidence: { state, because, vulnerability, component }, components }: DetectionDetail): string[] {
  const named = [vulnerability, component].filter((word) => word !== null).join(" in ");
  const rest = components.length - shownComponents;
  return part("Evidence", [
    `${state}${named === "" ? "" : ` (${named})`}: ${because}`,
    ...components.slice(0, shownComponents).map((row) => `${row.vulnerability} in ${row.purl}: ${row.outcome}${row.loaded === null ? "" : row.loaded ? ", loaded" : ", not loaded"}${row.fixVersion === null ? "" : `, fixed in ${row.fixVersion}`}`),
    ...(rest > 0 ? [`and ${count(rest, "vulnerable component")} more`] : []),
  ]);
}

function samples({ samples: all, count: times }: DetectionDetail): string[] {
  const lines = all.slice(0, shownSamples).map(({ at, raw }) => `${at}  ${cut(raw)}`);
  return part(all.length === times ? `Events (${times})` : `Events (${all.length} kept of ${times})`, [...lines, ...(all.length > shownSamples ? [`and ${all.length - shownSamples} more with --json`] : [])]);
}

const cut = (raw: string): string => { const line = raw.replaceAll(/\s+/g, " ").trim(); return line.length > shownRaw ? `${line.slice(0, shownRaw).toWellFormed()}… (${line.length} characters)` : line; };

function verdict({ verdict: said, judgedBy, note, exceptionId, id }: DetectionDetail): string[] {
  if (exceptionId !== null) return [`Left out by the exception ${exceptionId}.`];
  return [said === null ? `Nobody has judged it: aftwatch detections judge ${id} VERDICT` : `${judgedBy ?? "Somebody"} says: ${said}${note === null ? "" : `, ${note}`}`];
}
