// Lanes of an incident (W4): where the time went between the stages, and the legal clocks as rails beneath; the table beside it says the same.
import { Link } from "@tanstack/react-router";
import type { Clock, Incident } from "../api/incident-shapes.ts";
import { useList, useResource } from "../api/queries.ts";
import type { ClocksAnswer } from "../api/incident-shapes.ts";
import type { Fact } from "../api/shapes.ts";
import { useNow } from "../app/clock.ts";
import { formatCount, formatInstant, formatNoun, formatSpan } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { ClockBadge, ClockDue } from "../lists/incident-badges.tsx";
import { Mark } from "../lists/badges.tsx";
import { Instant } from "../shell/instant.tsx";
import { placeOf, spanOf, stagesOf, waitsOf } from "./incident-stages.ts";
import type { Stage, Wait } from "./incident-stages.ts";

type Span = ReturnType<typeof spanOf>;

export function IncidentLanes({ incident }: { incident: Incident }) {
  const now = useNow();
  const { zone } = usePreferences();
  const clocks = useResource<ClocksAnswer>(`/incidents/${encodeURIComponent(incident.id)}/clocks`).data?.clocks ?? [];
  const binding = clocks.filter(({ state }) => state !== "not-applicable");
  const stages = stagesOf(incident);
  const waits = waitsOf(stages, incident.open, now);
  const span = spanOf(stages, binding, incident.open, now);
  return (
    <>
      <figure className="lanes">
        <figcaption><strong>Where the time went</strong> <span className="muted">{summaryOf(waits)}</span></figcaption>
        <ol className="lane-rows" aria-label="Waiting between stages">{waits.map((wait, index) => <WaitRow key={index} wait={wait} span={span} longest={wait.ms === Math.max(...waits.map(({ ms }) => ms))} />)}</ol>
        {binding.length > 0 && <ol className="lane-rows rails" aria-label="Legal clocks">{binding.map((clock) => <Rail key={clock.regime + clock.stage} clock={clock} span={span} now={now} />)}</ol>}
        <p className="lane-ends muted small"><span>{formatInstant(new Date(span.fromMs).toISOString(), zone)}</span><span>{formatInstant(new Date(span.toMs).toISOString(), zone)}</span></p>
      </figure>
      <StageTable incident={incident} stages={stages} waits={waits} clocks={clocks} />
    </>
  );
}

function summaryOf(waits: readonly Wait[]): string {
  const [first] = waits;
  const longest = waits.toSorted((a, b) => b.ms - a.ms)[0];
  if (!first || !longest) return "Only one stage was reached.";
  const total = waits.reduce((sum, { ms }) => sum + ms, 0);
  return `${formatSpan(total)} in all; the longest wait, ${formatSpan(longest.ms)}, is ${waitName(longest)}.`;
}

const waitName = ({ from, to }: Wait): string => (to ? `from ${from.name.toLowerCase()} to ${to.name.toLowerCase()}` : `since ${from.name.toLowerCase()}, still going on`);

function WaitRow({ wait, span, longest }: { wait: Wait; span: Span; longest: boolean }) {
  const left = placeOf(wait.fromMs, span) ?? 0, right = placeOf(wait.toMs, span) ?? 100;
  return (
    <li className="lane-row" title={`${formatSpan(wait.ms)} ${waitName(wait)}`}>
      <span className="lane-name">{wait.from.name}<span className="muted"> → {wait.to?.name ?? "now"}</span></span>
      <span className="lane-track" aria-hidden="true"><span className={`lane-bar ${wait.to ? "" : "lane-running"} ${longest ? "lane-longest" : ""}`} style={{ left: `${left}%`, width: `${Math.max(right - left, 0.4)}%` }} /></span>
      <span className="lane-span">{formatSpan(wait.ms)}</span>
    </li>
  );
}

/** From the start of a clock to its due instant; where it was stopped is marked. */
function Rail({ clock, span, now }: { clock: Clock; span: Span; now: number }) {
  const left = placeOf(Date.parse(clock.startedAt), span) ?? 0;
  const due = placeOf(Date.parse(clock.dueAt), span);
  const stopped = clock.stoppedAt === null ? undefined : placeOf(Date.parse(clock.stoppedAt), span);
  const leftMs = Date.parse(clock.dueAt) - now;
  return (
    <li className={`lane-row rail-${clock.state}`}>
      <span className="lane-name">{clock.title}<span className="muted"> {clock.regime}</span></span>
      <span className="lane-track" aria-hidden="true">
        <span className="rail-line" style={{ left: `${left}%`, width: `${(due ?? 100) - left}%` }} />
        {due !== undefined && <span className="rail-due" style={{ left: `${due}%` }}><Mark name="diamond" /></span>}
        {stopped !== undefined && <span className="rail-stop" style={{ left: `${stopped}%` }}><Mark name="check" /></span>}
      </span>
      <span className="lane-span">{clock.stoppedAt !== null ? (clock.state === "late" ? "done late" : "in time") : leftMs < 0 ? `${formatSpan(-leftMs)} over` : `${formatSpan(leftMs)} left`}</span>
    </li>
  );
}

function StageTable({ incident, stages, waits, clocks }: { incident: Incident; stages: readonly Stage[]; waits: readonly Wait[]; clocks: readonly Clock[] }) {
  const facts = useList<Fact>(`/incidents/${encodeURIComponent(incident.id)}/activity`, { order: "oldest", limit: "500" });
  return (
    <div className="table-region" role="region" aria-label="Table of stages" tabIndex={0}>
      <table role="table">
        <caption className="visually-hidden">{formatNoun(stages.length, "stage")} and {formatNoun(clocks.length, "clock")}</caption>
        <thead role="rowgroup"><tr role="row">{["Stage", "At", "Waited for it", "On record"].map((title) => <th key={title} role="columnheader" scope="col">{title}</th>)}</tr></thead>
        <tbody role="rowgroup">
          {stages.map((stage) => (
            <tr key={stage.id} role="row">
              <td role="cell" data-title="Stage" className="cell-main"><strong>{stage.name}</strong></td>
              <td role="cell" data-title="At">{stage.at === undefined ? <span className="muted">{stage.skipped ? "passed over" : "not yet"}</span> : <Instant at={new Date(stage.at).toISOString()} as="absolute" />}</td>
              <td role="cell" data-title="Waited for it"><Waited stage={stage} waits={waits} /></td>
              <td role="cell" data-title="On record"><Recorded fact={factOf(stage, facts.items)} /></td>
            </tr>
          ))}
          {clocks.map((clock) => (
            <tr key={clock.regime + clock.stage} role="row">
              <td role="cell" data-title="Stage" className="cell-main"><div className="two-lines"><strong>{clock.title}</strong><span className="muted small prose">{clock.clause}</span></div></td>
              <td role="cell" data-title="At"><ClockDue clock={clock} /></td>
              <td role="cell" data-title="State"><ClockBadge state={clock.state} /></td>
              <td role="cell" data-title="On record"><Recorded fact={facts.items.find(({ kind, body }) => kind === "clock.started" && body?.regime === clock.regime && body?.stage === clock.stage)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Waited({ stage, waits }: { stage: Stage; waits: readonly Wait[] }) {
  const wait = waits.find(({ to }) => to?.id === stage.id);
  return wait ? <span className="nowrap">{formatSpan(wait.ms)} <span className="muted">after {wait.from.name.toLowerCase()}</span></span> : <span className="muted">–</span>;
}

const Recorded = ({ fact }: { fact: Fact | undefined }) => (fact ? <Link to="/ledger" search={{ subject: fact.subject, kind: fact.kind }} className="nowrap">fact {formatCount(fact.seq)}</Link> : <span className="muted">–</span>);

// The last one of its kind: an incident that was reopened has the stages of its present episode.
function factOf(stage: Stage, facts: readonly Fact[]): Fact | undefined {
  const kinds: Partial<Record<Stage["id"], string>> = { detected: "incident.opened", acknowledged: "incident.acknowledged", closed: "incident.closed" };
  return stage.at === undefined || stage.id === "started" ? undefined : facts.findLast(({ kind, body }) => kind === (kinds[stage.id] ?? "incident.phase") && (kinds[stage.id] !== undefined || body?.phase === stage.id));
}
