// Silences: what their matchers cover is not told from startsAt until endsAt; the alert itself stays.
import type { Instant } from "../kernel/clock.ts";
import type { LabelSet } from "./label.ts";
import { holdAll, valueTest } from "./matcher.ts";
import { matcherText } from "./matcher-text.ts";
import type { Matcher } from "./matcher-text.ts";
import { createSiblingIndex, keyOf } from "./sibling-index.ts";
import type { Silence, SilenceDraft, SilenceState } from "./silence-record.ts";

export { readSilence } from "./silence-reader.ts";
export type { Silence, SilenceDraft, SilenceState } from "./silence-record.ts";

export function silenceState({ startsAt, endsAt }: Pick<Silence, "startsAt" | "endsAt">, now: Instant): SilenceState {
  if (now >= endsAt) return "expired";
  return now < startsAt ? "pending" : "active";
}

/** A new silence cannot have begun before it was made: what it hid would not be known. */
export const startedBy = <S extends SilenceDraft>(draft: S, now: Instant): S => (draft.startsAt < now ? { ...draft, startsAt: now } : draft);

/** What saving a draft over a kept silence means; expire: the kept one ends now, so that its story stays as it was. */
export type SilenceEdit =
  | { kind: "same-id"; silence: Omit<Silence, "updatedAt"> }
  | { kind: "new-id"; draft: SilenceDraft; expire: boolean; why: string };

/** Alertmanager silence.go, canUpdate: a silence keeps its id while what it has covered so far stays true. */
export function editSilence(kept: Silence, draft: SilenceDraft, now: Instant): SilenceEdit {
  const state = silenceState(kept, now);
  const why = whyNewId(kept, draft, state, now);
  if (why === undefined) return { kind: "same-id", silence: { ...draft, silenceId: kept.silenceId } };
  return { kind: "new-id", draft: startedBy(draft, now), expire: state !== "expired", why };
}

function whyNewId(kept: Silence, draft: SilenceDraft, state: SilenceState, now: Instant): string | undefined {
  if (state === "expired") return "the silence has expired";
  if (textOf(kept.matchers) !== textOf(draft.matchers)) return "its matchers are others";
  const isSecond = (at: Instant): number => Math.floor(at / 1000);
  if (state === "active" && isSecond(draft.startsAt) !== isSecond(kept.startsAt)) return "it has begun, so its start cannot change";
  return state === "pending" && draft.startsAt < now ? "it would begin before now" : undefined;
}

// The order of matchers means nothing.
const textOf = (matchers: readonly Matcher[]): string => JSON.stringify(matchers.map(matcherText).toSorted());

/** Ends a silence now; one that is pending never began. undefined when it has ended already. */
export function expireSilence(silence: Silence, now: Instant): Silence | undefined {
  const state = silenceState(silence, now);
  if (state === "expired") return undefined;
  return { ...silence, ...(state === "pending" ? { startsAt: now } : {}), endsAt: now, updatedAt: now };
}

export interface Silencer {
  /** Ids of the silences that are active and cover the label set, in the order in which they were given. */
  silencedBy(labels: LabelSet, now: Instant): string[];
}

const mostKnown = 4096;

/** Finds silences by the value of one label of theirs, so that a label set is held against few of them. */
export function createSilencer(silences: readonly Silence[]): Silencer {
  const compiled = silences.map((silence) => {
    const tests = silence.matchers.map(valueTest);
    const key = keyOf(tests);
    return { silence, key, rest: tests.filter((test) => test !== key) };
  });
  const find = createSiblingIndex(compiled.map(({ key }) => key), mostKnown);
  return {
    silencedBy: (labels, now) => find(labels).flatMap((index) => {
      const found = compiled[index];
      return found && silenceState(found.silence, now) === "active" && holdAll(found.rest, labels) ? [found.silence.silenceId] : [];
    }),
  };
}
