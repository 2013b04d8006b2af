// The times that lines begin with: common log format, syslog's two, nginx's and Apache's error logs, W3C.
import { dayMs, hourMs, minuteMs, parseInstant } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { instantOf, isZone } from "../kernel/zone.ts";

const months = "janfebmaraprmayjunjulaugsepoctnovdec";

/** 1-12 of an English month's first three letters; undefined when they are none. */
export function monthOf(name: string): number | undefined {
  const at = name.length === 3 ? months.indexOf(name.toLowerCase()) : -1;
  return at < 0 || at % 3 !== 0 ? undefined : at / 3 + 1;
}

export interface WallClock { year: number; month: number; day: number; hour: number; minute: number; second: number; /** 0-999. */ ms: number }

/** zone: an offset such as "+0200", "-07:00", "Z", or an IANA name; UTC when undefined. Undefined when it is no day or zone there is. */
export function instantOfWall({ year, month, day, hour, minute, second, ms }: WallClock, zone: string | undefined): Instant | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  if (zone === undefined || zone === "Z" || zone === "UTC") return utc;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign !== undefined) return utc - (sign === "-" ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
  return isZone(zone) ? instantOf({ year, month, day, hour, minute }, zone) + second * 1000 + ms : undefined;
}

const clf = /^(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?: ?([+-]\d{2}:?\d{2}|Z))?$/;

/** "10/Oct/2000:13:55:36 -0700" (Apache's %t, nginx's $time_local), with a fraction where there is one; without an offset (HAProxy) the zone given. */
export function clfTime(text: string, zone?: string): Instant | undefined {
  const [, day, name = "", year, hour, minute, second, fraction = "", offset] = clf.exec(text) ?? [];
  const month = monthOf(name);
  if (month === undefined) return undefined;
  return instantOfWall({ year: Number(year), month, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second), ms: msOf(fraction) }, offset ?? zone);
}

const msOf = (fraction: string): number => Number(fraction.padEnd(3, "0").slice(0, 3));

const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?$/;

/** RFC 3339 and what is near it: a comma before the fraction, an offset without its colon, no offset (then the zone given). */
export function isoTime(text: string, zone?: string): Instant | undefined {
  const exact = parseInstant(text);
  if (exact !== undefined && text.length > 10) return exact;
  if (!iso.test(text)) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", offset] = /^(\d+)-(\d+)-(\d+).(\d+):(\d+):(\d+)(?:[.,](\d+))? ?(\S+)?$/.exec(text) ?? [];
  return instantOfWall({ year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second), ms: msOf(fraction) }, offset ?? zone);
}

const stamp = /^([A-Za-z]{3}) +(\d{1,2}) (?:(\d{4}) )?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: (\d{4}))?$/;

/**
 * RFC 3164 section 4.1.2: "Oct 11 22:14:15", which names no year: the latest year in which it is not more than a day after the time of receipt.
 * Some senders write the year all the same, before or after the time.
 */
export function stampTime(text: string, receivedAt: Instant, zone?: string): Instant | undefined {
  const [, name = "", day, before, hour, minute, second, fraction = "", after] = stamp.exec(text) ?? [];
  const month = monthOf(name);
  if (month === undefined) return undefined;
  const wall = { month, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second), ms: msOf(fraction) };
  const written = before ?? after;
  if (written !== undefined) return instantOfWall({ year: Number(written), ...wall }, zone);
  const thisYear = new Date(receivedAt).getUTCFullYear();
  for (let year = thisYear + 1; year >= thisYear - 1; year -= 1) {
    const at = instantOfWall({ year, ...wall }, zone);
    if (at !== undefined && at <= receivedAt + dayMs) return at;
  }
  return undefined;
}
