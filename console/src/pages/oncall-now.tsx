// Who is on call now in each schedule, and the pages that run or ran.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { IncidentPage, Oncall, OnCallNow } from "../api/alert-shapes.ts";
import { useCan, useList, useMe, useResource } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { OverrideDialog } from "../forms/override-dialog.tsx";
import type { OverrideStart } from "../forms/override-dialog.tsx";
import { Names } from "../lists/alert-badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { OncallPageTable } from "../lists/oncall-page-table.tsx";
import { Facts } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { copyText } from "../shell/global-keys.ts";
import { Instant } from "../shell/instant.tsx";

export function OncallNowTab({ oncall }: { oncall: Oncall }) {
  const { data, problem } = useResource<{ items: OnCallNow[] }>("/oncall/now");
  const { data: me } = useMe();
  const [overriding, setOverriding] = useState<OverrideStart>();
  if (problem) return <ProblemPanel problem={problem} what="Who is on call could not be read" />;
  if (!data) return <Skeleton />;
  return (
    <div className="stack">
      {oncall.warnings.length > 0 && <p className="note note-warn">{formatNoun(oncall.warnings.length, "thing")} in the document {oncall.warnings.length === 1 ? "is" : "are"} doubtful: <Link to="/oncall" search={{ tab: "document" }}>see the document</Link>.</p>}
      {data.items.length === 0 && <Empty title="There is no schedule." ><p>Policies may still page people, teams and receivers.</p></Empty>}
      <div className="cards">{data.items.map((schedule) => <ScheduleCard key={schedule.schedule} now={schedule} onOverride={() => setOverriding({ schedule: schedule.schedule })} />)}</div>
      <section className="stack"><h2>Pages</h2><Pages /></section>
      {overriding && <OverrideDialog start={overriding} people={oncall.document.people.map(({ name }) => name)} me={me?.name} onClose={() => setOverriding(undefined)} />}
    </div>
  );
}

function ScheduleCard({ now, onOverride }: { now: OnCallNow; onOverride: () => void }) {
  const canWrite = useCan("write");
  return (
    <section className="card">
      <h2>{now.schedule} <span className="muted">{now.zone}</span></h2>
      {now.person === null ? <p className="note note-bad"><strong>Nobody is on call.</strong> A page to this schedule reaches nobody now.</p> : <p className="verdict">{now.person}{now.overrideId !== null && <span className="muted"> by override</span>}</p>}
      {now.warning !== null && <p className="note note-warn">{now.warning}</p>}
      <Facts facts={[["Since", <Instant at={now.since} />], ["Until", <Instant at={now.until} none="no end is known" />], ["Next", now.next === null ? <span className="gap">? nobody is known</span> : <>{now.next.person ?? <span className="gap">nobody</span>}, <Instant at={now.next.from} /></>], ["Told at", <Names names={now.receivers} none="? no receiver" />]]} />
      <div className="row">
        {canWrite && <button type="button" className="button" aria-label={`Take over in ${now.schedule}`} onClick={onOverride}>Take over</button>}
        <Link className="button" to="/oncall" search={{ tab: "calendar", schedule: now.schedule }}>Calendar</Link>
        <button type="button" className="button" title="Whoever has the address may read the schedule" onClick={() => copyText(new URL(now.calendarUrl, location.href).href, "Address copied: whoever has it may read the schedule")}>Copy calendar address</button>
      </div>
    </section>
  );
}

const states = ["running", "acknowledged", "ended", "exhausted"] as const;

function Pages() {
  const { url, set } = useUrl();
  const state = states.find((each) => each === url.state);
  const list = useList<IncidentPage>("/pages", { state });
  return (
    <>
      <div className="choices" role="group" aria-label="State of pages">
        <button type="button" className="button" aria-pressed={state === undefined} onClick={() => set({ state: undefined })}>All</button>
        {states.map((each) => <button key={each} type="button" className="button" aria-pressed={state === each} onClick={() => set({ state: each })}>{each}</button>)}
      </div>
      <OncallPageTable list={list} empty={<Empty title={state === undefined ? "Nobody was paged yet." : `No page is ${state}.`}><p>An incident that opens, comes back or grows worse pages by the rules of the document.</p></Empty>} />
    </>
  );
}
