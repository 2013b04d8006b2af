// The clocks of an incident: what a rule-maker wants by when, its drafts, and what was said to be sent.
import { useState } from "react";
import type { Clock, ClocksAnswer, Incident } from "../api/incident-shapes.ts";
import { useChange, useResource } from "../api/queries.ts";
import { useNow } from "../app/clock.ts";
import { formatSpan } from "../app/format.ts";
import { DraftDialog, StopClockDialog } from "../forms/incident-draft-dialog.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { ClockBadge, ClockDue } from "../lists/incident-badges.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemNote, ProblemPanel } from "../lists/problem-panel.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell } from "../shell/toasts.tsx";

type Asked = { clock: Clock; what: "draft" | "done" | "not-applicable" };

export function ClocksTab({ incident, canWrite }: { incident: Incident; canWrite: boolean }) {
  const answer = useResource<ClocksAnswer>(`/incidents/${encodeURIComponent(incident.id)}/clocks`);
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  if (answer.problem) return <ProblemPanel problem={answer.problem} what="The clocks could not be read" />;
  if (!answer.data) return <Skeleton rows={3} />;
  const { clocks, waiting, painRating } = answer.data;
  return (
    <>
      <OnlyNow what="Clocks" />
      {clocks.length === 0 && waiting.length === 0 && <Empty title="No rule has a clock for this incident."><p>CRA, BOD 26-04 and FedRAMP start theirs by the kind and severity of an incident. Which of them bind you is said by an administrator: <code>aftwatch regimes</code>.</p></Empty>}
      <ul className="clocks">{clocks.map((clock) => <ClockCard key={clock.regime + clock.stage} clock={clock} canWrite={canWrite} onAsk={(what) => setAsked({ clock, what })} />)}</ul>
      {waiting.length > 0 && <section><h2>Not started yet</h2><ul className="plain-list">{waiting.map((each) => <li key={each.regime + each.stage}><strong>{each.title}</strong> <span className="muted">({each.regime})</span> waits for {each.waitsFor}.</li>)}</ul></section>}
      {canWrite && clocks.concat().some(({ regime }) => regime.startsWith("fedramp")) && <PainRating incident={incident} rating={painRating} />}
      {asked?.what === "draft" && <DraftDialog clock={asked.clock} onClose={close} />}
      {asked && asked.what !== "draft" && <StopClockDialog clock={asked.clock} end={asked.what} onClose={close} />}
    </>
  );
}

function ClockCard({ clock, canWrite, onAsk }: { clock: Clock; canWrite: boolean; onAsk: (what: Asked["what"]) => void }) {
  return (
    <li className="card clock-card">
      <div className="section-head"><h3>{clock.title}</h3><ClockBadge state={clock.state} /></div>
      <ClockRail clock={clock} />
      <p className="muted small">{clock.clause}. It started because {clock.because}, <Instant at={clock.startedAt} as="absolute" />.</p>
      {clock.stoppedAt !== null && <p className="small">Stopped <Instant at={clock.stoppedAt} as="absolute" />{clock.stoppedBy !== null && ` by ${clock.stoppedBy}`}{clock.endWhy !== null && `: ${clock.endWhy}`}{clock.reportDigest !== null && <>. The draft then had SHA-256 <code className="break">{clock.reportDigest}</code></>}</p>}
      <div className="row">
        <button type="button" className="button" onClick={() => onAsk("draft")}>Draft<span className="visually-hidden">: {clock.title}, {clock.regime}</span></button>
        {canWrite && clock.stoppedAt === null && <><button type="button" className="button" onClick={() => onAsk("done")}>Mark as sent…</button><button type="button" className="button" onClick={() => onAsk("not-applicable")}>Does not apply…</button></>}
      </div>
    </li>
  );
}

/** How much of the time is used, in words and as a bar. */
export function ClockRail({ clock }: { clock: Clock }) {
  const now = useNow();
  const [startMs, dueMs, endMs] = [Date.parse(clock.startedAt), Date.parse(clock.dueAt), clock.stoppedAt === null ? now : Date.parse(clock.stoppedAt)];
  const used = Math.min(1, Math.max(0, (endMs - startMs) / Math.max(1, dueMs - startMs)));
  return (
    <div className="clock-rail">
      <div className={`rail-bar rail-bar-${clock.state}`} aria-hidden="true"><span style={{ width: `${used * 100}%` }} /></div>
      <p className="small line"><ClockDue clock={clock} />{clock.stoppedAt === null && <span className="muted">{endMs < dueMs ? `${formatSpan(dueMs - endMs)} of ${formatSpan(dueMs - startMs)} left` : `${formatSpan(endMs - dueMs)} over`}</span>}</p>
    </div>
  );
}

/** FedRAMP's impact rating decides which of its clocks bind. */
function PainRating({ incident, rating }: { incident: Incident; rating: number | null }) {
  const change = useChange<string>((value) => ({ path: `/incidents/${encodeURIComponent(incident.id)}/answers`, method: "POST", body: { "pain-rating": value } }), ["/incidents", "/clocks"]);
  return (
    <div className="card">
      <label className="field"><span>FedRAMP impact rating, 1 to 5; 5 until somebody rates</span>
        <select value={rating ?? ""} disabled={change.running} onChange={(event) => void change.run(event.target.value).then(() => tell("The rating is kept"), () => undefined)}><option value="">not rated</option>{[1, 2, 3, 4, 5].map((each) => <option key={each}>{each}</option>)}</select>
      </label>
      <ProblemNote problem={change.problem} />
    </div>
  );
}
