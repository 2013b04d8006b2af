// The calendar of one schedule, its table twin, and overrides.
import { useState } from "react";
import type { Oncall, Override, Shift } from "../api/alert-shapes.ts";
import { useCan, useChange, useList, useMe, useResource } from "../api/queries.ts";
import { nowMs } from "../app/clock-now.ts";
import { formatNoun, formatSpan } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { useUrl } from "../app/url.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { OverrideDialog } from "../forms/override-dialog.tsx";
import type { OverrideStart } from "../forms/override-dialog.tsx";
import { Badge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { ShiftCalendar } from "../plots/shift-calendar.tsx";
import { daysFrom, firstOfMonth, mondayOf } from "../plots/shift-days.ts";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

export function OncallCalendarTab({ oncall }: { oncall: Oncall }) {
  const { url, set } = useUrl();
  const { data: me } = useMe();
  const canWrite = useCan("write");
  const [overriding, setOverriding] = useState<OverrideStart>();
  const { schedules, people } = oncall.document;
  const schedule = schedules.find(({ name }) => name === url.schedule) ?? schedules[0];
  if (!schedule) return <Empty title="There is no schedule."><p>Write one into the document.</p></Empty>;
  const names = people.map(({ name }) => name);
  return (
    <div className="stack">
      <div className="row row-end">
        <label className="field"><span>Schedule</span><select value={schedule.name} onChange={(event) => set({ schedule: event.target.value })}>{schedules.map(({ name }) => <option key={name}>{name}</option>)}</select></label>
        {canWrite && <button type="button" className="button" onClick={() => setOverriding({ schedule: schedule.name })}>Add an override</button>}
      </div>
      <Span schedule={schedule} people={names} onTake={canWrite ? (shift) => setOverriding({ schedule: schedule.name, shift }) : undefined} />
      <section className="stack"><h2>Overrides</h2><Overrides schedule={schedule.name} /></section>
      {overriding && <OverrideDialog start={overriding} people={names} me={me?.name} onClose={() => setOverriding(undefined)} />}
    </div>
  );
}

/** What is shown, as the URL has it: a week from a Monday or a month from its first, in the zone that was chosen. */
function useSpan(scheduleZone: string) {
  const { url, set } = useUrl();
  const { zone } = usePreferences();
  const own = url.by !== "reader";
  const timeZone = own ? scheduleZone : zone === "utc" ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isMonth = url.view === "month";
  const asked = url.from === undefined || Number.isNaN(Date.parse(url.from)) ? nowMs() : Date.parse(url.from);
  const fromMs = isMonth ? firstOfMonth(asked, timeZone) : mondayOf(asked, timeZone);
  const dayCount = isMonth ? Math.round((firstOfMonth(asked, timeZone, 1) - fromMs) / 86_400_000) : 7;
  const step = (sign: 1 | -1): void => set({ from: new Date(isMonth ? firstOfMonth(fromMs, timeZone, sign) : fromMs + sign * 7 * 86_400_000 + 3_600_000 * 2).toISOString() });
  return { timeZone, own, isMonth, fromMs, dayCount, toMs: daysFrom(fromMs, dayCount, timeZone).at(-1)?.endMs ?? fromMs, step, set };
}

function Span({ schedule, people, onTake }: { schedule: Oncall["document"]["schedules"][number]; people: readonly string[]; onTake: ((shift: Shift) => void) | undefined }) {
  const { timeZone, own, isMonth, fromMs, toMs, dayCount, step, set } = useSpan(schedule.zone);
  const { data, problem } = useResource<{ items: Shift[] }>("/oncall/shifts", { schedule: schedule.name, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
  const gaps = data?.items.filter(({ person }) => person === null) ?? [];
  return (
    <>
      <div className="row">
        <button type="button" className="button" onClick={() => step(-1)}>Earlier</button><button type="button" className="button" onClick={() => set({ from: undefined })}>Today</button><button type="button" className="button" onClick={() => step(1)}>Later</button>
        <div className="choices" role="group" aria-label="How long">{["week", "month"].map((view) => <button key={view} type="button" className="button" aria-pressed={isMonth === (view === "month")} onClick={() => set({ view })}>{view}</button>)}</div>
        <div className="choices" role="group" aria-label="Zone"><button type="button" className="button" aria-pressed={own} onClick={() => set({ by: undefined })}>{schedule.zone}</button><button type="button" className="button" aria-pressed={!own} onClick={() => set({ by: "reader" })}>Mine</button></div>
      </div>
      {problem ? <ProblemPanel problem={problem} what="The shifts could not be read" /> : !data ? <Skeleton rows={4} /> : (
        <>
          {gaps.length > 0 && <p className="note note-bad">Nobody is on call for {formatSpan(gaps.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0))} of this time, in {formatNoun(gaps.length, "gap")}.</p>}
          <ShiftCalendar shifts={data.items} layers={schedule.layers.map(({ name }) => name)} people={people} fromMs={fromMs} dayCount={dayCount} timeZone={timeZone} onTake={onTake} />
          <p className="muted small">A layer is drawn where it holds; later layers lie over earlier ones, overrides over all.</p>
          <DataTable of="shifts" list={heldList(data.items, "/oncall/shifts")} columns={columnsFor(onTake)} keyOf={(row) => row.from} empty={<Empty title="No shift in this time." />} />
        </>
      )}
    </>
  );
}

const columnsFor = (onTake: ((shift: Shift) => void) | undefined): readonly Column<Shift>[] => [
  { id: "person", title: "On call", main: true, text: (row) => row.person ?? "", cell: (row) => (row.person === null ? <Badge tone="critical" mark="octagon">gap: nobody</Badge> : <strong>{row.person}</strong>) },
  { id: "from", title: "From", text: (row) => row.from, cell: (row) => <Instant at={row.from} as="absolute" /> },
  { id: "to", title: "To", text: (row) => row.to, cell: (row) => <Instant at={row.to} as="absolute" /> },
  { id: "length", title: "Length", text: (row) => String((Date.parse(row.to) - Date.parse(row.from)) / 3_600_000), cell: (row) => formatSpan(Date.parse(row.to) - Date.parse(row.from)) },
  { id: "by", title: "By", text: (row) => (row.overrideId === null ? row.layer ?? "" : "override"), cell: (row) => (row.overrideId === null ? row.layer ?? <span className="gap">no layer</span> : "override") },
  ...(onTake ? [{ id: "take", title: "Action", cell: (row: Shift) => (Date.parse(row.to) <= nowMs() ? <span className="muted">over</span> : <button type="button" className="button button-small" aria-label={`Take it: the shift of ${row.person ?? "nobody"} from ${row.from}`} onClick={() => onTake(row)}>Take it</button>) }] : []),
];

function Overrides({ schedule }: { schedule: string }) {
  const canWrite = useCan("write");
  const list = useList<Override>("/oncall/overrides", { schedule });
  const columns: readonly Column<Override>[] = [
    { id: "person", title: "Who", main: true, text: (row) => row.person, cell: (row) => <div className="two-lines"><strong>{row.person}</strong><span className="muted small">{row.reason ?? "no reason was given"}</span></div> },
    { id: "from", title: "From", text: (row) => row.from, cell: (row) => <Instant at={row.from} as="absolute" /> },
    { id: "to", title: "To", text: (row) => row.to, cell: (row) => <Instant at={row.to} as="absolute" /> },
    { id: "by", title: "Set by", text: (row) => row.createdBy, cell: (row) => <span>{row.createdBy} <Instant at={row.createdAt} /></span> },
    ...(canWrite ? [{ id: "remove", title: "Action", cell: (row: Override) => <RemoveOverride id={row.id} /> }] : []),
  ];
  return <DataTable of="overrides" list={list} columns={columns} keyOf={(row) => row.id} empty={<Empty title="No override: the layers hold."><p>Take a shift in the calendar, or add one for a time.</p></Empty>} />;
}

function RemoveOverride({ id }: { id: string }) {
  const { run, running } = useChange<void>(() => ({ path: `/oncall/overrides/${encodeURIComponent(id)}`, method: "DELETE" }), ["/oncall"]);
  return <ConfirmButton text="Remove" confirm="Remove it now" disabled={running} onConfirm={() => run().then(() => tell("Removed: the layers hold again"), (cause: unknown) => tellProblem("It could not be removed", cause))} />;
}
