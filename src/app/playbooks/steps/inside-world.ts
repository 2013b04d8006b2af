// What steps change of our own, in the transaction of their outcome.
import { incidentPhases } from "../../../incidents/incident.ts";
import type { Incident, IncidentChange } from "../../../incidents/incident.ts";
import type { InsideWorld } from "../../../incidents/playbooks/step-world.ts";
import type { DecisionKind, Justification } from "../../../findings/decision.ts";
import { toIso } from "../../../kernel/clock.ts";
import { Fault } from "../../../kernel/fault.ts";
import { outboxRows } from "../../../notify/notice-store.ts";
import type { Notice, NoticeSeverity } from "../../../notify/notice.ts";
import type { Ports } from "../../../store/store.ts";
import type { LoopContext } from "../../loop/context.ts";
import { keepDecision, revokeIn } from "../../loop/decide.ts";
import { readGrouping, recordSteps } from "../../incidents/incident-record.ts";
import { sieveOf, wayOf } from "../../delivery/notice-gate.ts";
import { keepEvidence } from "./evidence.ts";
import { seenWorld } from "./seen-world.ts";
import type { Cluster } from "./seen-world.ts";

export interface InsideCall { context: LoopContext; ports: Ports; org: string; incident: Incident; runId: string; stepId: string; actor: string; cluster: Cluster }

export function insideWorld(call: InsideCall): InsideWorld {
  const { context, ports, org, incident, actor } = call;
  const now = context.clock.now();
  const fresh = async (): Promise<Incident> => (await ports.incidents.find(org, incident.incidentId)) ?? incident;
  const fact = (kind: string, body: Record<string, string | undefined>): Promise<unknown> => ports.ledger.append(org, [{ kind, subject: incident.incidentId, actor, body: { run: call.runId, ...body } }]);
  return {
    ...seenWorld(context, org, incident, call.cluster),
    notify: (message) => tell(call, message),
    addNote: async (text) => {
      const entryId = context.ids.next("sty");
      await ports.incidents.putStoryEntry(org, { entryId, incidentId: incident.incidentId, at: now, text, author: actor, factSeq: undefined, writtenAt: now, editedAt: undefined, removedAt: undefined });
      await fact("incident.story-added", { entry: entryId });
      return entryId;
    },
    removeNote: async (entryId) => {
      const entry = await ports.incidents.findStoryEntry(org, entryId);
      if (!entry || entry.removedAt !== undefined) return;
      await ports.incidents.putStoryEntry(org, { ...entry, removedAt: now });
      await fact("incident.story-removed", { entry: entryId });
    },
    movePhase: async (phase, why) => {
      const before = await fresh();
      const skipped = incidentPhases.slice(incidentPhases.indexOf(before.phase) + 1, incidentPhases.indexOf(phase));
      await record(call, "phase", before, { ...before, phase, phaseAt: { ...before.phaseAt, [phase]: before.phaseAt[phase] ?? now } }, { from: before.phase, to: phase, why, skipped: skipped.length > 0 ? skipped.join(", ") : undefined });
      return before.phase;
    },
    setNext: async (next) => {
      const before = await fresh();
      await record(call, "edited", before, { ...before, next }, { next: next?.text, due: next?.dueAt === undefined ? undefined : toIso(next.dueAt) });
      return before.next;
    },
    decide: async ({ findingId, kind, justification, reason, untilAt }) => {
      const finding = await ports.findings.find(org, findingId);
      if (!finding) throw new Fault("request.not-found", { detail: `There is no finding ${findingId}.` });
      const request = { vulnerability: finding.vulnerabilityId, packageKey: finding.packageKey, service: finding.serviceId, kind: kind as DecisionKind, justification: justification as Justification | undefined, reason, untilAt };
      return (await keepDecision(context, ports, org, request, actor)).decisionId;
    },
    revokeDecision: (decisionId) => revokeIn(context, ports, org, decisionId, actor),
    addAction: async ({ text, owner, dueAt }) => {
      const actionId = context.ids.next("act");
      await ports.response.putAction(org, { actionId, incidentId: incident.incidentId, text, owner, dueAt, createdAt: now, doneAt: undefined, ticket: undefined });
      await fact("action.added", { action: actionId, text, owner, due: dueAt === undefined ? undefined : toIso(dueAt) });
      return actionId;
    },
    dropAction: async (actionId) => {
      const action = await ports.response.findAction(org, actionId);
      if (!action || action.doneAt !== undefined) return;
      await ports.response.putAction(org, { ...action, doneAt: now, text: `${action.text} (dropped: the plan was taken back)` });
      await fact("action.done", { action: actionId, text: action.text, why: "the plan was taken back" });
    },
    keepEvidence: ({ facts }) => keepEvidence(context, ports, org, { incident, runId: call.runId, facts }),
  };
}

async function record({ context, ports, org, actor, runId }: InsideCall, kind: IncidentChange["kind"], before: Incident, incident: Incident, body: Record<string, string | undefined>): Promise<void> {
  const change: IncidentChange = { kind, before, incident: { ...incident, version: before.version + 1 }, signals: [], actor };
  await recordSteps(context, ports, org, [{ change, body: { ...body, run: runId } }], await readGrouping(ports, org));
}

export interface Message { receivers: readonly string[]; title: string; text: string; severity: string | undefined; kind: string; groupKey?: string; state?: Notice["state"] }

/** Queues a message about a run of an incident: to these receivers, or the way that routes, quiet times and silences leave it. */
export async function tell({ context, ports, org, incident, runId, stepId }: Omit<InsideCall, "cluster" | "actor">, message: Message): Promise<{ noticeId: string; receivers: readonly string[] }> {
  const noticeId = context.ids.next("ntc");
  const notice = noticeOf(context, incident, { ...message, groupKey: message.groupKey ?? `run|${runId}|${stepId}` });
  if (message.receivers.length > 0) {
    await ports.notices.enqueue(outboxRows({ org, noticeId, notice, routed: { kind: "routed", receivers: message.receivers }, now: context.clock.now(), groupWaitMs: 0 }));
    return { noticeId, receivers: message.receivers };
  }
  const { rows, held } = await wayOf(ports, org, noticeId, notice, await sieveOf(context, ports, org), 0);
  for (const row of rows) await ports.notices.enqueue(row);
  if (held.length > 0) await ports.silences.addSuppressions(org, held, context.clock.now());
  return { noticeId, receivers: rows.flatMap(({ deliveries }) => deliveries.map(({ receiverId }) => receiverId)).filter((id) => id !== "") };
}

function noticeOf({ clock, publicUrl }: LoopContext, incident: Incident, { title, text, severity, kind, groupKey, state }: Message & { groupKey: string }): Notice {
  return {
    kind, groupKey, severity: (severity as NoticeSeverity | undefined) ?? incident.severity, title, at: clock.now(), what: text, why: `INC-${incident.number}, ${incident.severity}, ${incident.phase}: ${incident.title}`,
    where: incident.services.length > 0 ? `${incident.services.join(", ")}${incident.environments.length > 0 ? ` in ${incident.environments.join(", ")}` : ""}.` : "No service of the inventory is named.",
    due: incident.next?.dueAt === undefined ? "nothing is due yet" : toIso(incident.next.dueAt), action: { label: "Open the incident", url: `${publicUrl}/incidents/${incident.incidentId}` },
    labels: { services: incident.services, owner: incident.owner, environments: incident.environments, vulnerability: incident.entities.find(({ kind: one }) => one === "vulnerability")?.value }, items: [],
    ...(state === undefined ? {} : { state }),
  };
}
