// The fleet as the join needs it: read whole once, then what the ledger says has changed.
import type { FleetDeployment } from "../../runtime/fleet.ts";
import type { Store } from "../../store/store.ts";

/** services and endpoints: names whose deployments are replaced by these; undefined: this is the whole fleet. */
export interface FleetPart { seq: number; about: FleetNames | undefined; deployments: readonly FleetDeployment[] }
export interface FleetNames { services: readonly string[]; endpoints: readonly string[] }

const pageRows = 5000;
/** More names than this and the whole fleet is read at once instead. */
const mostNames = 500;

export async function readFleet({ read, views }: Store, org: string): Promise<FleetPart> {
  const { seq } = await read.ledger.head(org);
  const deployments: FleetDeployment[] = [];
  for (;;) {
    const rows = await views.inventory.runningAfter(org, deployments.at(-1)?.deploymentId, pageRows);
    for (const row of rows) deployments.push(row);
    if (rows.length < pageRows) return { seq, about: undefined, deployments };
  }
}

/** What changed after an entry of the ledger; undefined when nothing did. A service named in any inventory fact is read again: owner, digest and place come with it. */
export async function readFleetSince(store: Store, org: string, afterSeq: number): Promise<FleetPart | undefined> {
  const head = await store.read.ledger.head(org);
  if (head.seq === afterSeq) return undefined;
  const [services, endpoints] = [new Set<string>(), new Set<string>()];
  let seq = afterSeq;
  for await (const entry of store.read.ledger.entries(org, afterSeq)) {
    ({ seq } = entry);
    if (!/^(?:deployment|sbom|service|endpoint|release)\./.test(entry.kind)) continue;
    const { service, endpoint } = entry.body as { service?: unknown; endpoint?: unknown };
    if (typeof service === "string") services.add(service);
    if (typeof endpoint === "string") endpoints.add(endpoint);
    if (services.size + endpoints.size > mostNames) return readFleet(store, org);
  }
  const about: FleetNames = { services: [...services], endpoints: [...endpoints] };
  const isTouched = services.size + endpoints.size > 0;
  return { seq, about, deployments: isTouched ? await store.views.inventory.runningOf(org, about) : [] };
}
