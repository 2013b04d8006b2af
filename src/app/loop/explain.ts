// Why a component is or is not affected: every advisory on its package, through the evaluation that matching uses.
import { namesOf } from "../../inventory/component-names.ts";
import { clearsAll, tracesOf } from "../../matching/trace.ts";
import { eventText } from "../../matching/reason-text.ts";
import { Fault } from "../../kernel/fault.ts";
import { canonicalPurl, parsePurl } from "../../versions/purl.ts";
import type { Explanation } from "../app.ts";
import type { LoopContext } from "./context.ts";

type Advisories = LoopContext["store"]["read"]["advisories"];

/** advisory: an id or alias; an advisory under it that speaks of other packages is answered too, so that "why not?" has an answer. */
export async function explain({ store }: LoopContext, org: string, text: string, advisory: string | undefined): Promise<Explanation> {
  const purl = parsePurl(text);
  if (!purl) throw new Fault("request.invalid", { places: [{ at: "/purl", rule: "a package URL with a version, such as pkg:npm/lodash@4.17.20" }] });
  const component = namesOf(purl);
  if (component.names.length === 0) throw new Fault("request.invalid", { places: [{ at: "/purl", rule: `no ecosystem of OSV is behind the type ${purl.type}` }] });
  const { advisories, matches, inventory } = store.read;
  const wanted = advisory === undefined ? undefined : await advisoriesNamed(advisories, advisory);
  const own = await advisories.partsOfPackages(component.names.map(({ packageKey }) => packageKey));
  const parts = wanted === undefined ? own : await advisories.partsOfAdvisories(wanted);
  const stored = await inventory.componentByPurl(org, canonicalPurl(purl));
  const known = new Map((stored ? await matches.ofComponent(org, stored.componentId) : []).map((match) => [match.advisoryId, match.detectedAt]));
  const traces = tracesOf(component, parts);
  const sources = await advisories.findStored(traces.map(({ advisoryId }) => advisoryId));
  const rows = traces.map((trace) => ({
    component: canonicalPurl(purl), advisory: trace.advisoryId, source: sources.get(trace.advisoryId)?.source ?? "?", verdict: trace.verdict, why: trace.why, clearedBy: trace.clearedBy,
    compared: trace.version, order: trace.order && `${trace.order.scheme} (${trace.order.standard})`, events: trace.events.map(eventText), fixState: trace.fixState,
    detectedAt: trace.verdict === "affected" ? known.get(trace.advisoryId) : undefined,
  }));
  return { traces: rows, clearsAll: clearsAll(component, own) };
}

/** Every advisory of the vulnerability that goes by this id, and the advisory of this id itself. */
async function advisoriesNamed(advisories: Advisories, id: string): Promise<readonly string[]> {
  const vulnerability = (await advisories.membersOf([id])).get(id);
  const about = vulnerability === undefined ? [] : await advisories.advisoriesAbout([vulnerability]);
  return [...new Set([id, ...about.map(({ advisoryId }) => advisoryId)])];
}
