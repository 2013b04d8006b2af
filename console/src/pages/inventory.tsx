// Inventory: what runs where, since when, whose; five nouns behind five tabs.
import { useList } from "../api/queries.ts";
import type { Component, Deployment, Endpoint, Release, Service } from "../api/shapes.ts";
import { useAsOf, useUrl } from "../app/url.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DeploymentTable, LiveChoice } from "../lists/deployment-table.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { ComponentTable, EndpointTable, ReleaseTable } from "../lists/inventory-tables.tsx";
import { Page } from "../lists/page.tsx";
import { ServiceTable } from "../lists/service-table.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { SetupCard } from "./setup-card.tsx";

export const InventoryPage = () => (
  <Page title="Inventory" lead={<p>What runs where, since when, and whose it is.</p>}>
    <Tabs label="Inventory" tabs={[
      { id: "services", title: "Services", body: () => <Services /> },
      { id: "releases", title: "Releases", body: () => <Releases /> },
      { id: "components", title: "Components", body: () => <Components /> },
      { id: "endpoints", title: "Endpoints", body: () => <Endpoints /> },
      { id: "deployments", title: "Deployments", body: () => <Deployments /> },
    ]} />
  </Page>
);

/** Nothing because nothing matches, or nothing because nothing was registered yet: two different sentences. */
function none(noun: string, q: string | undefined) {
  return q === undefined ? <Empty title={`No ${noun} yet.`} restsOnCoverage><SetupCard /></Empty> : <Empty title={`No ${noun} is named “${q}”.`} restsOnCoverage />;
}

function Services() {
  const { q, sort } = useUrl().url;
  return <><OnlyNow what="Services" /><FilterBar label="Filter services" placeholder="Name or owner" /><ServiceTable list={useList<Service>("/services", { q, sort })} empty={none("service", q)} /></>;
}

function Releases() {
  const { q } = useUrl().url;
  return <><OnlyNow what="Releases" /><FilterBar label="Filter releases" placeholder="Service, version, digest or commit" /><ReleaseTable list={useList<Release>("/releases", { q })} empty={none("release", q)} /></>;
}

function Components() {
  const { q } = useUrl().url;
  return <><OnlyNow what="Components" /><FilterBar label="Filter components" placeholder="Name or package URL" /><ComponentTable list={useList<Component>("/components", { q })} empty={none("component", q)} /></>;
}

function Endpoints() {
  const { q } = useUrl().url;
  return <><OnlyNow what="Endpoints" /><FilterBar label="Filter endpoints" placeholder="Name" /><EndpointTable list={useList<Endpoint>("/endpoints", { q })} empty={none("endpoint", q)} /></>;
}

function Deployments() {
  const { live } = useUrl().url;
  return <><LiveChoice /><DeploymentTable list={useList<Deployment>("/deployments", { live, asof: useAsOf() })} empty={none("deployment", undefined)} /></>;
}
