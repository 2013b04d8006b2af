// One observation of a fact: counted, learned, or told as a deviation.
import { dayMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { RuntimeEvent } from "../event.ts";
import type { Hit } from "../hit.ts";
import { deviationHit, limitHit, rareHit } from "./baseline-hit.ts";
import { classOf, dangerOf, isDangerousValue } from "./danger.ts";
import type { Fact, FactKind } from "./fact.ts";
import { isFirstWindow, isJudged, isQuiet, settle } from "./learning.ts";
import type { LearningSettings } from "./learning.ts";
import { addFact, observationsOf } from "./profile.ts";
import type { KnownFact, Line, Profile } from "./profile.ts";
import { bitsOf, firstOfKindShare, rareShare, unseenShare } from "./surprise.ts";

export interface ProfileLimits { /** Of one kind in one profile. */ facts: Readonly<Record<FactKind, number>> }

export const profileLimits: ProfileLimits = {
  facts: { process: 500, parent: 1000, "written-executable": 200, "file-write": 300, destination: 1000, listen: 200, route: 3000, user: 500, verb: 1000 },
};

export interface Noting { profile: Profile; event: RuntimeEvent; at: Instant; settings: LearningSettings; limits: ProfileLimits }

const surprisesKept = 64;
// A deviation that goes on is told again this seldom, so that its detection goes on too.
const tellAgainMs = 10 * minuteMs;
const rareAfterMs = 7 * dayMs;
const rareBits = 12;

export function noteFact(noting: Noting, line: Line, fact: Fact): Hit | undefined {
  const known = line.facts.get(fact.value);
  if (known !== undefined) return known.origin === "pending" ? notePending(noting, line, known) : noteKnown(noting, line, known);
  return noteNew(noting, line, fact);
}

/** The path of nearly every observation. */
function noteKnown(noting: Noting, line: Line, known: KnownFact): Hit | undefined {
  const { profile, at } = noting;
  const silentMs = at - known.lastAt;
  if (at > known.lastAt) known.lastAt = at;
  else if (at < known.firstAt) known.firstAt = at;
  if (profile.paused !== undefined) return undefined;
  const hit = silentMs >= rareAfterMs ? noteRare(noting, line, known, silentMs) : undefined;
  known.count += 1;
  line.events += 1;
  if (known.count + known.before === 2) line.singles -= 1;
  // An inherited fact that is seen here for the first time need not be written now: its count is in the profile's row.
  return hit;
}

function noteRare({ profile, event, settings }: Noting, line: Line, known: KnownFact, silentMs: number): Hit | undefined {
  if (!isJudged(profile, line, event.decoder, settings)) return undefined;
  const bits = bitsOf(rareShare(known.count + known.before, observationsOf(line), line.facts.size));
  return bits < rareBits ? undefined : rareHit({ profile, line, fact: known, event, bits }, silentMs);
}

function notePending(noting: Noting, line: Line, known: KnownFact): Hit | undefined {
  const { profile, event, at, settings } = noting;
  known.count += 1;
  known.lastAt = Math.max(known.lastAt, at);
  known.firstAt = Math.min(known.firstAt, at);
  if (profile.paused === undefined && isQuiet(known, at, settings)) { settle(profile, line, known, "learned"); return undefined; }
  if (!known.isNews || !known.isDangerous || at - known.toldAt < tellAgainMs) return undefined;
  known.toldAt = at;
  return deviationHit({ profile, line, fact: known, event, bits: newBits(profile, line), danger: dangerOf(known, profile, line, event), isFirstWindow: isFirstWindow(profile, settings), share: newShare(profile, line), settings });
}

function noteNew(noting: Noting, line: Line, { kind, value }: Fact): Hit | undefined {
  const { profile, event, at, settings, limits } = noting;
  const isDeviation = isJudged(profile, line, event.decoder, settings);
  const danger = isDeviation ? dangerOf({ kind, value }, profile, line, event) : undefined;
  if (isFull(line, limits.facts[kind], danger !== undefined)) return overflow(noting, line, limits.facts[kind], isDeviation);
  const [share, bits] = [newShare(profile, line), newBits(profile, line)];
  line.lastNewAt = Math.max(line.lastNewAt ?? at, at);
  line.novelties += 1;
  const origin = isDeviation || profile.paused !== undefined ? "pending" : "learned";
  const fact = addFact(profile, line, { value, origin, firstAt: at, lastAt: at, count: 1, before: 0, isNews: isDeviation, isDangerous: danger !== undefined || (origin === "pending" && isDangerousValue({ kind, value }, line.classes)), approvedBy: undefined, quiet: undefined });
  if (origin === "learned") { line.events += 1; line.singles += 1; line.classes.add(classOf(fact)); }
  const hit = isDeviation ? deviationHit({ profile, line, fact, event, bits, danger, isFirstWindow: isFirstWindow(profile, settings), share, settings }) : undefined;
  if (line.eventsBefore + line.events > 1) { line.surprises.push(Math.round(bits * 10) / 10); if (line.surprises.length > surprisesKept) line.surprises.shift(); }
  if (isDeviation) { fact.toldAt = at; if (profile.paused === undefined) isQuiet(fact, at, settings); }
  return hit;
}

/** Where a kind was never seen, the first of it is as likely as anything new among everything else. */
const newShare = (profile: Profile, line: Line): number => (observationsOf(line) === 0 ? firstOfKindShare(profile.events + profile.eventsBefore) : unseenShare(line.singles, observationsOf(line)));
const newBits = (profile: Profile, line: Line): number => bitsOf(newShare(profile, line));

/** What is dangerous has room of its own: whoever makes noise to fill a profile does not hide it. */
const isFull = (line: Line, most: number, isDangerous: boolean): boolean => (isDangerous ? line.facts.size >= 2 * most : line.isVaried || line.facts.size >= most);

function overflow({ profile, event }: Noting, line: Line, most: number, isDeviation: boolean): Hit | undefined {
  if (line.isVaried) return undefined;
  line.isVaried = true;
  profile.changed.isChanged = true;
  return limitHit({ profile, line, event, most, isDeviation });
}
