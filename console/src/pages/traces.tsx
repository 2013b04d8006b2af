// Evidence: which advisory compared what, and what would clear it; silence is shown as unknown.
import type { Trace } from "../api/shapes.ts";
import { Badge } from "../lists/badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Instant } from "../shell/instant.tsx";

const verdicts = { affected: ["critical", "octagon"], "not-affected": ["good", "check"], unknown: ["unknown", "question"] } as const;

export function Traces({ traces }: { traces: readonly Trace[] }) {
  if (traces.length === 0) return <Empty title="No trace is stored." restsOnCoverage />;
  return (
    <div className="table-region" role="region" aria-label="Table of traces" tabIndex={0}>
      <table role="table">
        <thead role="rowgroup"><tr role="row">{["Verdict", "Why", "Cleared by", "Component", "Advisory", "Matched"].map((title) => <th key={title} role="columnheader" scope="col">{title}</th>)}</tr></thead>
        <tbody role="rowgroup">
          {traces.map((trace) => {
            const [tone, mark] = verdicts[trace.verdict];
            return (
              <tr key={trace.component + trace.advisory + trace.source} role="row">
                <td role="cell" data-title="Verdict" className="cell-main"><Badge tone={tone} mark={mark}>{trace.verdict.replace("-", " ")}</Badge></td>
                <td role="cell" data-title="Why"><div className="two-lines"><span className="prose">{trace.why}</span>{trace.order !== null && <span className="muted small prose">{trace.compared === null ? "" : `${trace.compared} `}by {trace.order}{trace.events.length > 0 && `; range: ${trace.events.join(", ")}`}</span>}</div></td>
                <td role="cell" data-title="Cleared by">{trace.clearedBy === null ? <span className="muted">{trace.fixState === null ? "no version known" : trace.fixState.replaceAll("-", " ")}</span> : <code>{trace.clearedBy}</code>}</td>
                <td role="cell" data-title="Component"><code className="break">{trace.component}</code></td>
                <td role="cell" data-title="Advisory">{trace.advisory} <span className="muted">({trace.source})</span></td>
                <td role="cell" data-title="Matched"><Instant at={trace.detectedAt} none="not matched" /></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
