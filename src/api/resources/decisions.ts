// Decisions: what was said about findings, by whom, why and until when.
import type { App } from "../../app/app.ts";
import { Decision, DecisionRequest } from "../../contract/findings.ts";
import { holdsAt } from "../../findings/decision.ts";
import type { Decision as Decided } from "../../findings/decision.ts";
import type { DecisionRow } from "../../findings/finding-views.ts";
import { parseInstant } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const list = listDoor({
  id: "listDecisions", path: "/decisions", tag: "decisions", item: Decision, summary: "Decisions, newest first, also those that no longer hold",
  handle: ({ app, org, page, now }) => app.findings.decisions(org, page, now),
});

const make = door({
  id: "makeDecision", method: "POST", path: "/decisions", tag: "decisions", body: DecisionRequest, answer: Decision, status: 201,
  summary: "Says what is so (VEX), accepts a risk or snoozes; accepting and snoozing need an end",
  async handle({ app, org, actor, body, now }) {
    const { untilAt, ...said } = body;
    const decision = await app.decide(org, { ...said, untilAt: untilAt === undefined ? undefined : parseInstant(untilAt) }, actor);
    return rowOf(app, org, decision, now);
  },
});

async function rowOf(app: App, org: string, { decisionId, scope, ...rest }: Decided, now: Instant): Promise<DecisionRow> {
  const service = scope.serviceId === undefined ? undefined : await app.inventory.findService(org, scope.serviceId);
  return {
    ...rest, id: decisionId, vulnerability: scope.vulnerabilityId, packageKey: scope.packageKey, serviceId: scope.serviceId, service: service?.name,
    holds: holdsAt({ decisionId, scope, ...rest }, now),
  };
}

const revoke = door({
  id: "revokeDecision", method: "POST", path: "/decisions/:id/revoke", tag: "decisions", status: 204, summary: "Takes a decision back; it stays in the list",
  handle: async ({ app, org, actor, params }) => app.revokeDecision(org, params.id, actor),
});

export const decisions: Resource = { tag: "decisions", about: "What was said about findings", doors: [list, make, revoke] };
