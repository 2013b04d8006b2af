// New routes take over: saved, and everything that waits is put into the groups they make, in one transaction.
import { sha256 } from "../../kernel/id.ts";
import { compileRouting } from "../../notify/compiled-routing.ts";
import type { Routing } from "../../notify/routing.ts";
import { inhibitPlaces } from "../../notify/suppression-sources.ts";
import type { Ports } from "../../store/store.ts";
import { placeAlerts } from "./alerts.ts";
import type { LoopContext } from "../loop/context.ts";
import { nodesOf } from "./routes.ts";
import type { KeptRouting, RoutingInForce } from "./routes.ts";

const alertsPerPage = 1000;

/** The log of what was told is kept by group key, so nobody is told again of what he knows. */
export async function replaceRouting({ clock }: LoopContext, ports: Ports, org: string, { kept, routing }: { kept: KeptRouting; routing: Routing }, actor: string): Promise<void> {
  const now = clock.now();
  const value = JSON.stringify(kept);
  await ports.settings.put(org, "routing", value, now);
  const nodes = nodesOf(routing.root);
  await ports.ledger.append(org, [{ kind: "routes.kept", subject: "routes", actor, body: { routes: nodes.size, inhibitions: routing.inhibitions.length, digest: sha256(value) } }]);
  // Not through the cache: this transaction may yet be rolled back.
  await regroup(ports, org, { compiled: compileRouting(routing), nodes, inhibits: inhibitPlaces(routing.inhibitions), kept, isSaved: true, version: 0 }, now);
}

async function regroup(ports: Ports, org: string, routing: RoutingInForce, now: number): Promise<void> {
  const waiting = await ports.alerts.dissolveGroups(org);
  await ports.alerts.dropSources(org);
  const placed = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = await ports.alerts.alertsAfter(org, { state: "firing", now }, after, alertsPerPage);
    await placeAlerts(ports, org, page, routing, now);
    for (const { fingerprint } of page) placed.add(fingerprint);
    if (page.length < alertsPerPage) break;
    after = page.at(-1)?.fingerprint;
  }
  // Resolved ones that were in a group may still have to be told.
  const resolved = waiting.filter((fingerprint) => !placed.has(fingerprint));
  for (let from = 0; from < resolved.length; from += alertsPerPage) await placeAlerts(ports, org, await ports.alerts.findAlerts(org, resolved.slice(from, from + alertsPerPage)), routing, now);
}
