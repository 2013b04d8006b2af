// How good our matches are against labels: precision, recall and F1 for each ecosystem, and every miss with its reason.
import type { AdvisoryIndex, IndexedPart } from "../advisories/advisory-index/advisory-index.ts";
import { preparePart, verdictsOn } from "./match.ts";
import type { PreparedPart, Verdict } from "./match.ts";
import type { MatchLabel } from "./match-label.ts";
import { sentenceOf } from "./reason-text.ts";
import { createVulnerabilities } from "./scan-vulnerabilities.ts";
import type { Vulnerabilities } from "./scan-vulnerabilities.ts";
import { tracesOf } from "./trace.ts";

/** undecided: labelled affected or not, and we cannot tell; counted as a miss of recall where it is affected, never as right. */
export interface Quality { ecosystem: string; labels: number; truePositive: number; falsePositive: number; falseNegative: number; trueNegative: number; undecided: number; precision: number | undefined; recall: number | undefined; f1: number | undefined }

export interface Miss { label: MatchLabel; kind: "false-positive" | "false-negative" | "undecided"; why: readonly string[] }

/** unlabelled: labels that say nobody could tell. */
export interface SelftestResult { rows: readonly Quality[]; total: Quality; misses: readonly Miss[]; unlabelled: number }

type Answer = { label: MatchLabel; verdict: Verdict["verdict"] | "silent"; speaking: readonly Verdict[] };

export function selftest(labels: readonly MatchLabel[], index: AdvisoryIndex): SelftestResult {
  const vulnerabilities = createVulnerabilities(index);
  const graded = labels.filter(({ expected }) => expected !== undefined);
  const preparedOf = preparedOnce();
  const partsOf: PartsOf = ({ names }) => names.flatMap(({ packageKey, ecosystem }) => preparedOf(index.partsOf(packageKey, ecosystem)));
  const answers = graded.map((label) => answerOf(label, partsOf(label), vulnerabilities));
  const groups = [...Map.groupBy(answers, ({ label }) => baseOf(label.ecosystem))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    rows: groups.map(([ecosystem, own]) => qualityOf(ecosystem, own)), total: qualityOf("TOTAL", answers),
    misses: answers.flatMap((answer) => missOf(answer, index)), unlabelled: labels.length - graded.length,
  };
}

const baseOf = (ecosystem: string): string => ecosystem.split(":", 1)[0] ?? ecosystem;

type PartsOf = (label: MatchLabel) => readonly PreparedPart<IndexedPart>[];

/** The index answers the same question with the same array, and label files ask about one package a hundred times. */
function preparedOnce(): (parts: readonly IndexedPart[]) => readonly PreparedPart<IndexedPart>[] {
  const known = new WeakMap<readonly IndexedPart[], readonly PreparedPart<IndexedPart>[]>();
  return (parts) => {
    const prepared = known.get(parts) ?? parts.map(preparePart);
    known.set(parts, prepared);
    return prepared;
  };
}

function answerOf(label: MatchLabel, parts: readonly PreparedPart<IndexedPart>[], vulnerabilities: Vulnerabilities): Answer {
  const verdicts = verdictsOn({ names: label.names, ownedBy: undefined }, parts);
  const speaking = speakingOf(verdicts, label.vulnerability, vulnerabilities);
  const strongest = (["affected", "unknown", "not-affected"] as const).find((word) => speaking.some(({ verdict }) => verdict === word));
  return { label, verdict: strongest ?? "silent", speaking };
}

/** A CVE id names the vulnerability, whoever speaks of it; any other id is one database's record, which answers for itself where it speaks of the package. */
function speakingOf(verdicts: readonly Verdict[], vulnerability: string, vulnerabilities: Vulnerabilities): readonly Verdict[] {
  const own = vulnerability.startsWith("CVE-") ? [] : verdicts.filter(({ advisoryId }) => advisoryId === vulnerability);
  return own.length > 0 ? own : verdicts.filter(({ advisoryId }) => isAbout(advisoryId, vulnerability, vulnerabilities));
}

/** By its own id, by any id of its cluster, or by any of the vulnerabilities it is about. */
function isAbout(advisoryId: string, vulnerability: string, { advisory, membersOf, subjectsOf }: Vulnerabilities): boolean {
  if (advisoryId === vulnerability || membersOf(advisoryId).includes(vulnerability)) return true;
  if (advisory(advisoryId)?.upstream.includes(vulnerability)) return true;
  return subjectsOf(advisoryId).some((subject) => subject === vulnerability || membersOf(subject).includes(vulnerability));
}

function qualityOf(ecosystem: string, answers: readonly Answer[]): Quality {
  const count = (expected: MatchLabel["expected"], ...verdicts: readonly Answer["verdict"][]): number => answers.filter(({ label, verdict }) => label.expected === expected && verdicts.includes(verdict)).length;
  const [truePositive, falsePositive] = [count("affected", "affected"), count("not-affected", "affected")];
  const falseNegative = count("affected", "not-affected", "silent", "unknown");
  const [precision, recall] = [share(truePositive, truePositive + falsePositive), share(truePositive, truePositive + falseNegative)];
  return {
    ecosystem, labels: answers.length, truePositive, falsePositive, falseNegative, trueNegative: count("not-affected", "not-affected", "silent"),
    undecided: count("affected", "unknown") + count("not-affected", "unknown"), precision, recall,
    f1: precision === undefined || recall === undefined ? undefined : share(2 * precision * recall, precision + recall),
  };
}

/** Of nothing there is no share: not 0, which would read as wrong, and not 1. */
const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

function missOf(answer: Answer, index: AdvisoryIndex): Miss[] {
  const { label, verdict, speaking } = answer;
  const because = speaking.filter((one) => one.verdict === verdict).map((one) => `${one.advisoryId}: ${sentenceOf(one)}`);
  if (verdict === "unknown") return [{ label, kind: "undecided", why: because }];
  if (label.expected === "not-affected") return verdict === "affected" ? [{ label, kind: "false-positive", why: because }] : [];
  return verdict === "affected" ? [] : [{ label, kind: "false-negative", why: because.length > 0 ? because : silenceOf(label, index) }];
}

/** Nothing on this package is about the vulnerability: what its own records speak of instead. */
function silenceOf({ vulnerability, names }: MatchLabel, index: AdvisoryIndex): string[] {
  const ids = index.clusterOf(vulnerability).filter((id) => index.advisory(id) !== undefined);
  if (ids.length === 0) return [`No advisory that is held goes by ${vulnerability}.`];
  const withdrawn = ids.filter((id) => index.advisory(id)?.withdrawnAt !== undefined).map((id) => `${id} is withdrawn.`);
  const traces = tracesOf({ names, ownedBy: undefined }, ids.filter((id) => index.advisory(id)?.withdrawnAt === undefined).flatMap((id) => index.partsOfAdvisory(id)));
  const silent = ids.length > withdrawn.length && traces.length === 0 ? [`${ids.join(", ")} name no package.`] : [];
  return [...withdrawn, ...traces.map(({ advisoryId, why }) => `${advisoryId}: ${why}`), ...silent];
}
