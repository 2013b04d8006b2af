// Streams that many thousands of drawn ones had to be tried for, cut down to what matters: each broke something once.
import type { Happening } from "./world.ts";

export type Delayed = Happening & { delay: number };

const of = (s: number, rules: string, id: string, { user = "ann", delay = 0 } = {}): Delayed => ({ s, delay, rules: [...rules], id, fields: { User: user, n: 0 } });

/** A whole timespan that begins before the frontier, and joins a run that ended before it: told twice when the stream was a second further. */
export const joinedLate: readonly Delayed[] = [
  of(0, "c", "e0"), of(113, "c", "e1"), of(112, "ac", "e2", { delay: 1 }), of(23, "ac", "e3"), of(53, "ac", "e4"), of(0, "b", "e5"), of(112, "c", "e6"), of(0, "ac", "e7"), of(0, "c", "e0"), of(0, "ac", "e7"),
];

/** A run that is told when it is over, a timespan after its entries were due: after a restart in between its older events were not shown. Cut before the twelfth. */
export const toldWhenOver: readonly Delayed[] = [
  of(0, "c", "e0"), of(0, "c", "e1"), of(0, "c", "e2"), of(1, "a", "e3"), of(0, "a", "e4"), of(0, "c", "e5"), of(0, "a", "e6"), of(0, "c", "e7"), of(41, "b", "e8"), of(13, "b", "e9", { user: "bob", delay: 28 }), of(0, "c", "e0"), of(0, "c", "e7"),
];
