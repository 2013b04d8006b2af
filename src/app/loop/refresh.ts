// Findings of a scope worked out again, kept, written to the ledger, and turned into notices: all in the caller's transaction.
import { turnsAt, refold } from "../../findings/refold.ts";
import type { FindingChange } from "../../findings/change.ts";
import type { Scope } from "../../findings/finding-store.ts";
import type { Service } from "../../inventory/inventory.ts";
import { toIso } from "../../kernel/clock.ts";
import type { Fact } from "../../ledger/fact.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "./context.ts";

export interface Refreshed { changes: readonly FindingChange[]; services: ReadonlyMap<string, Service>; environments: ReadonlyMap<string, readonly string[]>; /** By whose doing, as the facts say. */ actor?: string }

/** The one way findings change; returns what people may need to hear of. */
export async function refreshFindings(context: LoopContext, ports: Ports, org: string, scope: Scope, actor: string): Promise<Refreshed> {
  const now = context.clock.now();
  const rows = await ports.findings.load(org, scope);
  const ids = [...new Set([...rows.findings.map(({ vulnerabilityId }) => vulnerabilityId), ...rows.affected.map(({ vulnerabilityId }) => vulnerabilityId)])];
  const next = refold(org, scope, rows, await ports.advisories.vulnerabilities(ids), now);
  await ports.findings.save(org, next.findings.map((finding) => ({ ...finding, turnsAt: turnsAt(finding, rows.decisions, now) })), next.environments);
  await ports.findings.putExposures(org, next.exposed);
  await ports.findings.retractExposures(org, next.retracted, now);
  await ports.findings.removeExposures(org, next.removed);
  await ports.ledger.append(org, next.changes.map((change) => factOf(change, rows.services, actor)));
  return { changes: next.changes, services: rows.services, environments: next.environments, actor };
}

function factOf({ kind, finding }: FindingChange, services: ReadonlyMap<string, Service>, actor: string): Fact {
  const { findingId, vulnerabilityId, packageKey, serviceId, state, closeReason, priority, fixVersion, live, exposedSince, closedAt } = finding;
  return {
    kind: `finding.${kind}`, subject: findingId, actor,
    body: { vulnerability: vulnerabilityId, package: packageKey, service: services.get(serviceId)?.name ?? serviceId, state, reason: closeReason, outcome: priority.outcome, fix: fixVersion, affected: live.affected, fixed: live.fixed, exposedSince: toIso(exposedSince), closedAt: closedAt === undefined ? undefined : toIso(closedAt) },
  };
}
