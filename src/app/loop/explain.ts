// Why a component is or is not affected: every advisory on its package, through the evaluation that matching uses.
import { preparePart, verdictsOn } from "../../matching/match.ts";
import type { Verdict } from "../../matching/match.ts";
import { Fault } from "../../kernel/fault.ts";
import { canonicalPurl, identify, parsePurl } from "../../versions/purl.ts";
import { packageKey } from "../../versions/ecosystem.ts";
import type { Reason } from "../../versions/range.ts";
import type { RangeEvent } from "../../versions/range.ts";
import type { TraceRow } from "../app.ts";
import type { LoopContext } from "./context.ts";

export async function explain({ store }: LoopContext, org: string, text: string, advisory: string | undefined): Promise<TraceRow[]> {
  const purl = parsePurl(text);
  if (!purl) throw new Fault("request.invalid", { places: [{ at: "/purl", rule: "a package URL with a version, such as pkg:npm/lodash@4.17.20" }] });
  const { ecosystem, packageName, packageVersion } = identify(purl);
  if (ecosystem === undefined || packageName === undefined) throw new Fault("request.invalid", { places: [{ at: "/purl", rule: `no ecosystem of OSV is behind the type ${purl.type}` }] });
  const key = packageKey(ecosystem, packageName);
  const { advisories, matches, inventory } = store.read;
  const parts = (await advisories.partsOfPackages([key])).map(preparePart);
  const wanted = advisory === undefined ? undefined : await advisoriesNamed(store.read.advisories, advisory);
  const verdicts = verdictsOn({ ecosystem, packageKey: key, packageVersion }, parts).filter(({ advisoryId }) => wanted === undefined || wanted.has(advisoryId));
  const stored = await inventory.componentByPurl(org, canonicalPurl(purl));
  const known = new Map((stored ? await matches.ofComponent(org, stored.componentId) : []).map((match) => [match.advisoryId, match.detectedAt]));
  const sources = await advisories.findStored(verdicts.map(({ advisoryId }) => advisoryId));
  return verdicts.map((verdict) => ({
    component: canonicalPurl(purl), advisory: verdict.advisoryId, source: sources.get(verdict.advisoryId)?.source ?? "?", verdict: verdict.verdict,
    why: sentenceOf(verdict, packageVersion), clearedBy: verdict.clearedBy, detectedAt: verdict.verdict === "affected" ? known.get(verdict.advisoryId) : undefined,
  }));
}

/** Every advisory of the vulnerability that goes by this id, and the advisory of this id itself. */
async function advisoriesNamed(advisories: LoopContext["store"]["read"]["advisories"], id: string): Promise<ReadonlySet<string>> {
  const vulnerability = (await advisories.membersOf([id])).get(id);
  const about = vulnerability === undefined ? [] : await advisories.advisoriesAbout([vulnerability]);
  return new Set([id, ...about.map(({ advisoryId }) => advisoryId)]);
}

/** The reason in words: the two versions that were compared, by which rule, and what would clear it. */
export function sentenceOf({ verdict, because, clearedBy, ecosystem }: Pick<Verdict, "verdict" | "because" | "clearedBy" | "ecosystem">, version = "?"): string {
  const clear = clearedBy === undefined ? "no version is known to clear it" : `${clearedBy} clears it`;
  return `${verdict === "affected" ? "Affected" : verdict === "unknown" ? "Cannot be told" : "Not affected"}: ${reasonOf(because, version, ecosystem)}${verdict === "affected" ? `; ${clear}` : ""}.`;
}

function reasonOf(because: Reason, version: string, ecosystem: string): string {
  switch (because.kind) {
    case "listed": return `${version} stands in the advisory's list of affected versions`;
    case "range": return `${version} is ${placeOf(because.event, because.next)} in ${ecosystem}, range ${because.range + 1}, by ${because.scheme} order`;
    case "outside": return because.range === undefined ? `${version} is neither listed nor in a range of ${ecosystem}` : `${version} is ${placeOf(because.event, because.next)} in ${ecosystem}, range ${because.range + 1}, by ${because.scheme} order`;
    case "no-version": return "the component has no version";
    case "unparseable": return `${because.text} is no ${because.scheme} version`;
    case "no-scheme": return `no scheme orders the versions of ${because.ecosystem} yet`;
    case "other-scope": return `the advisory speaks of ${because.ecosystem}`;
    default: return because satisfies never;
  }
}

function placeOf(event: RangeEvent | undefined, next: RangeEvent | undefined): string {
  const parts = [...(event ? [`at or after ${eventText(event)}`] : []), ...(next ? [`before ${eventText(next)}`] : [])];
  return parts.join(" and ") || "in no range";
}
const eventText = (event: RangeEvent): string => Object.entries(event).map(([kind, version]) => `${kind.replace("_", " ")} ${version}`).join();
