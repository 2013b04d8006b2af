// What is remembered of alerts, as rows: names, places, names on places, the rate of news, and what is open.
import type { Instant } from "../../kernel/clock.ts";
import type { Count, LaggedCount } from "./rarity.ts";
import type { Story } from "./story.ts";
import type { TrailEntry } from "./trail.ts";

/** How often spells of something begin. */
export interface Series { spells: Count; firstAt: Instant; lastAt: Instant; total: number }

/** A name on a place: its spells, the most that ten minutes brought, and the longest gap (for streams that never pause). */
export interface Pair extends Series { slot: number; inSlot: number; most: number; floods: number; longestGapMs: number; silent: boolean }

/** Evidence that waits on a place for more of it. */
export interface Evidence { name: string; place: string; at: Instant; score: number; why: string; ref: string }

/** What was never seen before: how often that comes, and when it came within pressureMs. */
export interface News { usual: LaggedCount; lately: Instant[] }

export interface Place { news: News; starts: Count; slot: number; pressure: Count; rareAt: Instant; evidence: Evidence[]; trail: TrailEntry[]; trailLost: number }

export interface Stream { startedAt: Instant; names: News; pairs: News; opened: Instant[] }

export type ProfileKind = "stream" | "name" | "pair" | "place" | "story";
export interface ProfileBodies { stream: Stream; name: Series; pair: Pair; place: Place; story: Story }

/** A row: key names it in its organisation; dueAt is when a steady stream counts as silent, should nothing come. */
export interface ProfileRow { kind: ProfileKind; key: string; seenAt: Instant; dueAt: Instant | undefined; body: ProfileBodies[ProfileKind] }

const longest = 180;
/** Keys stay short enough for an index; two names that differ only after 180 characters are one. */
const cut = (text: string): string => text.replaceAll("\u0000", " ").slice(0, longest);

export const streamKey = "stream";
export const nameKey = (name: string): string => `name ${cut(name)}`;
export const placeKey = (place: string): string => `place ${cut(place)}`;
export const pairKey = (name: string, place: string): string => `pair ${cut(place)}\t${cut(name)}`;
export const storyKey = (key: string): string => `story ${key}`;
