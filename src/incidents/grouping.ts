// Where a signal belongs: pure, and explained. The rules and what they cannot promise are in docs/incidents.md.
//
// tie     an entity that a signal shares with an incident or a loose signal, near enough in time, and heavy enough
// hub     an entity that many services share (a scanner's host, a NAT address): its weight falls, so it ties nothing by itself
// story   signals joined by ties, or by one cause
import { hourMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { canTie, tieWeight, weightOf, windowOf } from "./grouping-settings.ts";
import type { GroupingSettings } from "./grouping-settings.ts";
import { isOver } from "./incident.ts";
import type { Incident } from "./incident.ts";
import type { HeldSignal, Sighting, SignalRef } from "./incident-store.ts";
import { stagesOf } from "./kill-chain.ts";
import { entityKey } from "./signal.ts";
import type { Entity, IncidentKind, Signal } from "./signal.ts";

/** An incident that shares something with the signal. */
export interface Candidate { incident: Incident; causes: ReadonlySet<string>; sightings: readonly Pick<Sighting, "entity" | "firstAt" | "lastAt">[] }
/** services: with how many services each entity was seen lately, by entityKey. */
export interface Candidates { incidents: readonly Candidate[]; held: readonly HeldSignal[]; services: ReadonlyMap<string, number> }

/**
 * join    one more member; merges: open incidents that the signal shows to be the same story; links: those a person has shaped
 * open    a new incident, with these loose signals
 * reopen  the same cause after it was closed
 * link    a new incident that goes on from closed ones
 * hold    a loose signal until then
 * none    it is over and belongs to nothing
 */
export type Placement =
  | { kind: "join"; incidentId: string; why: string; merges: readonly string[]; links: readonly string[] }
  | { kind: "open"; opens: IncidentKind; why: string; with: readonly SignalRef[] }
  | { kind: "reopen"; incidentId: string; why: string }
  | { kind: "link"; opens: IncidentKind; to: readonly string[]; why: string; with: readonly SignalRef[] }
  | { kind: "hold"; why: string; until: Instant }
  | { kind: "none"; why: string };

export function placeSignal(signal: Signal, candidates: Candidates, settings: GroupingSettings, now: Instant): Placement {
  if (signal.ended) return { kind: "none", why: "it is over and no incident has it" };
  const found = candidates.incidents.flatMap((candidate) => { const tie = tieTo(signal, candidate, candidates.services, settings); return tie ? [{ incident: candidate.incident, tie }] : []; }).toSorted(closest);
  const open = found.filter(({ incident }) => !isOver(incident.phase));
  const closed = found.filter(({ incident }) => isOver(incident.phase) && (incident.closedAt ?? 0) >= now - settings.reopenMs);
  return joining(open) ?? reopening(signal, closed) ?? opening(signal, closed, candidates, settings) ?? held(signal, closed, candidates.services, settings, now);
}

interface Tie { weight: number; cause: boolean; why: string }
interface Found { incident: Incident; tie: Tie }

// The heaviest tie first, then the incident opened first: whoever asks, the answer is the same.
const closest = (a: Found, b: Found): number => Number(b.tie.cause) - Number(a.tie.cause) || b.tie.weight - a.tie.weight || a.incident.openedAt - b.incident.openedAt || a.incident.number - b.incident.number;

/** How a signal hangs together with an incident; undefined when it does not. */
function tieTo(signal: Signal, { incident, causes, sightings }: Candidate, services: Candidates["services"], settings: GroupingSettings): Tie | undefined {
  if (signal.cause !== undefined && causes.has(signal.cause)) return { weight: 1, cause: true, why: `the same cause, ${signal.cause}` };
  // Two vulnerabilities of one release are two stories with two fixes; only what happens there brings a finding into a story.
  if (signal.kind === "finding" && signal.cause !== undefined && incident.cause !== undefined) return undefined;
  const own = new Set(signal.entities.map(entityKey));
  const ties = sightings.filter(({ entity }) => own.has(entityKey(entity))).flatMap((sighting) => entityTie(sighting.entity, distance(signal.at, sighting), services, settings) ?? []);
  return ties.toSorted((a, b) => b.weight - a.weight)[0];
}

/** How long before or after its sightings; 0 between them. */
const distance = (at: Instant, { firstAt, lastAt }: Pick<Sighting, "firstAt" | "lastAt">): number => Math.max(0, at - lastAt, firstAt - at);

function entityTie(entity: Entity, apartMs: number, services: Candidates["services"], settings: GroupingSettings): Tie | undefined {
  const windowMs = windowOf(entity, settings);
  const weight = weightOf(entity, services.get(entityKey(entity)) ?? 0, settings);
  if (apartMs > windowMs || weight < tieWeight) return undefined;
  return { weight, cause: false, why: `shares ${entity.kind} ${entity.value} within ${hours(windowMs)}` };
}

const hours = (ms: number): string => (ms % hourMs === 0 ? `${ms / hourMs} h` : `${Math.round(ms / 60_000)} min`);

function joining(open: readonly Found[]): Placement | undefined {
  const [first, ...others] = open;
  if (!first) return undefined;
  const mergeable = isLoose(first.incident) ? others.filter(({ incident }) => isLoose(incident) && (incident.cause === undefined || first.incident.cause === undefined)) : [];
  // With one cause of findings among them: two would make one incident of two vulnerabilities.
  const causes = mergeable.filter(({ incident }) => incident.cause !== undefined);
  const merges = mergeable.filter((other) => other.incident.cause === undefined || other === causes[0]);
  const ids = (all: readonly Found[]): string[] => all.map(({ incident }) => incident.incidentId);
  return { kind: "join", incidentId: first.incident.incidentId, why: first.tie.why, merges: ids(merges), links: ids(others.filter((other) => !merges.includes(other))) };
}

/** Nobody has taken it in hand: the machine may still put it together with others. */
const isLoose = ({ touched, acknowledgedAt, phase }: Incident): boolean => touched !== true && acknowledgedAt === undefined && phase === "detected";

function reopening(signal: Signal, closed: readonly Found[]): Placement | undefined {
  const [same] = closed.filter(({ tie }) => tie.cause);
  if (!same || signal.opens === undefined) return undefined;
  return { kind: "reopen", incidentId: same.incident.incidentId, why: `${same.tie.why}, after it was closed` };
}

// A closed incident swallows nothing: what ties to it and is grave starts one that is linked to it.
const isGrave = ({ severity }: Signal): boolean => severity === "critical" || severity === "high";

function opening(signal: Signal, closed: readonly Found[], candidates: Candidates, settings: GroupingSettings): Placement | undefined {
  const near = heldNear(signal, candidates, settings);
  const stages = signal.opens === undefined ? stagesOn(signal, near, settings) : undefined;
  const goesOn = closed.length > 0 && isGrave(signal);
  if (signal.opens === undefined && !stages && !goesOn) return undefined;
  const [first] = closed;
  const why = stages ?? signal.because ?? (goesOn && first ? `${signal.severity}, and ${first.tie.why} with a closed incident` : signal.title);
  const shared = { opens: signal.opens ?? "attack" as const, why, with: near.map(({ held: { signal: { kind, ref } } }) => ({ kind, ref })) };
  return closed.length > 0 ? { kind: "link", to: closed.map(({ incident }) => incident.incidentId), ...shared } : { kind: "open", ...shared };
}

interface Near { held: HeldSignal; entity: Entity; why: string }

/** Loose signals that tie to this one, each by its heaviest entity. */
export function heldNear(signal: Signal, { held, services }: Pick<Candidates, "held" | "services">, settings: GroupingSettings): Near[] {
  return held.flatMap((one) => {
    if (one.signal.kind === signal.kind && one.signal.ref === signal.ref) return [];
    const others = new Set(one.signal.entities.map(entityKey));
    const ties = signal.entities.filter((entity) => canTie(entity) && others.has(entityKey(entity))).flatMap((entity) => {
      const tie = entityTie(entity, Math.abs(signal.at - one.signal.at), services, settings);
      return tie ? [{ held: one, entity, why: tie.why, weight: tie.weight }] : [];
    });
    return ties.toSorted((a, b) => b.weight - a.weight).slice(0, 1);
  });
}

/** Stages of different loose signals on one entity, when they are enough. */
function stagesOn(signal: Signal, near: readonly Near[], { stagesToOpen }: GroupingSettings): string | undefined {
  for (const entity of signal.entities) {
    const there = near.filter(({ held }) => held.signal.entities.some((other) => entityKey(other) === entityKey(entity)));
    const stages = stagesOf([...signal.tactics, ...there.flatMap(({ held }) => held.signal.tactics)]);
    if (canTie(entity) && there.length > 0 && stages.length >= stagesToOpen) return `${stages.join(", ")} on ${entity.kind} ${entity.value}`;
  }
  return undefined;
}

function held(signal: Signal, closed: readonly Found[], services: Candidates["services"], settings: GroupingSettings, now: Instant): Placement {
  const hubs = signal.entities.filter((entity) => canTie(entity) && weightOf(entity, services.get(entityKey(entity)) ?? 0, settings) < tieWeight);
  const [hub] = hubs;
  const [before] = closed;
  const why = before ? `opens nothing by itself; ${before.tie.why} with the closed incident ${before.incident.incidentId}`
    : hub ? `opens nothing by itself; ${hub.kind} ${hub.value} ties nothing, because ${services.get(entityKey(hub))} services share it` : "opens nothing by itself, and nothing open shares an entity with it";
  return { kind: "hold", why, until: now + settings.heldMs };
}
