// Signals find their places on the board: they join, open, reopen or wait, and bring loose ones with them.
import { incidentOf, reopened, withSignal } from "../../incidents/grouping-growth.ts";
import { heldNear, placeSignal } from "../../incidents/grouping.ts";
import type { Placement } from "../../incidents/grouping.ts";
import { isOver } from "../../incidents/incident.ts";
import type { IncidentMember } from "../../incidents/incident.ts";
import { merged } from "../../incidents/merge.ts";
import type { IncidentKind, Signal } from "../../incidents/signal.ts";
import { crowdTitle, titleOf } from "../../incidents/words.ts";
import type { LoopContext } from "../loop/context.ts";
import { addEntry, candidatesFor, heldWith, keyOf, loadHeld, noteCause, noteSighting, putHeld } from "./incident-board.ts";
import type { Board, Entry } from "./incident-board.ts";

/** The incident that a crowd's signal goes to, by these causes; whole: it is that of all services of an owner. */
export interface Crowd { cause: string; ownerCause: string; whole: boolean }

export async function place(context: LoopContext, board: Board, signal: Signal, crowd: Crowd | undefined): Promise<void> {
  const kept = board.places.get(keyOf(signal));
  const there = kept && board.entries.get(kept.incidentId);
  if (kept && there && (!isOver(there.incident.phase) || signal.ended || signal.at <= (there.incident.closedAt ?? Infinity))) return goOn(board, there, kept, signal);
  if (kept && there && signal.opens !== undefined && (there.incident.closedAt ?? 0) >= board.now - board.settings.reopenMs) return comeBack(board, there, signal, "the same signal, after it was closed");
  if (crowd) return joinCrowd(context, board, signal, crowd);
  await settle(context, board, signal, placeSignal(signal, candidatesFor(board, signal), board.settings, board.now));
}

async function settle(context: LoopContext, board: Board, signal: Signal, placement: Placement): Promise<void> {
  switch (placement.kind) {
    case "none": release(board, signal); return;
    case "hold": holdBack(board, signal, placement); return;
    case "join": await joinIncident(board, signal, placement); return;
    case "reopen": await comeBack(board, entryOf(board, placement.incidentId), signal, placement.why); return;
    case "open": await join(board, await begin(context, board, signal, { kind: placement.opens, why: placement.why, linked: [] }), signal, placement.why); return;
    case "link": {
      const entry = await begin(context, board, signal, { kind: placement.opens, why: placement.why, linked: placement.to });
      for (const id of placement.to) linkBack(board, id, entry.incident.incidentId);
      await join(board, entry, signal, placement.why);
    }
  }
}

/** A member that goes on, begins again or is over: it stays where it is. */
function goOn(board: Board, entry: Entry, kept: IncidentMember, signal: Signal): void {
  const last = entry.members.get(keyOf(signal)) ?? kept;
  const wasLive = !last.signal.ended;
  const grown = withSignal(entry.incident, signal, { member: false, wasLive, now: board.now });
  entry.incident = isOver(entry.incident.phase) ? { ...grown.incident, quietSince: undefined } : grown.incident;
  entry.news.push(...grown.news, ...(wasLive || signal.ended ? [] : [`goes on again: ${signal.title}`]));
  entry.touched.push(signal);
  entry.members.set(keyOf(signal), { ...last, signal: { ...signal, at: Math.min(last.signal.at, signal.at) }, count: last.count + Number(!signal.ended), lastAt: Math.max(last.lastAt, signal.at) });
  for (const entity of signal.entities) noteSighting(board, { incidentId: entry.incident.incidentId, entity, firstAt: signal.at, lastAt: signal.at }, true);
  release(board, signal);
}

async function comeBack(board: Board, entry: Entry, signal: Signal, why: string): Promise<void> {
  entry.incident = reopened(entry.incident, board.now);
  entry.reopenedHere = true;
  await join(board, entry, signal, why);
}

async function joinIncident(board: Board, signal: Signal, { incidentId, why, merges, links }: Extract<Placement, { kind: "join" }>): Promise<void> {
  const entry = entryOf(board, incidentId);
  for (const from of merges) mergeEntries(board, entry, entryOf(board, from), why);
  for (const other of links) { linkBack(board, other, incidentId); linkBack(board, incidentId, other); }
  await join(board, entry, signal, why);
}

async function joinCrowd(context: LoopContext, board: Board, signal: Signal, { cause, ownerCause, whole }: Crowd): Promise<void> {
  const open = [...board.byCause.get(cause) ?? []].map((id) => entryOf(board, id)).find(({ incident }) => !isOver(incident.phase) && incident.mergedInto === undefined);
  const why = whole ? "one of many that came at once, in services of one owner" : "one of many that came at once, in this service";
  const entry = open ?? await begin(context, board, signal, { kind: signal.opens ?? "exploited-vulnerability", why: `${signal.because ?? signal.title}; ${why}`, linked: [], title: crowdTitle(signal.opens ?? "exploited-vulnerability", signal, whole), cause });
  for (const one of [cause, ownerCause]) noteCause(board, entry.incident.incidentId, one, true);
  await join(board, entry, signal, why);
}

interface Begin { kind: IncidentKind; why: string; linked: readonly string[]; title?: string; cause?: string }

async function begin(context: LoopContext, board: Board, signal: Signal, { kind, why, linked, title = titleOf(kind, signal), cause = signal.kind === "finding" ? signal.cause : undefined }: Begin): Promise<Entry> {
  const incidentId = context.ids.next("inc");
  return addEntry(board, incidentOf(signal, { incidentId, number: await board.ports.incidents.takeNumbers(board.org, 1), kind, title, why, cause, linked, now: board.now }), undefined);
}

// What one signal brings along is bounded: a hub that slipped through must not pull in everything at once.
const adoptedLimit = 1000;

/** A new member, and the loose signals that tie to it, and to those, and so on. */
async function join(board: Board, entry: Entry, signal: Signal, why: string): Promise<void> {
  const waiting = [{ signal, why }];
  for (let next = waiting.shift(), adopted = 0; next; next = waiting.shift()) {
    addMember(board, entry, next.signal, next.why);
    await loadHeld(board, next.signal.entities);
    for (const near of heldNear(next.signal, { held: heldWith(board, next.signal), services: board.services }, board.settings)) {
      if (++adopted > adoptedLimit) break;
      release(board, near.held.signal);
      waiting.push({ signal: near.held.signal, why: `held since it came; ${near.why}` });
    }
  }
}

function addMember(board: Board, entry: Entry, signal: Signal, why: string): void {
  const { incidentId } = entry.incident;
  const last = entry.members.get(keyOf(signal)) ?? memberHere(board, signal, incidentId);
  const { incident, news } = withSignal(entry.incident, signal, { member: last === undefined, wasLive: last !== undefined && !last.signal.ended, now: board.now });
  entry.incident = entry.incident.cause === undefined && signal.kind === "finding" && signal.cause !== undefined ? { ...incident, cause: signal.cause } : incident;
  entry.news.push(...news);
  entry.joined.push({ signal, why });
  entry.touched.push(signal);
  const member: IncidentMember = last ? { ...last, signal, count: last.count + 1, lastAt: Math.max(last.lastAt, signal.at) } : { incidentId, signal, joinedAt: board.now, why, leftAt: undefined, leftWhy: undefined, count: 1, lastAt: signal.at };
  entry.members.set(keyOf(signal), member);
  board.places.set(keyOf(signal), member);
  for (const entity of signal.entities) noteSighting(board, { incidentId, entity, firstAt: signal.at, lastAt: signal.at }, true);
  if (signal.cause !== undefined) noteCause(board, incidentId, signal.cause, true);
  release(board, signal);
}

const memberHere = (board: Board, signal: Signal, incidentId: string): IncidentMember | undefined => {
  const place = board.places.get(keyOf(signal));
  return place?.incidentId === incidentId ? place : undefined;
};

function holdBack(board: Board, signal: Signal, { why, until }: { why: string; until: number }): void {
  const kept = board.held.get(keyOf(signal));
  putHeld(board, { signal, heldAt: kept?.heldAt ?? board.now, until, why });
  board.freshHeld.add(keyOf(signal));
}

function release(board: Board, signal: Signal): void {
  if (!board.held.delete(keyOf(signal))) return;
  board.freshHeld.delete(keyOf(signal));
  board.released.set(keyOf(signal), signal);
}

function mergeEntries(board: Board, entry: Entry, from: Entry, why: string): void {
  const both = merged(entry.incident, from.incident, board.now);
  [entry.incident, from.incident] = [both.into, both.from];
  from.mergedWhy = why;
  board.merges.push({ into: entry.incident.incidentId, from: from.incident.incidentId, why });
  for (const sighting of from.sightings.values()) noteSighting(board, { ...sighting, incidentId: entry.incident.incidentId }, false);
  for (const cause of from.causes) noteCause(board, entry.incident.incidentId, cause, true);
  for (const place of board.places.values()) if (place.incidentId === from.incident.incidentId) board.places.set(keyOf(place.signal), { ...place, incidentId: entry.incident.incidentId });
}

function linkBack(board: Board, id: string, to: string): void {
  const entry = board.entries.get(id);
  if (entry && id !== to && !entry.incident.linked.includes(to)) entry.incident = { ...entry.incident, linked: [...entry.incident.linked, to] };
}

function entryOf(board: Board, id: string): Entry {
  const entry = board.entries.get(id);
  if (!entry) throw new TypeError(`the board does not hold the incident ${id}`);
  return entry;
}

