// The story lane: what people tell of an incident, in the order in which it happened; every line can be rewritten, and what it said stays on record.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshIncidents } from "../api/incident-acts.ts";
import type { Incident, StoryEntry } from "../api/incident-shapes.ts";
import { useChange } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { fromLocalInput, toLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { InstantField } from "../forms/incident-form.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { ProblemNote } from "./problem-panel.tsx";

export function StoryLane({ incident, story, canWrite }: { incident: Incident; story: readonly StoryEntry[]; canWrite: boolean }) {
  const shown = story.filter(({ removedAt }) => removedAt === null).toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <section aria-label="Story" className="lane">
      <header className="section-head"><h2>Story</h2><span className="muted small">told by people</span></header>
      {shown.length === 0 && <p className="muted">Nobody has told anything yet. Write what you did and saw, or pin a fact from the activity: this is what the review and the evidence pack show first.</p>}
      <ol className="story">{shown.map((entry) => <Entry key={entry.id} entry={entry} canWrite={canWrite} />)}</ol>
      {canWrite && <NewEntry incident={incident} />}
    </section>
  );
}

function Entry({ entry, canWrite }: { entry: StoryEntry; canWrite: boolean }) {
  const [editing, setEditing] = useState(false);
  const path = `/incidents/${encodeURIComponent(entry.incidentId)}/story/${encodeURIComponent(entry.id)}`;
  const remove = useChange<void>(() => ({ path, method: "DELETE" }), ["/incidents"]);
  if (editing) return <li><EntryForm path={path} method="PUT" text={entry.text} at={entry.at} submit="Save" onDone={() => setEditing(false)} /></li>;
  return (
    <li className="story-entry">
      <p className="muted small"><Instant at={entry.at} as="absolute" /> · {entry.author}{entry.factSeq !== null && <> · fact {formatCount(entry.factSeq)}</>}{entry.editedAt !== null && <> · rewritten <Instant at={entry.editedAt} /></>}</p>
      <p className="told">{entry.text}</p>
      {canWrite && <div className="row"><button type="button" className="button button-small" onClick={() => setEditing(true)}>Rewrite</button><ConfirmButton text="Take out" confirm="Take it out of the story?" onConfirm={() => void remove.run().then(() => tell("Taken out; it stays on record"), (cause: unknown) => tellProblem("It was not taken out", cause))} /></div>}
    </li>
  );
}

const NewEntry = ({ incident }: { incident: Incident }) => <EntryForm path={`/incidents/${encodeURIComponent(incident.id)}/story`} method="POST" text="" submit="Add to the story" />;

interface EntryFormProps { path: string; method: "POST" | "PUT"; text: string; at?: string; submit: string; onDone?: () => void }

function EntryForm({ path, method, text: given, at, submit, onDone }: EntryFormProps) {
  const { zone } = usePreferences();
  const client = useQueryClient();
  const [text, setText] = useState(given);
  const [when, setWhen] = useState(at === undefined ? "" : toLocalInput(Date.parse(at), zone));
  const change = useChange<object>((body) => ({ path, method, body }), ["/incidents"]);
  const atMs = when === "" ? undefined : fromLocalInput(when, zone);
  // The field holds minutes: an instant that was not touched keeps its seconds.
  const kept = at !== undefined && when === toLocalInput(Date.parse(at), zone);
  const send = async (): Promise<void> => {
    await change.run({ text: text.trim(), ...(atMs === undefined || kept ? {} : { at: new Date(atMs).toISOString() }) });
    setText(""); setWhen("");
    await refreshIncidents(client);
    onDone?.();
  };
  return (
    <form className="stack note-form" onSubmit={(event) => { event.preventDefault(); void send().catch(() => undefined); }}>
      <label className="field"><span>What happened, in your words</span><textarea required rows={2} maxLength={10_000} value={text} onChange={(event) => setText(event.target.value)} /></label>
      <div className="row row-end">
        <InstantField label={at === undefined ? "When, if not now" : "When"} text={when} onChange={setWhen} />
        <button type="submit" className="button" disabled={change.running || text.trim() === ""}>{submit}</button>{onDone && <button type="button" className="button" onClick={onDone}>Cancel</button>}
      </div>
      <ProblemNote problem={change.problem} />
    </form>
  );
}
