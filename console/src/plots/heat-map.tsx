// Events and detections by workload and hour: how much came as shade, the worst detection as mark; a cell narrows the list beneath.
import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { formatCount, formatHour, formatNoun, formatSpan, formatTick } from "../app/format.ts";
import type { Zone } from "../app/format.ts";
import { usePreferences } from "../app/preferences.ts";
import { Mark } from "../lists/badges.tsx";
import { levelLooks } from "../lists/detection-badges.tsx";
import { shadeOf, unknownWorkload } from "./heat-cells.ts";
import type { Heat, HeatRow, HeatSlot } from "./heat-cells.ts";

/** slot undefined: the whole row. */
export interface HeatChoice { workload: string; slot: { fromMs: number; toMs: number } | undefined }

const shownRows = 10;
/** The rows on screen: the unknown workload is one of them however many others there are. */
const firstRows = (rows: readonly HeatRow[]): readonly HeatRow[] => [...rows.filter(({ workload }) => workload !== unknownWorkload).slice(0, shownRows), ...rows.filter(({ workload }) => workload === unknownWorkload)];

export function HeatMap({ heat, chosen, onChoose }: { heat: Heat; chosen: HeatChoice | undefined; onChoose: (choice: HeatChoice) => void }) {
  const { zone } = usePreferences();
  const [all, setAll] = useState(false);
  const [focus, setFocus] = useState({ row: 0, column: 0 });
  const grid = useRef<HTMLDivElement>(null);
  // Where not all hours fit, the latest are those to be seen.
  useEffect(() => { const region = grid.current?.parentElement; if (region) region.scrollLeft = region.scrollWidth; }, [heat]);
  const rows = all ? heat.rows : firstRows(heat.rows);
  const at = { row: Math.min(focus.row, rows.length - 1), column: focus.column };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moved(event.key, at, rows.length, heat.starts.length);
    if (!to) return;
    event.preventDefault();
    setFocus(to);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${to.row}-${to.column}"]`)?.focus();
  };
  return (
    <>
      <div className="heat-region" role="region" aria-label="Heat map, scrolls sideways" tabIndex={-1}>
        <div ref={grid} className="heat" role="grid" aria-label="Events and detections by workload and time" aria-rowcount={heat.rows.length + 1} aria-colcount={heat.starts.length + 1} style={{ gridTemplateColumns: `minmax(120px, 220px) repeat(${heat.starts.length}, minmax(24px, 1fr))` }} onKeyDown={onKeyDown}>
          <div role="row" className="heat-row"><span role="columnheader" className="heat-name muted">Workload</span>{heat.starts.map((start, index) => <span key={start} role="columnheader" className="heat-tick" aria-label={formatHour(start, zone)}>{index % tickEvery(heat.slotMs) === 0 && <span>{tickText(start, heat.slotMs, zone)}</span>}</span>)}</div>
          {rows.map((row, place) => (
            <div key={row.workload} role="row" className="heat-row">
              <span role="rowheader" className="heat-name"><button type="button" data-cell={`${place}-0`} tabIndex={at.row === place && at.column === 0 ? 0 : -1} className={row.workload === unknownWorkload ? "heat-workload gap" : "heat-workload"} title={row.workload} {...(row.workload === unknownWorkload ? {} : { "aria-label": row.workload })} aria-pressed={chosen?.workload === row.workload && chosen.slot === undefined} onFocus={() => setFocus({ row: place, column: 0 })} onClick={() => onChoose({ workload: row.workload, slot: undefined })}><WorkloadName workload={row.workload} /></button></span>
              {row.slots.map((slot, index) => <Cell key={slot.fromMs} cell={`${place}-${index + 1}`} isStop={at.row === place && at.column === index + 1} row={row} slot={slot} busiest={heat.busiest} zone={zone} isChosen={chosen?.workload === row.workload && chosen.slot?.fromMs === slot.fromMs} onFocus={() => setFocus({ row: place, column: index + 1 })} onChoose={() => onChoose({ workload: row.workload, slot })} />)}
            </div>
          ))}
        </div>
      </div>
      <div className="heat-foot">
        <Legend busiest={heat.busiest} slotMs={heat.slotMs} />
        {heat.rows.length > firstRows(heat.rows).length && <button type="button" className="button button-small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? "Fewer workloads" : `All ${formatNoun(heat.rows.length, "workload")}`}</button>}
      </div>
    </>
  );
}

function moved(key: string, { row, column }: { row: number; column: number }, rows: number, columns: number): { row: number; column: number } | undefined {
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  switch (key) {
    case "ArrowRight": return { row, column: within(column + 1, columns) };
    case "ArrowLeft": return { row, column: within(column - 1, columns) };
    case "ArrowDown": return { row: within(row + 1, rows - 1), column };
    case "ArrowUp": return { row: within(row - 1, rows - 1), column };
    case "Home": return { row, column: 0 };
    case "End": return { row, column: columns };
    default: return undefined;
  }
}

interface CellProps { cell: string; isStop: boolean; row: HeatRow; slot: HeatSlot; busiest: number; zone: Zone; isChosen: boolean; onFocus: () => void; onChoose: () => void }

function Cell({ cell, isStop, row, slot, busiest, zone, isChosen, onFocus, onChoose }: CellProps) {
  const said = `${row.workload}, from ${formatHour(slot.fromMs, zone)} for ${formatSpan(slot.toMs - slot.fromMs)}: ${formatNoun(slot.events, "event")}, ${slot.detections === 0 ? "no detection" : `${formatNoun(slot.detections, "detection")}, the worst ${slot.worst ?? "of unknown level"}`}`;
  return (
    <span role="gridcell" className="heat-slot"><button type="button" data-cell={cell} tabIndex={isStop ? 0 : -1} className={`heat-cell heat-${shadeOf(slot.events, busiest)}`} aria-pressed={isChosen} aria-label={said} title={said} onFocus={onFocus} onClick={onChoose}>{slot.worst !== undefined && <span className={`heat-mark tone-text-${slot.worst}`}><Mark name={levelLooks[slot.worst].mark} /></span>}</button></span>
  );
}

/** Where there is no room the beginning gives way: workloads of one cluster differ at their end. */
function WorkloadName({ workload }: { workload: string }) {
  if (workload === unknownWorkload) return <span>? unknown workload</span>;
  const cut = workload.lastIndexOf("/") + 1;
  return <><span className="heat-prefix">{workload.slice(0, cut)}</span><span className="heat-last">{workload.slice(cut)}</span></>;
}

const hourMs = 3_600_000;
const tickEvery = (slotMs: number): number => (slotMs <= hourMs ? 3 : slotMs <= 6 * hourMs ? 4 : slotMs <= 24 * hourMs ? 5 : 4);
const tickText = (start: number, slotMs: number, zone: Zone): string => (slotMs <= hourMs ? formatHour(start, zone).replace(/^\D+/, "") : formatTick(start, 24 * hourMs, zone));

const Legend = ({ busiest, slotMs }: { busiest: number; slotMs: number }) => (
  <p className="heat-legend muted small"><span>Events in {formatSpan(slotMs)}: 0</span>{[0, 1, 2, 3, 4].map((shade) => <span key={shade} className={`heat-key heat-${shade}`} aria-hidden="true" />)}<span>{formatCount(busiest)}</span><span className="heat-marks">{(["critical", "high", "medium", "low", "informational"] as const).map((level) => <span key={level} className="nowrap"><span className={`tone-text-${level}`}><Mark name={levelLooks[level].mark} /></span> {level}</span>)}</span></p>
);
