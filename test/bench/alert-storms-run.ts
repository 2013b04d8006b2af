// One network through the engine, as a stream: what it told, how long it took, what it holds.
import { entitiesOf, nameOf } from "../../src/incidents/storm/entities.ts";
import { stormDefaults } from "../../src/incidents/storm/settings.ts";
import type { StormSettings } from "../../src/incidents/storm/settings.ts";
import { closesAt } from "../../src/incidents/storm/story.ts";
import type { Story } from "../../src/incidents/storm/story.ts";
import { createStorm } from "../../src/incidents/storm/storm.ts";
import type { StormIncident } from "../../src/incidents/storm/storm.ts";
import type { Network } from "./alert-storms-data.ts";
import type { ToldIncident } from "./alert-storms-score.ts";

export interface StormRun { incidents: (ToldIncident & { key: string; why: readonly string[]; entities: readonly string[] })[]; seconds: number; rows: number }

interface Held { evidence: number[]; context: number[]; before: number[]; why: readonly string[]; story: Story }

/** Labels of attacks are not passed on: the engine sees names, places and times only. */
export function runStorm({ alerts }: Network, settings: StormSettings = stormDefaults): StormRun {
  const storm = createStorm(settings);
  const held = new Map<string, Held>();
  const note = (incident: StormIncident | undefined, ref: number, why: readonly string[]): void => {
    if (incident !== undefined) hold(held, incident, ref, why, () => storm.stories().find(({ key }) => key === incident.key));
  };
  const startedAt = performance.now();
  let minute = 0;
  for (const [ref, { at, name, labels }] of alerts.entries()) {
    if (at - minute >= 60_000) { minute = at; for (const silence of storm.silences(at)) note(silence.incident, -1, silence.why); }
    const verdict = storm.observe({ name: nameOf(name), entities: entitiesOf(labels), at, ref: String(ref) });
    note(verdict.incident, ref, verdict.why);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const lastAt = alerts.at(-1)?.at ?? 0;
  const incidents = [...held.entries()].map(([key, { story, ...one }]) => ({ key, ...one, openedAt: story.openedAt, startedAt: story.startedAt, endedAt: Math.min(lastAt, closesAt(story, settings)), entities: story.entities }));
  return { incidents, seconds, rows: storm.snapshot().length };
}

function hold(held: Map<string, Held>, incident: StormIncident, ref: number, why: readonly string[], story: () => Story | undefined): void {
  let one = held.get(incident.key);
  if (one === undefined) {
    const found = story();
    if (found === undefined) throw new Error(`no story ${incident.key}`);
    one = { evidence: [], context: [], before: [], why, story: found };
    held.set(incident.key, one);
  }
  if (ref >= 0) one[incident.as].push(ref);
  one.evidence.push(...incident.earlier.map((earlier) => Number(earlier.ref)).filter((earlier) => earlier >= 0));
  one.before.push(...incident.before.flatMap((entry) => [Number(entry.ref), Number(entry.lastRef)]));
}
