// Incidents: what is going on, how far each response is, and what is missing; beside it the signals that are still loose.
import { useState } from "react";
import "../app/styles/incident.css";
import type { Clock, Incident, IncidentCounts } from "../api/incident-shapes.ts";
import { useCan, useList, useResource } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useAsOf, useUrl } from "../app/url.ts";
import { OpenIncidentDialog } from "../forms/incident-open-dialog.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { ClockDue, IncidentLink } from "../lists/incident-badges.tsx";
import { HeldTable } from "../lists/incident-held-table.tsx";
import { IncidentTable } from "../lists/incident-table.tsx";
import { incidentFacets, incidentWords } from "../lists/incident-tokens.ts";
import { Page } from "../lists/page.tsx";
import { readWords } from "../lists/query-tokens.ts";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";

export function IncidentsPage() {
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const [opening, setOpening] = useState(false);
  const counts = useResource<IncidentCounts>("/incidents/counts").data;
  return (
    <Page title="Incidents" lead={<p>Findings, detections and alerts that tell one story.</p>} actions={canWrite && <button type="button" className="button button-main" onClick={() => setOpening(true)}>Open an incident…</button>}>
      <OnlyNow what="The list of incidents" />
      <Strip counts={counts} />
      <Tabs label="Incidents" tabs={[
        { id: "incidents", title: "Incidents", body: () => <List /> },
        { id: "held", title: counts === undefined ? "Loose signals" : `Loose signals (${formatCount(counts.held)})`, body: () => <HeldTable /> },
      ]} />
      {opening && <OpenIncidentDialog onClose={() => setOpening(false)} />}
    </Page>
  );
}

function Strip({ counts }: { counts: IncidentCounts | undefined }) {
  const clocks = useResource<{ items: Clock[] }>("/clocks").data?.items;
  const nearest = clocks?.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt))[0];
  if (!counts) return null;
  const tiles = [
    ["Open", counts.open, "plain"], ["Critical", counts.critical, "critical"], ["Not acknowledged", counts.unacknowledged, "critical"], ["No owner", counts.withoutOwner, "high"],
    ["No next action", counts.withoutNext, "high"], ["Action overdue", counts.overdue, "critical"], ["Quiet", counts.quiet, "plain"],
  ] as const;
  return (
    <>
      <dl className="tiles" aria-label="Open incidents, and what they lack">{tiles.map(([name, count, tone]) => <div key={name} className={count > 0 ? `tile tile-${tone}` : "tile"}><dt className="tile-name">{name}</dt><dd className="tile-count">{formatCount(count)}</dd></div>)}</dl>
      <p className="coverage">{nearest ? <>Nearest legal clock: {nearest.title} of <IncidentLink number={nearest.number} /> ({nearest.regime}), <ClockDue clock={nearest} />; {formatNoun(clocks?.length ?? 0, "clock")} {clocks?.length === 1 ? "runs" : "run"}.</> : clocks ? "No legal clock runs." : ""}</p>
    </>
  );
}

function List() {
  const { url } = useUrl();
  const filter = readWords(url.q ?? "", incidentWords.names, incidentWords);
  const list = useList<Incident>("/incidents", { ...filter.query, sort: url.sort ?? "severity" });
  return (
    <>
      <FilterBar label="Filter the incidents" placeholder="is:open severity:high owner:payments entity:ip:10.0.0.1" facets={incidentFacets} problems={filter.problems} words={incidentWords} />
      <IncidentTable list={list} empty={<NoIncident filtered={(url.q ?? "") !== ""} />} />
    </>
  );
}

function NoIncident({ filtered }: { filtered: boolean }) {
  return (
    <Empty title={filtered ? "No incident matches." : "No incident is open."} restsOnCoverage>
      <p>One opens by itself when a vulnerability that is exploited is found running where it can be reached, when a malicious package runs, when a detection names an attack, a web shell, a miner or a leaked credential, when loose signals on one host or user show the stages of an attack, when the integrity of something breaks, and when a source goes blind. Anything else is opened by hand.</p>
    </Empty>
  );
}
