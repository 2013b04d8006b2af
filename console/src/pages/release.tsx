// One release: what it is made of, where it runs, what its SBOM could not say.
import { Link, useParams } from "@tanstack/react-router";
import { useList, useResource } from "../api/queries.ts";
import type { Component, ComponentReject, Deployment, Exposure, Release } from "../api/shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useAsOf, useUrl } from "../app/url.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Known } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { DeploymentTable, LiveChoice } from "../lists/deployment-table.tsx";
import { ExposureTable } from "../lists/exposure-table.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { ComponentTable } from "../lists/inventory-tables.tsx";
import { Loading } from "../lists/loading.tsx";
import { Card, Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";

export function ReleasePage() {
  const { id } = useParams({ from: "/releases/$id" });
  const { data, problem } = useResource<Release>(`/releases/${encodeURIComponent(id)}`);
  if (problem) return <Page title="Release"><ProblemPanel problem={problem} what="The release could not be read" /></Page>;
  if (!data) return <Loading />;
  const title = `${data.service} ${data.version}`;
  return (
    <Page title={title} name={<><Link to="/services/$id" params={{ id: data.serviceId }}>{data.service}</Link> {data.version}</>} lead={<p className="verdict">{verdictOf(data)}</p>}>
      <OnlyNow what="The release itself" />
      <div className="cards">
        <Card title="Identity"><Facts facts={[["Digest", <Known>{data.digest && <code className="break">{data.digest}</code>}</Known>], ["Commit", <Known>{data.commit && <code className="break">{data.commit}</code>}</Known>], ["First seen", <Instant at={data.createdAt} as="absolute" />]]} /></Card>
        <SbomCard release={data} />
      </div>
      <Tabs label={`About ${title}`} tabs={[
        { id: "exposures", title: `At risk (${data.sbom ? formatCount(data.openFindings) : "?"})`, body: () => <Exposures release={data} /> },
        { id: "components", title: `Components (${data.sbom ? formatCount(data.sbom.components) : "?"})`, body: () => <Components id={data.id} /> },
        { id: "deployments", title: `Deployments (${formatCount(data.liveDeployments)} live)`, body: () => <Deployments id={data.id} /> },
        { id: "rejects", title: `Not taken (${formatCount(data.sbom?.rejects ?? 0)})`, body: () => <Rejects id={data.id} /> },
      ]} />
    </Page>
  );
}

function verdictOf({ sbom, liveDeployments, openFindings }: Release): string {
  const runs = liveDeployments === 0 ? "It runs nowhere now." : `It runs on ${formatNoun(liveDeployments, "deployment")}.`;
  return sbom === null ? `${runs} No SBOM was received, so nothing can be said about what is in it.` : `${runs} ${openFindings === 0 ? "No open finding among" : `${formatNoun(openFindings, "open finding")} among`} ${formatNoun(sbom.components, "component")}.`;
}

function SbomCard({ release: { sbom, service, version } }: { release: Release }) {
  if (sbom === null) return <Card title="SBOM"><p>None was received. Send one and it is evaluated at once:</p><CopyCommand command={`aftwatch sbom push sbom.json --service ${service} --version ${version}`} /></Card>;
  return <Card title="SBOM"><Facts facts={[["Format", `${sbom.format} ${sbom.specVersion}`], ["Received", <Instant at={sbom.receivedAt} as="absolute" />], ["Components", `${formatCount(sbom.components)}, ${formatNoun(sbom.duplicates, "duplicate")} merged`], ["Not taken", sbom.rejects === 0 ? "none" : <span className="gap">{formatNoun(sbom.rejects, "entry", "entries")}</span>], ["Digest", <code className="break">{sbom.digest}</code>]]} /></Card>;
}

const Exposures = ({ release }: { release: Release }) => <ExposureTable list={useList<Exposure>("/exposures", { release: release.id, live: "true", asof: useAsOf() })} hide={["until"]} empty={<Empty title={release.sbom === null ? "Unknown: there is no SBOM to evaluate." : "No live deployment of this release is at risk."} restsOnCoverage />} />;

function Components({ id }: { id: string }) {
  const { q } = useUrl().url;
  return <><FilterBar label="Filter components" placeholder="Name or package URL" /><ComponentTable list={useList<Component>(`/releases/${encodeURIComponent(id)}/components`, { q })} empty={<Empty title={q === undefined ? "No component is known." : `No component is named “${q}”.`} />} /></>;
}

function Deployments({ id }: { id: string }) {
  const { live } = useUrl().url;
  return <><LiveChoice /><DeploymentTable list={useList<Deployment>("/deployments", { release: id, live, asof: useAsOf() })} empty={<Empty title="No deployment of this kind." />} /></>;
}

const rejectColumns: readonly Column<ComponentReject>[] = [
  { id: "at", title: "Where", main: true, text: (row) => row.at, cell: (row) => <code className="break">{row.at}</code> },
  { id: "name", title: "Name", text: (row) => row.name ?? "", cell: (row) => row.name ?? <span className="muted">no name</span> },
  { id: "reason", title: "Reason", text: (row) => row.reason, cell: (row) => row.reason },
  { id: "detail", title: "Detail", text: (row) => row.detail, cell: (row) => <span className="prose">{row.detail}</span> },
];
const Rejects = ({ id }: { id: string }) => <DataTable of="entries not taken" list={useList<ComponentReject>(`/releases/${encodeURIComponent(id)}/rejects`)} columns={rejectColumns} keyOf={(row) => row.at + row.reason} empty={<Empty title="Every entry of the SBOM was taken." />} />;
