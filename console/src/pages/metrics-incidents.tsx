// Measures of incidents: the same table as for findings, with what still waits, and where each duration falls on a logarithmic axis.
import { Link } from "@tanstack/react-router";
import { useResource } from "../api/queries.ts";
import type { IncidentMeasure, MetricsAnswer } from "../api/shapes.ts";
import { formatCount, formatMeasure, formatNoun, formatSpan } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";

export function IncidentMeasures({ from, to }: { from: string; to: string }) {
  const { url, set } = useUrl();
  const { data, problem } = useResource<MetricsAnswer>("/metrics", { about: "incidents", from, to, severity: url.severity, service: url.service, environment: url.environment, kind: url.kind });
  if (problem) return <ProblemPanel problem={problem} what="The measures of incidents could not be read" />;
  if (!data?.incidentMeasures) return <Skeleton />;
  const asTable = url.view === "table";
  return (
    <section>
      <header className="section-head"><h2>Incidents</h2><button type="button" className="button" aria-pressed={asTable} onClick={() => set({ view: asTable ? undefined : "table" })}>View as table</button></header>
      <p className="muted">What has not ended yet is in no median; it is counted beside it.</p>
      <div className="table-region" role="region" aria-label="Table of measures of incidents" tabIndex={0}>
        <table role="table">
          <thead role="rowgroup"><tr role="row">{["Measure", "Cases", "Median", "90th percentile", "Value", "Still waiting", "Where they fall"].map((title, index) => <th key={title} role="columnheader" scope="col" className={index > 0 && index < 6 ? "cell-end" : undefined}>{title}</th>)}</tr></thead>
          <tbody role="rowgroup">{data.incidentMeasures.map((measure) => <MeasureRow key={measure.id} measure={measure} asTable={asTable} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function MeasureRow({ measure, asTable }: { measure: IncidentMeasure; asTable: boolean }) {
  const { waiting, without } = measure;
  const figure = (value: number | null) => (value === null ? <span className="muted">{measure.n === 0 ? "no cases yet" : "not for this measure"}</span> : formatMeasure(value, measure.unit));
  return (
    <tr role="row">
      <td role="cell" data-title="Measure" className="cell-main"><div className="two-lines"><strong>{measure.about}</strong><HowItIsComputed measure={measure} /></div></td>
      <td role="cell" data-title="Cases" className="cell-end">{formatNoun(measure.n, "case")}</td>
      <td role="cell" data-title="Median" className="cell-end">{figure(measure.median)}</td>
      <td role="cell" data-title="90th percentile" className="cell-end">{figure(measure.p90)}</td>
      <td role="cell" data-title="Value" className="cell-end">{figure(measure.value)}</td>
      <td role="cell" data-title="Still waiting" className="cell-end">{waiting.n === 0 ? <span className="muted">none</span> : `${formatCount(waiting.n)}${waiting.oldestMs === null ? "" : `, oldest ${formatSpan(waiting.oldestMs)}`}`}{without > 0 && <div className="muted small">{formatCount(without)} without it</div>}</td>
      <td role="cell" data-title="Where they fall"><Spread measure={measure} asTable={asTable} /></td>
    </tr>
  );
}

const HowItIsComputed = ({ measure }: { measure: IncidentMeasure }) => (
  <details className="small">
    <summary>How it is computed</summary>
    <p><code>{measure.id}</code>: {measure.formula}. From: {measure.starts}. To: {measure.stops}.</p>
    {measure.cases.length > 0 && <ul>{measure.cases.map((one, index) => <li key={index}>{one.id === null ? one.label : <Link to="/incidents/$id" params={{ id: one.id }}>{one.label}</Link>}: {formatMeasure(one.value, measure.unit)}</li>)}</ul>}
    {measure.parts.length > 0 && <ul>{measure.parts.map((part) => <li key={part.key}>{part.key}: {part.value === null ? "none" : formatMeasure(part.value, measure.unit)} <span className="muted">of {formatNoun(part.n, "case")}</span></li>)}</ul>}
  </details>
);

const barWidth = 10, height = 32;
const boundText = (upToMs: number | null): string => (upToMs === null ? "longer" : `up to ${formatSpan(upToMs)}`);

/** Each bar takes about three times as long as the one before it. */
function Spread({ measure: { spread, about, n }, asTable }: { measure: IncidentMeasure; asTable: boolean }) {
  if (spread.length === 0) return null;
  const filled = spread.filter((bucket) => bucket.n > 0);
  if (asTable) return <ul className="small">{filled.map((bucket) => <li key={String(bucket.upToMs)}>{boundText(bucket.upToMs)}: {formatCount(bucket.n)}</li>)}</ul>;
  const most = Math.max(...spread.map((bucket) => bucket.n));
  const [first, last] = [filled[0], filled.at(-1)];
  const label = `${about}, ${formatNoun(n, "case")} on a logarithmic axis${first && last ? `: from ${boundText(first.upToMs)} to ${boundText(last.upToMs)}` : ""}`;
  return (
    <svg role="img" aria-label={label} width={spread.length * barWidth} height={height} viewBox={`0 0 ${spread.length * barWidth} ${height}`}>
      {spread.map((bucket, index) => <rect key={String(bucket.upToMs)} x={index * barWidth + 1} width={barWidth - 2} y={height - 1 - (bucket.n / most) * (height - 2)} height={(bucket.n / most) * (height - 2) + 1} fill="currentColor"><title>{`${boundText(bucket.upToMs)}: ${formatCount(bucket.n)}`}</title></rect>)}
    </svg>
  );
}
