// The strip of the runtime: what is open by level, whether the watch is proven, which sources are stale, which rules are loaded.
import { Link } from "@tanstack/react-router";
import { levels } from "../api/runtime-shapes.ts";
import type { RuntimeOverview } from "../api/runtime-shapes.ts";
import { useNow } from "../app/clock.ts";
import { formatAgo, formatCount, formatInstant, formatNoun, formatSpan } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";

export function RuntimeStrip({ overview }: { overview: RuntimeOverview }) {
  const open = (level: string): number => overview.counts.filter((count) => count.level === level && count.state === "open").reduce((sum, { detections }) => sum + detections, 0);
  const { rules, correlations, rejectedRules, staleSources, exceptions } = overview;
  return (
    <>
      <ul className="tiles runtime-tiles" aria-label="Open detections by level, and the state of the watch">
        {levels.slice(0, 4).map((level) => <li key={level}><Link to="/runtime" search={{ q: `is:open level:${level}` }} className={open(level) > 0 && (level === "critical" || level === "high") ? `tile tile-${level}` : "tile"} title={`Open detections of the range; the link shows ${level} and worse`}><span className="tile-count">{formatCount(open(level))}</span><span className="tile-name">{level}</span></Link></li>)}
        <li><CanaryTile overview={overview} /></li>
        <li><Link to="/runtime/sources" className={staleSources > 0 ? "tile tile-unknown" : "tile"}><span className="tile-count">{formatCount(staleSources)}</span><span className="tile-name">{staleSources === 1 ? "stale source" : "stale sources"}</span></Link></li>
        <li><Link to="/runtime/rules" className={rules === 0 ? "tile tile-unknown" : "tile"}><span className="tile-count">{formatCount(rules + correlations)}</span><span className="tile-name">rules loaded</span></Link></li>
        <li><Link to="/runtime/rules" search={{ tab: "rejects" }} className={rejectedRules > 0 ? "tile tile-high" : "tile"}><span className="tile-count">{formatCount(rejectedRules)}</span><span className="tile-name">rules rejected</span></Link></li>
      </ul>
      <p className="coverage">{formatNoun(correlations, "correlation")} among the rules; <Link to="/runtime/exceptions">{formatNoun(exceptions, "exception")}</Link> in force.</p>
    </>
  );
}

/** Older than two rounds of canaries, the proof has run out. */
const provenForMs = 15 * 60_000;

function CanaryTile({ overview: { lastCanaryAt, lastCanaryMs } }: { overview: RuntimeOverview }) {
  const now = useNow();
  const { zone } = usePreferences();
  const isProven = lastCanaryAt !== null && now - Date.parse(lastCanaryAt) <= provenForMs;
  return (
    <Link to="/runtime/sources" className={isProven ? "tile" : "tile tile-unknown"} title={lastCanaryAt === null ? "No canary was seen: the path from sender to detection is not proven" : `The last canary was seen at ${formatInstant(lastCanaryAt, zone)}`}>
      <span className="tile-count">{lastCanaryAt === null ? "?" : lastCanaryMs === null ? "seen" : formatSpan(lastCanaryMs)}</span><span className="tile-name">{lastCanaryAt === null ? "no canary seen" : `canary, ${formatAgo(lastCanaryAt, now)}`}</span>
    </Link>
  );
}
