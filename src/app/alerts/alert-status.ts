// What an alert's report looks like now: who is told of it, and what keeps it quiet.
import type { Alert } from "../../notify/alert.ts";
import type { AlertGroup } from "../../notify/alert-store.ts";
import type { RouteLeaf } from "../../notify/compiled-routing.ts";
import type { SuppressionKind } from "../../notify/suppression.ts";
import type { Ports } from "../../store/store.ts";
import { inhibitedBy, muteHolder } from "./alert-sift.ts";
import type { LoopContext } from "../loop/context.ts";
import { sieveOf } from "../delivery/notice-gate.ts";

export interface AlertStatus {
  receivers: readonly string[];
  leaves: readonly RouteLeaf[];
  groups: readonly AlertGroup[];
  /** Everything that holds it now; a mute time only when it holds on every route. */
  suppressedBy: readonly { by: SuppressionKind; byId: string; why: string }[];
  silencedBy: readonly string[];
  /** The fingerprints of firing alerts. */
  inhibitedBy: readonly string[];
  /** Names of times. */
  mutedBy: readonly string[];
}

/** By the routing and silences in force now, in the order of the alerts. */
export async function alertStatuses(context: LoopContext, ports: Ports, org: string, alerts: readonly Alert[]): Promise<AlertStatus[]> {
  const sieve = await sieveOf(context, ports, org);
  const inhibitions = await inhibitedBy(ports, org, alerts, sieve);
  const groups = await ports.alerts.groupsOf(org, alerts.map(({ fingerprint }) => fingerprint));
  return alerts.map(({ fingerprint, labels }, index) => {
    const leaves = sieve.routing.compiled.routesFor(labels);
    const mutes = leaves.map((leaf) => sieve.routing.compiled.mutedAt(leaf, sieve.now));
    const held = mutes.includes(undefined) ? [] : mutes.flatMap((mute) => (mute ? [muteHolder(mute)] : []));
    const silencedBy = sieve.silencer.silencedBy(labels, sieve.now);
    const source = inhibitions[index];
    return {
      leaves, receivers: [...new Set(leaves.flatMap(({ receivers }) => receivers))], groups: groups.get(fingerprint) ?? [],
      silencedBy, inhibitedBy: source ? [source.fingerprint] : [], mutedBy: [...new Set(held.map(({ byId }) => byId))],
      suppressedBy: [
        ...(source ? [{ by: "inhibition" as const, byId: source.rule.id, why: `alert ${source.fingerprint} fires` }] : []), ...held,
        ...silencedBy.map((byId) => ({ by: "silence" as const, byId, why: `silence ${byId}` })),
      ],
    };
  });
}
