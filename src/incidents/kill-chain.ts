// The kill chain: ATT&CK tactics in their order, and what progress along them makes of a severity.
import type { SignalSeverity } from "./signal.ts";

/** MITRE ATT&CK, Enterprise tactics, in the order of the matrix. */
export const tactics = [
  "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion",
  "credential-access", "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact",
] as const;

// What goes on outside before anybody is in: the whole internet is scanned all day, so these are no progress.
const outside = new Set(["reconnaissance", "resource-development"]);
// What an intrusion is for: whoever gets here has what they came for.
const goals = new Set(["exfiltration", "impact"]);

/** "Initial Access", "initial_access" and Sigma's "attack.initial_access" are one tactic. */
const tacticOf = (text: string): string => text.trim().toLowerCase().replace(/^attack\./, "").replaceAll(/[\s_]+/g, "-");

const place = (tactic: string): number => { const index = (tactics as readonly string[]).indexOf(tactic); return index === -1 ? tactics.length : index; };

/** Each once, in the order of the chain; those that ATT&CK does not know come last, by name. */
export const inChainOrder = (all: readonly string[]): string[] => [...new Set(all.map(tacticOf))].toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));

/** Stages inside: what counts as progress. */
export const stagesOf = (all: readonly string[]): string[] => inChainOrder(all).filter((tactic) => !outside.has(tactic));

const order: readonly SignalSeverity[] = ["unknown", "low", "medium", "high", "critical"];
export const isWorse = (a: SignalSeverity, b: SignalSeverity): boolean => order.indexOf(a) > order.indexOf(b);
export const worst = (all: readonly SignalSeverity[]): SignalSeverity => all.reduce((a, b) => (isWorse(b, a) ? b : a), "unknown");

// One stage may be a mistake, three on one story are an intruder who gets on.
const stagesOfHigh = 3;
const stagesOfCritical = 5;

/**
 * The severity of a story: the worst of its signals, raised by progress. Three stages inside are at least high, five are critical;
 * exfiltration or impact after another stage is critical.
 */
export function chainSeverity(severity: SignalSeverity, all: readonly string[]): SignalSeverity {
  const stages = stagesOf(all);
  if (stages.length >= stagesOfCritical || (stages.length > 1 && stages.some((tactic) => goals.has(tactic)))) return "critical";
  return stages.length >= stagesOfHigh ? worst([severity, "high"]) : severity;
}
