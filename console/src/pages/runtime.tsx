// Runtime: what happens on live systems that should not; where and when as a map, each as a row, and the proof that the watch works.
import { useMemo } from "react";
import { useLiveDetections } from "../api/detection-acts.ts";
import { useFollow } from "../api/follow.ts";
import { useList, useResource } from "../api/queries.ts";
import type { Detection, RuntimeOverview } from "../api/runtime-shapes.ts";
import { formatNoun } from "../app/format.ts";
import { useRange, useUrl } from "../app/url.ts";
import { detectionFacets, detectionWords, queryOf } from "../lists/detection-tokens.ts";
import { DetectionTable } from "../lists/detection-table.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { readWords } from "../lists/query-tokens.ts";
import { chosenIn, withPlace } from "../plots/heat-choice.ts";
import { heatOf } from "../plots/heat-cells.ts";
import { HeatMap } from "../plots/heat-map.tsx";
import { HeatTable } from "../plots/heat-table.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Icon } from "../shell/icons.tsx";
import { RuntimeNav } from "../shell/runtime-nav.tsx";
import { NoDetections } from "./runtime-empty.tsx";
import { RuntimeStrip } from "./runtime-strip.tsx";

const hourMs = 3_600_000;

/** To whole hours, so that an hour's looks ask the same and the answers can be kept. An end that was chosen stays one. */
function useHours(): { from: string; to: string; until: string | undefined; span: string } {
  const { fromMs, toMs, label, absolute } = useRange();
  const [from, to] = [Math.floor(fromMs / hourMs) * hourMs, Math.ceil(toMs / hourMs) * hourMs].map((ms) => new Date(ms).toISOString()) as [string, string];
  return { from, to, until: absolute ? new Date(toMs).toISOString() : undefined, span: absolute ? label : `the ${label}` };
}

export function RuntimePage() {
  const hours = useHours();
  const overview = useResource<RuntimeOverview>("/runtime", { from: hours.from, to: hours.to });
  useFollow(["detection", "source", "rules", "exception", "canary"], ["/runtime", "/event-sources"]);
  return (
    <Page title="Runtime" lead={<p>What happens on live systems that should not. Every detection says why, where, and whether what runs there is vulnerable to it.</p>}>
      <RuntimeNav />
      <OnlyNow what="Detections" />
      {overview.problem ? <ProblemPanel problem={overview.problem} what="The overview could not be read" /> : overview.data ? <><RuntimeStrip overview={overview.data} /><Map overview={overview.data} /></> : <Skeleton rows={6} />}
      <List overview={overview.data} hours={hours} />
    </Page>
  );
}

function Map({ overview }: { overview: RuntimeOverview }) {
  const { url, set } = useUrl();
  const heat = useMemo(() => heatOf(overview.cells, Date.parse(overview.from), Date.parse(overview.to)), [overview]);
  const asTable = url.view === "table";
  const q = url.q ?? "";
  const chosen = chosenIn(q);
  const events = heat.rows.reduce((sum, row) => sum + row.events, 0), detections = heat.rows.reduce((sum, row) => sum + row.detections, 0);
  if (heat.rows.length === 0) return <p className="note">No event came in this range: the map is empty because nothing was heard, not because nothing happened.</p>;
  return (
    <section className="card heat-card">
      <header className="section-head"><div><h2>Where and when</h2><p className="muted small">{formatNoun(events, "event")} and {formatNoun(detections, "detection")} on {formatNoun(heat.rows.length, "workload")}. A cell narrows the list; arrow keys move.</p></div><button type="button" className="button" aria-pressed={asTable} onClick={() => set({ view: asTable ? undefined : "table" })}>View as table</button></header>
      {asTable ? <HeatTable heat={heat} /> : <HeatMap heat={heat} chosen={chosen} onChoose={(choice) => set({ q: withPlace(q, choice) })} />}
    </section>
  );
}

function List({ overview, hours }: { overview: RuntimeOverview | undefined; hours: ReturnType<typeof useHours> }) {
  const { url } = useUrl();
  const filter = readWords(url.q ?? "", detectionWords.names, detectionWords);
  const list = useList<Detection>("/detections", queryOf(filter.query, { from: hours.from, to: hours.until }));
  const live = useLiveDetections();
  const hasFilter = Object.keys(filter.query).some((name) => name !== "state") || (filter.query.state ?? "open") !== "open";
  return (
    <section className="stack" aria-label="Detections">
      <FilterBar label="Filter the detections" placeholder="is:open level:high workload:prod/checkout tag:attack.t1190 evidence:confirmed" facets={detectionFacets} problems={filter.problems} words={detectionWords} />
      {live.waiting > 0 && <p className="row" role="status"><button type="button" className="button button-small" onClick={live.show}><Icon name="refresh" size={12} />{formatNoun(live.waiting, "new detection")}: show</button></p>}
      <DetectionTable list={list} empty={<NoDetections span={hours.span} overview={overview} hasFilter={hasFilter} />} />
    </section>
  );
}
