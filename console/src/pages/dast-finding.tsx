// One finding of a test: what, where and why in a sentence, the proof as it was sent and answered, whose it is, and testing it again.
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { dastNouns, dastPaths, useDastJudging } from "../api/dast-acts.ts";
import type { DastFindingDetail } from "../api/dast-shapes.ts";
import { useFollow } from "../api/follow.ts";
import { useCan, useList, useResource } from "../api/queries.ts";
import type { Fact } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { DastVerdictDialog } from "../forms/dast-verdict-dialog.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ConfidenceBadge, DastSeverityBadge, DastStateBadge, ScanOutcomeBadge } from "../lists/dast-badges.tsx";
import { FactTable } from "../lists/fact-table.tsx";
import { Loading } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OutcomeStrip } from "../plots/outcome-strip.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { useKeys } from "../shell/keys.ts";
import { TestsNav } from "../shell/tests-nav.tsx";
import { MendCard, OwnerCard, PlaceCard, VulnerabilityTable } from "./dast-finding-cards.tsx";
import { Proof } from "./dast-proof.tsx";
import { TestAgain } from "./dast-test-again.tsx";

export function DastFindingPage() {
  const { id } = useParams({ from: "/tests/findings/$id" });
  useFollow(dastNouns, [...dastPaths, "/ledger"]);
  const { data, problem } = useResource<DastFindingDetail>(`/dast-findings/${encodeURIComponent(id)}`);
  if (problem && !data) return <Page title="Finding"><TestsNav /><ProblemPanel problem={problem} what="The finding could not be read" /></Page>;
  return data ? <Detail finding={data} /> : <Loading />;
}

function Detail({ finding }: { finding: DastFindingDetail }) {
  const [judging, setJudging] = useState(false);
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const { reopen } = useDastJudging();
  useKeys(canWrite ? [{ keys: "v", about: "Verdict", group: "Lists", run: () => setJudging(true) }] : []);
  const { severity, confidence, lastOutcome, notRetestedBecause, because, where, alsoAt, vulnerabilities, history } = finding;
  return (
    <Page title={finding.title}
      lead={<><p className="line"><DastSeverityBadge severity={severity} /><ConfidenceBadge confidence={confidence} /><DastStateBadge finding={finding} /><ScanOutcomeBadge outcome={lastOutcome} why={notRetestedBecause} /><code className="break">{where}</code></p><p className="verdict">{because}</p></>}
      actions={canWrite && <><TestAgain finding={finding} /><button type="button" className="button" aria-keyshortcuts="v" onClick={() => setJudging(true)}>{finding.verdict === null ? "Verdict…" : "Another verdict…"}</button>{finding.verdict !== null && <button type="button" className="button" onClick={() => void reopen([finding])}>Reopen</button>}</>}>
      <TestsNav />
      <OnlyNow what="A finding of a test" />
      {lastOutcome === "not-retested" && <p className="note note-warn"><strong>Not retested.</strong> {notRetestedBecause ?? "The last scan could not say whether it is still there."} It stays open: nothing closes on silence.</p>}
      <div className="cards incident-cards"><PlaceCard finding={finding} /><OwnerCard finding={finding} /><MendCard finding={finding} /></div>
      <section aria-label="History"><h2>Over scans</h2>{history.length === 0 ? <p className="muted">No scan has ended since it was found.</p> : <OutcomeStrip history={history} />}</section>
      <Tabs label="About this finding" tabs={[
        { id: "proof", title: `Proof (${formatCount(finding.exchanges.length)})`, body: () => <Proof finding={finding} /> },
        { id: "also", title: `Also at (${formatCount(alsoAt.length)})`, body: () => (alsoAt.length === 0 ? <Empty title="It was seen in one place." /> : <ul className="card plain-list">{alsoAt.map((url) => <li key={url}><code className="break">{url}</code></li>)}</ul>) },
        { id: "vulnerabilities", title: `Vulnerabilities (${formatCount(vulnerabilities.length)})`, body: () => <VulnerabilityTable finding={finding} /> },
        { id: "record", title: "On record", body: () => <OnRecord id={finding.id} /> },
      ]} />
      {judging && <DastVerdictDialog findings={[finding]} onClose={() => setJudging(false)} />}
    </Page>
  );
}

function OnRecord({ id }: { id: string }) {
  return <FactTable list={useList<Fact>("/ledger", { subject: id })} empty={<Empty title="The ledger holds no fact about this finding." />} />;
}
