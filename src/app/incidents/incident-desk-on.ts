// The incidents' desk on an open store: reads from the views, changes each in one transaction.
import type { GroupingSettings } from "../../incidents/grouping-settings.ts";
import type { Incident } from "../../incidents/incident.ts";
import { incidentFromSnapshot } from "../../incidents/incident-snapshot.ts";
import { attentionOf, verdictOf } from "../../incidents/words.ts";
import { hourMs, dayMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";
import { createStoryDesk } from "./incident-story.ts";
import type { IncidentDesk, IncidentDetail, IncidentRow, IncidentSettings } from "./incident-desk.ts";
import { acknowledgeIncident, assignIncident, closeIncident, incidentNamed, linkIncidents, reopenIncident, setNext, setPhase, setSeverity } from "./incident-acts.ts";
import { mergeIncidents, moveMember, openByHand, splitIncident } from "./incident-members.ts";
import { keepGrouping, readGrouping } from "./incident-record.ts";
import type { LoopContext } from "../loop/context.ts";

export function createIncidentDesk(context: LoopContext): IncidentDesk {
  const { store, clock } = context;
  const { incidents: views } = store.views;
  const row = async (org: string, incident: Incident): Promise<IncidentRow> => rowOf(incident, await readGrouping(store.read, org), clock.now());
  const idOf = async (org: string, id: string): Promise<string> => (await incidentNamed(store.read, org, id)).incidentId;
  /** One change, told after it is kept. */
  const change = async (org: string, work: (ports: Ports) => Promise<Incident>): Promise<IncidentRow> => {
    const incident = await store.write(work);
    context.committed();
    // Hooks may have gone on from there: what is answered is what is kept.
    return row(org, (await store.read.incidents.load(org, [incident.incidentId])).get(incident.incidentId) ?? incident);
  };
  return {
    list: async (org, filter, page) => {
      const [found, settings] = [await views.incidents(org, filter, page), await readGrouping(store.read, org)];
      return { ...found, items: found.items.map((incident) => rowOf(incident, settings, filter.asof ?? clock.now())) };
    },
    find: async (org, id) => { const incident = await leadTo(store.read, org, id); return incident && row(org, incident); },
    detail: (org, id, asof) => detailOf(context, org, id, asof),
    members: async (org, id, filter, page) => views.members(org, await idOf(org, id), filter, page),
    entities: async (org, id, page) => views.entities(org, await idOf(org, id), page),
    activity: async (org, id, filter, page) => views.activity(org, await idOf(org, id), filter, page),
    held: (org, page) => views.held(org, page),
    counts: (org) => views.counts(org, clock.now()),
    ofSignal: async (org, ref) => (await views.incidentsOf(org, [ref])).get(`${ref.kind} ${ref.ref}`),
    settings: async (org) => shown(await readGrouping(store.read, org)),
    putSettings: (org, settings, actor) => putSettings(context, org, settings, actor),
    open: (org, request, actor) => change(org, (ports) => openByHand(context, ports, org, request, actor)),
    acknowledge: (org, id, comment, by) => change(org, (ports) => acknowledgeIncident(context, ports, org, id, comment, by)),
    assign: (org, id, to, by) => change(org, (ports) => assignIncident(context, ports, org, id, to, by)),
    setSeverity: (org, id, severity, reason, by) => change(org, (ports) => setSeverity(context, ports, org, id, severity, reason, by)),
    setPhase: (org, id, phase, comment, by) => change(org, (ports) => setPhase(context, ports, org, id, phase, comment, by)),
    setNext: (org, id, next, by) => change(org, (ports) => setNext(context, ports, org, id, next, by)),
    close: (org, id, reason, force, by) => change(org, (ports) => closeIncident(context, ports, org, id, reason, force, by)),
    reopen: (org, id, reason, by) => change(org, (ports) => reopenIncident(context, ports, org, id, reason, by)),
    merge: (org, id, into, reason, by) => change(org, (ports) => mergeIncidents(context, ports, org, id, into, reason, by)),
    split: (org, id, members, title, reason, by) => change(org, (ports) => splitIncident(context, ports, org, id, members, { title, reason, by })),
    move: (org, id, member, to, reason, by) => change(org, (ports) => moveMember(context, ports, org, id, member, to, { reason, by })),
    link: (org, id, to, reason, by) => change(org, (ports) => linkIncidents(context, ports, org, id, to, reason, true, by)),
    unlink: (org, id, to, reason, by) => change(org, (ports) => linkIncidents(context, ports, org, id, to, reason, false, by)),
    ...createStoryDesk(context),
  };
}

async function leadTo(ports: Ports, org: string, id: string): Promise<Incident | undefined> {
  const there = await ports.incidents.find(org, id);
  return there && (there.mergedInto === undefined ? there : incidentNamed(ports, org, there.incidentId));
}

const rowOf = ({ incidentId, ...rest }: Incident, settings: GroupingSettings, now: Instant): IncidentRow => ({
  ...rest, id: incidentId, open: rest.closedAt === undefined && rest.mergedInto === undefined, live: rest.live ?? rest.members, quietSince: rest.quietSince, attention: attentionOf({ incidentId, ...rest }, settings, now),
});

/** asof: as the last fact before it knew it; undefined when it was not there yet. */
async function detailOf(context: LoopContext, org: string, id: string, asof: Instant | undefined): Promise<IncidentDetail | undefined> {
  const { store: { read, views }, clock } = context;
  const found = asof === undefined ? await leadTo(read, org, id) : await read.incidents.find(org, id);
  const fact = found && asof !== undefined ? await views.incidents.lastFactUntil(org, found.incidentId, asof) : undefined;
  const incident = asof === undefined ? found : fact && incidentFromSnapshot(fact.body);
  if (!incident) return undefined;
  const settings = await readGrouping(read, org);
  const story = (await read.incidents.storyOf(org, incident.incidentId)).filter(({ writtenAt }) => asof === undefined || writtenAt <= asof);
  const links = [...(await read.incidents.load(org, incident.linked)).values()];
  return {
    incident: rowOf(incident, settings, asof ?? clock.now()), verdict: verdictOf(incident), asof, story: story.map(({ entryId, ...rest }) => ({ ...rest, id: entryId })),
    links: links.toSorted((a, b) => a.number - b.number).map(({ incidentId, number, title, phase, severity }) => ({ id: incidentId, number, title, phase, severity })),
  };
}

const shown = ({ windowMs, reopenMs, hubServices, stagesToOpen, heldMs, closeQuietMs, acknowledgeMs, staleMs }: GroupingSettings): IncidentSettings => ({
  windowHours: windowMs / hourMs, reopenDays: reopenMs / dayMs, hubServices, stagesToOpen, heldHours: heldMs / hourMs, closeWhenQuietHours: closeQuietMs === undefined ? undefined : closeQuietMs / hourMs, acknowledgeMinutes: acknowledgeMs / minuteMs, staleHours: staleMs / hourMs,
});

async function putSettings(context: LoopContext, org: string, { windowHours, reopenDays, hubServices, stagesToOpen, heldHours, closeWhenQuietHours, acknowledgeMinutes, staleHours }: IncidentSettings, actor: string): Promise<IncidentSettings> {
  const kept = await context.store.write(async (ports) => {
    const settings: GroupingSettings = {
      ...await readGrouping(ports, org), windowMs: windowHours * hourMs, reopenMs: reopenDays * dayMs, hubServices, stagesToOpen, heldMs: heldHours * hourMs,
      closeQuietMs: closeWhenQuietHours === undefined ? undefined : closeWhenQuietHours * hourMs, acknowledgeMs: acknowledgeMinutes * minuteMs, staleMs: staleHours * hourMs,
    };
    await keepGrouping(ports, org, settings, context.clock.now());
    await ports.ledger.append(org, [{ kind: "incident-settings.kept", subject: "incident-settings", actor, body: { ...shown(settings) } }]);
    return settings;
  });
  context.committed();
  return shown(kept);
}
