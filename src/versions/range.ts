// Is a version affected: the OSV evaluation algorithm, once for every scheme, with the reason.
// OSV schema, "Evaluation": a version of `versions` (by the ecosystem's order, see listed.ts), or any range whose sorted events leave it vulnerable.
import type { Commits } from "./commit-graph.ts";
import { evaluateCommit } from "./git-range.ts";
import type { GitVerdict } from "./git-range.ts";
import type { Listed } from "./listed.ts";
import { createListed, reaches, spellingOf } from "./listed.ts";
import type { PreparedRange } from "./prepared-range.ts";
import { isBelowLimits, isVulnerable, positionIn, prepareRange } from "./prepared-range.ts";
import type { Scheme } from "./scheme.ts";
import { semver } from "./schemes/semver.ts";
import type { RangeEvent, VersionRange } from "./version-range.ts";

export type { RangeEvent, VersionRange } from "./version-range.ts";

/** What one advisory says of one package. ecosystem: OSV's name, for the reason when no scheme orders it. */
export interface AffectedVersions { ranges: readonly VersionRange[]; versions: readonly string[]; ecosystem?: string }

/** Why a version is affected or not; `unknown` when nothing could decide (never counted as "not affected"). */
export type Evaluation =
  | { verdict: "affected"; because: Reason }
  | { verdict: "not-affected"; because: Reason }
  | { verdict: "unknown"; because: Reason };

export type Reason =
  /** The version stands in the advisory's list, there spelled as `version`. */
  | { kind: "listed"; version: string; clearedBy: string | undefined }
  /** Range `range` of the advisory decided: `event` is the last event at or below the version, `next` the first one above it. */
  | { kind: "range"; range: number; scheme: string; event: RangeEvent | undefined; next: RangeEvent | undefined; clearedBy: string | undefined }
  /** Neither the list nor any range holds the version; the nearest range is named. */
  | { kind: "outside"; scheme: string; range: number | undefined; event: RangeEvent | undefined; next: RangeEvent | undefined }
  | { kind: "no-version" }
  | { kind: "unparseable"; text: string; scheme: string }
  | { kind: "no-scheme"; ecosystem: string }
  /**
   * GIT range `range` of the repository decided, or would have to: `event` is the introduction that holds or the event that
   * ended it; `missing` the commit that the graph lacks. Not isWalked: there was no graph to ask.
   */
  | { kind: "git"; range: number; repo: string | undefined; commit: string; isWalked: boolean; event: RangeEvent | undefined; missing: string | undefined }
  /** The record is for another release of the distribution or another product stream. */
  | { kind: "other-scope"; ecosystem: string };

/** Affected versions with every event parsed and sorted once: prepare once, evaluate many. */
export interface PreparedAffected {
  readonly scheme: Scheme | undefined;
  readonly affected: AffectedVersions;
  readonly listed: Listed;
  /** Without GIT ranges: commits have no order that a version could be placed in. */
  readonly ranges: readonly PreparedRange[];
  readonly git: readonly GitRange[];
  /** Fixed versions that this entry itself does not affect, in order; what may clear a version. Filled on first need. */
  clearing: readonly Candidate[] | undefined;
}

interface GitRange { readonly index: number; readonly range: VersionRange }

interface Candidate { readonly parsed: unknown; readonly text: string }

/** Parses and sorts what an advisory says of a package, for the scheme of the package's ecosystem. */
export function prepare(scheme: Scheme | undefined, affected: AffectedVersions): PreparedAffected {
  const ranges = affected.ranges.flatMap((range, index) =>
    // "SEMVER" means Semantic Versioning 2.0.0 in whatever ecosystem it stands (OSV schema, affected[].ranges[].type).
    range.type === "GIT" ? [] : [prepareRange(range.type === "SEMVER" && scheme?.refinesSemver !== true ? semver : scheme, range, index)]);
  const git = affected.ranges.flatMap((range, index): GitRange[] => (range.type === "GIT" ? [{ index, range }] : []));
  return { scheme, affected, listed: createListed(scheme, affected.versions), ranges, git, clearing: undefined };
}

/**
 * Is this version affected? `undefined` is a component without a version; that and text the scheme cannot read give
 * `unknown` unless the list or another range decides. commits: of the component's repository, for a version that is one of
 * its commits; without it an entry that has GIT ranges only decides what it lists, and is `unknown` for the rest.
 *
 * @example evaluate(schemeFor("npm"), "1.4.0", { versions: [], ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.5.0" }] }] })
 */
export function evaluate(scheme: Scheme | undefined, version: string | undefined, affected: AffectedVersions, commits?: Commits): Evaluation {
  if (version === undefined) return { verdict: "unknown", because: { kind: "no-version" } };
  return evaluatePrepared(prepare(scheme, affected), scheme?.parse(version), version, commits);
}

/** The same for a version that `prepared.scheme` has parsed already (undefined when it could not). */
export function evaluatePrepared(prepared: PreparedAffected, parsed: unknown, version: string, commits?: Commits): Evaluation {
  const verdict = commits === undefined ? verdictOf(prepared, parsed, version) : commitVerdictOf(prepared, version, commits) ?? verdictOf(prepared, parsed, version);
  switch (verdict.kind) {
    case "listed": return { verdict: "affected", because: { kind: "listed", version: verdict.text ?? version, clearedBy: clearedBy(prepared, parsed) } };
    case "range": return { verdict: "affected", because: affectedReason(prepared, verdict.range, parsed, version) };
    case "unknown": return { verdict: "unknown", because: unknownReason(prepared, verdict.range, parsed, version) };
    case "git": return { verdict: verdict.found.verdict, because: gitReason(verdict.git, verdict.found, version) };
    case "no-graph": return { verdict: "unknown", because: gitReason(prepared.git[0], undefined, version) };
    case "outside": return { verdict: "not-affected", because: outsideReason(prepared, parsed, version) };
  }
}

/** Whether the answer is "not affected" without working out why: most versions are outside of most advisories. */
export const isClear = (prepared: PreparedAffected, parsed: unknown, version: string): boolean => verdictOf(prepared, parsed, version) === outsideVerdict;

/**
 * The smallest fixed version above this one that none of these entries affects: one upgrade that clears all of them.
 * The entries speak of one package, so they share a scheme; undefined when no advisory names such a version.
 */
export function smallestClearing(entries: readonly PreparedAffected[], parsed: unknown): string | undefined {
  const scheme = entries[0]?.scheme;
  if (!scheme || parsed === undefined) return undefined;
  const candidates = entries.flatMap((entry) => clearingOf(entry)).toSorted((a, b) => scheme.compare(a.parsed, b.parsed));
  return candidates.find((candidate) => scheme.compare(candidate.parsed, parsed) > 0 && entries.every((entry) => isCleared(entry, candidate)))?.text;
}

type Verdict =
  | { kind: "listed"; text?: string }
  | { kind: "range"; range: PreparedRange }
  | { kind: "unknown"; range: PreparedRange }
  | { kind: "git"; git: GitRange; found: GitVerdict }
  | { kind: "no-graph" }
  | { kind: "outside" };

const listedVerdict: Verdict = { kind: "listed" };
const noGraphVerdict: Verdict = { kind: "no-graph" };
const outsideVerdict: Verdict = { kind: "outside" };

/** The algorithm itself. The first range that holds the version decides; one that cannot be read never ends the search. */
function verdictOf(prepared: PreparedAffected, parsed: unknown, version: string): Verdict {
  if (prepared.listed.texts.size > 0 && prepared.listed.texts.has(version)) return listedVerdict;
  let unread: PreparedRange | undefined;
  for (const range of prepared.ranges) {
    const at = parsedFor(range, prepared, parsed, version);
    if (at === undefined || range.unreadable !== undefined) unread ??= range;
    else if (isBelowLimits(range, at) && isVulnerable(range, at)) return { kind: "range", range };
  }
  const text = spellingOf(prepared.listed, parsed, version);
  if (text !== undefined) return { kind: "listed", text };
  if (unread) return { kind: "unknown", range: unread };
  return isLeftToHistory(prepared, parsed) ? noGraphVerdict : outsideVerdict;
}

/**
 * Ranges of versions say the same as the GIT range beside them; alone, a GIT range says nothing of what is not listed.
 * Beside the list of a registry's releases it says nothing new either (OSV schema, affected[].versions: it is what stands
 * for a GIT range where versions are asked about), but of releases above the list while the range has no end.
 */
function isLeftToHistory({ ranges, git, listed }: PreparedAffected, parsed: unknown): boolean {
  if (ranges.length > 0 || git.length === 0) return false;
  return parsed === undefined || listed.texts.size === 0 || (git.some(({ range }) => isOpen(range)) && !reaches(listed, parsed));
}

const isOpen = ({ events }: VersionRange): boolean => events.every((event) => "introduced" in event);

/** By history, for a version that is a commit of the graph; undefined leaves it to the versions. The first affected range decides, then unknown. */
function commitVerdictOf(prepared: PreparedAffected, version: string, commits: Commits): Verdict | undefined {
  if (prepared.git.length === 0 || prepared.listed.texts.has(version) || commits.resolve(version) === undefined) return undefined;
  const found = prepared.git.map((git): Verdict & { kind: "git" } => ({ kind: "git", git, found: evaluateCommit(commits, git.range, version) }));
  return found.find((one) => one.found.verdict === "affected") ?? found.find((one) => one.found.verdict === "unknown") ?? found[0];
}

const gitReason = (git: GitRange | undefined, found: GitVerdict | undefined, commit: string): Reason => ({
  kind: "git", range: git?.index ?? 0, repo: git?.range.repo, commit, isWalked: found !== undefined,
  event: found && "event" in found ? found.event : undefined, missing: found && "missing" in found ? found.missing : undefined,
});

/** A SEMVER range in an ecosystem of another order reads the version in its own. */
const parsedFor = (range: PreparedRange, prepared: PreparedAffected, parsed: unknown, version: string): unknown =>
  range.scheme === prepared.scheme ? parsed : range.scheme?.parse(version);

function affectedReason(prepared: PreparedAffected, range: PreparedRange, parsed: unknown, version: string): Reason {
  const { event, next } = positionIn(range, parsedFor(range, prepared, parsed, version));
  return { kind: "range", range: range.index, scheme: range.scheme?.id ?? "", event, next, clearedBy: clearedBy(prepared, parsed) };
}

function unknownReason(prepared: PreparedAffected, range: PreparedRange, parsed: unknown, version: string): Reason {
  if (!range.scheme) return { kind: "no-scheme", ecosystem: prepared.affected.ecosystem ?? "" };
  const isVersionUnread = parsedFor(range, prepared, parsed, version) === undefined;
  return { kind: "unparseable", text: isVersionUnread ? version : (range.unreadable ?? ""), scheme: range.scheme.id };
}

/** Names the nearest range: the one whose last event at or below the version is the greatest, else the first. */
function outsideReason(prepared: PreparedAffected, parsed: unknown, version: string): Reason {
  let nearest: { range: PreparedRange; below: unknown; event: RangeEvent | undefined; next: RangeEvent | undefined } | undefined;
  for (const range of prepared.ranges) {
    const place = { range, ...positionIn(range, parsedFor(range, prepared, parsed, version)) };
    if (!nearest || isNearer(place, nearest)) nearest = place;
  }
  const scheme = (nearest?.range.scheme ?? prepared.scheme)?.id ?? "exact";
  return { kind: "outside", scheme, range: nearest?.range.index, event: nearest?.event, next: nearest?.next };
}

interface Place { range: PreparedRange; below: unknown }

function isNearer(a: Place, b: Place): boolean {
  if (a.below === undefined || a.range.scheme !== b.range.scheme) return false;
  return b.below === undefined || (a.range.scheme?.compare(a.below, b.below) ?? 0) > 0;
}

function clearedBy(prepared: PreparedAffected, parsed: unknown): string | undefined {
  const { scheme } = prepared;
  if (!scheme || parsed === undefined) return undefined;
  for (const candidate of clearingOf(prepared)) if (scheme.compare(candidate.parsed, parsed) > 0) return candidate.text;
  return undefined;
}

/** Which fixed versions clear does not depend on the version asked about, so it is worked out once for an entry. */
function clearingOf(prepared: PreparedAffected): readonly Candidate[] {
  const { scheme } = prepared;
  if (!scheme) return [];
  prepared.clearing ??= prepared.ranges.flatMap((range) => range.fixes)
    .map((text) => ({ text, parsed: scheme.parse(text) }))
    .filter((candidate) => candidate.parsed !== undefined && isCleared(prepared, candidate))
    .toSorted((a, b) => scheme.compare(a.parsed, b.parsed));
  return prepared.clearing;
}

/** Proven clear: a range that cannot be read proves nothing. */
const isCleared = (prepared: PreparedAffected, candidate: Candidate): boolean =>
  verdictOf(prepared, candidate.parsed, candidate.text).kind === "outside";
