// Measures of incidents on an open store: the record of a range, and the arithmetic over it.
import { noDocument } from "../../incidents/oncall/oncall.ts";
import { hourMs } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { incidentFlow, measureIncidents } from "../../metrics/incident-measure-all.ts";
import type { IncidentMetricsAnswer, IncidentMetricsQuery } from "../app.ts";
import type { LoopContext } from "../loop/context.ts";
import { keptDocument } from "../oncall/duty.ts";

const buckets = 120;

export async function incidentMetricsOf({ store, clock }: Pick<LoopContext, "store" | "clock">, org: string, query: IncidentMetricsQuery): Promise<IncidentMetricsAnswer> {
  const { from, to, ...filter } = query;
  if (to <= from) throw new Fault("request.invalid", { places: [{ at: "/to", rule: "is after from" }] });
  const { people } = ((await keptDocument(store.read, org)).read.document ?? noDocument);
  const zones = new Map(people.map(({ name, zone }) => [name, zone]));
  const record = await store.views.fleet.incidentRecord(org, filter, from, to, (person) => zones.get(person));
  const window = { from, to, now: clock.now() };
  return { measures: measureIncidents(record, window), flow: incidentFlow(record.episodes, window, Math.max(hourMs, Math.ceil((to - from) / buckets / hourMs) * hourMs)) };
}
