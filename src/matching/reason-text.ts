// The reason of a verdict in words: the two versions that were compared, by which rule, and what would clear it.
import type { RangeEvent } from "../versions/range.ts";
import type { MatchReason, Verdict } from "./match.ts";

export function sentenceOf({ verdict, because, clearedBy, ecosystem, version = "?", lastKnownAffected }: Pick<Verdict, "verdict" | "because" | "clearedBy" | "ecosystem" | "version" | "lastKnownAffected">): string {
  const hint = lastKnownAffected === undefined ? "" : `; its source last knew ${lastKnownAffected} to be affected`;
  const clear = clearedBy === undefined ? `no version is known to clear it${hint}` : `${clearedBy} clears it`;
  return `${verdict === "affected" ? "Affected" : verdict === "unknown" ? "Cannot be told" : "Not affected"}: ${reasonOf(because, version, ecosystem)}${verdict === "affected" ? `; ${clear}` : ""}.`;
}

function reasonOf(because: MatchReason, version: string, ecosystem: string): string {
  switch (because.kind) {
    case "listed": return `${version} stands in the advisory's list of affected versions`;
    case "range": return `${version} is ${placeOf(because.event, because.next)} in ${ecosystem}, range ${because.range + 1}, by ${because.scheme} order`;
    case "outside": return because.range === undefined ? `${version} is neither listed nor in a range of ${ecosystem}` : `${version} is ${placeOf(because.event, because.next)} in ${ecosystem}, range ${because.range + 1}, by ${because.scheme} order`;
    case "no-version": return "the component has no version";
    case "unparseable": return `${because.text} is no ${because.scheme} version`;
    case "no-scheme": return `no scheme orders the versions of ${because.ecosystem} yet`;
    case "git": return commitText(because);
    case "other-scope": return `the advisory speaks of ${because.ecosystem}`;
    case "other-module": return `the advisory speaks of the module stream ${because.advised}, this is of ${because.installed ?? "none"}`;
    case "other-package": return `the advisory speaks of ${listed(because.packages)}, not of this package`;
    case "stated": return `${because.ecosystem} says that its package is not affected`;
    case "configuration": return because.text.replace(/\.$/, "");
    case "owned": return `its files belong to ${because.by}, whose advisories decide`;
    default: return because satisfies never;
  }
}

function commitText({ commit, event, missing, range, isWalked, repo = "the repository" }: Extract<MatchReason, { kind: "git" }>): string {
  if (!isWalked) return `${commit} is not listed, and only the history of ${repo} could tell where it stands in range ${range + 1}`;
  if (missing !== undefined) return `the history of ${repo} does not hold all that leads to ${missing}, which range ${range + 1} needs`;
  if (event === undefined) return `the history of ${commit} in ${repo} has nothing of range ${range + 1}`;
  return "limit" in event ? `${commit} is not before the ${eventText(event)} of ${repo}, range ${range + 1}` : `${commit} has ${eventText(event)} of ${repo} in its history, range ${range + 1}`;
}

const shownPackages = 3;

function listed(packages: readonly string[]): string {
  const shown = packages.slice(0, shownPackages).join(", ");
  return packages.length > shownPackages ? `${shown} and ${packages.length - shownPackages} more` : shown;
}

function placeOf(event: RangeEvent | undefined, next: RangeEvent | undefined): string {
  const parts = [...(event ? [`at or after ${eventText(event)}`] : []), ...(next ? [`before ${eventText(next)}`] : [])];
  return parts.join(" and ") || "in no range";
}

/** "fixed 1.2.3" */
export const eventText = (event: RangeEvent): string => Object.entries(event).map(([kind, version]) => `${kind.replace("_", " ")} ${version}`).join();
