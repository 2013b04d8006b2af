// A story that is open: its heat, the places it holds, and whether new evidence is part of it.
import type { Instant } from "../../kernel/clock.ts";
import { addTo, countAt } from "./rarity.ts";
import type { Count } from "./rarity.ts";
import type { StormSettings } from "./settings.ts";

/** heat: the evidence so far, halving every heatMs. startedAt: the first alert that was taken in. strongAt: the last evidence. */
export interface Story { key: string; openedAt: Instant; startedAt: Instant; strongAt: Instant; heat: Count; entities: string[]; evidence: number; context: number }

const mostEntities = 500;

export const isOpen = (story: Story, now: Instant, { heatMs, closeHeat, longestMs }: StormSettings): boolean =>
  now - story.openedAt <= longestMs && countAt(story.heat, now, heatMs) >= closeHeat;

/** When the story closes by itself, if nothing more comes. */
export const closesAt = ({ openedAt, heat }: Story, { heatMs, closeHeat, longestMs }: StormSettings): Instant =>
  Math.min(openedAt + longestMs, heat.at + heatMs * Math.log2(Math.max(1, heat.n / closeHeat)));

export const touches = (story: Story, entities: readonly string[]): boolean => entities.some((entity) => story.entities.includes(entity));

/** Entities beyond 500 are not added: a story of so many places takes in everything by its time. */
export function addEntities(story: Story, entities: readonly string[]): string[] {
  const added = entities.filter((entity) => !story.entities.includes(entity)).slice(0, mostEntities - story.entities.length);
  story.entities.push(...added);
  return added;
}

export function addEvidence(story: Story, at: Instant, score: number, settings: StormSettings): void {
  story.evidence += 1;
  if (score <= 0) return;
  addTo(story.heat, at, settings.heatMs, score);
  story.strongAt = Math.max(story.strongAt, at);
}

/**
 * The story that new evidence belongs to. strength is the pressure on its place now: what would open a story by itself does so when
 * the old one lay still for lullMs, so that an attack is not filed under a trifle of the night before.
 */
export function storyFor(stories: readonly Story[], found: { entities: readonly string[]; at: Instant; isRare: boolean; opens: boolean }, settings: StormSettings): Story | undefined {
  const lies = (story: Story): boolean => found.opens && found.at - story.strongAt > settings.lullMs;
  const sharing = stories.filter((story) => touches(story, found.entities) && !lies(story));
  const near = found.isRare ? stories.find((story) => found.at - story.strongAt <= settings.spellMs) : undefined;
  return sharing.find((story) => found.at - story.strongAt <= settings.lullMs) ?? near ?? sharing[0];
}
