// The calendar of a schedule: one row for each layer where it holds, one for overrides, the outcome beneath, gaps marked.
import type { Shift } from "../api/alert-shapes.ts";
import { useNow } from "../app/clock.ts";
import { daysFrom, placeIn } from "./shift-days.ts";
import type { Day } from "./shift-days.ts";

interface CalendarProps { shifts: readonly Shift[]; layers: readonly string[]; people: readonly string[]; fromMs: number; dayCount: number; timeZone: string; onTake: ((shift: Shift) => void) | undefined }
interface Span { startMs: number; endMs: number }

const colours = 6;
const wideEnough = 6;

export function ShiftCalendar({ shifts, layers, people, fromMs, dayCount, timeZone, onTake }: CalendarProps) {
  const days = daysFrom(fromMs, dayCount, timeZone);
  const span: Span = { startMs: days[0]?.startMs ?? fromMs, endMs: days.at(-1)?.endMs ?? fromMs };
  const draw = (name: string, rows: readonly Shift[], isFinal = false) => (
    <div key={name} className={`calendar-row ${isFinal ? "calendar-final" : ""}`}>
      <span className="calendar-name">{name}</span>
      <div className="calendar-track"><Days days={days} span={span} />{rows.map((shift) => <ShiftBar key={shift.from} shift={shift} span={span} colour={people.indexOf(shift.person ?? "") % colours} timeZone={timeZone} onTake={isFinal ? onTake : undefined} />)}<NowLine span={span} /></div>
    </div>
  );
  const overridden = shifts.filter(({ overrideId }) => overrideId !== null);
  return (
    <div className="calendar" role="group" aria-label="Calendar of shifts; the table beneath says the same" tabIndex={0}>
      <div className="calendar-rows">
        <div className="calendar-days" aria-hidden="true"><span className="calendar-name">{timeZone}</span><div className="calendar-track"><Days days={days} span={span} timeZone={timeZone} /></div></div>
        {layers.map((layer) => draw(layer, shifts.filter((shift) => shift.layer === layer && shift.overrideId === null)))}
        {overridden.length > 0 && draw("Overrides", overridden)}
        {draw("On call", shifts, true)}
      </div>
    </div>
  );
}

function Days({ days, span, timeZone }: { days: readonly Day[]; span: Span; timeZone?: string }) {
  const name = timeZone === undefined ? undefined : new Intl.DateTimeFormat(undefined, { timeZone, ...(days.length > 8 ? { day: "numeric" } : { weekday: "short", day: "numeric", month: "short" }) });
  return days.map(({ startMs, endMs, isWeekend }) => {
    const place = placeIn(startMs, endMs, span);
    return place && <span key={startMs} className={`calendar-day ${isWeekend ? "calendar-weekend" : ""}`} style={{ left: `${place.left}%`, width: `${place.width}%` }}>{name?.format(startMs)}</span>;
  });
}

function ShiftBar({ shift, span, colour, timeZone, onTake }: { shift: Shift; span: Span; colour: number; timeZone: string; onTake: ((shift: Shift) => void) | undefined }) {
  const place = placeIn(Date.parse(shift.from), Date.parse(shift.to), span);
  if (!place) return null;
  const time = new Intl.DateTimeFormat(undefined, { timeZone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const about = `${shift.person ?? "gap: nobody"}, ${time.format(Date.parse(shift.from))} to ${time.format(Date.parse(shift.to))}`;
  const look = { className: `shift ${shift.person === null ? "shift-gap" : `shift-${Math.max(colour, 0)}`} ${shift.overrideId === null ? "" : "shift-override"}`, style: { left: `${place.left}%`, width: `${place.width}%` }, title: about };
  const text = shift.person ?? "gap";
  if (onTake && place.width >= wideEnough) return <button type="button" {...look} aria-label={`${about}: take it over`} onClick={() => onTake(shift)}>{text}</button>;
  return <span {...look}>{place.width >= 3 ? text : ""}<span className="visually-hidden">{about}</span></span>;
}

function NowLine({ span }: { span: Span }) {
  const now = useNow(60_000);
  const place = placeIn(now, span.endMs, span);
  return place && now >= span.startMs ? <span className="calendar-now" style={{ left: `${place.left}%` }} /> : null;
}
