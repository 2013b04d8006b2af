// Metrics: are we getting faster, and where is the wait; a figure without cases says so instead of showing zero.
import { lazy, Suspense } from "react";
import { useResource } from "../api/queries.ts";
import type { Measure, MetricsAnswer } from "../api/shapes.ts";
import { formatCount, formatInstant, formatMeasure, formatNoun } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { rangeText } from "../app/range.ts";
import { useRange, useUrl } from "../app/url.ts";
import { Skeleton } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { IncidentMeasures } from "./metrics-incidents.tsx";

const SeriesPlot = lazy(() => import("../plots/series-plot.tsx").then((module) => ({ default: module.SeriesPlot })));

export function MetricsPage() {
  const range = useRange();
  const { url } = useUrl();
  const { zone } = usePreferences();
  const [from, to] = [new Date(range.fromMs).toISOString(), new Date(range.toMs).toISOString()];
  const { data, problem } = useResource<MetricsAnswer>("/metrics", { from, to, severity: url.severity, service: url.service, environment: url.environment });
  return (
    <Page title="Metrics" lead={<p>{formatInstant(from, zone)} to {formatInstant(to, zone)}. Every figure is arithmetic on the intervals of the ledger; it opens to how it is computed.</p>}>
      <OnlyNow what="Metrics" />
      <Filters />
      {problem ? <ProblemPanel problem={problem} what="The metrics could not be read" /> : data ? <><Series series={data.series} /><Measures measures={data.measures} /></> : <Skeleton />}
      <IncidentMeasures from={from} to={to} />
    </Page>
  );
}

function Filters() {
  const { url, set } = useUrl();
  return (
    <form className="row filters" onSubmit={(event) => event.preventDefault()}>
      <label className="field"><span>Severity</span><select value={url.severity ?? ""} onChange={(event) => set({ severity: event.target.value })}><option value="">all</option>{["critical", "high", "medium", "low", "unknown"].map((each) => <option key={each}>{each}</option>)}</select></label>
      <TextFilter label="Service" value={url.service ?? ""} onChange={(service) => set({ service })} />
      <TextFilter label="Environment" value={url.environment ?? ""} onChange={(environment) => set({ environment })} />
    </form>
  );
}

const TextFilter = ({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) =>
  <label className="field"><span>{label}</span><input key={value} defaultValue={value} placeholder="all" onBlur={(event) => { if (event.target.value.trim() !== value) onChange(event.target.value.trim()); }} onKeyDown={(event) => { if (event.key === "Enter") event.currentTarget.blur(); }} /></label>;

function Series({ series }: { series: MetricsAnswer["series"] }) {
  const { url, set } = useUrl();
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) return <p className="note">No series in this range: no finding was open.</p>;
  const sum = (of: (point: MetricsAnswer["series"][number]) => number): number => series.reduce((total, point) => total + of(point), 0);
  const summary = `Open findings went from ${formatCount(first.open)} to ${formatCount(last.open)}; ${formatCount(sum((point) => point.opened))} opened and ${formatCount(sum((point) => point.fixed))} fixed in between.`;
  const asTable = url.view === "table";
  return (
    <section className="card">
      <header className="section-head"><h2>Flow</h2><button type="button" className="button" aria-pressed={asTable} onClick={() => set({ view: asTable ? undefined : "table" })}>View as table</button></header>
      <p>{summary} <span className="muted">Drag over the plot to choose a range; the range control does the same by keyboard.</span></p>
      {asTable ? <SeriesTable series={series} /> : <Suspense fallback={<Skeleton rows={5} />}><SeriesPlot series={series} summary={summary} onSelect={(fromMs, toMs) => set({ range: rangeText(fromMs, toMs) })} /></Suspense>}
    </section>
  );
}

const SeriesTable = ({ series }: { series: MetricsAnswer["series"] }) => (
  <div className="table-region table-tall" role="region" aria-label="Table of the flow" tabIndex={0}>
    <table>
      <thead><tr><th scope="col">At</th><th scope="col" className="cell-end">Open</th><th scope="col" className="cell-end">Opened</th><th scope="col" className="cell-end">Fixed</th></tr></thead>
      <tbody>{series.map((point) => <tr key={point.at}><td data-title="At" className="cell-main"><Instant at={point.at} as="absolute" /></td><td data-title="Open" className="cell-end">{formatCount(point.open)}</td><td data-title="Opened" className="cell-end">{formatCount(point.opened)}</td><td data-title="Fixed" className="cell-end">{formatCount(point.fixed)}</td></tr>)}</tbody>
    </table>
  </div>
);

const Measures = ({ measures }: { measures: readonly Measure[] }) => (
  <section>
    <h2>Measures</h2>
    <div className="table-region" role="region" aria-label="Table of measures" tabIndex={0}>
      <table role="table">
        <thead role="rowgroup"><tr role="row">{["Measure", "Cases", "Median", "90th percentile", "Value", "Better"].map((title, index) => <th key={title} role="columnheader" scope="col" className={index > 0 && index < 5 ? "cell-end" : undefined}>{title}</th>)}</tr></thead>
        <tbody role="rowgroup">{measures.map((measure) => <MeasureRow key={measure.id} measure={measure} />)}</tbody>
      </table>
    </div>
  </section>
);

function MeasureRow({ measure }: { measure: Measure }) {
  const figure = (value: number | null) => (value === null ? <span className="muted">{measure.n === 0 ? "no cases yet" : "not for this measure"}</span> : formatMeasure(value, measure.unit));
  return (
    <tr role="row">
      <td role="cell" data-title="Measure" className="cell-main"><div className="two-lines"><strong>{measure.about}</strong><details className="small"><summary>How it is computed</summary><code>{measure.id}</code>: {measure.formula}</details></div></td>
      <td role="cell" data-title="Cases" className="cell-end">{formatNoun(measure.n, "case")}</td>
      <td role="cell" data-title="Median" className="cell-end">{figure(measure.median)}</td>
      <td role="cell" data-title="90th percentile" className="cell-end">{figure(measure.p90)}</td>
      <td role="cell" data-title="Value" className="cell-end">{figure(measure.value)}</td>
      <td role="cell" data-title="Better">{measure.better}</td>
    </tr>
  );
}
