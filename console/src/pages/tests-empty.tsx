// Nothing on the lists of tests: what that rests on, and how to begin.
import { Link } from "@tanstack/react-router";
import type { Target } from "../api/dast-shapes.ts";
import { formatNoun } from "../app/format.ts";
import { CopyCommand } from "../forms/copy-command.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Instant } from "../shell/instant.tsx";

export const NoTargets = ({ onAdd }: { onAdd: () => void }) => (
  <Empty title="Nothing is tested from outside yet: nobody knows whether it would resist.">
    <p>A target is a URL that may be tested. The production profile, which is the default, only reads: no form is sent but the login, nothing is changed, and it slows down when the target does. Nothing is sent before somebody has said that the target may be tested, or it says so itself by a file or a TXT record.</p>
    <div className="row"><button type="button" className="button button-main" onClick={onAdd}>Add a target…</button><Link to="/tests/checks" className="button">What would be looked for</Link></div>
    <p className="muted small">From a terminal, without a server:</p>
    <CopyCommand command="aftwatch dast run http://localhost:8080 --profile production" />
  </Empty>
);

/** No finding is good news only as far as there was a test, and it was a real one. */
export function NoFindings({ targets, hasFilter }: { targets: readonly Target[]; hasFilter: boolean }) {
  if (hasFilter) return <Empty title="No finding matches."><p><Link to="/tests" search={{ tab: "findings", q: "is:all" }}>All findings, also fixed and dismissed ones</Link></p></Empty>;
  const never = targets.filter(({ lastScan }) => lastScan === null).length;
  const last = targets.flatMap(({ lastScan }) => lastScan?.endedAt ?? []).toSorted().at(-1);
  return (
    <Empty title="No finding is open.">
      <p>{last === undefined ? <span className="gap">No scan has ended yet: this says nothing about the targets.</span> : <>The last scan of {formatNoun(targets.length, "target")} ended <Instant at={last} />{never > 0 && <>; <Link to="/tests" search={{ q: "is:never" }}><span className="gap">{formatNoun(never, "target was", "targets were")} never tested</span></Link></>}.</>} What each scan could not test is said in <Link to="/tests" search={{ tab: "coverage" }}>its coverage</Link>.</p>
      <p className="muted small">Fixed and dismissed ones are not shown: <Link to="/tests" search={{ tab: "findings", q: "is:all" }}>show them, too</Link>.</p>
    </Empty>
  );
}

export const NoScans = ({ hasFilter }: { hasFilter: boolean }) => <Empty title={hasFilter ? "No scan matches." : "No scan was made yet."}><p>{hasFilter ? <Link to="/tests" search={{ tab: "scans" }}>All scans</Link> : "Scans are started by hand, by a schedule, or after a deployment."}</p></Empty>;
