// Decisions are made and revoked, acknowledgements given: each with its fact and its effect, in one transaction.
import type { Decision } from "../../findings/decision.ts";
import { Fault } from "../../kernel/fault.ts";
import type { FaultPlace } from "../../kernel/fault.ts";
import { toIso } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";
import type { DecisionRequest } from "../app.ts";
import type { LoopContext } from "./context.ts";
import { enqueueNotices } from "./notices.ts";
import { refreshFindings } from "./refresh.ts";

export async function decide(context: LoopContext, org: string, request: DecisionRequest, actor: string): Promise<Decision> {
  const decision = await context.store.write((ports) => keepDecision(context, ports, org, request, actor));
  context.committed();
  return decision;
}

/** In the caller's transaction, checked, with its fact and its effect. */
export async function keepDecision(context: LoopContext, ports: Ports, org: string, request: DecisionRequest, actor: string): Promise<Decision> {
  const now = context.clock.now();
  mustBeComplete(request, now);
  const vulnerabilityId = (await ports.advisories.membersOf([request.vulnerability])).get(request.vulnerability);
  if (vulnerabilityId === undefined) throw new Fault("request.not-found", { detail: `No vulnerability goes by ${request.vulnerability}.`, places: [{ at: "/vulnerability", rule: "a known id or alias" }] });
  const serviceId = request.service === undefined ? undefined : await serviceIdOf(ports, org, request.service);
  const decision: Decision = {
    decisionId: context.ids.next("dec"), scope: { vulnerabilityId: request.vulnerability, packageKey: request.packageKey, serviceId }, kind: request.kind, justification: request.justification,
    reason: request.reason, actor, fromAt: now, untilAt: request.untilAt, revokedAt: undefined, recordedAt: now,
  };
  await ports.findings.addDecision(org, decision);
  await ports.ledger.append(org, [{ kind: "decision.made", subject: decision.decisionId, actor, body: { vulnerability: vulnerabilityId, package: request.packageKey, service: request.service, kind: request.kind, justification: request.justification, reason: request.reason, until: request.untilAt === undefined ? undefined : toIso(request.untilAt) } }]);
  await enqueueNotices(context, ports, org, [await refreshFindings(context, ports, org, { vulnerabilityIds: [vulnerabilityId] }, actor)]);
  return decision;
}

function mustBeComplete({ kind, justification, untilAt }: DecisionRequest, now: number): void {
  const places: FaultPlace[] = [];
  if (kind === "not-affected" && justification === undefined) places.push({ at: "/justification", rule: "not-affected says why (OpenVEX 0.2.0)" });
  if ((kind === "accepted" || kind === "snoozed") && untilAt === undefined) places.push({ at: "/untilAt", rule: `${kind} always ends` });
  if (untilAt !== undefined && untilAt <= now) places.push({ at: "/untilAt", rule: "is in the future" });
  if (places.length > 0) throw new Fault("decision.invalid", { places });
}

async function serviceIdOf(ports: Ports, org: string, nameOrId: string): Promise<string> {
  const id = await ports.inventory.findServiceId(org, nameOrId);
  if (id === undefined) throw new Fault("request.not-found", { detail: `There is no service ${nameOrId}.`, places: [{ at: "/service", rule: "the name or id of a service" }] });
  return id;
}

export async function revokeDecision(context: LoopContext, org: string, decisionId: string, actor: string): Promise<void> {
  await context.store.write((ports) => revokeIn(context, ports, org, decisionId, actor));
  context.committed();
}

/** In the caller's transaction. */
export async function revokeIn(context: LoopContext, ports: Ports, org: string, decisionId: string, actor: string): Promise<void> {
  const decision = await ports.findings.findDecision(org, decisionId);
  if (!decision) throw new Fault("request.not-found", { detail: `There is no decision ${decisionId}.` });
  if (decision.revokedAt !== undefined) return;
  await ports.findings.revokeDecision(org, decisionId, context.clock.now());
  await ports.ledger.append(org, [{ kind: "decision.revoked", subject: decisionId, actor, body: { vulnerability: decision.scope.vulnerabilityId } }]);
  const named = decision.scope.vulnerabilityId;
  const vulnerabilityId = (await ports.advisories.membersOf([named])).get(named) ?? named;
  await enqueueNotices(context, ports, org, [await refreshFindings(context, ports, org, { vulnerabilityIds: [vulnerabilityId] }, actor)]);
}

export async function acknowledge(context: LoopContext, org: string, findingId: string, actor: string): Promise<void> {
  await context.store.write(async (ports) => {
    if (!(await ports.findings.find(org, findingId))) throw new Fault("request.not-found", { detail: `There is no finding ${findingId}.` });
    if (await ports.findings.acknowledge(org, findingId, context.clock.now(), actor)) await ports.ledger.append(org, [{ kind: "finding.acknowledged", subject: findingId, actor, body: {} }]);
  });
  context.committed();
}

/** Decisions that began or ended by time alone take effect. */
export async function turnDecisions(context: LoopContext): Promise<number> {
  let turned = 0;
  for (const org of await context.store.read.inventory.organisations()) {
    if ((await context.store.read.findings.turning(org, context.clock.now())).length === 0) continue;
    await context.store.write(async (ports) => {
      const vulnerabilityIds = await ports.findings.turning(org, context.clock.now());
      turned += vulnerabilityIds.length;
      await enqueueNotices(context, ports, org, [await refreshFindings(context, ports, org, { vulnerabilityIds }, "clock")]);
    });
    context.committed();
  }
  return turned;
}
