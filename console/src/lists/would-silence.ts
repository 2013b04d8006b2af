// Which silences hold a set of labels now, for a simulation; the server decides for real alerts.
import type { Holder, Matcher, Silence } from "../api/alert-shapes.ts";

/** Active ones all of whose matchers hold; an absent label counts as empty, a pattern must take the whole value. */
export const silencesOf = (silences: readonly Silence[], labels: Readonly<Record<string, string>>): Holder[] =>
  silences.filter(({ state, matchers }) => state === "active" && matchers.every((matcher) => holds(matcher, labels[matcher.name] ?? "")))
    .map(({ id, comment, createdBy }) => ({ by: "silence", byId: id, why: `${comment} (${createdBy})` }));

function holds({ op, value }: Matcher, given: string): boolean {
  const same = op === "=" || op === "!=" ? given === value : matchesWhole(value, given);
  return op.startsWith("!") ? !same : same;
}

// A pattern that only the server's engine can read is taken as one that does not match: nothing is claimed to be held.
function matchesWhole(pattern: string, given: string): boolean {
  try { return new RegExp(`^(?:${pattern})$`, "su").test(given); } catch { return false; }
}
