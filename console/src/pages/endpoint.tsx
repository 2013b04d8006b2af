// One endpoint: what kind of place it is, and what runs there; what is not known can be said here.
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import type { Criticality, Deployment, Endpoint, Exposure, ExposureLevel } from "../api/shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useAsOf, useUrl } from "../app/url.ts";
import { CriticalityBadge, ExposureBadge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DeploymentTable, LiveChoice } from "../lists/deployment-table.tsx";
import { ExposureTable } from "../lists/exposure-table.tsx";
import { Loading } from "../lists/loading.tsx";
import { Facts, Page } from "../lists/page.tsx";
import { ProblemNote, ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell } from "../shell/toasts.tsx";

export function EndpointPage() {
  const { id } = useParams({ from: "/endpoints/$id" });
  const { data, problem } = useResource<Endpoint>(`/endpoints/${encodeURIComponent(id)}`);
  const [editing, setEditing] = useState(false);
  const canWrite = useCan("write");
  if (problem) return <Page title="Endpoint"><ProblemPanel problem={problem} what="The endpoint could not be read" /></Page>;
  if (!data) return <Loading />;
  return (
    <Page title={data.name} lead={<p className="verdict">{formatNoun(data.liveDeployments, "live deployment")}; {formatNoun(data.openFindings, "finding")} open. {data.exposure === "unknown" && "Its exposure is not known, so it counts as exposed."}</p>}
      actions={canWrite && <button type="button" className="button" onClick={() => setEditing(true)}>Edit</button>}>
      <OnlyNow what="The endpoint itself" />
      <Facts facts={[["Environment", data.environment], ["Exposed to", <ExposureBadge exposure={data.exposure} />], ["Criticality", <CriticalityBadge criticality={data.criticality} />], ["First seen", <Instant at={data.createdAt} as="absolute" />]]} />
      <Tabs label={`About ${data.name}`} tabs={[
        { id: "exposures", title: `At risk (${formatCount(data.openFindings)})`, body: () => <Exposures id={data.id} /> },
        { id: "deployments", title: `Deployments (${formatCount(data.liveDeployments)} live)`, body: () => <Deployments id={data.id} /> },
      ]} />
      {editing && <EndpointDialog endpoint={data} onClose={() => setEditing(false)} />}
    </Page>
  );
}

const Exposures = ({ id }: { id: string }) => <ExposureTable list={useList<Exposure>("/exposures", { endpoint: id, live: "true", asof: useAsOf() })} hide={["exposure", "until"]} empty={<Empty title="Nothing that runs here is at risk." restsOnCoverage />} />;

function Deployments({ id }: { id: string }) {
  const { live } = useUrl().url;
  return <><LiveChoice /><DeploymentTable list={useList<Deployment>("/deployments", { endpoint: id, live, asof: useAsOf() })} hide={["endpoint", "environment", "exposure"]} empty={<Empty title="No deployment of this kind." />} /></>;
}

const levels: readonly ExposureLevel[] = ["internet", "internal", "unknown"];
const criticalities: readonly Criticality[] = ["critical", "high", "medium", "low", "unknown"];

function EndpointDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const [edited, setEdited] = useState({ environment: endpoint.environment, exposure: endpoint.exposure, criticality: endpoint.criticality });
  const change = useChange<typeof edited>((body) => ({ path: `/endpoints/${endpoint.id}`, method: "PUT", body }), ["/endpoints", "/deployments", "/exposures", "/findings", "/fixes", "/now", "/coverage"]);
  const save = async (): Promise<void> => { await change.run(edited); tell("Saved; priorities and clocks follow"); onClose(); };
  return (
    <Dialog title={`Edit ${endpoint.name}`} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save().catch(() => undefined); }}>
        <label className="field"><span>Environment</span><input required maxLength={100} value={edited.environment} onChange={(event) => setEdited({ ...edited, environment: event.target.value })} /></label>
        <label className="field"><span>Exposed to</span><select value={edited.exposure} onChange={(event) => setEdited({ ...edited, exposure: event.target.value as ExposureLevel })}>{levels.map((level) => <option key={level}>{level}</option>)}</select></label>
        <label className="field"><span>Criticality</span><select value={edited.criticality} onChange={(event) => setEdited({ ...edited, criticality: event.target.value as Criticality })}>{criticalities.map((level) => <option key={level}>{level}</option>)}</select></label>
        <ProblemNote problem={change.problem} />
        <div className="row"><button type="submit" className="button button-main" disabled={change.running}>Save</button></div>
      </form>
    </Dialog>
  );
}
