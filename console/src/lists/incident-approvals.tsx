// What a playbook asks of people: the question, what would be touched, who has voted, and the two answers.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshIncidents } from "../api/incident-acts.ts";
import type { Approval } from "../api/incident-shapes.ts";
import { useCan, useChange } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { Due, Instant } from "../shell/instant.tsx";
import { tell } from "../shell/toasts.tsx";
import { SeverityBadge } from "./badges.tsx";
import { IncidentLink, TouchedThings } from "./incident-badges.tsx";
import { ProblemNote } from "./problem-panel.tsx";

/** named: says which incident, where several stand together. */
export const Approvals = ({ approvals, named = false }: { approvals: readonly Approval[]; named?: boolean }) => (
  <ul className="approvals">{approvals.map((approval) => <li key={approval.id} className="approval"><ApprovalCard approval={approval} named={named} /></li>)}</ul>
);

function ApprovalCard({ approval, named }: { approval: Approval; named: boolean }) {
  const canWrite = useCan("write");
  const approved = new Set(approval.votes.filter(({ verdict }) => verdict === "approve").map(({ actor }) => actor)).size;
  return (
    <>
      {named && <p className="line"><SeverityBadge severity={approval.severity} /><IncidentLink number={approval.incident.number} /><span className="muted">{approval.incident.title}</span></p>}
      <p><strong>{approval.question}</strong></p>
      <ul className="plain-list">{approval.subjects.map((subject) => <li key={subject.step}>{subject.said} <TouchedThings touches={subject.touches} /></li>)}</ul>
      <p className="muted small">Playbook {approval.playbook}, started by {approval.startedBy}; asked <Instant at={approval.askedAt} />{approval.dueAt !== null && <>, answer by <Due at={approval.dueAt} /></>}. {formatCount(approved)} of {formatNoun(approval.people, "approval")}.</p>
      {approval.votes.length > 0 && <ul className="plain-list small">{approval.votes.map((vote) => <li key={vote.actor + vote.at}>{vote.actor} {vote.verdict === "approve" ? "approved" : "denied"} <Instant at={vote.at} />{vote.comment !== null && `: ${vote.comment}`}</li>)}</ul>}
      {approval.state !== "asked" ? <p className="muted">{approval.state}</p> : approval.mine !== null ? <p className="muted">You have {approval.mine === "approve" ? "approved; another person has to, too" : "denied"}.</p> : canWrite ? <Vote approval={approval} /> : <p className="muted small">Answering needs the write scope.</p>}
    </>
  );
}

function Vote({ approval }: { approval: Approval }) {
  const client = useQueryClient();
  const [comment, setComment] = useState("");
  const change = useChange<"approve" | "deny", Approval>((verdict) => ({ path: `/approvals/${encodeURIComponent(approval.id)}`, method: "POST", body: { verdict, ...(comment.trim() === "" ? {} : { comment: comment.trim() }) } }), ["/approvals", "/runs"]);
  const vote = (verdict: "approve" | "deny") => (): void => void change.run(verdict).then(async () => { tell(verdict === "approve" ? "Approved" : "Denied"); await refreshIncidents(client); }, () => undefined);
  return (
    <div className="stack">
      <label className="field"><span>Comment (optional)</span><input maxLength={2000} value={comment} onChange={(event) => setComment(event.target.value)} /></label>
      <div className="row">
        <button type="button" className="button button-main" disabled={change.running} onClick={vote("approve")}>Approve<span className="visually-hidden">: {approval.question}</span></button>
        <button type="button" className="button" disabled={change.running} onClick={vote("deny")}>Deny<span className="visually-hidden">: {approval.question}</span></button>
      </div>
      <ProblemNote problem={change.problem} />
    </div>
  );
}
