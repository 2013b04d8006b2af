// Which live deployments an advisory would hit: the matching of the loop with nothing written, for records nobody has published yet.
import type { Advisory } from "../../advisories/advisory.ts";
import type { LiveDeployment } from "../../inventory/inventory-store.ts";
import { namesOfText } from "../../inventory/component-names.ts";
import { preparePart } from "../../matching/match.ts";
import type { Verdict } from "../../matching/match.ts";
import { sentenceOf } from "../../matching/reason-text.ts";
import type { Ports } from "../../store/store.ts";
import { packageKey } from "../../versions/ecosystem.ts";
import { verdictsAmong } from "./match-components.ts";

/** One live deployment of an affected component. why: the comparison that decided. */
export interface Hit extends LiveDeployment { purl: string; why: string; clearedBy: string | undefined }

/** components: how many versions of the advisory's packages are known here; undecided: those whose verdict cannot be told. */
export interface Reach { components: number; undecided: readonly { purl: string; why: string }[]; hits: readonly Hit[] }

/** Reads only. A withdrawn advisory hits nothing. */
export async function reachOf(ports: Pick<Ports, "inventory">, org: string, advisory: Advisory): Promise<Reach> {
  const parts = Map.groupBy(advisory.affected.map(({ name, severities: _severities, ...part }) => preparePart({ ...part, advisoryId: advisory.id, packageKey: packageKey(part.ecosystem, name) })), ({ part }) => part.packageKey);
  const components = advisory.withdrawnAt === undefined ? await ports.inventory.componentsOfPackages(org, [...parts.keys()]) : [];
  const judged = components.flatMap((component) => verdictsAmong(namesOfText(component.purl), parts).map((verdict) => ({ component, verdict })));
  const affected = new Map(judged.filter(({ verdict }) => verdict.verdict === "affected").map(({ component, verdict }) => [component.componentId, { purl: component.purl, ...told(verdict) }]));
  const live = await ports.inventory.liveDeploymentsOf(org, [...affected.keys()]);
  return {
    components: components.length,
    undecided: judged.filter(({ verdict }) => verdict.verdict === "unknown").map(({ component, verdict }) => ({ purl: component.purl, why: sentenceOf(verdict) })),
    hits: live.flatMap((deployment) => { const hit = affected.get(deployment.componentId); return hit ? [{ ...deployment, ...hit }] : []; }),
  };
}

const told = (verdict: Verdict): Pick<Hit, "why" | "clearedBy"> => ({ why: sentenceOf(verdict), clearedBy: verdict.clearedBy });
