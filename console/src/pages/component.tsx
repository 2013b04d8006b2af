// One component: where it runs, whether it is affected, and every advisory that was weighed.
import { useParams } from "@tanstack/react-router";
import { useList, useResource } from "../api/queries.ts";
import type { Component, Exposure, Trace } from "../api/shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { Known } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ExposureTable } from "../lists/exposure-table.tsx";
import { Loading, Skeleton } from "../lists/loading.tsx";
import { Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Traces } from "./traces.tsx";

export function ComponentPage() {
  const { purl } = useParams({ from: "/components/$purl" });
  const { data, problem } = useResource<Component>("/components/lookup", { purl });
  if (problem) return <Page title="Component"><ProblemPanel problem={problem} what={`${purl} could not be read`} /></Page>;
  if (!data) return <Loading />;
  return (
    <Page title={`${data.name} ${data.version ?? ""}`} lead={<><p className="verdict">{verdictOf(data)}</p><p><code className="break">{data.purl}</code></p></>}>
      <OnlyNow what="The component itself" />
      <Facts facts={[["Ecosystem", <Known>{data.ecosystem}</Known>], ["Package", <Known>{data.packageKey && <code>{data.packageKey}</code>}</Known>], ["Releases", formatCount(data.releases)], ["Live deployments", formatCount(data.liveDeployments)]]} />
      <Tabs label="About this component" tabs={[
        { id: "exposures", title: `At risk (${formatCount(data.openFindings)})`, body: () => <Places purl={data.purl} /> },
        { id: "explain", title: "Why", body: () => <Why purl={data.purl} /> },
      ]} />
    </Page>
  );
}

function verdictOf({ liveDeployments, openFindings, ecosystem }: Component): string {
  if (ecosystem === null) return "No source covers this kind of package: it is taken, but not matched.";
  const runs = liveDeployments === 0 ? "It runs nowhere now" : `It runs on ${formatNoun(liveDeployments, "deployment")}`;
  return openFindings === 0 ? `${runs}; no advisory that was read affects it.` : `${runs}; ${formatNoun(openFindings, "finding")} open.`;
}

const Places = ({ purl }: { purl: string }) => <ExposureTable list={useList<Exposure>("/exposures", { purl, live: "true", asof: useAsOf() })} hide={["component", "until"]} empty={<Empty title="No live deployment is at risk because of it." restsOnCoverage />} />;

function Why({ purl }: { purl: string }) {
  const { data, problem } = useResource<{ items: Trace[]; clearsAll: string | null }>("/explain", { purl });
  if (problem) return <ProblemPanel problem={problem} what="The reasons could not be read" />;
  if (!data) return <Skeleton />;
  const isAffected = data.items.some(({ verdict }) => verdict === "affected");
  return (
    <>
      {isAffected && <p>{data.clearsAll === null ? "No version that is named clears every advisory that affects it." : <><code>{data.clearsAll}</code> is the smallest version that clears every advisory that affects it.</>}</p>}
      <Traces traces={data.items} />
    </>
  );
}
