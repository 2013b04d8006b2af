// What incidents ask for now: the open ones with the worst first, and what waits for an approval.
import { Link } from "@tanstack/react-router";
import type { Approval, Incident, IncidentCounts } from "../api/incident-shapes.ts";
import { useList, useResource } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { Approvals } from "../lists/incident-approvals.tsx";
import { IncidentTable } from "../lists/incident-table.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import "../app/styles/incident.css";

const shown = "6";

/** Not drawn while nothing is open and nothing waits: the counts above say so. */
export function NowIncidents() {
  const list = useList<Incident>("/incidents", { state: "open", sort: "severity", limit: shown });
  const approvals = useList<Approval>("/approvals");
  const counts = useResource<IncidentCounts>("/incidents/counts").data;
  if (list.problem) return <ProblemPanel problem={list.problem} what="The incidents could not be read" />;
  return (
    <>
      {list.items.length > 0 && (
        <section>
          <header className="section-head"><h2>Open incidents</h2><Link to="/incidents">{counts ? `All ${formatNoun(counts.open, "open incident")}` : "All incidents"}</Link></header>
          <IncidentTable list={{ ...list, more: undefined }} short empty={null} />
        </section>
      )}
      {approvals.items.length > 0 && <section><header className="section-head"><h2>Waits for an approval</h2><Link to="/playbooks" search={{ tab: "approvals" }}>All {formatCount(approvals.total ?? approvals.items.length)}</Link></header><Approvals approvals={approvals.items.slice(0, 4)} named /></section>}
    </>
  );
}
