// The id of a finding: derived from what it is about, so that two servers that see it first agree; kept when its cluster is renamed.
import { derivedId } from "../kernel/id.ts";

export interface FindingKey { vulnerabilityId: string; packageKey: string; serviceId: string }

/**
 * The id a new finding gets. `taken`: ids that findings elsewhere hold since clusters merged under them. Without it, a cluster
 * that splits again would open its finding under the id of the one that moved away, and overwrite it.
 */
export function newFindingId(org: string, { vulnerabilityId, packageKey, serviceId }: FindingKey, taken: ReadonlySet<string>): string {
  const first = derivedId("fnd", org, vulnerabilityId, packageKey, serviceId);
  let id = first;
  for (let turn = 2; taken.has(id); turn++) id = derivedId("fnd", org, first, String(turn));
  return id;
}
