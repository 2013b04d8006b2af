// Time, passed in: instants are epoch milliseconds (UTC), so that history can be replayed on another clock.

/** An instant: milliseconds since 1970-01-01T00:00:00Z. Fields that hold one end in `At`. */
export type Instant = number;

export interface Clock { now(): Instant }

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that only moves when told to. */
export function fakeClock(startAt: Instant): Clock & { set(at: Instant): void; advance(ms: number): void } {
  let at = startAt;
  return { now: () => at, set: (next) => { at = next; }, advance: (ms) => { at += ms; } };
}

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

// RFC 3339 section 5.6, with the date-only form that many feeds use for a day in UTC.
const rfc3339 = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2}))?$/;

/** Reads RFC 3339 text; undefined when it is not one. Year 1 and earlier (a zero time in some feeds) are not instants. */
export function parseInstant(text: string): Instant | undefined {
  if (!rfc3339.test(text)) return undefined;
  const at = Date.parse(text.replace(" ", "T"));
  return Number.isNaN(at) || at < Date.UTC(1900) ? undefined : at;
}

/** RFC 3339 in UTC with milliseconds only where there are any. */
export const toIso = (at: Instant): string => new Date(at).toISOString().replace(".000Z", "Z");
