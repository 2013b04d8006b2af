// The storm engine: alerts go in one by one, few incidents come out, each with its reasons; one pass, no look ahead, bounded memory.
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { createMemory } from "./memory.ts";
import type { StormMemory } from "./memory.ts";
import { placeKey, storyKey, streamKey } from "./profile.ts";
import type { Evidence, Pair, Place, ProfileRow, Stream } from "./profile.ts";
import { addTo, countAt } from "./rarity.ts";
import { fallsSilent, placeOf, scoreOf, streamOf } from "./score.ts";
import type { Score, StormAlert } from "./score.ts";
import { stormDefaults } from "./settings.ts";
import type { StormSettings } from "./settings.ts";
import { addEntities, addEvidence, isOpen, storyFor, touches } from "./story.ts";
import type { Story } from "./story.ts";
import { addToTrail, trailSince } from "./trail.ts";
import type { TrailEntry } from "./trail.ts";
import { whyContext, whySilent } from "./words.ts";

/** as: evidence counts, context is what else happened on the incident's places. before: what these places said in the hour before they were taken in. */
export interface StormIncident { kind: "opens" | "joins"; key: string; as: "evidence" | "context"; earlier: readonly Evidence[]; before: readonly (TrailEntry & { place: string })[] }

/** surprise: minus the power of ten of how often the like happens in an hour. why: the baselines, in words; empty for what is ordinary. */
/** begins: the first of a spell of this name on this place. */
export interface StormVerdict { surprise: number; begins: boolean; why: readonly string[]; incident?: StormIncident }

export interface Storm {
  observe(alert: StormAlert): StormVerdict;
  /** Steady streams that stopped, judged now; the stream of all alerts must have gone on, so that our own outage is nobody's silence. */
  silences(now: Instant): (StormVerdict & { name: string; place: string })[];
  stories(): readonly Story[];
  /** When the last alert was seen, of any kind; undefined: none was. */
  lastAt(): Instant | undefined;
  snapshot(): ProfileRow[];
  takeChanges(): { rows: ProfileRow[]; removed: string[] };
}

const mostRows = 50_000;
const mostEvidence = 64;

/** state: the rows of a snapshot. */
export function createStorm(settings: StormSettings = stormDefaults, state: Iterable<ProfileRow> = [], limits = { rows: mostRows }): Storm {
  const memory = createMemory(state, limits.rows);
  // Newest first: what happens now belongs to the story of now.
  const open: Story[] = memory.all("story").map(({ body }) => body as Story).toSorted((a, b) => b.openedAt - a.openedAt);
  const engine: Engine = { memory, settings, open };
  return {
    observe: (alert) => observe(engine, alert),
    silences: (now) => silencesOf(engine, now),
    stories: () => open,
    lastAt: () => memory.find(streamKey)?.seenAt,
    snapshot: () => memory.rows(),
    takeChanges: () => memory.takeChanges(),
  };
}

interface Engine { memory: StormMemory; settings: StormSettings; open: Story[] }

function observe(engine: Engine, alert: StormAlert): StormVerdict {
  closeOld(engine, alert.at);
  const scored = scoreOf(engine.memory, alert, engine.settings);
  const incident = weigh(engine, alert, scored) ?? contextOf(engine, alert);
  scored.place.trailLost += addToTrail(scored.place.trail, alert, engine.settings.lookBackMs);
  const why = incident?.as === "context" ? [whyContext(placeOfAlert(alert), storyOf(engine, incident.key)?.openedAt ?? alert.at, scored.seen)] : scored.surprise >= engine.settings.joinScore ? scored.why() : [];
  return { surprise: scored.surprise, begins: scored.begins, why: alert.opens === undefined ? why : [alert.opens, ...why], ...(incident === undefined ? {} : { incident }) };
}

const placeOfAlert = ({ entities: [place = ""] }: StormAlert): string => place;
const storyOf = ({ open }: Engine, key: string): Story | undefined => open.find((story) => story.key === key);

/** Evidence opens or joins; a rare alert only joins; everything else is no evidence. */
function weigh(engine: Engine, alert: StormAlert, scored: Score): StormIncident | undefined {
  const { settings } = engine;
  const isRare = scored.surprise >= settings.joinScore;
  if (scored.score <= 0 && !isRare && alert.opens === undefined) return undefined;
  const evidence = notePressure(scored, alert, settings, isRare);
  const pressure = countAt(scored.place.pressure, alert.at, settings.pressureMs);
  const opens = alert.opens !== undefined || mayOpen(engine, alert.at, pressure, scored.burst);
  const found = storyFor(engine.open, { entities: alert.entities, at: alert.at, isRare: isRare || alert.opens !== undefined, opens }, settings);
  if (found !== undefined) return join(engine, found, alert, scored);
  return opens ? openStory(engine, alert, Math.max(pressure, settings.openScore, scored.burst), scored.place, evidence) : undefined;
}

function notePressure({ place: at_, score, why }: Score, alert: StormAlert, { pressureMs, lookBackMs }: StormSettings, isRare: boolean): Evidence | undefined {
  if (isRare) at_.rareAt = Math.max(at_.rareAt, alert.at);
  if (score > 0) addTo(at_.pressure, alert.at, pressureMs, score);
  if (score <= 0 && !isRare) return undefined;
  const evidence = { name: alert.name, place: placeOfAlert(alert), at: alert.at, score, why: why().join("; "), ref: alert.ref };
  at_.evidence = [...at_.evidence.filter(({ at }) => alert.at - at <= 2 * lookBackMs), evidence].slice(-mostEvidence);
  return evidence;
}

/** The soft budget: beyond perDay incidents in a day each further one needs twice the evidence. */
function mayOpen({ memory, settings }: Engine, at: Instant, pressure: number, burst: number): boolean {
  const stream = streamOf(memory, at);
  if (at - stream.startedAt < settings.warmupMs) return false;
  const lately = stream.opened.filter((openedAt) => at - openedAt < dayMs).length;
  const dearer = 2 ** Math.max(0, lately - settings.perDay);
  return pressure >= settings.openScore * dearer || burst >= settings.burstScore * dearer;
}

function openStory(engine: Engine, alert: StormAlert, heat: number, { evidence }: Place, own: Evidence | undefined): StormIncident {
  const { memory, open } = engine;
  const earlier = evidence.filter((one) => one !== own);
  const key = `${new Date(alert.at).toISOString()} ${placeOfAlert(alert)}`.slice(0, 200);
  const story = memory.body("story", storyKey(key), alert.at, (): Story => ({
    key, openedAt: alert.at, startedAt: Math.min(alert.at, ...earlier.map(({ at }) => at)), strongAt: alert.at, heat: { n: heat, at: alert.at }, entities: [], evidence: 1 + earlier.length, context: 0,
  }));
  open.unshift(story);
  noteOpened(streamOf(memory, alert.at), alert.at);
  return { kind: "opens", key, as: "evidence", earlier, before: [...takeIn(engine, story, alert.entities, alert.at), ...rarePlaces(engine, story, alert.at)] };
}

function noteOpened(stream: Stream, at: Instant): void {
  stream.opened = [...stream.opened.filter((openedAt) => at - openedAt < dayMs), at];
}

function join(engine: Engine, story: Story, alert: StormAlert, { score }: Score): StormIncident {
  const { memory, settings } = engine;
  memory.body("story", storyKey(story.key), alert.at, () => story);
  // Weak evidence after a lull is taken in, and does not keep the story open.
  const isLate = alert.at - story.strongAt > settings.lullMs && alert.opens === undefined;
  addEvidence(story, alert.at, isLate ? 0 : score, settings);
  return { kind: "joins", key: story.key, as: "evidence", earlier: [], before: takeIn(engine, story, alert.entities, alert.at) };
}

function contextOf(engine: Engine, alert: StormAlert): StormIncident | undefined {
  const story = engine.open.find((one) => touches(one, alert.entities));
  if (story === undefined) return undefined;
  engine.memory.body("story", storyKey(story.key), alert.at, () => story).context += 1;
  return { kind: "joins", key: story.key, as: "context", earlier: [], before: [] };
}

/** Places that join bring what they said in the hour before. */
function takeIn({ memory, settings }: Engine, story: Story, entities: readonly string[], at: Instant): (TrailEntry & { place: string })[] {
  const [placeName] = addEntities(story, entities).filter((entity) => entity === entities[0]);
  if (placeName === undefined) return [];
  const before = trailSince(placeOf(memory, placeName, at).trail, at - settings.lookBackMs).map((entry) => ({ ...entry, place: placeName }));
  story.startedAt = Math.min(story.startedAt, ...before.map(({ from }) => from));
  return before;
}

/** Other places where something rare happened within the spell belong to the story that opens. */
function rarePlaces(engine: Engine, story: Story, at: Instant): (TrailEntry & { place: string })[] {
  const { memory, settings } = engine;
  const near = memory.all("place").filter(({ body }) => { const { rareAt } = body as Place; return rareAt > 0 && at - rareAt <= settings.spellMs; });
  return near.flatMap(({ key }) => takeIn(engine, story, [key.slice(placeKey("").length)], at));
}

function closeOld({ memory, settings, open }: Engine, at: Instant): void {
  for (let index = open.length - 1; index >= 0; index -= 1) {
    const story = open[index];
    if (story === undefined || isOpen(story, at, settings)) continue;
    open.splice(index, 1);
    memory.remove(storyKey(story.key));
  }
}

function silencesOf(engine: Engine, now: Instant): (StormVerdict & { name: string; place: string })[] {
  const { memory, settings } = engine;
  return memory.dueBefore(now).flatMap(({ key, body }) => {
    const pair = body as Pair;
    memory.setDue(key, undefined);
    if (!fallsSilent(pair)) return [];
    const [placeName = "", name = ""] = key.slice("pair ".length).split("\t");
    const why = [whySilent(name, placeName, now - pair.lastAt, pair.longestGapMs, pair.lastAt - pair.firstAt)];
    const alert: StormAlert = { name, entities: [placeName], at: now, ref: "", opens: why[0] ?? "" };
    const at_ = placeOf(memory, placeName, now);
    const seen = { isNew: false, begins: true, spells: 0, lastAt: pair.lastAt, total: pair.total };
    const incident = weigh(engine, alert, { surprise: settings.openScore + settings.floor, score: settings.openScore, begins: true, burst: 0, why: () => why, place: at_, seen });
    return [{ surprise: settings.openScore + settings.floor, begins: true, why, name, place: placeName, ...(incident === undefined ? {} : { incident }) }];
  });
}
