// Incidents looked at again: loose signals expire, what nobody did is told, and quiet ones close when a setting says so.
import { closed } from "../../incidents/incident-change.ts";
import type { Incident } from "../../incidents/incident.ts";
import { fallenDue, lookAtOf } from "../../incidents/incident-look.ts";
import { hubPeriodMs } from "../../incidents/grouping-settings.ts";
import type { GroupingSettings } from "../../incidents/grouping-settings.ts";
import { reminderNotice } from "../../incidents/words-notice.ts";
import { minuteMs } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";
import type { Job } from "../jobs.ts";
import type { LoopContext } from "../loop/context.ts";
import { enqueue } from "../delivery/enqueue.ts";
import { actOn } from "./incident-acts.ts";
import { readGrouping } from "./incident-record.ts";

// Another server may have put something there: it is asked again after this.
const longestPauseMs = minuteMs;
const batch = 200;

export const incidentJob = (context: LoopContext): Job => ({
  id: "incidents",
  run: async () => {
    const nextAt = await lookAgain(context);
    return { againInMs: nextAt === undefined ? longestPauseMs : Math.min(longestPauseMs, Math.max(0, nextAt - context.clock.now())) };
  },
});

/** All that is due, in every organisation; answers when the next is due. */
async function lookAgain(context: LoopContext): Promise<number | undefined> {
  const dues: number[] = [];
  for (const org of await context.store.read.inventory.organisations()) {
    let dueAt = await context.store.read.incidents.nextDueAt(org);
    while (dueAt !== undefined && dueAt <= context.clock.now()) {
      await context.store.write((ports) => lookAtDue(context, ports, org));
      context.committed();
      dueAt = await context.store.read.incidents.nextDueAt(org);
    }
    if (dueAt !== undefined) dues.push(dueAt);
  }
  return dues.length === 0 ? undefined : Math.min(...dues);
}

async function lookAtDue(context: LoopContext, ports: Ports, org: string): Promise<void> {
  const now = context.clock.now();
  const expired = await ports.incidents.expireHeld(org, now, batch);
  await ports.ledger.append(org, expired.map(({ signal }) => ({ kind: "signal.expired", subject: signal.ref, actor: "clock", body: { kind: signal.kind, title: signal.title, severity: signal.severity } })));
  await ports.incidents.forgetServicesBefore(org, now - 2 * hubPeriodMs);
  const settings = await readGrouping(ports, org);
  for (const incident of await ports.incidents.due(org, now, batch)) await remind(context, ports, org, incident, settings);
}

async function remind(context: LoopContext, ports: Ports, org: string, incident: Incident, settings: GroupingSettings): Promise<void> {
  const now = context.clock.now();
  const due = fallenDue(incident, settings, now);
  if (due.includes("quiet")) {
    await actOn(context, ports, org, incident.incidentId, { actor: "clock" }, (one) => closed(one, "every member has been over for as long as the settings ask", false, now));
    return;
  }
  const told = incident.quietSince === undefined ? due : due.filter((kind) => kind !== "stale");
  if (told.length > 0) {
    await ports.ledger.append(org, [{ kind: "incident.reminded", subject: incident.incidentId, actor: "clock", body: { number: incident.number, of: [...told] } }]);
    await enqueue(context, ports, org, [reminderNotice(incident, told, context.publicUrl, now)]);
  }
  // What is still so is told again, each time after as long as a stale one waits.
  const again = due.length > 0 ? now + settings.staleMs : undefined;
  const ahead = lookAtOf(incident, settings, now);
  await ports.incidents.save(org, [{ ...incident, lookAt: again === undefined ? ahead : ahead === undefined ? again : Math.min(again, ahead) }]);
}
