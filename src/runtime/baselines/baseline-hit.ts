// A deviation as a hit: how bad it is, and the sentences that say against which baseline.
import { dayMs, hourMs, toIso } from "../../kernel/clock.ts";
import type { Level, RuntimeEvent } from "../event.ts";
import type { Hit, Why } from "../hit.ts";
import type { Danger } from "./danger.ts";
import { differenceOf } from "./difference.ts";
import type { FactKind } from "./fact.ts";
import type { LearningSettings } from "./learning.ts";
import { nameOf, observationsOf } from "./profile.ts";
import type { KnownFact, Line, Profile } from "./profile.ts";
import { quantileOf } from "./surprise.ts";

export interface DeviationParts { profile: Profile; line: Line; fact: KnownFact; event: RuntimeEvent; bits: number; /** The chance before it came. */ share: number; danger: Danger | undefined; isFirstWindow: boolean; settings: LearningSettings }

const titles: Readonly<Record<FactKind, string>> = {
  process: "A program that this workload never ran", parent: "A program started by another than ever before", "written-executable": "A program was written and then run", "file-write": "Files written where this workload never wrote",
  destination: "A connection to where this workload never connected", listen: "A port on which this workload never listened", route: "A request that this workload never answered", user: "A user that this workload never had", verb: "A request to the control plane that was never made here",
};

const plural: Readonly<Record<FactKind, string>> = {
  process: "programs run", parent: "programs started by others", "written-executable": "programs written and run", "file-write": "files written", destination: "connections", listen: "ports opened", route: "requests and parameters", user: "users", verb: "requests to the control plane",
};

/** Bits of surprise above which a deviation is medium, and above which it is low; the public decides which routes are asked for, so a route is low at most. */
const mediumBits = 10;
const lowBits = 6;

export function levelOf({ profile, line, fact, bits, danger, isFirstWindow, settings }: Omit<DeviationParts, "event" | "share">): Level {
  // "It never did" says little of a workload that was hardly seen; a program that was just written needs no past to be judged.
  if (danger !== undefined) return isThin(profile, settings) && fact.kind !== "written-executable" ? (danger.level === "high" ? "medium" : "low") : danger.level;
  if (fact.kind === "route") return bits >= mediumBits && !isFirstWindow ? "low" : "informational";
  // Expected more than later; and where nothing of a kind was ever seen, nobody knows whether it would have been told.
  if (isFirstWindow || observationsOf(line) === 0) return "low";
  return bits >= mediumBits ? "medium" : bits >= lowBits ? "low" : "informational";
}

/** Learned because its longest time was over, with fewer events than learning asks for. */
const isThin = (profile: Profile, { leastEvents }: LearningSettings): boolean => profile.events + profile.eventsBefore < leastEvents;

export function deviationHit(parts: DeviationParts): Hit {
  const { fact, event, danger } = parts;
  let why: Why | undefined;
  const quantile = quantileOf(parts.line.surprises, parts.bits);
  const [events, past, novelties, facts] = [observationsOf(parts.line), parts.line.surprises.length, parts.line.novelties, parts.line.facts.size];
  return {
    kind: "baseline", ruleId: `baseline:${fact.kind}`, title: titles[fact.kind], level: levelOf(parts), tags: danger?.tags ?? [], at: event.at, subject: fact.value, event, others: [],
    // Told once of many; the numbers are those of the moment, the difference that of the asking.
    get why() { return why ??= whyOf(parts, { quantile, events, past, novelties, facts }); },
  };
}

interface Numbers { quantile: number; events: number; past: number; novelties: number; facts: number }

function whyOf({ profile, line, fact, bits, share, danger, isFirstWindow, settings }: DeviationParts, { quantile, events, past, novelties, facts }: Numbers): Why {
  const learnedMs = Math.max(0, (line.closedAt ?? profile.heardAt) - line.since);
  const difference = differenceOf(profile);
  const sentences = [
    `${fact.value}: never seen in the baseline of ${profile.workload}, release ${nameOf(profile)}${profile.inheritedFrom === undefined ? "" : `, which goes on from ${profile.inheritedFrom.name}`}.`,
    ...(danger === undefined ? [] : [danger.because]),
    events === 0 ? `Nothing of its kind (${plural[fact.kind]}) was ever seen there, in ${number(profile.events + profile.eventsBefore)} events.`
      : `It was learned over ${span(learnedMs)} from ${toIso(line.since)}, out of ${number(events)} observations of ${plural[fact.kind]}; something new came ${number(novelties - 1)} times until then.`,
    `The chance of anything new was ${chance(share)}: ${bits.toFixed(1)} bits${past === 0 ? "" : `, more than ${Math.floor(quantile * 100)} % of the last ${past} times`}.`,
    ...(isFirstWindow ? [`${nameOf(profile)} runs since ${toIso(profile.since)}: differences are expected and listed with it.`] : []),
    ...(isThin(profile, settings) ? [`The baseline is thin: ${number(profile.events + profile.eventsBefore)} events.`] : []),
    ...(profile.paused === undefined ? [] : [`Nothing is learned while ${profile.paused.incident} is open.`]),
    ...difference.sentences.slice(0, 1),
  ];
  return { sentences, proof: {
    profileId: profile.profileId, workload: profile.workload, release: nameOf(profile), fact: { kind: fact.kind, value: fact.value }, bits, chance: share, observations: events, facts, novelties, learnedFrom: toIso(line.since),
    learnedUntil: line.closedAt === undefined ? null : toIso(line.closedAt), quantile: past === 0 ? null : { of: past, below: quantile }, difference: { from: difference.from ?? null, sentences: difference.sentences },
  } };
}

/** A fact that is known and that has not been seen for long. */
export function rareHit({ profile, line, fact, event, bits }: Pick<DeviationParts, "profile" | "line" | "fact" | "event" | "bits">, silentMs: number): Hit {
  const seen = fact.count + fact.before;
  const sentences = [
    `${fact.value}: seen ${number(seen)} times among ${number(observationsOf(line))} observations of ${plural[fact.kind]} of ${profile.workload}, release ${nameOf(profile)}, and not for ${span(silentMs)}.`, `That is a surprise of ${bits.toFixed(1)} bits.`,
  ];
  return {
    kind: "baseline", ruleId: `baseline:${fact.kind}`, title: `Rare: ${titles[fact.kind].replace(/ never /, " hardly ever ")}`, level: "informational", tags: [], at: event.at, subject: fact.value, event, others: [],
    why: { sentences, proof: { profileId: profile.profileId, workload: profile.workload, release: nameOf(profile), fact: { kind: fact.kind, value: fact.value }, bits, observations: observationsOf(line), seen, silentMs } },
  };
}

/** A kind that has more facts than a profile holds: said once, and in the profile from then on. */
export function limitHit({ profile, line, event, most, isDeviation }: { profile: Profile; line: Line; event: RuntimeEvent; most: number; isDeviation: boolean }): Hit {
  return {
    kind: "baseline", ruleId: "baseline:limit", title: "A workload is too varied to learn", level: isDeviation ? "medium" : "low", tags: [], at: event.at, subject: line.kind, event, others: [],
    why: {
      sentences: [`${profile.workload}, release ${nameOf(profile)}, had more than ${number(most)} different ${plural[line.kind]}: no further ones are learned or told, except what is dangerous by itself.`, "Relearn the profile when the cause is gone."],
      proof: { profileId: profile.profileId, workload: profile.workload, release: nameOf(profile), kind: line.kind, limit: most },
    },
  };
}

const number = (value: number): string => value.toLocaleString("en-US");
const span = (ms: number): string => (ms >= 2 * dayMs ? `${Math.floor(ms / dayMs)} days` : `${Math.max(1, Math.floor(ms / hourMs))} h`);
const chance = (share: number): string => (share >= 0.01 ? `${(share * 100).toFixed(1)} %` : `1 in ${number(Math.round(1 / share))}`);
