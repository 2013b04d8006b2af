// Changes of incidents are kept, written to the ledger, handed to what follows and told: one way for machines and people.
import { defaultGrouping } from "../../incidents/grouping-settings.ts";
import type { GroupingSettings } from "../../incidents/grouping-settings.ts";
import type { IncidentChange } from "../../incidents/incident.ts";
import { snapshotOf } from "../../incidents/incident-snapshot.ts";
import { lookAtOf } from "../../incidents/incident-look.ts";
import { toNotices } from "../../incidents/words-notice.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Json } from "../../kernel/json.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { enqueue } from "../delivery/enqueue.ts";

/** One change with its fact. news: what of it nobody knew; by: a person's words. */
export interface Step { change: IncidentChange; body: Record<string, Json | undefined>; news?: readonly string[]; by?: string | undefined }

const settingName = "incidents";

export async function readGrouping(ports: Pick<Ports, "settings">, org: string): Promise<GroupingSettings> {
  const kept = await ports.settings.find(org, settingName);
  return kept ? { ...defaultGrouping, ...(JSON.parse(kept.value) as Partial<GroupingSettings>) } : defaultGrouping;
}

export const keepGrouping = (ports: Ports, org: string, settings: GroupingSettings, at: Instant): Promise<void> => ports.settings.put(org, settingName, JSON.stringify(settings), at);

/** In the caller's transaction, in this order. Answers the changes as they were kept. */
export async function recordSteps(context: LoopContext, ports: Ports, org: string, steps: readonly Step[], settings: GroupingSettings): Promise<readonly IncidentChange[]> {
  if (steps.length === 0) return [];
  const now = context.clock.now();
  const kept = steps.map((step): Step => ({ ...step, change: { ...step.change, incident: { ...step.change.incident, changedAt: now, lookAt: lookAtOf({ ...step.change.incident, changedAt: now }, settings, now) } } }));
  await ports.incidents.save(org, [...new Map(kept.map(({ change }) => [change.incident.incidentId, change.incident])).values()]);
  await ports.ledger.append(org, kept.map(({ change, body }) => ({ kind: `incident.${change.kind}`, subject: change.incident.incidentId, actor: change.actor, body: { number: change.incident.number, ...body, state: snapshotOf(change.incident) } })));
  await enqueue(context, ports, org, kept.flatMap(({ change, news = [], by }) => toNotices({ change, news, by }, context.publicUrl, now)));
  for (const { change } of kept) for (const hook of context.incidentHooks ?? []) await hook(context, ports, org, change);
  return kept.map(({ change }) => change);
}
