// How surprising one alert is: how rare its name is, its name on its place, and anything on that place.
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { StormMemory } from "./memory.ts";
import { nameKey, pairKey, placeKey, streamKey } from "./profile.ts";
import type { News, Pair, Place, Stream } from "./profile.ts";
import { addLagged, addTo, burstOf, countAt, hoursSeen, laggedAt, rarityOf } from "./rarity.ts";
import { floodOf, newPair, newSeries, noteGap, see, silentFrom } from "./series.ts";
import type { Seen } from "./series.ts";
import type { StormSettings } from "./settings.ts";
import { whyFlood, whyName, whyPair, whyPlace, whySeverity } from "./words.ts";

/** entities: the first is the place that is judged, the others only link. ref names the alert; severity as its sender says it. */
export interface StormAlert { name: string; entities: readonly string[]; at: Instant; ref: string; severity?: string; opens?: string }

/** surprise: the power of ten; score: what of it counts as evidence, 0 or more. */
export interface Score { surprise: number; score: number; begins: boolean; burst: number; why: () => string[]; place: Place; seen: Seen }

/** A quiet place adds a power and a half at the most: by itself it must not make an alert evidence. */
const mostForPlace = 1.5;
/** Each flood and each doubling of it counts this much: the second one opens an incident. */
const floodScore = 1.5;
/** A sender's severity weighs a power of ten at the most: senders differ too much for more. */
const severityScores: Readonly<Record<string, number>> = { critical: 1, page: 1, emergency: 1, high: 0.5, error: 0.5, low: -0.5, info: -1, informational: -1, none: -1, debug: -1 };

export function scoreOf(memory: StormMemory, alert: StormAlert, settings: StormSettings): Score {
  const { name, at, entities: [placeName = ""] } = alert;
  const stream = streamOf(memory, at);
  const name_ = see(memory.body("name", nameKey(name), at, () => newSeries(at)), at, settings);
  const place = placeOf(memory, placeName, at);
  const pair = memory.body("pair", pairKey(name, placeName), at, () => newPair(at));
  const most = pair.most;
  const seen = see(pair, at, settings);
  noteGap(pair, seen, at);
  memory.setDue(pairKey(name, placeName), silentFrom(pair, settings));
  const flood = settings.floodFactor > 0 ? floodOf(pair, at, settings) : undefined;
  if (!seen.begins && flood === undefined) return { surprise: 0, score: 0, begins: false, burst: 0, why: () => [], place, seen };
  const parts = seen.begins ? partsOf(stream, place, { name: name_, pair: seen }, at, settings) : { name: 0, pair: 0, place: 0 };
  const severity = severityScores[alert.severity?.toLowerCase() ?? ""] ?? 0;
  const surprise = parts.name + parts.pair + parts.place + (seen.begins ? severity : 0);
  return {
    surprise: surprise + (flood === undefined ? 0 : floodScore), score: Math.max(0, surprise - settings.floor) + (flood === undefined ? 0 : floodScore), begins: seen.begins, place, seen,
    burst: Math.max(name_.isNew ? newsBurst(stream.startedAt, stream.names, at, settings) : 0, seen.isNew ? newsBurst(stream.startedAt, place.news, at, settings) : 0),
    why: () => wordsOf(alert, stream, { name: name_, pair: seen, place }, { ...parts, severity, flood, most }, settings),
  };
}

export const streamOf = (memory: StormMemory, at: Instant): Stream =>
  memory.body("stream", streamKey, at, () => ({ startedAt: at, names: newsFrom(at), pairs: newsFrom(at), opened: [] }));

export const placeOf = (memory: StormMemory, place: string, at: Instant): Place =>
  memory.body("place", placeKey(place), at, () => ({ news: newsFrom(at), starts: { n: 0, at }, slot: -1, pressure: { n: 0, at }, rareAt: 0, evidence: [], trail: [], trailLost: 0 }));

const newsFrom = (at: Instant): News => ({ usual: { n: 0, at, waiting: [] }, lately: [] });

const mostLately = 64;
function noteNews(news: News, at: Instant, pressureMs: number): void {
  addLagged(news.usual, at);
  news.lately = [...news.lately.filter((one) => at - one <= pressureMs), at].slice(-mostLately);
}

function partsOf(stream: Stream, place: Place, seen: { name: Seen; pair: Seen }, at: Instant, settings: StormSettings): { name: number; pair: number; place: number } {
  const hours = hoursSeen(stream.startedAt, at, settings.memoryMs);
  const known = (count: number): number => Math.max(0, rarityOf(count, hours, settings.priorHours));
  const rarity = (one: Seen, news: News): number => (one.isNew ? newsRarity(stream, news, at, settings) : known(one.spells));
  if (seen.pair.isNew) noteNews(place.news, at, settings.pressureMs);
  const parts = { name: seen.name.begins ? rarity(seen.name, stream.names) : 0, pair: rarity(seen.pair, stream.pairs), place: Math.min(mostForPlace, known(countAt(place.starts, at, settings.memoryMs))) };
  countStart(place, at, settings);
  return parts;
}

/** Good and Turing: how likely something never seen is shows in how often that happened before. */
function newsRarity(stream: Stream, news: News, at: Instant, { noveltyMs, priorHours, pressureMs }: StormSettings): number {
  const rarity = Math.max(0, rarityOf(laggedAt(news.usual, at, noveltyMs), hoursSeen(stream.startedAt, at, noveltyMs), priorHours));
  noteNews(news, at, pressureMs);
  return rarity;
}

/** How unlikely so much news at once is, at the rate at which news came until an hour ago. */
function newsBurst(startedAt: Instant, { usual, lately }: News, at: Instant, { noveltyMs, priorHours, pressureMs }: StormSettings): number {
  const rate = (laggedAt(usual, at, noveltyMs) + 0.5) / (hoursSeen(startedAt, at, noveltyMs) + priorHours);
  return burstOf(lately.length, rate * pressureMs / hourMs);
}

/** Starts within five minutes are one: a service that restarts says several things at once. */
function countStart(place: Place, at: Instant, { memoryMs }: StormSettings): void {
  const slot = Math.floor(at / 300_000);
  if (slot === place.slot) return;
  addTo(place.starts, at, memoryMs);
  place.slot = slot;
}

interface Parts { name: number; pair: number; place: number; severity: number; flood: number | undefined; most: number }

function wordsOf({ name, at, entities: [place = ""], severity }: StormAlert, stream: Stream, seen: { name: Seen; pair: Seen; place: Place }, parts: Parts, settings: StormSettings): string[] {
  const watchedMs = at - stream.startedAt;
  const newsADay = ({ usual }: News): number => 24 * laggedAt(usual, at, settings.noveltyMs) / (hoursSeen(stream.startedAt, at, settings.noveltyMs) + settings.priorHours);
  return [
    ...(parts.flood === undefined ? [] : [whyFlood(name, place, parts.flood, parts.most)]),
    ...(parts.name > 0 ? [whyName(name, seen.name, newsADay(stream.names), watchedMs)] : []),
    ...(parts.pair > 0 ? [whyPair(name, place, seen.pair, newsADay(stream.pairs), watchedMs)] : []),
    ...(parts.place >= 1 ? [whyPlace(place, countAt(seen.place.starts, at, settings.memoryMs), watchedMs)] : []),
    ...(parts.severity > 0 ? [whySeverity(severity ?? "")] : []),
  ];
}

/** Whether a pair that was steady is silent now; marked, so that it is told once. */
export function fallsSilent(pair: Pair): boolean {
  if (pair.silent) return false;
  pair.silent = true;
  return true;
}
