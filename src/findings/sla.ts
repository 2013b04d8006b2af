// The SLA clock of a finding: due by a policy table over KEV, exposure, automatable and technical impact.
import { dayMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Priority, PriorityInput, SlaClock } from "./finding.ts";

interface Row { kev: boolean; exposed: boolean; automatable: boolean; total: boolean; dueDays: number | undefined; clause: string }

const row = (bits: string, dueDays: number | undefined, clause: string): Row =>
  ({ kev: bits[0] === "K", exposed: bits[1] === "E", automatable: bits[2] === "A", total: bits[3] === "T", dueDays, clause });

// CISA BOD 26-04 (2026-06-10), decision model cisa:BOD2604:1.0.0: in KEV, publicly Exposed, Automatable, Total impact.
// FSU = fix on the next software update; F = forensic triage first.
const bod2604: readonly Row[] = [
  row("----", undefined, "FSU"), row("K---", 14, "14D"), row("-E--", 60, "60D"), row("--A-", 60, "60D"),
  row("---T", undefined, "FSU"), row("KE--", 14, "14D"), row("K-A-", 14, "14D"), row("-EA-", 14, "14D"),
  row("K--T", 14, "14D"), row("-E-T", 14, "14D"), row("--AT", 60, "60D"), row("KEA-", 3, "3D"),
  row("KE-T", 3, "3DF"), row("K-AT", 3, "3DF"), row("-EAT", 3, "3D"), row("KEAT", 3, "3DF"),
];

// The directive knows vulnerabilities only. A malicious package is an incident, contained within a day as BOD 26-04 asks of volatile evidence.
const containWithinMs = dayMs;

/** Names the row that fired, and which of its inputs were assumed. An unknown exposure counts as exposed. */
export function slaClock(priority: Priority, { kev, malicious }: { kev: boolean; malicious: boolean }, startedAt: Instant, stoppedAt: Instant | undefined): SlaClock {
  const value = (name: PriorityInput["name"]): string | undefined => priority.inputs.find((input) => input.name === name)?.value;
  const facts = { kev, exposed: value("exposure") !== "internal", automatable: value("automatable") === "yes", total: value("technical-impact") === "total" };
  if (malicious) return { policy: "Aftwatch", clause: "malicious package: contain within 24 hours", startedAt, dueAt: startedAt + containWithinMs, stoppedAt };
  const fired = bod2604.find((candidate) => candidate.kev === facts.kev && candidate.exposed === facts.exposed && candidate.automatable === facts.automatable && candidate.total === facts.total);
  if (!fired) throw new TypeError("the policy table has no row for these inputs");
  return { policy: "BOD 26-04", clause: clauseText(fired), startedAt, dueAt: fired.dueDays === undefined ? undefined : startedAt + fired.dueDays * dayMs, stoppedAt };
}

function clauseText({ kev, exposed, automatable, total, clause }: Row): string {
  return `${clause}: ${kev ? "in KEV" : "not in KEV"}, ${exposed ? "exposed" : "not exposed"}, ${automatable ? "automatable" : "not automatable"}, ${total ? "total" : "partial"} impact`;
}
