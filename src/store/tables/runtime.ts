// The tables of runtime detection as TypeScript sees them.

interface Org { org_id: string }

/** level and worst: the place in `levels`, from 0; worst is -1 when nothing was detected. words: what a search looks through, in lower case. */
export interface DetectionTable extends Org {
  detection_id: string; detection_key: string; kind: string; rule_id: string; level: number; state: string; decoder: string; source: string; workload: string; actor: string;
  service_id: string | null; release_id: string | null; evidence: string; first_at: number; last_at: number; detected_at: number; hits: number; exception_id: string | null; words: string; body: string;
}
export interface DetectionSampleTable extends Org { detection_id: string; slot: number; event_key: string; at: number; body: string }
export interface DetectionCountedTable extends Org { event_key: string; detection_key: string; at: number }
export interface RuntimeHourTable extends Org { hour: number; workload: string; events: number; detections: number; worst: number }
export interface EventSourceTable extends Org { source_id: string; body: string }
export interface RuntimeExceptionTable extends Org { exception_id: string; created_at: number; expires_at: number; body: string }
export interface RuntimeStateTable extends Org { kind: string; state_key: string; due_at: number | null; body: string }

/** endpoint_id "" where none is known. component_key: the purl without qualifiers. */
export interface LoadedReportTable extends Org { release_id: string; endpoint_id: string; host: string; at: number; complete: number; components: number }
export interface LoadedComponentTable extends Org { release_id: string; endpoint_id: string; host: string; component_key: string; purl: string; how: string; path: string | null; first_at: number; last_at: number }

export interface RuntimeTables {
  detection: DetectionTable;
  detection_sample: DetectionSampleTable;
  detection_counted: DetectionCountedTable;
  runtime_hour: RuntimeHourTable;
  event_source: EventSourceTable;
  runtime_exception: RuntimeExceptionTable;
  runtime_state: RuntimeStateTable;
  loaded_report: LoadedReportTable;
  loaded_component: LoadedComponentTable;
}
