// OSV ranges of type GIT: whether a commit is affected, by who is whose ancestor.
// OSV schema, "Evaluation", with v >= X read as "X is v or an ancestor of v" and v < X as "v is an ancestor of X".
import type { Ancestry, Commits } from "./commit-graph.ts";
import { isAbbreviated } from "./commit-graph.ts";
import type { RangeEvent, VersionRange } from "./version-range.ts";

/** event: the introduction that holds, or the fix that ended the last one; missing: the commit the graph does not know. */
export type GitVerdict =
  | { readonly verdict: "affected" | "not-affected"; readonly event: RangeEvent | undefined }
  | { readonly verdict: "unknown"; readonly missing: string };

/**
 * Events of a range apply in the order of the history: an introduction holds at a commit that has it behind it, until a
 * fix that itself has the introduction behind it is behind the commit too. On a line of commits that is the schema's walk;
 * across branches a fix clears only what it fixes, so that a branch without it stays affected.
 */
export function evaluateCommit(commits: Commits, range: VersionRange, version: string): GitVerdict {
  const commit = commits.resolve(version);
  const ancestry = commit === undefined ? undefined : commits.ancestryOf(commit);
  if (commit === undefined || !ancestry) return { verdict: "unknown", missing: version };
  const limits = range.events.flatMap((event) => ("limit" in event ? [event.limit] : []));
  const limited = isBelowLimits(commits, commit, limits);
  if (limited !== true) return limited === false ? { verdict: "not-affected", event: limitEvent(limits) } : { verdict: "unknown", missing: limited.missing };
  return judge(commits, commit, ancestry, range.events);
}

const limitEvent = (limits: readonly string[]): RangeEvent | undefined => (limits[0] === undefined ? undefined : { limit: limits[0] });

/** BeforeLimits of the schema: no limit is "*", and below one of several is enough. */
function isBelowLimits(commits: Commits, commit: string, limits: readonly string[]): boolean | { missing: string } {
  if (limits.length === 0 || limits.includes("*")) return true;
  let missing: string | undefined;
  for (const text of limits) {
    const limit = commits.resolve(text);
    const ancestry = limit === undefined ? undefined : commits.ancestryOf(limit);
    if (limit !== commit && ancestry?.has(commit)) return true;
    if (limit !== commit && !ancestry?.isWhole) missing ??= text;
  }
  return missing === undefined ? false : { missing };
}

/** at: the commit in the ancestry that an event names, "0" for the root; undefined when it is not there. */
interface Placed { readonly event: RangeEvent; readonly text: string; readonly at: string | undefined }

function judge(commits: Commits, commit: string, ancestry: Ancestry, events: readonly RangeEvent[]): GitVerdict {
  const placed = events.map((event): Placed => {
    const text = Object.values(event)[0] ?? "";
    return { event, text, at: placeOf(commits, ancestry, text) };
  });
  const lost = ancestry.isWhole ? undefined : placed.find(({ event, at }) => !("limit" in event) && at === undefined);
  const introduced = placed.filter(({ event, at }) => "introduced" in event && at !== undefined);
  const ends = placed.filter(({ event, at }) => at !== undefined && ("fixed" in event || ("last_affected" in event && at !== commit)));
  const endOf = ({ at }: Placed): Placed | undefined => ends.find((end) => at === root || commits.ancestryOf(end.at ?? "")?.has(at ?? ""));
  const open = introduced.find((introduction) => endOf(introduction) === undefined);
  if (lost) return { verdict: "unknown", missing: lost.text };
  return open ? { verdict: "affected", event: open.event } : { verdict: "not-affected", event: introduced[0] && endOf(introduced[0])?.event };
}

/** Before every commit: an introduction in "0" is behind all of them, and a fix in "0" ends that one ("never affected"). */
const root = "0";

function placeOf(commits: Commits, ancestry: Ancestry, text: string): string | undefined {
  if (text === root) return root;
  const full = commits.resolve(text);
  if (full !== undefined) return ancestry.has(full) ? full : undefined;
  if (!isAbbreviated(text.toLowerCase())) return undefined;
  const [found, ...others] = ancestry.startingWith(text.toLowerCase());
  return others.length === 0 ? found : undefined;
}
