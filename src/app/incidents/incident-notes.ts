// A note in the story of an incident, in the caller's transaction.
import { storyEntry } from "../../incidents/story.ts";
import type { Note } from "../../incidents/story.ts";
import type { StoryEntry } from "../../incidents/incident.ts";
import { toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { LedgerEntry } from "../../ledger/fact.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { incidentNamed } from "./incident-acts.ts";

/** factSeq pins a fact of the ledger, which then says when it was. */
export async function addNote(context: LoopContext, ports: Ports, org: string, id: string, note: Note, actor: string): Promise<StoryEntry> {
  const { incidentId } = await incidentNamed(ports, org, id);
  const fact = note.factSeq === undefined ? undefined : await factAt(ports, org, note.factSeq);
  const entry = storyEntry(context.ids.next("sty"), incidentId, note, { author: actor, factAt: fact?.at, now: context.clock.now() });
  await ports.incidents.putStoryEntry(org, entry);
  await ports.ledger.append(org, [{ kind: "incident.noted", subject: incidentId, actor, body: { note: entry.entryId, text: entry.text, at: toIso(entry.at), fact: note.factSeq } }]);
  return entry;
}

async function factAt(ports: Ports, org: string, seq: number): Promise<LedgerEntry> {
  for await (const entry of ports.ledger.entries(org, seq - 1)) {
    if (entry.seq === seq) return entry;
    break;
  }
  throw new Fault("request.not-found", { detail: `The ledger has no fact ${seq}.`, places: [{ at: "/factSeq", rule: "is the number of a fact" }] });
}
