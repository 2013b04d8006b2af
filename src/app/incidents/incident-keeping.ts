// What a batch did to incidents goes into the store, each incident's change once.
import type { Incident, IncidentChange } from "../../incidents/incident.ts";
import { isWorse } from "../../incidents/kill-chain.ts";
import { movedMembers, sightingsOf } from "../../incidents/merge.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Board, Entry } from "./incident-board.ts";
import { recordSteps } from "./incident-record.ts";
import type { Step } from "./incident-record.ts";

export async function keepBoard(context: LoopContext, board: Board): Promise<readonly IncidentChange[]> {
  const entries = [...board.entries.values()].filter((entry) => entry.incident !== entry.before);
  // A new incident is there before anything speaks of it; those without a step are kept as they are.
  await board.ports.incidents.save(board.org, entries.map(({ incident }) => incident));
  await keepMembers(board, entries);
  await keepHeld(board);
  return recordSteps(context, board.ports, board.org, entries.flatMap((entry) => stepsOf(board, entry)), board.settings);
}

/** Those that merge first: their members go on from where they were kept. */
async function keepMembers(board: Board, entries: readonly Entry[]): Promise<void> {
  const { ports, org } = board;
  const gone = new Set(board.merges.map(({ from }) => from));
  const put = (some: readonly Entry[]): Promise<void> => ports.incidents.putMembers(org, some.flatMap(({ members }) => [...members.values()]));
  await put(entries.filter(({ incident }) => gone.has(incident.incidentId)));
  for (const { into, from, why } of board.merges) await moveAll(board, from, into, why);
  const staying = entries.filter(({ incident }) => !gone.has(incident.incidentId));
  await put(staying);
  await ports.incidents.putSightings(org, staying.flatMap(({ freshSightings }) => freshSightings));
  await ports.incidents.putCauses(org, staying.flatMap(({ incident: { incidentId }, freshCauses }) => [...freshCauses].map((cause) => ({ incidentId, cause }))));
}

async function moveAll({ ports, org, now }: Board, from: string, into: string, why: string): Promise<void> {
  const members = await ports.incidents.membersOf(org, from);
  const { left, joined } = movedMembers(members, into, `merged: ${why}`, now);
  await ports.incidents.putMembers(org, [...left, ...joined]);
  await ports.incidents.putSightings(org, sightingsOf(into, joined));
  await ports.incidents.replaceShared(org, from, [], []);
  await ports.incidents.moveStory(org, from, into);
}

async function keepHeld({ ports, org, held, freshHeld, released }: Board): Promise<void> {
  await ports.incidents.letGo(org, [...released.values()]);
  await ports.incidents.hold(org, [...freshHeld].flatMap((key) => held.get(key) ?? []));
}

// A fact names the members it speaks of; of more than this, the first and their number.
const namedMembers = 50;

function stepsOf(board: Board, entry: Entry): Step[] {
  const kind = kindOf(entry);
  const { before, joined, touched, news } = entry;
  const becameQuiet = entry.incident.quietSince !== undefined && before?.quietSince === undefined;
  const incident = kind === undefined || kind === "joined" ? entry.incident : { ...entry.incident, version: entry.incident.version + 1 };
  const signals = [...new Map((joined.length > 0 ? joined.map(({ signal }) => signal) : touched).map((signal) => [`${signal.kind} ${signal.ref}`, signal])).values()];
  const change = { incident, before, signals, actor: board.actor };
  const body = { joined: joined.slice(0, namedMembers).map(({ signal, why }) => ({ kind: signal.kind, ref: signal.ref, title: signal.title, why })), members: joined.length, news: [...new Set(news)], why: entry.mergedWhy ?? incident.why };
  return [
    ...(kind === undefined ? [] : [{ change: { ...change, kind }, body, news: kind === "opened" ? [] : [...new Set(news)] }]),
    ...(becameQuiet && incident.mergedInto === undefined ? [{ change: { ...change, kind: "quiet" as const, signals: touched.filter(({ ended }) => ended) }, body: { members: incident.members } }] : []),
  ];
}

/** The one thing that says most; undefined when signals only repeat what is known. */
function kindOf({ incident, before, reopenedHere, joined, news }: Entry): IncidentChange["kind"] | undefined {
  if (!before) return incident.mergedInto === undefined ? "opened" : "merged";
  if (incident.mergedInto !== before.mergedInto) return "merged";
  if (reopenedHere) return "reopened";
  if (isWorse(incident.severity, before.severity)) return "escalated";
  if (joined.length > 0 || news.length > 0) return "joined";
  return isLinkedAnew(incident, before) ? "edited" : undefined;
}

const isLinkedAnew = (incident: Incident, before: Incident): boolean => incident.linked.length !== before.linked.length;
