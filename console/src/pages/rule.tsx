// One rule: what it is for, its text, how it fared, and what it detected.
import { useParams } from "@tanstack/react-router";
import "../app/styles/alerts.css";
import "../app/styles/runtime.css";
import { useLiveDetections } from "../api/detection-acts.ts";
import { useList, useResource } from "../api/queries.ts";
import type { Detection, RuleDetail } from "../api/runtime-shapes.ts";
import { formatCount, formatShare } from "../app/format.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { LevelBadge, Techniques } from "../lists/detection-badges.tsx";
import { DetectionTable } from "../lists/detection-table.tsx";
import { tacticsOf, vulnerabilitiesOf } from "../lists/detection-tags.ts";
import { Loading } from "../lists/loading.tsx";
import { Card, Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { logsourceText } from "../lists/rule-table.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { copyText } from "../shell/global-keys.ts";
import { Instant } from "../shell/instant.tsx";
import { RuntimeNav } from "../shell/runtime-nav.tsx";

export function RulePage() {
  const { id } = useParams({ from: "/runtime/rules/$id" });
  const { data, problem } = useResource<RuleDetail>(`/rules/${encodeURIComponent(id)}`);
  if (problem) return <Page title="Rule"><ProblemPanel problem={problem} what="The rule could not be read" /></Page>;
  return data ? <Detail rule={data} /> : <Loading />;
}

function Detail({ rule }: { rule: RuleDetail }) {
  return (
    <Page title={rule.title} lead={<><p className="line"><LevelBadge level={rule.level} />{rule.status !== null && <span className="muted">{rule.status}</span>}<Techniques tags={rule.tags} none="" /></p><p className="verdict">{rule.description === "" ? "It says nothing of what it is for." : rule.description}</p></>}>
      <RuntimeNav />
      <OnlyNow what="A rule" />
      <div className="cards"><FaredCard rule={rule} /><AboutCard rule={rule} /></div>
      <Tabs label="About this rule" tabs={[
        { id: "detections", title: `Detections (${formatCount(rule.detections)})`, body: () => <Detections id={rule.id} /> },
        { id: "text", title: "Text", body: () => <RuleText rule={rule} /> },
      ]} />
    </Page>
  );
}

function FaredCard({ rule: { detections, hits, dismissed, excepted, lastAt } }: { rule: RuleDetail }) {
  const judged = detections === 0 ? undefined : dismissed / detections;
  return (
    <Card title="How it fared in 30 days">
      <Facts facts={[
        ["Detections", formatCount(detections)], ["Hits", formatCount(hits)], ["Dismissed", <>{formatCount(dismissed)}{judged !== undefined && <span className={judged > 0.5 ? "due-soon" : "muted"}> ({formatShare(judged)})</span>}</>], ["Excepted", formatCount(excepted)], ["Fired last", <Instant at={lastAt} none="not in 30 days" />],
      ]} />
      {judged !== undefined && judged > 0.5 && <p className="note note-warn">More than half of what it says is dismissed: make it narrower, or make an exception.</p>}
    </Card>
  );
}

function AboutCard({ rule }: { rule: RuleDetail }) {
  const named = vulnerabilitiesOf(rule.tags);
  const list = (items: readonly string[], none: string) => (items.length === 0 ? <span className="muted">{none}</span> : <ul className="plain-list">{items.map((item) => <li key={item} className="break">{item}</li>)}</ul>);
  return (
    <Card title="What it looks at">
      <Facts facts={[
        ["Log source", logsourceText(rule)], ["Tactics", tacticsOf(rule.tags).join(", ") || <span className="muted">none is named</span>], ...(named.length === 0 ? [] : [["Vulnerability", named.join(", ")] as const]),
        ["May be wrong", list(rule.falsePositives, "it names no case")], ["References", <ul className="references">{rule.references.map((href) => <li key={href}>{/^https?:\/\//.test(href) ? <a href={href} target="_blank" rel="noreferrer">{href}</a> : href}</li>)}{rule.references.length === 0 && <li className="muted">none</li>}</ul>],
        ["Author", rule.author ?? <span className="muted">not said</span>], ["Stands at", <code className="break">{rule.file}:{rule.line}</code>], ["Id", <code className="break">{rule.id}</code>],
      ]} />
    </Card>
  );
}

function Detections({ id }: { id: string }) {
  useLiveDetections();
  return <DetectionTable list={useList<Detection>("/detections", { rule: id })} hide={["level", "evidence"]} empty={<Empty title="It has detected nothing."><p>That may be good news, or nothing it looks at is sent: the event sources say what comes. <code>aftwatch rules explain</code> shows how near an event comes to it.</p></Empty>} />;
}

/** The lines are numbered from where the rule begins in its file, as messages name them. */
function RuleText({ rule: { text, file, line } }: { rule: RuleDetail }) {
  const lines = text.replace(/\n$/, "").split("\n");
  return (
    <section className="stack">
      <header className="section-head"><h2><code className="break">{file}</code></h2><button type="button" className="button button-small" onClick={() => copyText(text, "Rule copied")}>Copy the rule</button></header>
      <div className="rule-text" role="region" aria-label="Text of the rule" tabIndex={0}><ol start={line}>{lines.map((each, index) => <li key={index}><code>{each === "" ? " " : each}</code></li>)}</ol></div>
    </section>
  );
}
