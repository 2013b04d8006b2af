// Judging a group: which of its windows meet the condition, and which runs of them are to be told now.
import type { Instant } from "../../kernel/clock.ts";
import { meets } from "./condition.ts";
import type { Tally } from "./counting.ts";
import { amountAt, entryAt, newestOf, placeAfter, placeFrom, timeAt } from "./entries.ts";
import type { Entry } from "./entries.ts";
import { mark, toTell, waitsFor } from "./episode.ts";
import type { Episode } from "./episode.ts";
import { episodesOf, few } from "./group.ts";
import type { Group } from "./group.ts";
import type { Plan } from "./plan.ts";
import { createTally } from "./tally.ts";

/** met: entries at whose instant the condition holds, where correlations above ask; told: episodes to tell as they are now, once each. */
export interface Judgement { met: Entry[]; told: Episode[] }

const tallyOf = (plan: Plan): Tally => createTally(plan.correlation, plan.refs.length, plan.terms);

/** An entry came to this place. frontier: nothing earlier is awaited any more. isInner: correlations above want every entry that meets the condition. */
export function judgeEntry(plan: Plan, group: Group, place: number, frontier: Instant, isInner: boolean): Judgement {
  const judged: Judgement = { met: [], told: [] };
  if (plan.mode === "level") settledBefore(plan, group, place, judged);
  else if (plan.mode !== "whole" && (isInner || plan.mode === "range" || !isCovered(plan, group, place))) rise(plan, group, place, isInner ? judged.met : undefined);
  tell(plan, group, frontier, judged);
  return judged;
}

/** Time went on without an event of this group. */
export function judgeTime(plan: Plan, group: Group, frontier: Instant): Judgement {
  const judged: Judgement = { met: [], told: [] };
  tell(plan, group, frontier, judged);
  return judged;
}

/** The group must be judged again when the frontier is behind this instant. */
export function wakeOf(plan: Plan, group: Group, frontier: Instant): Instant {
  const { timespanMs } = plan.correlation;
  switch (plan.mode) {
    case "rise": return waitsFor(group.episodes, timespanMs, frontier);
    case "range": return Math.min(Infinity, ...group.episodes.map((one) => (one.isTold ? Infinity : one.end + timespanMs)));
    case "level": return timeFrom(group, group.next);
    case "whole": return uncoveredAt(plan, group) + timespanMs;
  }
}

const timeFrom = (group: Group, place: number): Instant => (place < group.size ? timeAt(group, place) : Infinity);

/** whole: where the next window that is judged begins. */
function openerFrom({ openers }: Plan, group: Group): number {
  let place = placeAfter(group, group.covered);
  while (openers !== undefined && place < group.size && !openers.has(amountAt(group, place))) place += 1;
  return place;
}

/** whole: when the next window that is judged begins; Infinity when there is nothing to begin one. */
const uncoveredAt = (plan: Plan, group: Group): Instant => timeFrom(group, openerFrom(plan, group));

function tell(plan: Plan, group: Group, frontier: Instant, judged: Judgement): void {
  if (plan.mode === "level") settle(plan, group, frontier, judged);
  if (plan.mode === "whole") settleWhole(plan, group, frontier, judged);
  if (group.episodes.length === 0) return;
  const { timespanMs } = plan.correlation;
  // The group's own newest event shows that time has passed, also where the stream does not believe it yet; at worst a run is told twice.
  if (plan.mode === "rise") judged.told.push(...toTell(group.episodes, timespanMs, Math.max(frontier, newestOf(group) - plan.horizonMs)));
  if (plan.mode === "range") judged.told.push(...overNow(plan, group.episodes, frontier));
  // A window of `whole` begins before the frontier when it is judged: until then it can still join the run before it.
  const from = plan.mode === "whole" ? Math.min(frontier, uncoveredAt(plan, group)) : frontier;
  if (group.episodes.some((one) => one.isTold && one.end + timespanMs < from)) group.episodes = group.episodes.filter((one) => !one.isTold || one.end + timespanMs >= from);
}

/** range: the runs that are over, if their highest value is within the bounds. */
function overNow(plan: Plan, episodes: readonly Episode[], frontier: Instant): Episode[] {
  const over = episodes.filter((one) => !one.isTold && one.end + plan.correlation.timespanMs < frontier);
  for (const one of over) one.isTold = true;
  return over.filter(({ peak }) => meets(plan.bounds, peak));
}

type Visit = (place: number, value: number) => void;

/** Every window that ends from this entry on and that holds it. met: where those that meet the condition are wanted. */
function rise(plan: Plan, group: Group, place: number, met: Entry[] | undefined): void {
  const visit: Visit = (one, value) => {
    if (!meets(plan.lower, value)) return;
    const at = timeAt(group, one);
    mark(episodesOf(group), { begin: at, end: at, peak: value }, plan.correlation.timespanMs);
    met?.push(entryAt(group, one));
  };
  if (plan.correlation.type === "event_count") countWindows(plan, group, place, visit);
  else if (group.tally !== undefined && place === group.size - 1) visit(place, slideTo(plan, group, group.tally, place));
  else sweep(plan, group, place, visit);
}

/** event_count: a window's value is how many places it spans. Nothing is kept up, and a late event looks at no window when none can have enough. */
function countWindows({ lower, correlation: { timespanMs } }: Plan, group: Group, place: number, visit: Visit): void {
  const at = timeAt(group, place);
  let low = placeFrom(group, at - timespanMs);
  const after = place === group.size - 1 ? group.size : placeAfter(group, at + timespanMs);
  if (!meets(lower, after - low)) return;
  for (let one = place; one < after; one += 1) {
    const from = timeAt(group, one) - timespanMs;
    while (timeAt(group, low) < from) low += 1;
    visit(one, one - low + 1);
  }
}

function slideTo(plan: Plan, group: Group, tally: Tally, place: number): number {
  const [at, amount] = [timeAt(group, place), amountAt(group, place)];
  for (; timeAt(group, group.low) < at - plan.correlation.timespanMs; group.low += 1) tally.drop(timeAt(group, group.low), amountAt(group, group.low));
  tally.add(at, amount);
  return tally.value(at, amount);
}

/** All windows that end at this place or later, with a new tally, which stays for the entries to come. */
function sweep(plan: Plan, group: Group, place: number, visit: Visit): void {
  const tally = tallyOf(plan);
  const at = timeAt(group, place);
  group.low = placeFrom(group, at - plan.correlation.timespanMs);
  for (let one = group.low; one < group.size; one += 1) {
    const value = slideTo(plan, group, tally, one);
    if (one >= place && timeAt(group, one) <= at + plan.correlation.timespanMs) visit(one, value);
  }
  group.tally = group.size > few ? tally : undefined;
}

/**
 * A late entry inside a run that is known already, up to the newest entry: nothing new can be met. The tally takes it without a sweep,
 * so that a group under attack stays cheap whatever the disorder.
 */
function isCovered(plan: Plan, group: Group, place: number): boolean {
  const last = group.episodes.at(-1);
  if (last === undefined || place === group.size - 1) return false;
  const [at, newest] = [timeAt(group, place), timeAt(group, group.size - 1)];
  if (at < last.begin || newest > last.end) return false;
  if (group.tally === undefined) return true;
  if (at < newest - plan.correlation.timespanMs) group.low += 1;
  else if (group.tally.isOrderless) group.tally.add(at, amountAt(group, place));
  else group.tally = undefined;
  return true;
}

/** level: an entry behind what is settled is judged by the window that ends at it; the others stand as they were said. */
function settledBefore(plan: Plan, group: Group, place: number, judged: Judgement): void {
  if (place >= group.next) return;
  group.next += 1;
  group.tally = undefined;
  const at = timeAt(group, place);
  const tally = tallyOf(plan);
  addAll(tally, group, placeFrom(group, at - plan.correlation.timespanMs), placeAfter(group, at));
  meetAt(plan, group, { begin: at, last: place, value: tally.value(at, amountAt(group, place)) }, judged);
}

function addAll(tally: Tally, group: Group, from: number, to: number): void {
  for (let one = from; one < to; one += 1) tally.add(timeAt(group, one), amountAt(group, one));
}

/** What is judged for good: a run is told by the window that begins it, as it stands then. last: the place of the window's last entry. */
function meetAt(plan: Plan, group: Group, { begin, last, value }: { begin: Instant; last: number; value: number }, { met, told }: Judgement): void {
  if (!meets(plan.bounds, value)) return;
  const end = timeAt(group, last);
  mark(episodesOf(group), { begin, end, peak: value }, plan.correlation.timespanMs);
  met.push(entryAt(group, last));
  told.push(...toTell(group.episodes, plan.correlation.timespanMs, end).map((episode) => ({ ...episode })));
}

/** level: the windows that end before the frontier, in order; what happens at one instant is in the window together. */
function settle(plan: Plan, group: Group, frontier: Instant, judged: Judgement): void {
  for (let at = timeFrom(group, group.next); at < frontier; at = timeFrom(group, group.next)) {
    const after = placeAfter(group, at);
    const tally = group.tally ?? rebuilt(plan, group);
    for (let one = group.next; one < after; one += 1) slideTo(plan, group, tally, one);
    for (let one = group.next; one < after; one += 1) meetAt(plan, group, { begin: at, last: one, value: tally.value(at, amountAt(group, one)) }, judged);
    group.next = after;
    group.tally = group.size > few ? tally : undefined;
  }
}

function rebuilt(plan: Plan, group: Group): Tally {
  const tally = tallyOf(plan);
  group.low = group.next === 0 ? 0 : placeFrom(group, timeAt(group, group.next - 1) - plan.correlation.timespanMs);
  addAll(tally, group, group.low, group.next);
  return tally;
}

/** whole: each full timespan whose end is before the frontier; the next is opened by the first entry after it that can. */
function settleWhole(plan: Plan, group: Group, frontier: Instant, judged: Judgement): void {
  const { timespanMs } = plan.correlation;
  let begin = uncoveredAt(plan, group);
  for (; begin + timespanMs < frontier; begin = uncoveredAt(plan, group)) {
    const place = placeFrom(group, begin);
    group.covered = begin + timespanMs;
    const after = placeAfter(group, group.covered);
    const tally = tallyOf(plan);
    addAll(tally, group, place, after);
    meetAt(plan, group, { begin, last: after - 1, value: tally.value(timeAt(group, after - 1), amountAt(group, after - 1)) }, judged);
  }
  // What opens nothing, and nothing before it is awaited, is not looked at again.
  const idle = plan.openers === undefined ? 0 : placeFrom(group, Math.min(begin, frontier));
  if (idle > 0) group.covered = Math.max(group.covered, timeAt(group, idle - 1));
}
