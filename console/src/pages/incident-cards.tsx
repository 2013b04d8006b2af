// The three cards of an incident: why these signals are one story, who has it and by when, what comes next.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Approval, Clock, ClocksAnswer, Incident, IncidentDetail, IncidentEntity, IncidentMember, IncidentPage, OnCallNow } from "../api/incident-shapes.ts";
import { useList, useResource } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { Owner, SeverityBadge } from "../lists/badges.tsx";
import { Approvals } from "../lists/incident-approvals.tsx";
import { IncidentLink, NextAction, PhaseBadge, spaced } from "../lists/incident-badges.tsx";
import { Entities } from "../lists/incident-entities.tsx";
import { Card, Facts } from "../lists/page.tsx";
import { Instant } from "../shell/instant.tsx";
import { ClockRail } from "./incident-clocks.tsx";
import { Proposals, useProposals } from "./incident-playbooks.tsx";
import type { IncidentForm } from "./incident-actions.tsx";

const shownReasons = 4, shownEntities = 8;

export function WhyCard({ incident, links }: { incident: Incident; links: IncidentDetail["links"] }) {
  const [all, setAll] = useState(false);
  const at = `/incidents/${encodeURIComponent(incident.id)}`;
  const members = useList<IncidentMember>(`${at}/members`);
  const entities = useList<IncidentEntity>(`${at}/entities`);
  const reasons = [...new Set(members.items.map(({ why }) => why))];
  const shown = entities.items.length > 0 ? entities.items.map(({ entity }) => entity) : incident.entities;
  return (
    <Card title="Why">
      <p>{incident.why}</p>
      {reasons.length > 0 && <details open={reasons.length <= 2}><summary>Why {formatNoun(incident.members, "signal")} {incident.members === 1 ? "is" : "are"} here</summary><ul className="plain-list small">{reasons.slice(0, shownReasons).map((why) => <li key={why} className="break">{why}</li>)}{reasons.length > shownReasons && <li><Link to="." search={(before: object) => ({ ...before, tab: "members" })}>and {reasons.length - shownReasons} more reasons</Link></li>}</ul></details>}
      <Facts facts={[
        ["Kill chain", incident.tactics.length === 0 ? <span className="muted">no tactic is known</span> : <ol className="chain">{incident.tactics.map((tactic) => <li key={tactic}>{spaced(tactic)}</li>)}</ol>],
        ["Services", incident.services.length === 0 ? <span className="gap">? none known</span> : incident.services.join(", ")], ["Environments", incident.environments.length === 0 ? <span className="gap">? unknown</span> : incident.environments.join(", ")],
        ["Seen with", <><Entities entities={shown} most={all ? 100 : shownEntities} />{shown.length > shownEntities && <button type="button" className="button button-small" onClick={() => setAll(!all)}>{all ? "Fewer" : `All ${shown.length}`}</button>}</>],
        ...(links.length > 0 ? [["Linked", <ul className="plain-list">{links.map((link) => <li key={link.id} className="line"><IncidentLink number={link.number} /><SeverityBadge severity={link.severity} /><PhaseBadge phase={link.phase} /><span className="muted small">{link.title}</span></li>)}</ul>] as const] : []),
      ]} />
    </Card>
  );
}

export function WhoCard({ incident, canWrite, onForm }: { incident: Incident; canWrite: boolean; onForm: (form: IncidentForm) => void }) {
  const pages = useList<IncidentPage>("/pages", { incident: incident.id });
  const onCall = useResource<{ items: OnCallNow[] }>("/oncall/now");
  const clocks = useResource<ClocksAnswer>(`/incidents/${encodeURIComponent(incident.id)}/clocks`);
  return (
    <Card title="Who and by when">
      <Facts facts={[
        ["Owner", <span className="line"><Owner owner={incident.owner} />{canWrite && <button type="button" className="button button-small" onClick={() => onForm("assign")}>{incident.owner === null ? "Assign" : "Change"}</button>}</span>],
        ...(incident.roles.length > 0 ? [["Roles", <ul className="plain-list">{incident.roles.map(({ role, person }) => <li key={role + person}>{person} <span className="muted">{role}</span></li>)}</ul>] as const] : []),
        ["Acknowledged", incident.acknowledgedAt === null ? <span className="gap">by nobody yet</span> : <>by {incident.acknowledgedBy ?? "someone"}, <Instant at={incident.acknowledgedAt} /></>],
        ["On call now", <OnCall now={onCall.data?.items} />],
        ["Started", <Instant at={incident.startedAt} as="absolute" />], ["Known since", <Instant at={incident.openedAt} as="absolute" />],
        ...(incident.reopened > 0 ? [["Came back", `${formatNoun(incident.reopened, "time")} after it was closed`] as const] : []),
      ]} />
      {pages.items.map((page) => <PageLine key={page.id} page={page} />)}
      <ClockLines clocks={clocks.data?.clocks ?? []} />
    </Card>
  );
}

function OnCall({ now }: { now: readonly OnCallNow[] | undefined }) {
  if (now === undefined) return <span className="muted">…</span>;
  if (now.length === 0) return <span className="gap">? no schedule is written</span>;
  return <ul className="plain-list">{now.slice(0, 4).map((each) => <li key={each.schedule}>{each.person ?? <span className="gap">nobody</span>} <span className="muted">{each.schedule}</span></li>)}{now.length > 4 && <li className="muted">and {now.length - 4} more schedules</li>}</ul>;
}

const pageWords = { running: "Paging", acknowledged: "The page was answered", ended: "The page ended", exhausted: "Nobody answered the page" } as const;

function PageLine({ page }: { page: IncidentPage }) {
  const last = page.told.at(-1);
  return (
    <p className={page.state === "running" || page.state === "exhausted" ? "note note-warn" : "note"}>
      <strong>{pageWords[page.state]}</strong> by policy {page.policy}{page.state === "running" ? `, step ${Math.min(page.step + 1, page.steps)} of ${page.steps}, round ${page.round + 1} of ${page.rounds}` : page.endedBy === null ? "" : `, by ${page.endedBy}`}.
      {last && <> Last told: {last.person ?? last.target}, <Instant at={last.at} />{last.receiver === null && <span className="gap"> (could not be reached{last.why === null ? "" : `: ${last.why}`})</span>}.</>}
      {page.nextAt !== null && <> Next: {page.next ?? "the next step"}, <Instant at={page.nextAt} />.</>}
    </p>
  );
}

function ClockLines({ clocks }: { clocks: readonly Clock[] }) {
  const running = clocks.filter(({ stoppedAt }) => stoppedAt === null).toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  if (running.length === 0) return <p className="muted small">No legal clock runs.</p>;
  return <ul className="plain-list clock-lines">{running.map((clock) => <li key={clock.regime + clock.stage}><Link to="." search={(before: object) => ({ ...before, tab: "clocks" })}>{clock.title}</Link> <span className="muted small">{clock.regime}</span><ClockRail clock={clock} /></li>)}</ul>;
}

export function NextCard({ incident, canWrite, onForm }: { incident: Incident; canWrite: boolean; onForm: (form: IncidentForm) => void }) {
  const proposals = useProposals(incident);
  const approvals = useList<Approval>("/approvals");
  const mine = approvals.items.filter((approval) => approval.incident.id === incident.id && approval.state === "asked");
  if (!incident.open) return <Card title="Next"><p>{incident.phase === "reviewed" ? "Nothing to do: it is closed and reviewed." : "It is closed. The review says what follows from it."}</p><p><Link to="." search={(before: object) => ({ ...before, tab: "review" })}>Open the review</Link></p></Card>;
  return (
    <Card title="Next">
      <p className="line"><NextAction next={incident.next} />{canWrite && <button type="button" className="button button-small" onClick={() => onForm("next")}>{incident.next === null ? "Set" : "Change"}</button>}</p>
      {incident.quietSince !== null && <p className="note note-good">Every member is over since <Instant at={incident.quietSince} as="absolute" />: recovery is proposed.</p>}
      {mine.length > 0 && <><h3>Waits for people</h3><Approvals approvals={mine} /></>}
      {(proposals.data?.items.some(({ state }) => state === "proposed") ?? false) && <><h3>Proposed playbooks</h3><Proposals incident={incident} proposals={proposals.data?.items ?? []} canWrite={canWrite} /></>}
      {mine.length === 0 && !proposals.data?.items.some(({ state }) => state === "proposed") && <p className="muted small">No playbook is proposed, and nothing waits for an approval.</p>}
    </Card>
  );
}
