// Scans under way: how far, how fast, whether the target is unwell, and the way to stop each.
import { Link } from "@tanstack/react-router";
import type { Scan, ScanProgress } from "../api/dast-shapes.ts";
import { formatCount, formatNoun, formatSpan } from "../app/format.ts";
import { StopScan } from "../forms/stop-scan.tsx";
import { Badge } from "../lists/badges.tsx";
import { ScanStateBadge } from "../lists/dast-badges.tsx";
import { Took } from "../lists/scan-table.tsx";

export function Running({ scans }: { scans: readonly Scan[] }) {
  if (scans.length === 0) return null;
  return (
    <section className="card" aria-label="Scans under way">
      <h2>Under way</h2>
      <ul className="running">{scans.map((scan) => (
        <li key={scan.id}>
          <p className="line"><Link to="/tests/scans/$id" params={{ id: scan.id }}><strong>{scan.target}</strong></Link><ScanStateBadge scan={scan} /><span className="muted small">{scan.profile}, <Took scan={scan} /></span></p>
          <Progress scan={scan} />
          <StopScan scan={scan} />
        </li>
      ))}</ul>
    </section>
  );
}

/** Changes every second or so: read out only when the phase does. */
export function Progress({ scan: { state, progress, target } }: { scan: Pick<Scan, "state" | "progress" | "target"> }) {
  if (progress === null) return <p className="muted small">{state === "queued" ? "Waits for its turn." : "Has just begun."}</p>;
  const { phase, done, total } = progress;
  return (
    <div className="scan-progress">
      <progress max={Math.max(1, total)} {...(total > 0 ? { value: done } : {})} aria-label={`Progress of the scan of ${target}: ${phase}`} />
      <p className="line small"><span role="status">Phase <strong>{phase}</strong></span><Figures progress={progress} /></p>
    </div>
  );
}

function Figures({ progress: { done, total, routes, requests, requestsPerSecond, findings, backingOff, etaMs } }: { progress: ScanProgress }) {
  return (
    <>
      <span className="muted">{total > 0 ? `${formatCount(done)} of ${formatCount(total)}` : formatCount(done)}</span>
      <span className="muted">{etaMs === null ? "end not known yet" : `about ${formatSpan(etaMs)} left`}</span>
      <span className="muted">{formatNoun(requests, "request")}, {formatCount(requestsPerSecond)}/s</span>
      <span className="muted">{formatNoun(routes, "route")}</span>
      <strong>{formatNoun(findings, "finding")}</strong>
      {backingOff && <Badge tone="high" mark="triangle" title="The target answers slower or with errors: fewer requests are sent until it is well again">backing off</Badge>}
    </>
  );
}
