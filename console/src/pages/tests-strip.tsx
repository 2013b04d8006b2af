// The strip of the tests: what stands open, what came back, what could not be retested, and which targets were not tested in time.
import { Link } from "@tanstack/react-router";
import { dastSeverities } from "../api/dast-shapes.ts";
import type { Scan, Target } from "../api/dast-shapes.ts";
import { useNow } from "../app/clock.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { standingsOf } from "../lists/target-standing.ts";
import type { Standing } from "../lists/target-standing.ts";

export function TestsStrip({ targets, underWay }: { targets: readonly Target[]; underWay: readonly Scan[] }) {
  const now = useNow(60_000);
  const sum = (of: (target: Target) => number): number => targets.reduce((total, target) => total + of(target), 0);
  const standing = (one: Standing): number => targets.filter((target) => standingsOf(target, now).includes(one)).length;
  const [regressed, notRetested, never, overdue] = [sum((one) => one.regressed), sum((one) => one.notRetested), standing("never"), standing("overdue")];
  const findings = (q: string) => ({ to: "/tests", search: { tab: "findings", q } }) as const;
  return (
    <>
      <ul className="tiles runtime-tiles" aria-label="Open findings by severity, and the state of the tests">
        {dastSeverities.slice(0, 4).map((severity) => { const count = sum(({ open }) => open[severity]); return <li key={severity}><Link {...findings(`severity:${severity}`)} className={count > 0 && (severity === "critical" || severity === "high") ? `tile tile-${severity}` : "tile"} title={`Open findings; the link shows ${severity} and worse`}><span className="tile-count">{formatCount(count)}</span><span className="tile-name">{severity}</span></Link></li>; })}
        <li><Link {...findings("is:regressed")} className={regressed > 0 ? "tile tile-critical" : "tile"} title="Were fixed, and are back"><span className="tile-count">{formatCount(regressed)}</span><span className="tile-name">regressed</span></Link></li>
        <li><Link {...findings("is:not-retested")} className={notRetested > 0 ? "tile tile-unknown" : "tile"} title="Open before; the last scan could not say whether they still are"><span className="tile-count">{formatCount(notRetested)}</span><span className="tile-name">not retested</span></Link></li>
        <li><Link to="/tests" search={{ q: "is:overdue" }} className={overdue > 0 ? "tile tile-high" : "tile"}><span className="tile-count">{formatCount(overdue)}</span><span className="tile-name">{overdue === 1 ? "test overdue" : "tests overdue"}</span></Link></li>
        <li><Link to="/tests" search={{ q: "is:never" }} className={never > 0 ? "tile tile-unknown" : "tile"}><span className="tile-count">{formatCount(never)}</span><span className="tile-name">never tested</span></Link></li>
      </ul>
      <p className="coverage">{formatNoun(targets.length, "target")}, {formatCount(standing("testable"))} of them with somebody's word that they may be tested; {underWay.length === 0 ? "no scan runs now" : `${formatNoun(underWay.length, "scan")} under way`}.</p>
    </>
  );
}
