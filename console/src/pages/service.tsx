// One service: whose it is, what runs, what is open.
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCan, useList, useResource } from "../api/queries.ts";
import type { Deployment, Finding, Release, Service } from "../api/shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useAsOf, useUrl } from "../app/url.ts";
import { OwnerDialog } from "../forms/owner-dialog.tsx";
import { Owner } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DeploymentTable, LiveChoice } from "../lists/deployment-table.tsx";
import { FindingTable } from "../lists/finding-table.tsx";
import { ReleaseTable } from "../lists/inventory-tables.tsx";
import { Loading } from "../lists/loading.tsx";
import { Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { RiskBar } from "../lists/risk-bar.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";

export function ServicePage() {
  const { id } = useParams({ from: "/services/$id" });
  const { data, problem } = useResource<Service>(`/services/${encodeURIComponent(id)}`);
  const [owning, setOwning] = useState(false);
  const canWrite = useCan("write");
  if (problem) return <Page title="Service"><ProblemPanel problem={problem} what="The service could not be read" /></Page>;
  if (!data) return <Loading />;
  return (
    <Page title={data.name} lead={<p className="verdict">{data.liveDeployments === 0 ? `${data.name} runs nowhere now.` : `${data.name} runs on ${formatNoun(data.liveDeployments, "deployment")}; ${formatNoun(data.openFindings, "finding")} open.`}</p>}
      actions={canWrite && <button type="button" className="button" onClick={() => setOwning(true)}>{data.owner === null ? "Assign an owner" : "Change the owner"}</button>}>
      <OnlyNow what="The service itself" />
      <Facts facts={[["Owner", <Owner owner={data.owner} />], ["Open by priority", <RiskBar risk={data.risk} />], ["First seen", <Instant at={data.createdAt} as="absolute" />]]} />
      <Tabs label={`About ${data.name}`} tabs={[
        { id: "findings", title: `Findings (${formatCount(data.openFindings)})`, body: () => <Findings id={data.id} /> },
        { id: "deployments", title: `Deployments (${formatCount(data.liveDeployments)} live)`, body: () => <Deployments id={data.id} /> },
        { id: "releases", title: `Releases (${formatCount(data.releases)})`, body: () => <Releases id={data.id} /> },
      ]} />
      {owning && <OwnerDialog service={data} onClose={() => setOwning(false)} />}
    </Page>
  );
}

function Findings({ id }: { id: string }) {
  const { sort } = useUrl().url;
  return <FindingTable list={useList<Finding>("/findings", { service: id, state: "open", sort: sort ?? "due", asof: useAsOf() })} empty={<Empty title="No open finding." restsOnCoverage />} />;
}

function Deployments({ id }: { id: string }) {
  const { live } = useUrl().url;
  return <><LiveChoice /><DeploymentTable list={useList<Deployment>("/deployments", { service: id, live, asof: useAsOf() })} hide={["owner"]} empty={<Empty title="No deployment of this kind." />} /></>;
}

const Releases = ({ id }: { id: string }) => <><OnlyNow what="Releases" /><ReleaseTable list={useList<Release>("/releases", { service: id })} empty={<Empty title="No release was seen." />} /></>;
