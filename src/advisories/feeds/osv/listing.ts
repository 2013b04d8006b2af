// Which records the source held at the last complete listing, kept small, so that one that is gone can be named.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Instant } from "../../../kernel/clock.ts";

/** `ids`: sorted, deflated, base64 (about 3 bytes an id). `missing`: absent from the last listing, still in `ids`. `scope`: the ecosystems it spans. */
export interface Listing { at: Instant; scope: string; ids: string; missing: readonly string[] }

/** `added` is empty when there was nothing to compare with. */
export interface Comparison { listing: Listing; gone: readonly string[]; added: readonly string[]; suspicious: boolean }

/**
 * Compares a complete listing with the one before. A record is gone after two absences in a row: the bucket is
 * rewritten while it is read, so one absence proves nothing. A listing that lost half of what it had is not
 * believed at all (a cut file closes nothing); it is `suspicious` and leaves the absences as they were.
 */
export function compareListing(present: ReadonlyMap<string, unknown>, before: Listing | undefined, scope: string, at: Instant): Comparison {
  const usable = before?.scope === scope ? before : undefined;
  const held = usable === undefined ? [] : unpackIds(usable.ids);
  const absent = held.filter((id) => !present.has(id));
  if (usable !== undefined && absent.length * 2 > held.length) return { listing: { ...usable, at }, gone: [], added: [], suspicious: true };
  const twice = new Set(usable?.missing);
  const gone = absent.filter((id) => twice.has(id));
  const missing = absent.filter((id) => !twice.has(id));
  const heldBefore = new Set(held);
  const added = usable === undefined ? [] : [...present.keys()].filter((id) => !heldBefore.has(id));
  return { listing: { at, scope, ids: packIds([...present.keys(), ...missing]), missing }, gone, added, suspicious: false };
}

const packIds = (ids: readonly string[]): string => deflateRawSync(ids.toSorted().join("\n")).toString("base64");

function unpackIds(packed: string): readonly string[] {
  const text = inflateRawSync(Buffer.from(packed, "base64")).toString("utf8");
  return text === "" ? [] : text.split("\n");
}
