// A store of some years: incidents with ten members each, nine in ten of them over.
import { incidentOf, withSignal } from "../../../src/incidents/grouping-growth.ts";
import type { Incident, IncidentMember } from "../../../src/incidents/incident.ts";
import { sightingsOf } from "../../../src/incidents/merge.ts";
import type { Signal, SignalSeverity } from "../../../src/incidents/signal.ts";
import { minuteMs } from "../../../src/kernel/clock.ts";
import type { Store } from "../../../src/store/store.ts";

export const org = "bench";
export const startAt = Date.UTC(2026, 0, 1);
const membersEach = 10;
const batch = 500;
const severities: readonly SignalSeverity[] = ["critical", "high", "medium", "low", "unknown"];

/** One of 5000 hosts, 800 services and 40 teams, a minute after the one before. */
export const signalOf = (incident: number, index: number): Signal => ({
  kind: "alert", ref: `a${incident}-${index}`, title: `Rule ${index} on host h${incident % 5000}`, severity: severities[(incident + index) % 5] ?? "low", at: startAt + incident * minuteMs + index,
  entities: [{ kind: "host", value: `h${incident % 5000}` }, { kind: "ip", value: `10.${incident % 200}.${index}.${incident % 250}` }], services: [`svc-${incident % 800}`], owner: `team-${incident % 40}`, environments: ["production"], tactics: ["execution"], opens: "attack", because: undefined, ended: incident % 3 === 0,
});

export const idOf = (number: number): string => `inc_${String(number).padStart(8, "0")}`;

function grown(number: number): { incident: Incident; members: IncidentMember[] } {
  const [first, ...rest] = Array.from({ length: membersEach }, (_, index) => signalOf(number, index));
  if (!first) throw new Error("an incident has members");
  const incidentId = idOf(number);
  let incident = incidentOf(first, { incidentId, number, kind: "attack", title: `Attack: ${first.title}`, why: first.title, cause: undefined, linked: [], now: first.at });
  for (const signal of [first, ...rest]) ({ incident } = withSignal(incident, signal, { member: true, wasLive: false, now: signal.at }));
  const over: Partial<Incident> = number % 10 === 0 ? {} : { phase: "closed", phaseAt: { ...incident.phaseAt, closed: first.at + minuteMs }, closedAt: first.at + minuteMs, closedBecause: "done" };
  const next = number % 4 === 0 ? { text: "look at the logs", dueAt: first.at + 60 * minuteMs } : undefined;
  return { incident: { ...incident, ...over, next }, members: [first, ...rest].map((signal) => ({ incidentId, signal, joinedAt: signal.at, why: "shares host", leftAt: undefined, leftWhy: undefined, count: 1, lastAt: signal.at })) };
}

/** told: how many are there, now and then. */
export async function fill(store: Store, size: number, told: (there: number) => void): Promise<void> {
  for (let from = 1; from <= size; from += batch) {
    const all = Array.from({ length: Math.min(batch, size - from + 1) }, (_, index) => grown(from + index));
    await store.write(async ({ incidents }) => {
      await incidents.takeNumbers(org, all.length);
      await incidents.save(org, all.map(({ incident }) => incident));
      await incidents.putMembers(org, all.flatMap(({ members }) => members));
      await incidents.putSightings(org, all.flatMap(({ incident, members }) => sightingsOf(incident.incidentId, members)));
    });
    if (from % 10_000 === 1) told(from);
  }
}
