// The alerts of a group that may be told now: past inhibition, quiet times and silences, in Alertmanager's order; the others with what holds them.
import type { Instant } from "../../kernel/clock.ts";
import type { Alert } from "../../notify/alert.ts";
import { isResolvedAt } from "../../notify/alert.ts";
import type { AlertGroup } from "../../notify/alert-store.ts";
import { alertsPerNotice } from "../../notify/alert-flush-notice.ts";
import type { Mute } from "../../notify/compiled-routing.ts";
import { labelsText } from "../../notify/dispatch.ts";
import type { LabelSet } from "../../notify/label.ts";
import type { Silencer } from "../../notify/silence.ts";
import type { Suppression } from "../../notify/suppression.ts";
import type { TargetPlace } from "../../notify/suppression-sources.ts";
import type { Ports } from "../../store/store.ts";
import type { RoutingInForce } from "./routes.ts";

/** What sifting asks: the routing and silences in force, at one instant. */
export interface Sieve { routing: RoutingInForce; silencer: Silencer; now: Instant }

/** One side of a group: all fingerprints, the first alerts whole, and what their labels and annotations agree on. */
export interface Side { fingerprints: string[]; alerts: Alert[]; common: { labels: LabelSet; annotations: LabelSet } | undefined }

export interface Sifted {
  firing: Side;
  resolved: Side;
  /** Members that leave the group once it is flushed. */
  leaving: string[];
  /** Of these, what nobody reported as over: its sender fell silent (resolve_timeout). */
  timedOut: Alert[];
  members: number;
}

const emptySide = (): Side => ({ fingerprints: [], alerts: [], common: undefined });
export const emptySifted = (): Sifted => ({ firing: emptySide(), resolved: emptySide(), leaving: [], timedOut: [], members: 0 });

/** Takes one page of members in; what was held is written by the caller. wasTold: the firing alerts of the last message. */
export async function sift(ports: Ports, group: AlertGroup, alerts: readonly Alert[], into: Sifted, sieve: Sieve & { mute: Mute | undefined; wasTold: ReadonlySet<string>; inhibitions: ReadonlyMap<string, Inhibition> | undefined }): Promise<Suppression[]> {
  const { now, mute, wasTold } = sieve;
  const inhibited = sieve.inhibitions ? alerts.map(({ fingerprint }) => sieve.inhibitions?.get(fingerprint)) : await inhibitedBy(ports, group.org, alerts, sieve);
  const held: Suppression[] = [];
  alerts.forEach((alert, index) => {
    const holder = holderOf(alert, inhibited[index], sieve);
    const isOver = isResolvedAt(alert, now);
    into.members += 1;
    // A resolve that falls into quiet hours is told after them, when the receiver knows of the alert.
    if (isOver && !(mute !== undefined && wasTold.has(alert.fingerprint))) {
      into.leaving.push(alert.fingerprint);
      if (alert.timeout) into.timedOut.push(alert);
    }
    if (holder === undefined) add(isOver ? into.resolved : into.firing, alert);
    else if (!isOver || wasTold.has(alert.fingerprint)) held.push({ ...holder, subject: alert.fingerprint, target: group.groupKey, title: labelsText(alert.labels) });
  });
  return held;
}

function add(side: Side, alert: Alert): void {
  side.fingerprints.push(alert.fingerprint);
  if (side.alerts.length < alertsPerNotice) side.alerts.push(alert);
  side.common = side.common === undefined ? alert : { labels: agreed(side.common.labels, alert.labels), annotations: agreed(side.common.annotations, alert.annotations) };
}

function agreed(a: LabelSet, b: LabelSet): LabelSet {
  for (const name in a) if (a[name] !== b[name]) return Object.fromEntries(Object.entries(a).filter(([key, value]) => b[key] === value));
  return a;
}

/** What two sides agree on; undefined sides have nothing to say. */
export function commonOf(...sides: readonly Side[]): { labels: LabelSet; annotations: LabelSet } {
  const given = sides.flatMap(({ common }) => common ?? []);
  const [first = { labels: {}, annotations: {} }, ...rest] = given;
  return rest.reduce((known, one) => ({ labels: agreed(known.labels, one.labels), annotations: agreed(known.annotations, one.annotations) }), { labels: first.labels, annotations: first.annotations });
}

export type Holder = Pick<Suppression, "by" | "byId" | "why">;

/** What holds an alert, inhibition first; undefined: nothing. */
function holderOf({ labels }: Alert, source: Inhibition | undefined, { mute, silencer, now }: Sieve & { mute: Mute | undefined }): Holder | undefined {
  if (source) return { by: "inhibition", byId: source.rule.id, why: `alert ${source.fingerprint} fires, and rule ${source.rule.id} keeps this one quiet meanwhile` };
  if (mute) return muteHolder(mute);
  const [silenceId] = silencer.silencedBy(labels, now);
  return silenceId === undefined ? undefined : { by: "silence", byId: silenceId, why: `silence ${silenceId}` };
}

export const muteHolder = ({ by, times, endsAt }: Mute): Holder => ({
  by: "mute", byId: times.join(", "), why: `${by === "mute" ? "inside the quiet time" : "outside the active time"} ${times.join(", ")} until ${new Date(endsAt).toISOString()}`,
});

export interface Inhibition { rule: TargetPlace["rule"]; /** Of the firing source. */ fingerprint: string }

/** The firing source that keeps each label set quiet, asked from the store: nothing is held in memory. */
export async function inhibitedBy(ports: Ports, org: string, alerts: readonly Pick<Alert, "labels">[], { routing, now }: Pick<Sieve, "routing" | "now">): Promise<(Inhibition | undefined)[]> {
  const places = alerts.map(({ labels }) => routing.inhibits.targetsOf(labels));
  const distinct = new Map(places.flat().map((place) => [placeKey(place), place]));
  if (distinct.size === 0) return alerts.map(() => undefined);
  const keys = [...distinct.keys()];
  const sources = await ports.alerts.sourcesAt(org, [...distinct.values()], now);
  const byKey = new Map(keys.map((key, index) => [key, sources[index]]));
  return places.map((asked) => {
    for (const place of asked) {
      const fingerprint = byKey.get(placeKey(place));
      if (fingerprint !== undefined) return { rule: place.rule, fingerprint };
    }
    return undefined;
  });
}

const placeKey = ({ ruleKey, equalKey, bothSides }: TargetPlace): string => `${ruleKey} ${bothSides ? 1 : 0} ${equalKey}`;
