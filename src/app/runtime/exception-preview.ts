// What an exception would do: which past detections it removes, and which attacks it would hide.
import type { Detection } from "../../runtime/detection.ts";
import { compileException, readException } from "../../runtime/exception-filter.ts";
import type { ExceptionFilter } from "../../runtime/exception-filter.ts";
import { exceptedOf } from "../../runtime/exception-group.ts";
import type { SigmaFile, SigmaFilter } from "../../runtime/sigma/rule.ts";
import type { LoopContext } from "../loop/context.ts";
import { mostPast, pastDays, readAttacks, readPast } from "./exception-past.ts";
import type { Past } from "./exception-past.ts";
import { shownRulePath } from "./rule-files.ts";
import { attackSamples } from "./exception-samples.ts";

/** sample: the file and line of a sample, or a detection that a person called an attack. */
export interface Hidden { rule: string; title: string; sample: string; why: string }

/** removed: of the last 30 days, the newest first, all of them. covered: how many of the chosen are left out. problems: what else a person should know. */
export interface ExceptionPreview { removed: readonly Detection[]; covered: number; hides: readonly Hidden[]; problems: readonly string[] }

export async function previewException({ store, clock }: LoopContext, book: SigmaFile, org: string, text: string, chosen: readonly Past[]): Promise<ExceptionPreview> {
  const { filters, problems: wrong } = readException(text, "exception.yml");
  const problems = wrong.map(({ line, rule }) => `Line ${line}: ${rule}.`);
  if (problems.length > 0) return { removed: [], covered: 0, hides: [], problems };
  const filter = compileException(text, "exception.yml");
  const [{ past, isPartial }, judged] = await Promise.all([readPast(store.read, org, filter.rules, clock.now()), readAttacks(store.read, org, filter.rules, clock.now())]);
  const left = past.filter((one) => one.detection.state !== "excepted" && isLeftOut(filter, one));
  const attacks = judged.past.filter((one) => isLeftOut(filter, one));
  const hides = [...(await hiddenSamples(book, filter)), ...attacks.map(({ detection }) => hiddenDetection(detection))];
  const removed = left.filter(({ detection }) => detection.verdict !== "true-positive").map(({ detection }) => detection);
  return { removed, covered: chosen.filter((one) => isLeftOut(filter, one)).length, hides, problems: [...strangers(book, filters, [...past, ...chosen]), ...partly(filter, past), ...(isPartial || judged.isPartial ? [`More than ${mostPast} detections of the last ${pastDays} days are of these rules; the newest were looked at.`] : [])] };
}

const isLeftOut = (filter: ExceptionFilter, { asked }: Past): boolean => { const hit = exceptedOf(asked); return hit !== undefined && filter.leavesOut(hit, asked.where); };

async function hiddenSamples(book: SigmaFile, filter: ExceptionFilter): Promise<Hidden[]> {
  const samples = await attackSamples(book, filter.rules);
  return samples.filter(({ hits }) => hits.every((hit) => filter.mayLeaveOut(hit))).map(({ ruleId, title, why, file, line }) => ({ rule: ruleId, title, sample: `${shownRulePath(file)}:${line}`, why: why || "a sample that must match" }));
}

const hiddenDetection = ({ detectionId, ruleId, title, judgedBy, note }: Detection): Hidden => ({ rule: ruleId, title, sample: detectionId, why: `${judgedBy ?? "somebody"} called it an attack${note === undefined || note === "" ? "" : `: ${note}`}`.slice(0, 500) });

/** Rules that nobody knows leave nothing out; a name is no id. */
function strangers(book: SigmaFile, filters: readonly SigmaFilter[], seen: readonly Past[]): string[] {
  const heads = [...book.rules, ...book.correlations];
  const known = new Set([...heads.map(({ id }) => id), ...seen.map(({ detection }) => detection.ruleId)]);
  const named = new Map(heads.flatMap(({ id, name }) => (name === undefined ? [] : [[name, id] as const])));
  const ids = [...new Set(filters.flatMap(({ rules }) => rules ?? []))].filter((id) => !known.has(id) && !/^(?:sensor|baseline|rate):/.test(id));
  return ids.map((id) => (named.has(id) ? `${id} is the name of a rule; an exception names rules by id: ${named.get(id) ?? ""}.` : `No rule has the id ${id}, so nothing of it is left out.`));
}

/** Of these some samples would have been left out and others not: as hits go on, such a detection splits. */
function partly(filter: ExceptionFilter, past: readonly Past[]): string[] {
  const split = past.filter((one) => one.asked.events.length > 1 && !isLeftOut(filter, one) && one.detection.kind !== "correlation" && one.asked.events.some((event) => isLeftOut(filter, { ...one, asked: { ...one.asked, events: [event] } })));
  return split.length === 0 ? [] : [`${split.length} further detection${split.length === 1 ? "" : "s"} would lose some of ${split.length === 1 ? "its" : "their"} hits and keep others: ${split.slice(0, 3).map(({ detection }) => detection.detectionId).join(", ")}${split.length > 3 ? ", ..." : ""}.`];
}
