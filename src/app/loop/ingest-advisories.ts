// A batch of advisories, from store to notices, in one transaction.
import type { Advisory } from "../../advisories/advisory.ts";
import { sha256 } from "../../kernel/id.ts";
import { packageKey } from "../../versions/ecosystem.ts";
import type { Ports } from "../../store/store.ts";
import { recluster } from "./cluster.ts";
import type { LoopContext } from "./context.ts";
import { matchAdvisories } from "./match-advisories.ts";
import { enqueueNotices } from "./notices.ts";
import { refreshFindings } from "./refresh.ts";

/** Who brought it; arrival: in the first load of this source. */
export interface Cause { actor: string; arrival: string | undefined }

export interface Ingested { changed: number; unchanged: number; older: number }

/** Stores what is new in these advisories and carries it through to findings. An older record never replaces a newer one. */
export async function ingestAdvisories(context: LoopContext, ports: Ports, batch: readonly Advisory[], cause: Cause): Promise<Ingested> {
  const newest = [...Map.groupBy(batch, ({ id }) => id).values()].map((same) => same.reduce((a, b) => (b.modifiedAt >= a.modifiedAt ? b : a)));
  const stored = await ports.advisories.findStored(newest.map(({ id }) => id));
  const keyed = newest.map((advisory) => ({ advisory, digest: digestOf(advisory), keys: advisory.affected.map(({ ecosystem, name }) => packageKey(ecosystem, name)) }));
  const isOlder = ({ advisory }: (typeof keyed)[number]): boolean => {
    const before = stored.get(advisory.id);
    if (!before) return false;
    // The starter set yields to every feed, and never replaces one.
    if ((before.source === "starter") !== (advisory.source === "starter")) return advisory.source === "starter";
    return advisory.modifiedAt < before.modifiedAt;
  };
  const changed = keyed.filter((one) => !isOlder(one) && stored.get(one.advisory.id)?.digest !== one.digest);
  if (changed.length > 0) await carryThrough(context, ports, changed, cause);
  const older = keyed.filter(isOlder).length;
  return { changed: changed.length, older, unchanged: batch.length - changed.length - older };
}

const digestOf = (advisory: Advisory): string => sha256(JSON.stringify(advisory));

async function carryThrough(context: LoopContext, ports: Ports, changed: readonly { advisory: Advisory; digest: string; keys: readonly string[] }[], cause: Cause): Promise<void> {
  const ids = changed.map(({ advisory }) => advisory.id);
  const before = (await ports.advisories.factsOf(ids)).flatMap(({ aliases, upstream }) => [...aliases, ...upstream]);
  await ports.advisories.putAdvisories(changed, context.clock.now());
  await advisoriesChanged(context, ports, ids, [...before, ...changed.flatMap(({ advisory }) => [...advisory.aliases, ...advisory.upstream])], cause);
}

/** Advisories leave: replaced by a feed, or gone at their source. */
export async function removeAdvisories(context: LoopContext, ports: Ports, ids: readonly string[], cause: Cause): Promise<void> {
  const named = (await ports.advisories.factsOf(ids)).flatMap(({ aliases, upstream }) => [...aliases, ...upstream]);
  const subjects = [...(await ports.advisories.subjectsOf(ids)).values()].flat();
  await ports.advisories.removeAdvisories(ids);
  await advisoriesChanged(context, ports, ids, [...named, ...subjects], cause);
}

async function advisoriesChanged(context: LoopContext, ports: Ports, ids: readonly string[], named: readonly string[], cause: Cause): Promise<void> {
  const { touched, renamed } = await recluster(ports, [...new Set([...ids, ...named])], context.clock.now());
  for (const org of await ports.inventory.organisations()) {
    await matchAdvisories(ports, org, ids, context.clock.now());
    for (const { from, to } of renamed) await ports.findings.repoint(org, from, to);
    await refreshVulnerabilities(context, ports, org, touched, cause);
  }
}

/** Findings of these vulnerabilities again, where there are any or could be. */
export async function refreshVulnerabilities(context: LoopContext, ports: Ports, org: string, vulnerabilityIds: readonly string[], cause: Cause): Promise<void> {
  const about = await ports.advisories.advisoriesAbout(vulnerabilityIds);
  const holding = new Set((await ports.matches.holding(org, about.map(({ advisoryId }) => advisoryId))).map(({ advisoryId }) => advisoryId));
  const matched = about.filter(({ advisoryId }) => holding.has(advisoryId)).map(({ vulnerabilityId }) => vulnerabilityId);
  const ids = [...new Set([...matched, ...await ports.findings.withFindings(org, vulnerabilityIds)])];
  if (ids.length === 0) return;
  await enqueueNotices(context, ports, org, [await refreshFindings(context, ports, org, { vulnerabilityIds: ids }, cause.actor)], cause.arrival);
}
