// Reads a silence as a person or a program gives it, and names every field that is wrong at once.
import { dayMs, parseInstant } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import { durationText, parseDuration } from "./duration.ts";
import { acceptsEmpty } from "./matcher.ts";
import { matcherOps, readMatchers, whyNoMatcher } from "./matcher-text.ts";
import type { Matcher } from "./matcher-text.ts";
import { flagOf, isAbsent, itemsOf, membersOf, note, textOf } from "./raw-reader.ts";
import type { Raw } from "./raw-reader.ts";
import type { SilenceDraft } from "./silence-record.ts";

/** longestMs: how long a silence may last from now or its start on; without it, as long as anybody likes. */
export interface SilenceLimits { longestMs?: number }

const mostMatchers = 100;
const longestText = 4000;
const keys = ["matchers", "startsAt", "endsAt", "duration", "createdBy", "comment", "reminder"];

/**
 * A draft from JSON: `matchers` as texts, one text, or Alertmanager's objects {name, value, isRegex, isEqual}; instants as RFC 3339
 * text or milliseconds; `duration` ("2h") in place of endsAt; `reminder` a duration before the end. startsAt defaults to now.
 * Throws silence.invalid with a place (JSON pointer) for each wrong field.
 */
export function readSilence(raw: unknown, now: Instant, limits: SilenceLimits = {}): SilenceDraft {
  const root: Raw = { value: raw, at: "", places: [] };
  const members = membersOf(root, keys, "a silence");
  const matchers = readMatcherField(root, members.get("matchers"));
  const startsAt = readInstant(members.get("startsAt")) ?? now;
  const endsAt = readEnd(root, members, startsAt);
  checkTimes(members.get("endsAt") ?? members.get("duration") ?? root, Math.max(startsAt, now), startsAt, endsAt, now, limits);
  const reminderMs = readDuration(members.get("reminder"));
  const draft = { matchers, startsAt, createdBy: readFilled(root, members, "createdBy", "who silences"), comment: readFilled(root, members, "comment", "why") };
  if (endsAt === undefined || root.places.length > 0) throw silenceInvalid(root.places);
  return { ...draft, endsAt, ...(reminderMs === undefined ? {} : { reminderMs }) };
}

const silenceInvalid = (places: readonly FaultPlace[]): Fault =>
  new Fault("silence.invalid", { detail: `${places.map(({ at, rule }) => `${at} ${rule}`.trim()).join("; ")}.`, places });

function readMatcherField(root: Raw, raw: Raw | undefined): Matcher[] {
  const items = raw && typeof raw.value === "string" ? [raw] : itemsOf(raw);
  const matchers = items.flatMap((item) => (typeof item.value === "string" ? readTexts(item, item.value) : readObject(item)));
  const at = raw ?? root;
  if (items.length > mostMatchers) note(at, `has more than ${mostMatchers} matchers`);
  const isWhole = at.places.length === 0;
  if (matchers.length === 0 && isWhole) note(at, "must hold at least one matcher");
  else if (isWhole && matchers.every(holdsForAll)) note(at, "would silence everything: at least one matcher must not match an absent label");
  return matchers;
}

// Alertmanager silence.go, matchesEmpty: lest one silence hide everything by mistake; "all but" (!= and !~) is said on purpose.
const holdsForAll = (matcher: Matcher): boolean => (matcher.op === "=" || matcher.op === "=~") && acceptsEmpty(matcher);

function readTexts(raw: Raw, text: string): Matcher[] {
  try {
    return readMatchers(text);
  } catch (thrown) {
    if (!isFault(thrown, "matcher.invalid")) throw thrown;
    for (const { at, rule } of thrown.places) note(raw, `cannot be read as a matcher: ${at} ${rule}`);
    return [];
  }
}

// Alertmanager's API v2: isEqual came later and is true when absent.
function readObject(raw: Raw): Matcher[] {
  const members = membersOf(raw, ["name", "value", "isRegex", "isEqual"], "a matcher");
  const [isRegex, isEqual] = [flagOf(members.get("isRegex")) ?? false, flagOf(members.get("isEqual")) ?? true];
  const op = matcherOps[(isRegex ? 2 : 0) + (isEqual ? 0 : 1)] ?? "=";
  const matcher: Matcher = { name: textOf(members.get("name")) ?? "", op, value: textOf(members.get("value")) ?? "" };
  const why = whyNoMatcher(matcher);
  if (why && members.size > 0) note(raw, why);
  return [matcher];
}

function readInstant(raw: Raw | undefined): Instant | undefined {
  if (!raw || isAbsent(raw)) return undefined;
  const at = typeof raw.value === "number" && Number.isSafeInteger(raw.value) ? raw.value : parseInstant(textOf(raw) ?? "");
  if (at === undefined) note(raw, "must be an instant such as 2026-03-01T12:00:00Z");
  return at;
}

function readDuration(raw: Raw | undefined): number | undefined {
  if (!raw || isAbsent(raw)) return undefined;
  const ms = parseDuration(textOf(raw) ?? "");
  if (ms === undefined) note(raw, "must be a duration such as 2h or 1d");
  return ms;
}

function readEnd(root: Raw, members: ReadonlyMap<string, Raw>, startsAt: Instant): Instant | undefined {
  const [endsAt, duration] = [members.get("endsAt"), members.get("duration")];
  if (!isAbsent(endsAt) && !isAbsent(duration) && duration) note(duration, "stands beside endsAt; give one of them");
  if (!isAbsent(endsAt)) return readInstant(endsAt);
  const ms = readDuration(duration);
  if (isAbsent(duration)) note(root, "must have endsAt or duration: a silence without an end is forgotten");
  return ms === undefined ? undefined : startsAt + ms;
}

function checkTimes(at: Raw, from: Instant, startsAt: Instant, endsAt: Instant | undefined, now: Instant, { longestMs }: SilenceLimits): void {
  if (endsAt === undefined) return;
  if (endsAt <= startsAt) note(at, "must lie after the start");
  else if (endsAt <= now) note(at, "lies in the past");
  else if (longestMs !== undefined && endsAt - from > longestMs) note(at, `is more than ${durationText(longestMs)} ahead, the longest that a silence may last here`);
  else if (endsAt > now + 1000 * 365 * dayMs) note(at, "is more than 1000 years ahead");
}

function readFilled(root: Raw, members: ReadonlyMap<string, Raw>, name: string, what: string): string {
  const raw = members.get(name);
  const text = textOf(raw)?.trim() ?? "";
  if (text === "") note(raw ?? root, raw ? `must say ${what}` : `must have ${name}: ${what}`);
  if (text.length > longestText) note(raw ?? root, `is longer than ${longestText} characters`);
  return text;
}
