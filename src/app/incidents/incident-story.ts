// The story lane: notes are added, retimed, edited and removed, each with its fact.
import { editedEntry, removedEntry } from "../../incidents/story.ts";
import type { StoryEntry } from "../../incidents/incident.ts";
import { toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Ports } from "../../store/store.ts";
import type { IncidentDesk, StoryRow } from "./incident-desk.ts";
import type { LoopContext } from "../loop/context.ts";
import { addNote } from "./incident-notes.ts";
import { incidentNamed } from "./incident-acts.ts";

export function createStoryDesk(context: LoopContext): Pick<IncidentDesk, "addNote" | "editNote" | "removeNote"> {
  const { store, clock } = context;
  const keep = async (org: string, id: string, entryId: string, actor: string, work: (entry: StoryEntry) => StoryEntry): Promise<StoryRow> => {
    const entry = await store.write((ports) => changeEntry(ports, org, id, entryId, actor, work));
    context.committed();
    return rowOf(entry);
  };
  return {
    addNote: async (org, id, note, actor) => {
      const entry = await store.write((ports) => addNote(context, ports, org, id, note, actor));
      context.committed();
      return rowOf(entry);
    },
    editNote: (org, id, entryId, change, actor) => keep(org, id, entryId, actor, (entry) => editedEntry(entry, change, clock.now())),
    removeNote: async (org, id, entryId, actor) => { await keep(org, id, entryId, actor, (entry) => removedEntry(entry, clock.now())); },
  };
}

const rowOf = ({ entryId, ...rest }: StoryEntry): StoryRow => ({ ...rest, id: entryId });

async function changeEntry(ports: Ports, org: string, id: string, entryId: string, actor: string, work: (entry: StoryEntry) => StoryEntry): Promise<StoryEntry> {
  const { incidentId } = await incidentNamed(ports, org, id);
  const before = await ports.incidents.findStoryEntry(org, entryId);
  if (!before || before.incidentId !== incidentId || before.removedAt !== undefined) throw new Fault("request.not-found", { detail: `The incident has no note "${entryId}".` });
  const entry = work(before);
  await ports.incidents.putStoryEntry(org, entry);
  // What a note said before it was changed stays on record.
  await ports.ledger.append(org, [{ kind: entry.removedAt === undefined ? "incident.note-edited" : "incident.note-removed", subject: incidentId, actor, body: { note: entryId, text: entry.text, at: toIso(entry.at), before: before.text, beforeAt: toIso(before.at) } }]);
  return entry;
}
