// What ties signals together and for how long: settings people change, and the weight of each kind of entity.
import { dayMs, hourMs, minuteMs } from "../kernel/clock.ts";
import type { Entity } from "./signal.ts";

export interface GroupingSettings {
  /** How long after (or before) its sightings an entity ties a signal; some kinds have a multiple of it. */
  windowMs: number;
  /** How long after closing the same cause reopens, and anything else that ties starts a linked incident. */
  reopenMs: number;
  /** An entity seen with more services than this within hubPeriodMs is a hub: its weight falls by their number. */
  hubServices: number;
  /** Stages of the kill chain on one entity that open an incident from loose signals. */
  stagesToOpen: number;
  /** How long a loose signal waits for others. */
  heldMs: number;
  /** More causes than this at once are a crowd, told by service. */
  crowdCauses: number;
  /** More services than this of one owner in a crowd become one incident of the owner. */
  crowdServices: number;
  /** Undefined: only a person closes. */
  closeQuietMs: number | undefined;
  acknowledgeMs: number;
  staleMs: number;
}

export const defaultGrouping: GroupingSettings = {
  windowMs: 6 * hourMs, reopenMs: 7 * dayMs, hubServices: 5, stagesToOpen: 2, heldMs: 6 * hourMs, crowdCauses: 5, crowdServices: 5,
  closeQuietMs: undefined, acknowledgeMs: 30 * minuteMs, staleMs: 24 * hourMs,
};

/** How far back a hub is looked for. */
export const hubPeriodMs = dayMs;

/**
 * weight: how surely two signals that share it are one story; windows: its window as a multiple of windowMs.
 * A service, an endpoint or a source alone is no story: too much happens on it. A vulnerability is attacked for days, an account stays taken.
 */
const ties: Record<Entity["kind"], { weight: number; windows: number }> = {
  vulnerability: { weight: 1, windows: 4 }, workload: { weight: 1, windows: 1 }, deployment: { weight: 1, windows: 1 },
  user: { weight: 0.9, windows: 2 }, ip: { weight: 0.9, windows: 1 }, release: { weight: 0.8, windows: 1 }, host: { weight: 0.7, windows: 1 },
  endpoint: { weight: 0.4, windows: 1 }, source: { weight: 0.4, windows: 1 }, service: { weight: 0.3, windows: 1 },
};

/** From here on a shared entity ties. */
export const tieWeight = 0.6;

// A release is of one service, and a vulnerability is in many by its nature: only places and people can be hubs.
const canBeHub = new Set<Entity["kind"]>(["ip", "host", "user", "workload"]);

/** services: with how many it was seen lately. */
export const weightOf = ({ kind }: Entity, services: number, { hubServices }: GroupingSettings): number =>
  ties[kind].weight * (canBeHub.has(kind) && services > hubServices ? hubServices / services : 1);

export const windowOf = ({ kind }: Entity, { windowMs }: GroupingSettings): number => ties[kind].windows * windowMs;

/** The longest of all: how far around a signal sightings are looked for. */
export const widestWindow = (settings: GroupingSettings): number => Math.max(...Object.values(ties).map(({ windows }) => windows)) * settings.windowMs;

/** Kinds that can tie at all: the rest need not be looked up. */
export const canTie = ({ kind }: Entity): boolean => ties[kind].weight >= tieWeight;
export const mayBeHub = ({ kind }: Entity): boolean => canBeHub.has(kind);
