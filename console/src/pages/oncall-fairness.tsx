// Fairness: how the hours, nights, weekends and holidays fell on people within the range.
import type { Fairness, Oncall } from "../api/alert-shapes.ts";
import { useResource } from "../api/queries.ts";
import { formatCount, formatMeasure } from "../app/format.ts";
import { useRange, useUrl } from "../app/url.ts";
import { Badge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";

const minuteMs = 60_000;
const hours = (value: number): string => formatMeasure(value, "hours");

const columns: readonly Column<Fairness>[] = [
  { id: "person", title: "Person", main: true, text: (row) => row.person ?? "", cell: (row) => (row.person === null ? <Badge tone="critical" mark="octagon">nobody</Badge> : <strong>{row.person}</strong>) },
  { id: "hours", title: "On call", align: "end", text: (row) => String(row.hours), cell: (row) => hours(row.hours) },
  { id: "night", title: "At night", align: "end", text: (row) => String(row.nightHours), cell: (row) => hours(row.nightHours) },
  { id: "weekend", title: "On weekends", align: "end", text: (row) => String(row.weekendHours), cell: (row) => hours(row.weekendHours) },
  { id: "holiday", title: "On holidays", align: "end", text: (row) => String(row.holidayHours), cell: (row) => hours(row.holidayHours) },
  { id: "shifts", title: "Shifts", align: "end", text: (row) => String(row.shifts), cell: (row) => formatCount(row.shifts) },
];

export function FairnessTab({ oncall }: { oncall: Oncall }) {
  const { url, set } = useUrl();
  const { fromMs, toMs, label } = useRange();
  const whole = (ms: number): string => new Date(Math.floor(ms / minuteMs) * minuteMs).toISOString();
  const schedule = oncall.document.schedules.find(({ name }) => name === url.schedule)?.name;
  const { data, problem } = useResource<{ items: Fairness[] }>("/oncall/fairness", { schedule, from: whole(fromMs), to: whole(toMs) });
  return (
    <div className="stack">
      <label className="field"><span>Schedule</span><select value={schedule ?? ""} onChange={(event) => set({ schedule: event.target.value })}><option value="">all of them</option>{oncall.document.schedules.map(({ name }) => <option key={name}>{name}</option>)}</select></label>
      <p className="muted">{label}, by the range above. Nights are 22:00 to 07:00, and weekends Saturday and Sunday, where that person lives.</p>
      {problem ? <ProblemPanel problem={problem} what="The hours could not be counted" /> : !data ? <Skeleton rows={4} /> : <DataTable of="people" list={heldList(data.items, "/oncall/fairness")} columns={columns} keyOf={(row) => row.person ?? ""} empty={<Empty title="Nobody was on call in this time." />} />}
    </div>
  );
}
