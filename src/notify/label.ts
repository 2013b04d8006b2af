// Labels: what matchers see of an alert or a notice, and the fingerprint that makes two alerts one.
import { hash } from "node:crypto";

/** Names to values; an absent label equals an empty one (Alertmanager, "Matching labels"). */
export type LabelSet = Readonly<Record<string, string>>;

/** 16 hex digits over the sorted labels without the empty ones: the identity of an alert. */
export function fingerprintOf(labels: LabelSet): string {
  const parts = Object.entries(labels).filter(([, value]) => value !== "").toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hash("sha256", JSON.stringify(parts), "hex").slice(0, 16);
}
