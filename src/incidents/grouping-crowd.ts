// Crowds: what comes at once in numbers (a first load, a first SBOM) becomes few incidents, by service, or by owner when its services are many.
import type { GroupingSettings } from "./grouping-settings.ts";
import type { Signal } from "./signal.ts";

// A malicious package is told by itself, however many there are: each is an attack of its own.
const isCrowding = ({ kind, opens, cause, ended }: Signal): boolean => kind === "finding" && opens !== undefined && opens !== "malicious-package" && cause !== undefined && !ended;

/**
 * More than crowdCauses new causes at once are a crowd, named by what brought them (or `fallback`); fewer that say themselves to be of
 * one (a first load comes in many batches) are part of it as well. known: causes that an open incident has, which are no news.
 */
export function crowded(signals: readonly Signal[], known: ReadonlySet<string>, settings: GroupingSettings, fallback: string): ReadonlyMap<Signal, string> {
  const fresh = signals.filter((signal) => isCrowding(signal) && !known.has(signal.cause ?? ""));
  const many = new Set(fresh.map(({ cause }) => cause)).size > settings.crowdCauses;
  return new Map(fresh.flatMap((signal) => {
    const crowd = signal.crowd ?? (many ? fallback : undefined);
    return crowd === undefined ? [] : [[signal, crowd] as const];
  }));
}

/** The causes that a crowd's incidents go by: of the whole owner, and of one service. */
export const ownerCause = (crowd: string, { owner }: Signal): string => `crowd:${crowd}|${owner ?? ""}`;
export const serviceCause = (crowd: string, signal: Signal): string => `${ownerCause(crowd, signal)}|${signal.services.join(",")}`;
/** Of an incident that holds all services of an owner beyond the first few. */
export const restCause = (crowd: string, signal: Signal): string => `${ownerCause(crowd, signal)}|*`;

/**
 * Which cause a crowd's signal goes by: that of its service while the owner has few in this crowd, else the owner's rest. there: the
 * crowd's causes that open incidents have; incidents: how many of them the owner has; newServices: services of this owner in the batch.
 */
export function crowdCause(crowd: string, signal: Signal, { there, incidents, newServices }: { there: ReadonlySet<string>; incidents: number; newServices: number }, { crowdServices }: GroupingSettings): string {
  const [own, rest] = [serviceCause(crowd, signal), restCause(crowd, signal)];
  if (there.has(own)) return own;
  return there.has(rest) || incidents + newServices > crowdServices ? rest : own;
}
