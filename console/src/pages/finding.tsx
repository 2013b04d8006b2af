// One finding: the verdict, why, who and by when, what next, then deployments and proof.
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCan, useList, useResource } from "../api/queries.ts";
import type { FindingDetail } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { DecisionDialog } from "../forms/decision-dialog.tsx";
import type { DecisionKind } from "../forms/decision-dialog.tsx";
import { Labels, OutcomeBadge, SeverityBadge, StateBadge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DecisionTable } from "../lists/decision-table.tsx";
import { ExposureTable } from "../lists/exposure-table.tsx";
import { FactTable } from "../lists/fact-table.tsx";
import { Loading } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { heldList } from "../lists/held-list.ts";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { useKeys } from "../shell/keys.ts";
import { NextCard, WhoCard, WhyCard } from "./finding-cards.tsx";
import { Traces } from "./traces.tsx";
import type { Fact } from "../api/shapes.ts";

export function FindingPage() {
  const { id } = useParams({ from: "/findings/$id" });
  const { data, problem } = useResource<FindingDetail>(`/findings/${encodeURIComponent(id)}`);
  if (problem) return <Page title="Finding"><ProblemPanel problem={problem} what="The finding could not be read" /></Page>;
  return data ? <Detail detail={data} /> : <Loading />;
}

function Detail({ detail }: { detail: FindingDetail }) {
  const { finding } = detail;
  const [deciding, setDeciding] = useState<DecisionKind>();
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  useKeys(canWrite ? [{ keys: "v", about: "Decide (VEX)", group: "Lists", run: () => setDeciding("not-affected") }, { keys: "z", about: "Snooze", group: "Lists", run: () => setDeciding("snoozed") }] : []);
  return (
    <Page title={`${finding.vulnerability} in ${finding.service}`}
      name={<><Link to="/advisories/$id" params={{ id: finding.vulnerability }}>{finding.vulnerability}</Link> in <Link to="/services/$id" params={{ id: finding.serviceId }}>{finding.service}</Link></>}
      lead={<><p className="line"><OutcomeBadge outcome={finding.outcome} /><SeverityBadge severity={finding.severity} cvss={finding.cvss} /><StateBadge state={finding.state} closeReason={finding.closeReason} /><Labels labels={finding.labels} /></p><p className="verdict">{detail.verdict}</p>{detail.incident && <p>It is part of <Link to="/incidents/$id" params={{ id: `INC-${detail.incident.number}` }}>INC-{detail.incident.number}</Link>.</p>}<p className="muted">{finding.title}</p></>}>
      <OnlyNow what="A single finding" />
      <div className="cards">
        <WhyCard finding={finding} environmental={detail.environmental} />
        <WhoCard finding={finding} periods={detail.periods} />
        <NextCard finding={finding} canWrite={canWrite} onDecide={setDeciding} />
      </div>
      <Tabs label="About this finding" tabs={[
        { id: "deployments", title: `Deployments (${formatCount(detail.exposures.length)})`, body: () => <ExposureTable list={heldList(detail.exposures, "/exposures")} hide={["vulnerability", "priority", "owner", "fix"]} empty={<Empty title="No deployment is or was at risk." restsOnCoverage />} /> },
        { id: "evidence", title: `Evidence (${detail.traces.length})`, body: () => <Traces traces={detail.traces} /> },
        { id: "timeline", title: "Timeline", body: () => <Timeline id={finding.id} held={detail.timeline} /> },
        { id: "decisions", title: `Decisions (${detail.decisions.length})`, body: () => <DecisionTable list={heldList(detail.decisions, "/decisions")} empty={<Empty title="Nothing was decided about this finding." />} /> },
      ]} />
      {deciding && <DecisionDialog findings={[finding]} kind={deciding} onClose={() => setDeciding(undefined)} />}
    </Page>
  );
}

function Timeline({ id, held }: { id: string; held: Fact[] }) {
  const asked = useList<Fact>("/ledger", { subject: id });
  return <FactTable list={held.length > 0 ? heldList(held, "/ledger") : asked} empty={<Empty title="The ledger holds no fact about this finding." />} />;
}
