// Tests one finding again and says what came of it, while one waits.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useFollowed } from "../api/dast-acts.ts";
import { isUnderWay, scanOutcomes } from "../api/dast-shapes.ts";
import type { DastFinding, Scan } from "../api/dast-shapes.ts";
import { useChange } from "../api/queries.ts";
import { outcomeLooks, ScanStateBadge } from "../lists/dast-badges.tsx";
import { useKeys } from "../shell/keys.ts";
import { tellProblem } from "../shell/toasts.tsx";

export function TestAgain({ finding }: { finding: DastFinding }) {
  const [scanId, setScanId] = useState<string>();
  const change = useChange<void, Scan>(() => ({ path: `/dast-findings/${encodeURIComponent(finding.id)}/replay`, method: "POST" }), ["/scans"]);
  const again = (): void => void change.run().then((scan) => setScanId(scan.id), (cause: unknown) => tellProblem("It is not tested again", cause));
  useKeys([{ keys: "b", about: "Test again", group: "Lists", run: again }]);
  return (
    <>
      {scanId !== undefined && <Answer scanId={scanId} />}
      <button type="button" className={finding.state === "open" ? "button button-main" : "button"} aria-keyshortcuts="b" disabled={change.running} onClick={again}>Test again</button>
    </>
  );
}

function Answer({ scanId }: { scanId: string }) {
  const { data } = useFollowed<Scan>(`/scans/${encodeURIComponent(scanId)}`);
  const said = data && scanOutcomes.filter((outcome) => data.counts[outcome] > 0);
  return (
    <span className="line" role="status">
      {data === undefined ? <span className="muted">Asking…</span> : <><ScanStateBadge scan={data} /><Link to="/tests/scans/$id" params={{ id: scanId }}>{isUnderWay(data) ? (data.state === "queued" ? "waits for its turn" : "is tested now") : said === undefined || said.length === 0 ? data.failure ?? "it could not say" : said.map((outcome) => outcomeLooks[outcome].word).join(", ")}</Link></>}
    </span>
  );
}
