// Explains from the advisory index, with no server: the same evaluation, answered in the API's shape.
import type { AdvisoryIndex, IndexedPart } from "../advisories/advisory-index/advisory-index.ts";
import type { Trace as TraceAnswer } from "../contract/findings.ts";
import { namesOf } from "../inventory/component-names.ts";
import type { NamedComponent } from "../inventory/component-names.ts";
import { toIso } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import { eventText } from "../matching/reason-text.ts";
import { createVulnerabilities } from "../matching/scan-vulnerabilities.ts";
import { clearsAll, tracesOf } from "../matching/trace.ts";
import type { Trace } from "../matching/trace.ts";
import { canonicalPurl, parsePurl } from "../versions/purl.ts";

/** items: as the API's traces, affected ones first. clearsAll: the smallest version that none of those affecting it affects; null when none is named. */
export interface Explained { items: readonly TraceAnswer[]; clearsAll: string | null }

/** advisory: any id of a vulnerability; advisories under it that speak of other packages, or are withdrawn, answer too. */
export function explainFromIndex(index: AdvisoryIndex, text: string, advisory: string | undefined): Explained {
  const purl = parsePurl(text);
  if (!purl) throw new Fault("cli.usage", { detail: `"${text}" is no package URL with a version, such as pkg:npm/lodash@4.17.20.` });
  const component = namesOf(purl);
  if (component.names.length === 0) throw new Fault("cli.usage", { detail: `No ecosystem of advisories is behind the purl type ${purl.type}.` });
  const own = component.names.flatMap(({ packageKey, ecosystem }) => index.partsOf(packageKey, ecosystem));
  const told = advisory === undefined ? { parts: own, withdrawn: [] } : partsAbout(index, advisory, own);
  const answer = answerOf(index, canonicalPurl(purl));
  return { items: [...tracesOf(component, told.parts).map(answer).toSorted((a, b) => rank[a.verdict] - rank[b.verdict]), ...told.withdrawn.map((id) => withdrawnAnswer(index, component, canonicalPurl(purl), id))], clearsAll: clearsAll(component, own) ?? null };
}

const rank = { affected: 0, unknown: 1, "not-affected": 2 } as const;

/** A distribution's record that only names a CVE as upstream is about that CVE, so it is found through the package's own parts. */
function partsAbout(index: AdvisoryIndex, advisory: string, own: readonly IndexedPart[]): { parts: readonly IndexedPart[]; withdrawn: readonly string[] } {
  const cluster = new Set([advisory, ...index.clusterOf(advisory)]);
  const { subjectsOf } = createVulnerabilities(index);
  const about = own.filter(({ advisoryId }) => !cluster.has(advisoryId) && subjectsOf(advisoryId).some((subject) => cluster.has(subject)));
  const members = [...cluster].filter((id) => index.advisory(id) !== undefined);
  const isWithdrawn = (id: string): boolean => index.advisory(id)?.withdrawnAt !== undefined;
  return { parts: [...about, ...members.filter((id) => !isWithdrawn(id)).flatMap((id) => index.partsOfAdvisory(id))], withdrawn: members.filter(isWithdrawn) };
}

const answerOf = (index: AdvisoryIndex, component: string) => ({ advisoryId, verdict, why, clearedBy, version, order, events, fixState }: Trace): TraceAnswer => ({
  component, advisory: advisoryId, source: index.advisory(advisoryId)?.source ?? "?", verdict, why, clearedBy: clearedBy ?? null, detectedAt: null,
  compared: version ?? null, order: order ? `${order.scheme} (${order.standard})` : null, events: events.map(eventText), fixState: fixState ?? null,
});

function withdrawnAnswer(index: AdvisoryIndex, { names: [name] }: NamedComponent, component: string, id: string): TraceAnswer {
  const { source = "?", withdrawnAt } = index.advisory(id) ?? {};
  const why = `Not affected: ${id} was withdrawn${withdrawnAt === undefined ? "" : ` on ${toIso(withdrawnAt).slice(0, 10)}`}, and says nothing any more.`;
  return { component, advisory: id, source, verdict: "not-affected", why, clearedBy: null, detectedAt: null, compared: name?.packageVersion ?? null, order: null, events: [], fixState: null };
}
