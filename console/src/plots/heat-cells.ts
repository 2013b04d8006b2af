// The cells of the heat map: hours put together so that the range fits, one row for each workload, what hurts most first.
import { levels } from "../api/runtime-shapes.ts";
import type { HeatCell, Level } from "../api/runtime-shapes.ts";

export interface HeatSlot { fromMs: number; toMs: number; events: number; detections: number; worst: Level | undefined }
export interface HeatRow extends Omit<HeatSlot, "fromMs" | "toMs"> { workload: string; slots: readonly HeatSlot[] }
export interface Heat { slotMs: number; starts: readonly number[]; rows: readonly HeatRow[]; busiest: number }

const hourMs = 3_600_000, dayMs = 24 * hourMs;
/** As the server names the place of events that say nothing of where. */
export const unknownWorkload = "unknown";

/** Up to about 30 columns: hours of a day, quarters of days of a week, days of a month, weeks beyond. */
export function slotFor(widthMs: number): number {
  if (widthMs <= 1.5 * dayMs) return hourMs;
  if (widthMs <= 8 * dayMs) return 6 * hourMs;
  return widthMs <= 45 * dayMs ? dayMs : 7 * dayMs;
}

const rank = (level: Level | undefined): number => (level === undefined ? levels.length : levels.indexOf(level));
const worse = (a: Level | undefined, b: Level | undefined): Level | undefined => (rank(a) <= rank(b) ? a : b);

export function heatOf(cells: readonly HeatCell[], fromMs: number, toMs: number): Heat {
  const slotMs = slotFor(toMs - fromMs);
  const first = Math.floor(fromMs / slotMs) * slotMs;
  const starts = Array.from({ length: Math.max(1, Math.ceil((toMs - first) / slotMs)) }, (_, index) => first + index * slotMs);
  const byWorkload = Map.groupBy(cells, ({ workload }) => workload);
  const rows = [...byWorkload].map(([workload, own]) => rowOf(workload, own, starts, slotMs)).toSorted(inOrder);
  return { slotMs, starts, rows, busiest: Math.max(1, ...rows.flatMap(({ slots }) => slots.map(({ events }) => events))) };
}

function rowOf(workload: string, cells: readonly HeatCell[], starts: readonly number[], slotMs: number): HeatRow {
  const slots = starts.map((fromMs): HeatSlot => ({ fromMs, toMs: fromMs + slotMs, events: 0, detections: 0, worst: undefined }));
  for (const { hour, events, detections, worst } of cells) {
    const slot = slots[Math.floor((Date.parse(hour) - (starts[0] ?? 0)) / slotMs)];
    if (slot) Object.assign(slot, { events: slot.events + events, detections: slot.detections + detections, worst: worse(slot.worst, worst ?? undefined) });
  }
  const sum = (of: (slot: HeatSlot) => number): number => slots.reduce((total, slot) => total + of(slot), 0);
  return { workload, slots, events: sum(({ events }) => events), detections: sum(({ detections }) => detections), worst: slots.reduce<Level | undefined>((worst, slot) => worse(worst, slot.worst), undefined) };
}

/** Worst first, then busiest; what nobody knows the place of stands last, and is never left out. */
const inOrder = (a: HeatRow, b: HeatRow): number =>
  Number(a.workload === unknownWorkload) - Number(b.workload === unknownWorkload) || rank(a.worst) - rank(b.worst) || b.detections - a.detections || b.events - a.events || (a.workload < b.workload ? -1 : 1);

/** 0 = nothing came; else 1 to 4 on a scale of powers, so that one loud workload does not make the others look silent. */
export const shadeOf = (events: number, busiest: number): 0 | 1 | 2 | 3 | 4 =>
  events === 0 ? 0 : Math.min(4, 1 + Math.floor((4 * Math.log1p(events)) / Math.log1p(busiest) - 1e-9)) as 1 | 2 | 3 | 4;
