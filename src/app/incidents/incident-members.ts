// Members change their incident by hand: merged, split, moved, opened; with the history kept.
import { incidentOf } from "../../incidents/grouping-growth.ts";
import { incidentName, isOver } from "../../incidents/incident.ts";
import type { Incident, IncidentMember } from "../../incidents/incident.ts";
import type { SignalRef } from "../../incidents/incident-store.ts";
import { causesOf, merged, movedMembers, remade, sightingsOf } from "../../incidents/merge.ts";
import type { Signal } from "../../incidents/signal.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Ports } from "../../store/store.ts";
import type { OpenIncidentRequest } from "./incident-desk.ts";
import type { LoopContext } from "../loop/context.ts";
import { incidentNamed, mustBeAt } from "./incident-acts.ts";
import type { By } from "./incident-acts.ts";
import { readGrouping, recordSteps } from "./incident-record.ts";
import type { Step } from "./incident-record.ts";

const touched = (incident: Incident): Incident => ({ ...incident, touched: true, version: incident.version + 1 });

async function record(context: LoopContext, ports: Ports, org: string, steps: readonly Step[]): Promise<void> {
  await recordSteps(context, ports, org, steps, await readGrouping(ports, org));
}

/** A person says that there is one: without signals, until some join it. */
export async function openByHand(context: LoopContext, ports: Ports, org: string, request: OpenIncidentRequest, actor: string): Promise<Incident> {
  const now = context.clock.now();
  const [services, entities] = [[...new Set(request.services ?? [])].toSorted(), request.entities ?? []];
  const signal: Signal = { kind: "alert", ref: "", title: request.title, severity: request.severity, at: now, entities, services, owner: request.owner, environments: request.environments ?? [], tactics: [], opens: request.kind ?? "manual", because: undefined, ended: false };
  const born = incidentOf(signal, { incidentId: context.ids.next("inc"), number: await ports.incidents.takeNumbers(org, 1), kind: request.kind ?? "manual", title: request.title, why: request.why ?? "opened by hand", cause: undefined, linked: [], now });
  const incident: Incident = { ...born, severity: request.severity, derivedSeverity: "unknown", services, environments: [...new Set(request.environments ?? [])].toSorted(), entities, touched: true, version: 1 };
  await ports.incidents.save(org, [incident]);
  await ports.incidents.putSightings(org, entities.map((entity) => ({ incidentId: incident.incidentId, entity, firstAt: now, lastAt: now })));
  await record(context, ports, org, [{ change: { kind: "opened", incident, before: undefined, signals: [], actor }, body: { byHand: true, why: incident.why } }]);
  return incident;
}

/** Answers the incident that goes on; the other one's id leads to it. */
export async function mergeIncidents(context: LoopContext, ports: Ports, org: string, id: string, intoId: string, reason: string, by: By): Promise<Incident> {
  const [from, into] = [await incidentNamed(ports, org, id), await incidentNamed(ports, org, intoId)];
  mustBeAt(from, by);
  if (from.incidentId === into.incidentId) throw new Fault("incident.same", { detail: incidentName(from) });
  if (isOver(into.phase)) throw new Fault("incident.over", { detail: `${incidentName(into)} is ${into.phase}.` });
  const now = context.clock.now();
  const members = await ports.incidents.membersOf(org, from.incidentId);
  const kept = new Set((await ports.incidents.membersOf(org, into.incidentId)).map(({ signal: { kind, ref } }) => `${kind} ${ref}`));
  const { left, joined } = movedMembers(members, into.incidentId, `merged by ${by.actor}: ${reason}`, now);
  await ports.incidents.putMembers(org, [...left, ...joined.filter(({ signal: { kind, ref } }) => !kept.has(`${kind} ${ref}`))]);
  await ports.incidents.putSightings(org, sightingsOf(into.incidentId, joined));
  await ports.incidents.putCauses(org, causesOf(members).map((cause) => ({ incidentId: into.incidentId, cause })));
  await ports.incidents.replaceShared(org, from.incidentId, [], []);
  await ports.incidents.moveStory(org, from.incidentId, into.incidentId);
  const both = merged(into, from, now);
  const goesOn = touched(kept.size > 0 ? remade(both.into, await ports.incidents.membersOf(org, into.incidentId), now) : both.into);
  await record(context, ports, org, [
    { change: { kind: "merged", incident: touched(both.from), before: from, signals: [], actor: by.actor }, body: { into: into.incidentId, name: incidentName(into), members: members.length, reason }, by: reason },
    { change: { kind: "joined", incident: { ...goesOn, severity: both.into.severity }, before: into, signals: members.map(({ signal }) => signal).slice(0, 50), actor: by.actor }, body: { from: from.incidentId, name: incidentName(from), members: members.length, reason }, news: [`${incidentName(from)} was merged into it`], by: reason },
  ]);
  return (await ports.incidents.find(org, into.incidentId)) ?? goesOn;
}

/** The chosen members begin an incident of their own, linked to the old one. Answers the new one. */
export async function splitIncident(context: LoopContext, ports: Ports, org: string, id: string, refs: readonly SignalRef[], how: { title: string | undefined; reason: string; by: By }): Promise<Incident> {
  const before = await incidentNamed(ports, org, id);
  mustBeAt(before, how.by);
  const { chosen, rest } = await chosenOf(ports, org, before, refs);
  const [first] = chosen;
  if (!first) throw new Fault("request.invalid", { places: [{ at: "/members", rule: "names at least one member" }] });
  const now = context.clock.now();
  const born = incidentOf(first.signal, { incidentId: context.ids.next("inc"), number: await ports.incidents.takeNumbers(org, 1), kind: before.kind, title: how.title ?? first.signal.title, why: `split off ${incidentName(before)}: ${how.reason}`, cause: undefined, linked: [before.incidentId], now });
  const { left, joined } = movedMembers(chosen, born.incidentId, `split off by ${how.by.actor}: ${how.reason}`, now);
  const made = remade(born, joined, now);
  const split: Incident = touched({ ...made, severity: made.derivedSeverity ?? made.severity, owner: before.owner });
  await ports.incidents.save(org, [split]);
  await ports.incidents.putMembers(org, [...left, ...joined]);
  await reshare(ports, org, split, joined);
  await reshare(ports, org, before, rest);
  const old = touched({ ...remade(before, rest, now), linked: [...new Set([...before.linked, split.incidentId])] });
  const body = { members: chosen.map(({ signal: { kind, ref } }) => ({ kind, ref })), reason: how.reason };
  await record(context, ports, org, [
    { change: { kind: "split", incident: split, before: undefined, signals: chosen.map(({ signal }) => signal), actor: how.by.actor }, body: { ...body, from: before.incidentId, name: incidentName(before) }, by: how.reason },
    { change: { kind: "moved", incident: old, before, signals: [], actor: how.by.actor }, body: { ...body, to: split.incidentId, name: incidentName(split) }, by: how.reason },
  ]);
  return split;
}

/** One member goes to another incident. Answers that one. */
export async function moveMember(context: LoopContext, ports: Ports, org: string, id: string, ref: SignalRef, toId: string, how: { reason: string; by: By }): Promise<Incident> {
  const [from, to] = [await incidentNamed(ports, org, id), await incidentNamed(ports, org, toId)];
  mustBeAt(from, how.by);
  if (from.incidentId === to.incidentId) throw new Fault("incident.same", { detail: incidentName(from) });
  if (isOver(to.phase)) throw new Fault("incident.over", { detail: `${incidentName(to)} is ${to.phase}.` });
  const now = context.clock.now();
  const { chosen, rest } = await chosenOf(ports, org, from, [ref]);
  const { left, joined } = movedMembers(chosen, to.incidentId, `moved by ${how.by.actor}: ${how.reason}`, now);
  await ports.incidents.putMembers(org, [...left, ...joined]);
  await reshare(ports, org, from, rest);
  await ports.incidents.putSightings(org, sightingsOf(to.incidentId, joined));
  await ports.incidents.putCauses(org, causesOf(joined).map((cause) => ({ incidentId: to.incidentId, cause })));
  const body = { members: [{ kind: ref.kind, ref: ref.ref }], reason: how.reason };
  const [old, next] = [touched(remade(from, rest, now)), touched(remade(to, await ports.incidents.membersOf(org, to.incidentId), now))];
  await record(context, ports, org, [
    { change: { kind: "moved", incident: old, before: from, signals: [], actor: how.by.actor }, body: { ...body, to: to.incidentId, name: incidentName(to) }, by: how.reason },
    { change: { kind: "joined", incident: next, before: to, signals: chosen.map(({ signal }) => signal), actor: how.by.actor }, body: { ...body, from: from.incidentId, name: incidentName(from) }, news: [`moved here from ${incidentName(from)}`], by: how.reason },
  ]);
  return next;
}

async function chosenOf(ports: Ports, org: string, incident: Incident, refs: readonly SignalRef[]): Promise<{ chosen: IncidentMember[]; rest: IncidentMember[] }> {
  const members = await ports.incidents.membersOf(org, incident.incidentId);
  const asked = new Set(refs.map(({ kind, ref }) => `${kind} ${ref}`));
  const chosen = members.filter(({ signal: { kind, ref } }) => asked.has(`${kind} ${ref}`));
  const missing = refs.filter(({ kind, ref }) => !chosen.some(({ signal }) => signal.kind === kind && signal.ref === ref));
  if (missing.length > 0) throw new Fault("request.not-found", { detail: `${incidentName(incident)} has no such member.`, places: missing.map(({ kind, ref }) => ({ at: `/members ${kind} ${ref}`, rule: "is a member of this incident" })) });
  return { chosen, rest: members.filter((member) => !chosen.includes(member)) };
}

const reshare = (ports: Ports, org: string, incident: Incident, members: readonly IncidentMember[]): Promise<void> =>
  ports.incidents.replaceShared(org, incident.incidentId, sightingsOf(incident.incidentId, members, incident), causesOf(members));
