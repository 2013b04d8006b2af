// One detection: what happened, why it was made, where that runs and whether it is vulnerable, what next; then the events and the record.
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import "../app/styles/runtime.css";
import { useJudging } from "../api/detection-acts.ts";
import { readProof } from "../api/detection-proof.ts";
import { useFollow } from "../api/follow.ts";
import { useCan, useList, useResource } from "../api/queries.ts";
import type { DetectionDetail } from "../api/runtime-shapes.ts";
import type { Fact } from "../api/shapes.ts";
import { formatCount } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { ExceptionDialog } from "../forms/exception-dialog.tsx";
import { VerdictDialog } from "../forms/detection-verdict-dialog.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { EvidenceBadge, JudgedBadge, LevelBadge, Techniques } from "../lists/detection-badges.tsx";
import { ComponentTable } from "../lists/detection-components.tsx";
import { Samples } from "../lists/detection-samples.tsx";
import { FactTable } from "../lists/fact-table.tsx";
import { Loading } from "../lists/loading.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { useKeys } from "../shell/keys.ts";
import { RuntimeNav } from "../shell/runtime-nav.tsx";
import { EvidenceCard, NextCard, WhereCard } from "./detection-cards.tsx";
import { ProcessSection, WhySection } from "./detection-why.tsx";

export function DetectionPage() {
  const { id } = useParams({ from: "/runtime/detections/$id" });
  useFollow(["detection", "incident"], [`/detections/${encodeURIComponent(id)}`, "/ledger"]);
  const { data, problem } = useResource<DetectionDetail>(`/detections/${encodeURIComponent(id)}`);
  if (problem && !data) return <Page title="Detection"><ProblemPanel problem={problem} what="The detection could not be read" /></Page>;
  return data ? <Detail detection={data} /> : <Loading />;
}

/** What, where, by whom and how often, in one sentence. */
function verdictOf({ kind, placement: { workload, service, version, exposure }, actor, count, subject }: DetectionDetail): string {
  const release = [service, version].filter((part) => part !== null).join(" ");
  const where = `${workload === "unknown" ? "a workload that nobody knows" : workload}${release === "" ? "" : `, which runs ${release}`}${exposure === "internet" ? " and can be reached from the internet" : ""}`;
  return `${count === 1 ? "Once" : `${formatCount(count)} times`} on ${where}${actor === null ? "" : `, by ${actor}`}${subject === "" || subject === actor || kind === "rate" ? "" : `: ${subject}`}.`;
}

function Detail({ detection }: { detection: DetectionDetail }) {
  const [form, setForm] = useState<"verdict" | "exception">();
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const { reopen } = useJudging();
  const proof = readProof(detection.why.proof);
  useKeys(canWrite ? [{ keys: "v", about: "Verdict", group: "Lists", run: () => setForm("verdict") }, { keys: "w", about: "Make an exception", group: "Lists", run: () => setForm("exception") }] : []);
  const { level, ruleLevel, evidence, tags, samples, components } = detection;
  return (
    <Page title={detection.title}
      lead={<><p className="line"><LevelBadge level={level} ruleLevel={ruleLevel} /><JudgedBadge detection={detection} /><EvidenceBadge evidence={evidence} /><Techniques tags={tags} none="" /></p><p className="verdict">{verdictOf(detection)}</p></>}
      actions={canWrite && (
        <>
          <button type="button" className={detection.verdict === null ? "button button-main" : "button"} aria-keyshortcuts="v" onClick={() => setForm("verdict")}>{detection.verdict === null ? "Verdict…" : "Another verdict…"}</button>
          {detection.verdict !== null && <button type="button" className="button" onClick={() => void reopen([detection])}>Reopen</button>}
          <button type="button" className="button" aria-keyshortcuts="w" onClick={() => setForm("exception")}>Make an exception…</button>
        </>
      )}>
      <RuntimeNav />
      <OnlyNow what="A detection" />
      <div className="cards incident-cards"><WhereCard detection={detection} /><EvidenceCard detection={detection} /><NextCard detection={detection} canWrite={canWrite} onForm={setForm} /></div>
      <WhySection detection={detection} proof={proof} />
      <ProcessSection processes={proof.processes} />
      <Tabs label="About this detection" tabs={[
        { id: "events", title: `Events (${formatCount(samples.length)})`, body: () => <Samples samples={samples} count={detection.count} /> },
        { id: "components", title: `Vulnerable components (${formatCount(components.length)})`, body: () => <ComponentTable detection={detection} /> },
        { id: "record", title: "On record", body: () => <OnRecord id={detection.id} /> },
      ]} />
      {form === "verdict" && <VerdictDialog detections={[detection]} first={level === "critical" || level === "high" ? "true-positive" : "benign"} onClose={() => setForm(undefined)} />}
      {form === "exception" && <ExceptionDialog detections={[detection.id]} onClose={() => setForm(undefined)} />}
    </Page>
  );
}

function OnRecord({ id }: { id: string }) {
  return <FactTable list={useList<Fact>("/ledger", { subject: id })} empty={<Empty title="The ledger holds no fact about this detection." />} />;
}
