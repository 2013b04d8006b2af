// The tokens of the lists of tests: findings "is:open severity:high check:sql-injection", requests "phase:check is:refused", scans "is:running".
import type { Query } from "../api/client.ts";
import { dastConfidences, dastSeverities, dastStates, scanOutcomes, scanReasons, scanStates } from "../api/dast-shapes.ts";
import type { Vocabulary } from "./query-tokens.ts";

const names = ["state", "severity", "confidence", "outcome", "check", "target", "scan"] as const;
type DastFilterName = (typeof names)[number];

export const dastFindingWords: Vocabulary<DastFilterName> = {
  names, short: { sev: "severity" }, is: ["state", "outcome", "confidence", "severity"],
  sets: { state: [...dastStates, "all"], severity: dastSeverities, confidence: dastConfidences, outcome: scanOutcomes },
};

export const dastFindingFacets = [
  { name: "State", tokens: [...dastStates, "all"].map((state) => `is:${state}`) },
  { name: "At least", tokens: dastSeverities.slice(0, 4).map((severity) => `severity:${severity}`) },
  { name: "Last scan", tokens: scanOutcomes.map((outcome) => `is:${outcome}`) },
  { name: "At least as sure as", tokens: dastConfidences.slice(0, 2).map((confidence) => `confidence:${confidence}`) },
] as const;

/** Open ones when nothing is said of the state; fixed ones are not open, so asking for them is enough. */
export function dastQueryOf(given: Partial<Record<DastFilterName | "q", string>>): Query {
  const { state = given.outcome === "fixed" || given.scan !== undefined ? "all" : "open", ...rest } = given;
  return { ...rest, state: state === "all" ? undefined : state };
}

const requestNames = ["phase", "check", "status", "sent"] as const;
export const requestPhases = ["authorise", "login", "crawl", "browser", "baseline", "check", "template", "replay", "canary"] as const;

export const requestWords: Vocabulary<(typeof requestNames)[number]> = { names: requestNames, short: {}, is: ["sent"], sets: { phase: requestPhases, sent: ["refused", "sent"] } };
/** A status of one figure stands for its class, 0 for no answer. */
export const requestFacets = [
  { name: "Phase", tokens: requestPhases.map((phase) => `phase:${phase}`) }, { name: "Guard", tokens: ["is:refused", "is:sent"] }, { name: "Status", tokens: ["status:2", "status:3", "status:4", "status:5", "status:0"] },
] as const;

export function requestQueryOf({ sent, ...rest }: Partial<Record<(typeof requestNames)[number] | "q", string>>): Query {
  return { ...rest, refused: sent === undefined ? undefined : String(sent === "refused") };
}

const scanNames = ["state", "reason", "target"] as const;
export const scanWords: Vocabulary<(typeof scanNames)[number]> = { names: scanNames, short: {}, is: ["state", "reason"], sets: { state: scanStates, reason: scanReasons } };
export const scanFacets = [{ name: "State", tokens: scanStates.map((state) => `is:${state}`) }, { name: "Reason", tokens: scanReasons.map((reason) => `is:${reason}`) }] as const;
