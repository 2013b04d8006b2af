// A fact of behaviour: one thing that a workload's release was seen to do, in a form that is the same the next time.
//
// fact       a kind and a value ("process", "/usr/bin/curl"); values are classes and shapes, never a single request's id
// profile    the facts of one release of one workload, and how often each was seen
// origin     how a fact came into a profile: learned in the window, inherited from the release before, approved by a person, pending
// deviation  a fact that a profile did not have when it already knew its kind; it is pending until it is approved or has long been quiet
// news       deviations, as they stand in the difference between a release and the one before

export const factKinds = ["process", "parent", "written-executable", "file-write", "destination", "listen", "route", "user", "verb"] as const;
export type FactKind = (typeof factKinds)[number];

export const factOrigins = ["learned", "inherited", "approved", "pending"] as const;
export type FactOrigin = (typeof factOrigins)[number];

export interface Fact { readonly kind: FactKind; readonly value: string }

/** The length of a value, in characters. A longer one keeps its beginning, and a number made of the whole, so that different ones stay different. */
export const longestValue = 240;

/** Facts of one event: a request with more parameters is told as one that has too many. */
export const mostFactsOfEvent = 64;

export function boundedValue(value: string): string {
  if (value.length <= longestValue) return value;
  let sum = 0;
  for (let place = 0; place < value.length; place += 1) sum = (Math.imul(sum, 31) + value.charCodeAt(place)) | 0;
  return `${value.slice(0, longestValue - 10).toWellFormed()}…#${(sum >>> 0).toString(16).padStart(8, "0")}`;
}

/** Remembers what a pure function answered, for the values that come again and again; begins anew when it is full. */
export function remembered<T>(answer: (text: string) => T, most = 20_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const now = answer(text);
    if (text.length <= 1000) known.set(text, now);
    return now;
  };
}
