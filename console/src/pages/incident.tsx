// One incident: the verdict, its phases, why, who and by when, what next; then both lanes, members, times, clocks, playbooks, review, evidence.
import { Navigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import "../app/styles/incident.css";
import { useFollowIncidents, useIncident, useIncidentAct } from "../api/incident-acts.ts";
import type { IncidentDetail } from "../api/incident-shapes.ts";
import { useCan } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { ActivityLane } from "../lists/incident-activity.tsx";
import { AttentionChips, incidentName, KindName, PhaseBadge } from "../lists/incident-badges.tsx";
import { MemberTable } from "../lists/incident-member-table.tsx";
import { StoryLane } from "../lists/incident-story.tsx";
import { SeverityBadge } from "../lists/badges.tsx";
import { Loading } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { IncidentLanes } from "../plots/incident-lanes.tsx";
import { PhaseSteps } from "../plots/incident-phases.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { ActionBar, IncidentForms } from "./incident-actions.tsx";
import type { IncidentForm } from "./incident-actions.tsx";
import { NextCard, WhoCard, WhyCard } from "./incident-cards.tsx";
import { ClocksTab } from "./incident-clocks.tsx";
import { EvidenceTab } from "./incident-evidence.tsx";
import { PlaybooksTab } from "./incident-playbooks.tsx";
import { ReviewTab } from "./incident-review.tsx";

export function IncidentPage() {
  const { id } = useParams({ from: "/incidents/$id" });
  useFollowIncidents();
  const { detail, problem } = useIncident(id);
  if (problem && !detail) return <Page title="Incident"><ProblemPanel problem={problem} what="The incident could not be read" /></Page>;
  if (!detail) return <Loading />;
  // A merged one leads to where its members went, in the address too.
  if (detail.incident.id !== id && incidentName(detail.incident.number) !== id.toUpperCase() && id.toUpperCase().startsWith("INC-")) return <Navigate to="/incidents/$id" params={{ id: incidentName(detail.incident.number) }} search={(before) => before} replace />;
  return <Detail key={detail.incident.id} id={id} detail={detail} />;
}

function Detail({ id, detail }: { id: string; detail: IncidentDetail }) {
  const { incident, verdict, story, links } = detail;
  const acting = useIncidentAct(id);
  const [form, setForm] = useState<IncidentForm>();
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow && incident.mergedInto === null;
  const pinned = new Set(story.flatMap(({ factSeq, removedAt }) => (factSeq === null || removedAt !== null ? [] : [factSeq])));
  return (
    <Page title={`${incidentName(incident.number)} ${incident.title}`} name={<><span className="muted">{incidentName(incident.number)}</span> {incident.title}</>}
      actions={canWrite && <ActionBar incident={incident} acting={acting} onForm={setForm} />}
      lead={<><p className="line"><SeverityBadge severity={incident.severity} /><PhaseBadge phase={incident.phase} /><KindName kind={incident.kind} /><AttentionChips attention={incident.attention} /></p><p className="verdict">{verdict}</p></>}>
      <PhaseSteps incident={incident} />
      <OnlyNow what="What stands beside the incident's own state and story" />
      <div className="cards incident-cards">
        <WhyCard incident={incident} links={links} />
        <WhoCard incident={incident} canWrite={canWrite} onForm={setForm} />
        <NextCard incident={incident} canWrite={canWrite} onForm={setForm} />
      </div>
      <Tabs label="About this incident" tabs={[
        { id: "story", title: "Story and activity", body: () => <div className="two-lanes"><StoryLane incident={incident} story={story} canWrite={canWrite} /><ActivityLane incident={incident} pinned={pinned} canWrite={canWrite} /></div> },
        { id: "members", title: `Members (${formatCount(incident.members)})`, body: () => <MemberTable incident={incident} acting={acting} canWrite={canWrite} /> },
        { id: "lanes", title: "Times", body: () => <IncidentLanes incident={incident} /> },
        { id: "clocks", title: "Clocks", body: () => <ClocksTab incident={incident} canWrite={canWrite} /> },
        { id: "playbooks", title: "Playbooks", body: () => <PlaybooksTab incident={incident} canWrite={canWrite} /> },
        { id: "review", title: "Review", body: () => <ReviewTab incident={incident} canWrite={canWrite} /> },
        { id: "evidence", title: "Evidence", body: () => <EvidenceTab incident={incident} /> },
      ]} />
      <IncidentForms form={form} incident={incident} acting={acting} onClose={() => setForm(undefined)} />
    </Page>
  );
}
