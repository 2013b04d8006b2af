// The difference between a release and the one before it, in facts and in sentences.
import { dayMs } from "../../kernel/clock.ts";
import type { FactKind } from "./fact.ts";
import { factKinds } from "./fact.ts";
import { factsIn, nameOf, observationsOf } from "./profile.ts";
import type { KnownFact, Line, Profile } from "./profile.ts";

/** from: the release before, by name; undefined: the profile began without one. */
export interface Difference { from: string | undefined; sentences: readonly string[]; began: readonly KnownFact[]; ceased: readonly KnownFact[] }

/** A release has to have run so long, and so much, before anything is said to have ceased. */
export const ceasedAfterMs = dayMs;
const ceasedChance = 0.001;

export function differenceOf(profile: Profile): Difference {
  const began = factsIn(profile).filter(({ isNews }) => isNews);
  const ceased = ceasedIn(profile);
  return { from: profile.inheritedFrom?.name, began, ceased, sentences: sentencesOf(profile, began, ceased) };
}

/** What the release before did so often that its silence here is no chance: (1 - share)^observations is below 1 in 1,000. */
function ceasedIn(profile: Profile): KnownFact[] {
  if (profile.inheritedFrom === undefined || profile.heardAt - profile.since < ceasedAfterMs) return [];
  return [...profile.lines.values()].flatMap((line) => [...line.facts.values()].filter((fact) => fact.count === 0 && fact.origin !== "pending" && isCeased(fact, line)));
}

const isCeased = (fact: KnownFact, line: Line): boolean => line.eventsBefore > 0 && line.events * Math.log1p(-Math.min(0.999, fact.before / line.eventsBefore)) < Math.log(ceasedChance);

const words: Readonly<Record<FactKind, { began(values: readonly string[]): string; ceased: string }>> = {
  process: { began: (values) => `began to run ${listed(values)}`, ceased: "runs" },
  parent: { began: (values) => `began to start ${listed(values.map((value) => `${childOf(value)} from ${value.slice(0, value.lastIndexOf(">"))}`))}`, ceased: "starts" },
  "written-executable": { began: (values) => `ran ${counted(values, "program")} that it had written (${listed(values)})`, ceased: "runs what it wrote:" },
  "file-write": { began: (values) => `began to write to ${listed(values)}`, ceased: "writes to" },
  destination: { began: (values) => `opened ${counted(values, "new destination")} (${listed(values)})`, ceased: "connects to" },
  listen: { began: (values) => `began to listen on ${listed(values)}`, ceased: "listens on" },
  route: { began: (values) => `answered ${counted(values, "new route or parameter", "new routes or parameters")} (${listed(values)})`, ceased: "answers" },
  user: { began: (values) => `began to run as ${listed(values)}`, ceased: "runs as" },
  verb: { began: (values) => `began to ask for ${listed(values)}`, ceased: "asks for" },
};

// "<kernel>>/sbin/modprobe": a parent may have the sign in its name.
const childOf = (pair: string): string => pair.slice(pair.lastIndexOf(">") + 1);
const shown = 5;
const listed = (values: readonly string[]): string => (values.length <= shown ? joined(values) : `${values.slice(0, shown).join(", ")} and ${values.length - shown} more`);
const joined = (values: readonly string[]): string => (values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} and ${values.at(-1) ?? ""}`);
const counted = (values: readonly string[], one: string, many = `${one}s`): string => (values.length === 1 ? `a ${one}` : `${values.length} ${many}`);

function sentencesOf(profile: Profile, began: readonly KnownFact[], ceased: readonly KnownFact[]): string[] {
  const parts = factKinds.flatMap((kind) => { const values = toldOf(kind, began); return values.length === 0 ? [] : [words[kind].began(values)]; });
  const since = profile.inheritedFrom === undefined ? "Since its profile was learned, " : "";
  const sentences = parts.length === 0 ? [] : [`${since}${nameOf(profile)} ${joined(parts)}.`];
  for (const kind of factKinds) {
    const gone = ceased.filter((fact) => fact.kind === kind);
    const line = profile.lines.get(kind);
    if (gone.length > 0 && line !== undefined) sentences.push(`It no longer ${words[kind].ceased} ${listed(gone.map(({ value }) => value))} (not once in ${line.events} observations; before: ${percent(Math.max(...gone.map(({ before }) => before)) / observationsBefore(line))} of them).`);
  }
  return sentences;
}

const observationsBefore = (line: Line): number => Math.max(1, observationsOf(line) - line.events);
const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toString()} %`;

/** A program that is new itself needs no second mention for who started it. */
function toldOf(kind: FactKind, began: readonly KnownFact[]): string[] {
  const values = began.filter((fact) => fact.kind === kind).map(({ value }) => value);
  if (kind !== "parent") return values;
  const programs = new Set(began.filter((fact) => fact.kind === "process").map(({ value }) => value));
  return values.filter((value) => !programs.has(childOf(value)));
}
