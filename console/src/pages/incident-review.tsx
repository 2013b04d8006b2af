// The review after an incident: the times, what worked, the root-cause questions of SSDF RV.3, and the actions that follow.
import { useState } from "react";
import type { Action, Incident, Review } from "../api/incident-shapes.ts";
import { useChange, useResource } from "../api/queries.ts";
import { formatNoun, formatSpan } from "../app/format.ts";
import { fromLocalInput } from "../app/local-input.ts";
import { usePreferences } from "../app/preferences.ts";
import { InstantField } from "../forms/incident-form.tsx";
import { Badge, Owner } from "../lists/badges.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemNote, ProblemPanel } from "../lists/problem-panel.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { copyText } from "../shell/global-keys.ts";
import { Due, Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

const at = (incident: Incident, part: string): string => `/incidents/${encodeURIComponent(incident.id)}/${part}`;

export function ReviewTab({ incident, canWrite }: { incident: Incident; canWrite: boolean }) {
  const { data: review, problem } = useResource<Review>(at(incident, "review"));
  if (problem) return <ProblemPanel problem={problem} what="The review could not be read" />;
  if (!review) return <Skeleton rows={5} />;
  return (
    <>
      <OnlyNow what="The review" />
      <div className="section-head"><p>{review.reviewed ? "Reviewed." : incident.open ? "A draft from the record so far; it is complete when the incident is over." : "A draft from the record: answer the questions, then set the phase to reviewed."} {review.unanswered > 0 && <Badge tone="unknown" mark="question">{formatNoun(review.unanswered, "question")} not answered</Badge>}</p><button type="button" className="button" onClick={() => copyText(review.text, "Review copied")}>Copy as Markdown</button></div>
      <div className="cards">
        <section className="card"><h2>How long it took</h2><dl className="facts">{review.stretches.map((stretch) => <div key={stretch.id}><dt>{stretch.about}</dt><dd>{stretch.ms === null ? <span className="muted">not yet</span> : <span title={`${stretch.from} to ${stretch.to ?? ""}`}>{formatSpan(stretch.ms)}</span>}</dd></div>)}</dl><p>{review.gap.sentence}</p></section>
        <section className="card"><h2>What worked</h2><Lines lines={review.worked} /><h2>What did not</h2><Lines lines={review.didNot} /></section>
      </div>
      <section className="stack"><h2>Root cause</h2>{review.questions.map((question) => <Question key={question.id + (question.answer ?? "")} incident={incident} question={question} canWrite={canWrite} />)}</section>
      <Actions incident={incident} actions={review.actions} canWrite={canWrite} />
    </>
  );
}

const Lines = ({ lines }: { lines: readonly string[] }) => (lines.length === 0 ? <p className="muted">Nothing is on record.</p> : <ul>{lines.map((line) => <li key={line} className="break">{line}</li>)}</ul>);

function Question({ incident, question, canWrite }: { incident: Incident; question: Review["questions"][number]; canWrite: boolean }) {
  const [text, setText] = useState(question.answer ?? "");
  const change = useChange<string>((answer) => ({ path: at(incident, "answers"), method: "POST", body: { [question.id]: answer } }), ["/incidents"]);
  const changed = text.trim() !== (question.answer ?? "");
  return (
    <form className="card" onSubmit={(event) => { event.preventDefault(); void change.run(text.trim()).then(() => tell("The answer is kept"), () => undefined); }}>
      <label className="field"><span className="line">{question.label} <span className="muted">SSDF {question.task}</span>{question.answer === null && <Badge tone="unknown" mark="question">not answered</Badge>}</span><textarea rows={3} maxLength={20_000} readOnly={!canWrite} value={text} onChange={(event) => setText(event.target.value)} /></label>
      <p className="muted small">From the record: {question.hint}</p>
      {canWrite && <div className="row"><button type="submit" className="button" disabled={change.running || !changed}>Keep the answer</button></div>}
      <ProblemNote problem={change.problem} />
    </form>
  );
}

function Actions({ incident, actions, canWrite }: { incident: Incident; actions: readonly Action[]; canWrite: boolean }) {
  return (
    <section className="stack">
      <h2>Actions</h2>
      {actions.length === 0 && <p className="muted">No action follows from it yet.</p>}
      <ul className="actions">{actions.map((action) => <ActionRow key={action.id} action={action} canWrite={canWrite} />)}</ul>
      {canWrite && <NewAction incident={incident} />}
    </section>
  );
}

function ActionRow({ action, canWrite }: { action: Action; canWrite: boolean }) {
  const change = useChange<boolean>((done) => ({ path: `/actions/${encodeURIComponent(action.id)}`, method: "POST", body: { done } }), ["/incidents", "/actions"]);
  const done = action.doneAt !== null;
  return (
    <li className="card action-row">
      <label className="check"><input type="checkbox" checked={done} disabled={!canWrite || change.running} onChange={() => void change.run(!done).then(() => tell(done ? "It is to do again" : "Done"), (cause: unknown) => tellProblem("The action was not changed", cause))} /><span className="break">{action.text}</span></label>
      <span className="line small"><Owner owner={action.owner} />{done ? <span>done <Instant at={action.doneAt} /></span> : action.dueAt === null ? <span className="muted">no date</span> : <Due at={action.dueAt} />}{action.ticket !== null && <Ticket ticket={action.ticket} />}</span>
    </li>
  );
}

const Ticket = ({ ticket }: { ticket: string }) => (/^https?:\/\//.test(ticket) ? <a href={ticket} rel="noreferrer" className="break">{ticket}</a> : <span className="break">{ticket}</span>);

function NewAction({ incident }: { incident: Incident }) {
  const { zone } = usePreferences();
  const [given, setGiven] = useState({ text: "", owner: "", due: "", ticket: "" });
  const change = useChange<object>((body) => ({ path: at(incident, "actions"), method: "POST", body }), ["/incidents", "/actions"]);
  const set = (name: keyof typeof given) => (value: string): void => setGiven({ ...given, [name]: value });
  const add = async (): Promise<void> => {
    const dueMs = given.due === "" ? undefined : fromLocalInput(given.due, zone);
    const optional = { owner: given.owner.trim(), ticket: given.ticket.trim(), dueAt: dueMs === undefined ? "" : new Date(dueMs).toISOString() };
    await change.run({ text: given.text.trim(), ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== "")) });
    setGiven({ text: "", owner: "", due: "", ticket: "" });
  };
  return (
    <form className="card" onSubmit={(event) => { event.preventDefault(); void add().catch(() => undefined); }}>
      <label className="field"><span>What is to be done</span><input required maxLength={2000} value={given.text} onChange={(event) => set("text")(event.target.value)} /></label>
      <div className="row row-end">
        <label className="field"><span>Owner (optional)</span><input maxLength={200} value={given.owner} onChange={(event) => set("owner")(event.target.value)} /></label>
        <InstantField label="By when, optional" text={given.due} onChange={set("due")} />
        <label className="field"><span>Ticket (optional)</span><input maxLength={500} value={given.ticket} placeholder="https://" onChange={(event) => set("ticket")(event.target.value)} /></label>
        <button type="submit" className="button" disabled={change.running || given.text.trim() === ""}>Add the action</button>
      </div>
      <ProblemNote problem={change.problem} />
    </form>
  );
}
