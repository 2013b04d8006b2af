// Incidents in words: titles, one-sentence verdicts, and what is missing.
import type { Instant } from "../kernel/clock.ts";
import { secondMs, toIso } from "../kernel/clock.ts";
import { incidentName, isOver } from "./incident.ts";
import type { Incident } from "./incident.ts";
import type { GroupingSettings } from "./grouping-settings.ts";
import type { IncidentKind, Signal } from "./signal.ts";

const kindWords: Record<IncidentKind, string> = {
  "exploited-vulnerability": "Exploited vulnerability", "malicious-package": "Malicious package running", attack: "Attack", "web-shell": "Web shell", "leaked-credential": "Leaked credential",
  "crypto-miner": "Crypto miner", integrity: "Integrity", "blind-source": "Blind source", manual: "Incident",
};
export const kindInWords = (kind: IncidentKind): string => kindWords[kind];

/** Of a new incident: what it is, and around which signal; a manual one has its own. */
export const titleOf = (kind: IncidentKind, signal: Signal): string => (kind === "manual" ? signal.title : cutTo(`${kindWords[kind]}: ${signal.title}`));

/** Of a crowd's: which vulnerabilities they are stands in its members. */
export const crowdTitle = (kind: IncidentKind, signal: Signal, whole: boolean): string =>
  cutTo(`${kind === "malicious-package" ? "Malicious packages" : "Exploited vulnerabilities"} in ${whole ? (signal.owner === undefined ? "services without an owner" : `services of ${signal.owner}`) : signal.services.join(", ")}`);

const cutTo = (text: string): string => (text.length > 300 ? `${text.slice(0, 297)}...` : text);

export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
export const listed = (names: readonly string[], most = 5): string => (names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`);

/** A sentence goes by seconds; the instant itself stands in the story. */
const goesOn = (members: number, live: number): string =>
  live === 0 ? (members === 1 ? "which is over" : "none of which goes on") : live === members ? "still going on" : `${live} of which ${live === 1 ? "goes" : "go"} on`;

/** "INC-3: 4 signals in pay-api since ..., high, in phase triaged; acknowledged by ana; next: ...". */
export function verdictOf(incident: Incident): string {
  const { members, live = members, services, startedAt, severity, phase, acknowledgedBy, owner, next, closedBecause, mergedInto } = incident;
  if (mergedInto !== undefined) return `${incidentName(incident)} was merged into another incident; its members are there.`;
  const where = services.length === 0 ? "" : ` in ${listed(services)}`;
  const head = `${incidentName(incident)}: ${plural(members, "signal")}${where} since ${toIso(startedAt - startedAt % secondMs)}, ${goesOn(members, live)}; ${severity === "unknown" ? "of unknown severity" : severity}, ${phase}.`;
  if (isOver(phase)) return `${head} Closed: ${closedBecause ?? "no reason was given"}.`;
  const hands = `${acknowledgedBy === undefined ? "Nobody has acknowledged it" : `Acknowledged by ${acknowledgedBy}`}; ${owner === undefined ? "nobody owns it" : `owned by ${owner}`}.`;
  return `${head} ${hands} ${next === undefined ? "No next action is set." : `Next: ${next.text}${next.dueAt === undefined ? "" : `, due ${toIso(next.dueAt)}`}.`}`;
}

export type Attention = "unacknowledged" | "no-owner" | "no-next-action" | "overdue" | "stale" | "quiet";

/** What is missing or late about an open incident; empty for one that is over. */
export function attentionOf({ phase, mergedInto, acknowledgedAt, owner, next, changedAt, openedAt, quietSince }: Incident, { staleMs }: Pick<GroupingSettings, "staleMs">, now: Instant): Attention[] {
  if (isOver(phase) || mergedInto !== undefined) return [];
  const all: readonly [Attention, boolean][] = [
    ["unacknowledged", acknowledgedAt === undefined], ["no-owner", owner === undefined], ["no-next-action", next === undefined], ["overdue", next?.dueAt !== undefined && next.dueAt < now],
    ["stale", (changedAt ?? openedAt) + staleMs <= now], ["quiet", quietSince !== undefined],
  ];
  return all.flatMap(([word, holds]) => (holds ? [word] : []));
}
