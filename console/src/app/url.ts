// The URL is the whole state: reading it, changing a part of it, and pinning it for a link that will not move.
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useNow } from "./clock.ts";
import { defaultRange, parseRange, rangeText } from "./range.ts";
import type { Range } from "./range.ts";

/** Every search parameter the console uses. range and asof travel with every navigation. */
export interface UrlState { range?: string; asof?: string; q?: string; sort?: string; group?: string; tab?: string; severity?: string; service?: string; environment?: string; live?: string; kind?: string; subject?: string; state?: string; view?: string; next?: string; receiver?: string; by?: string; id?: string; schedule?: string; from?: string; labels?: string; matchers?: string; before?: string }

export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "");
  const text = new URLSearchParams(given).toString();
  return text === "" ? "" : `?${text}`;
}

export function useUrl(): { url: UrlState; set: (patch: { [Name in keyof UrlState]?: string | undefined }, options?: { replace: boolean }) => void } {
  const url = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const set: ReturnType<typeof useUrl>["set"] = (patch, { replace } = { replace: false }) =>
    void navigate({ to: ".", search: (before: UrlState) => withPatch(before, patch), replace });
  return { url, set };
}

function withPatch(before: UrlState, patch: Readonly<Record<string, string | undefined>>): UrlState {
  return Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== undefined && value !== "")) as UrlState;
}

// What happens on live systems is looked at by the day; figures over time by the month.
const defaultRangeOf = (pathname: string): string => (pathname.startsWith("/runtime") ? "24h" : defaultRange);

/** The range of the URL; one that cannot be read falls back to the default and says so. */
export function useRange(): Range & { text: string; unreadable: string | undefined } {
  const { url } = useUrl();
  const now = useNow(60_000);
  const usual = defaultRangeOf(useLocation().pathname);
  const given = url.range ?? usual;
  const range = parseRange(given, now);
  const shown = range ?? parseRange(usual, now);
  if (!shown) throw new TypeError("the default range must be readable");
  return { ...shown, text: range ? given : usual, unreadable: range ? undefined : given };
}

/** The instant the page is read at: undefined = now. */
export function useAsOf(): string | undefined {
  const { url } = useUrl();
  return url.asof !== undefined && !Number.isNaN(Date.parse(url.asof)) ? url.asof : undefined;
}

/** The address of this page with the range made absolute and the instant named, so that it shows the same data later. */
export function pinnedAddress(range: Range, asOf: string | undefined, nowMs: number): string {
  const pinned = new URL(location.href);
  pinned.searchParams.set("range", rangeText(range.fromMs, range.toMs));
  pinned.searchParams.set("asof", asOf ?? new Date(nowMs).toISOString());
  return pinned.href;
}
