// The review after an incident: a draft from the record, with the root-cause questions of SSDF RV.3, for people to complete.
import { hourMs, minuteMs, toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { IncidentFacts } from "../clocks/regime.ts";
import type { Incident } from "../incident.ts";

/** Stretches of a response, each with the two instants it lies between; undefined when one of them is missing. */
export interface Stretch { id: "detect" | "acknowledge" | "triage" | "contain" | "eradicate" | "recover" | "close"; about: string; from: Instant; to: Instant | undefined; ms: number | undefined }

/** NIST SP 800-218 RV.3.1 to RV.3.4, as questions. */
export const rootCauseQuestions = [
  { id: "root-cause", task: "RV.3.1", label: "What was the root cause, below the first answer?" },
  { id: "pattern", task: "RV.3.2", label: "Which earlier incidents or findings have the same root cause? Is a practice not followed?" },
  { id: "elsewhere", task: "RV.3.3", label: "Where else is the same weakness, and who looks for it before it is reported?" },
  { id: "process-change", task: "RV.3.4", label: "What changes in the way software is made, so that it does not come again?" },
] as const;
export type RootCauseId = (typeof rootCauseQuestions)[number]["id"];

export interface ReviewDraft {
  stretches: readonly Stretch[];
  /** Between the first sign and our knowledge, and why it was that long: who or what saw it first. */
  gap: { ms: number; sentence: string };
  worked: readonly string[];
  didNot: readonly string[];
  /** Each with a hint from the record; the answer is a person's. */
  questions: readonly { id: RootCauseId; task: string; label: string; hint: string; answer: string | undefined }[];
  unanswered: number;
}

export interface ReviewInput extends Pick<IncidentFacts, "incident" | "members" | "vulnerabilities" | "deployments" | "actions" | "answers"> {
  clocks: readonly { title: string; dueAt: Instant; stoppedAt: Instant | undefined; end: string | undefined }[];
  /** Other incidents with the same vulnerability, service or kind. */
  similar: readonly { number: number; title: string; why: string }[];
  /** Other services that run one of the packages, affected or not. */
  elsewhere: readonly string[];
}

export function reviewDraft(input: ReviewInput): ReviewDraft {
  const stretches = stretchesOf(input.incident);
  const questions = rootCauseQuestions.map((question) => ({ ...question, hint: hintFor(question.id, input), answer: input.answers[question.id] }));
  return { stretches, gap: gapOf(input), worked: workedIn(input, stretches), didNot: failedIn(input), questions, unanswered: questions.filter(({ answer }) => answer === undefined).length };
}

export function stretchesOf(incident: Incident): Stretch[] {
  const { startedAt, openedAt, acknowledgedAt, phaseAt, closedAt } = incident;
  const stretch = (id: Stretch["id"], about: string, from: Instant, to: Instant | undefined): Stretch => ({ id, about, from, to, ms: to === undefined ? undefined : Math.max(0, to - from) });
  return [
    stretch("detect", "first sign to known", startedAt, openedAt), stretch("acknowledge", "known to acknowledged by a person", openedAt, acknowledgedAt),
    stretch("triage", "known to triaged", openedAt, phaseAt.triaged), stretch("contain", "known to contained", openedAt, phaseAt.contained),
    stretch("eradicate", "known to eradicated", openedAt, phaseAt.eradicated), stretch("recover", "known to recovered", openedAt, phaseAt.recovered), stretch("close", "known to closed", openedAt, closedAt),
  ];
}

function gapOf({ incident, members }: ReviewInput): ReviewDraft["gap"] {
  const ms = Math.max(0, incident.openedAt - incident.startedAt);
  const first = members.toSorted((a, b) => a.signal.at - b.signal.at)[0];
  const seen = first === undefined ? "No member is on record." : `The first sign was ${first.signal.kind} "${first.signal.title}" at ${toIso(first.signal.at)}.`;
  return { ms, sentence: ms < minuteMs ? `${seen} It was known at once.` : `${seen} It became known ${lengthText(ms)} later: ${incident.why}` };
}

function workedIn({ clocks, actions }: ReviewInput, stretches: readonly Stretch[]): string[] {
  const quick = stretches.filter(({ id, ms }) => id !== "detect" && ms !== undefined && ms <= hourMs).map(({ about, ms }) => `${about}: ${lengthText(ms ?? 0)}`);
  const met = clocks.filter(({ dueAt, stoppedAt, end }) => end === "done" && stoppedAt !== undefined && stoppedAt <= dueAt).map(({ title }) => `in time: ${title}`);
  return [...quick, ...met, ...(actions.length > 0 ? [`${actions.length} actions are on record`] : [])];
}

function failedIn({ incident, clocks }: ReviewInput): string[] {
  const late = clocks.filter(({ dueAt, stoppedAt, end }) => end !== "not-applicable" && (stoppedAt ?? Infinity) > dueAt).map(({ title, stoppedAt, dueAt }) => (stoppedAt === undefined ? `not done: ${title}` : `late by ${lengthText(stoppedAt - dueAt)}: ${title}`));
  return [
    ...(incident.acknowledgedAt === undefined ? ["nobody acknowledged it"] : []), ...(incident.owner === undefined ? ["it had no owner"] : []),
    ...(incident.reopened > 0 ? [`it came back ${incident.reopened === 1 ? "once" : `${incident.reopened} times`} after it was closed`] : []), ...late,
    ...(["triaged", "contained", "eradicated"] as const).filter((phase) => incident.closedAt !== undefined && incident.phaseAt[phase] === undefined).map((phase) => `closed without having been ${phase}`),
  ];
}

function hintFor(id: RootCauseId, { vulnerabilities, similar, elsewhere, incident }: ReviewInput): string {
  switch (id) {
    case "root-cause": return vulnerabilities.length === 0 ? incident.why : vulnerabilities.map(({ id: name, summary, fixes }) => `${name}: ${summary || "no summary"}${fixes.some(({ fixVersion }) => fixVersion !== undefined) ? "; a fix was available" : ""}`).join(" ");
    case "pattern": return similar.length === 0 ? "No earlier incident shares a vulnerability, a service or a kind." : similar.map(({ number, title, why }) => `INC-${number} ${title} (${why})`).join("; ");
    case "elsewhere": return elsewhere.length === 0 ? "No other service is known to run the same packages." : `Also run by: ${elsewhere.join(", ")}.`;
    case "process-change": return "A gate, a rule, a test, a default: something that would have stopped it before it ran.";
  }
}

/** "3 d 4 h", "2 h 5 min", "40 s". */
export function lengthText(ms: number): string {
  const [days, hours, minutes, seconds] = [Math.floor(ms / (24 * hourMs)), Math.floor(ms / hourMs) % 24, Math.floor(ms / minuteMs) % 60, Math.floor(ms / 1000) % 60];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}
