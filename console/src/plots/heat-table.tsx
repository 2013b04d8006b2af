// The table twin of the heat map: the same sums as rows, to be read, sorted by eye and exported.
import type { Column } from "../lists/column.ts";
import { DataTable } from "../lists/data-table.tsx";
import { LevelBadge } from "../lists/detection-badges.tsx";
import { heldList } from "../lists/held-list.ts";
import { formatCount } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { unknownWorkload } from "./heat-cells.ts";
import type { Heat, HeatSlot } from "./heat-cells.ts";

type Row = HeatSlot & { workload: string };
const iso = (ms: number): string => new Date(ms).toISOString();

const columns: readonly Column<Row>[] = [
  { id: "workload", title: "Workload", main: true, text: (row) => row.workload, cell: (row) => (row.workload === unknownWorkload ? <span className="gap">? unknown workload</span> : <strong className="break">{row.workload}</strong>) },
  { id: "from", title: "From", text: (row) => iso(row.fromMs), cell: (row) => <Instant at={iso(row.fromMs)} as="absolute" /> },
  { id: "events", title: "Events", align: "end", text: (row) => String(row.events), cell: (row) => formatCount(row.events) },
  { id: "detections", title: "Detections", align: "end", text: (row) => String(row.detections), cell: (row) => formatCount(row.detections) },
  { id: "worst", title: "Worst", text: (row) => row.worst ?? "", cell: (row) => (row.worst === undefined ? <span className="muted">none</span> : <LevelBadge level={row.worst} />) },
];

export function HeatTable({ heat }: { heat: Heat }) {
  const rows = heat.rows.flatMap(({ workload, slots }) => slots.filter(({ events, detections }) => events + detections > 0).map((slot): Row => ({ workload, ...slot })));
  return <DataTable of="hours of workloads" list={heldList(rows, "/runtime")} columns={columns} keyOf={(row) => `${row.workload} ${row.fromMs}`} empty={null} />;
}
