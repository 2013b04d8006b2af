// aftwatch metrics: the figures, each with its number of cases.
import type { IncidentMeasure, Measure, MetricsAnswer } from "../../contract/operations.ts";
import { incidentKinds } from "../../incidents/signal.ts";
import { dayMs, hourMs } from "../../kernel/clock.ts";
import { defineCommand } from "../command.ts";
import { isoFlag } from "../flags.ts";
import type { Column } from "../output.ts";

const metrics = defineCommand({
  path: "metrics",
  about: "time to detect, acknowledge and repair, of findings or of incidents",
  examples: ["aftwatch metrics", "aftwatch metrics --from 2026-07-01 --to 2026-10-01 --severity critical --json", "aftwatch metrics --about incidents --owner payments"],
  options: [
    { flags: "--about <noun>", about: "what is measured; findings by default", choices: ["findings", "incidents"] },
    { flags: "--from <instant>", about: "90 days before --to by default" },
    { flags: "--to <instant>", about: "now by default" },
    { flags: "--severity <severity>", about: "only these", choices: ["critical", "high", "medium", "low", "unknown"] },
    { flags: "--service <name>", about: "of this service" },
    { flags: "--env <environment>", about: "in this environment" },
    { flags: "--kind <kind>", about: "incidents of this kind", choices: incidentKinds },
    { flags: "--owner <name>", about: "incidents of this team or person; (none): of nobody" },
  ],
  async run(call) {
    const answer = await (await call.client()).get<MetricsAnswer>("/metrics", {
      about: call.text("about"), from: isoFlag(call, "from"), to: isoFlag(call, "to"), severity: call.text("severity"), service: call.text("service"), environment: call.text("env"), kind: call.text("kind"), owner: call.text("owner"),
    });
    const { measures, incidentMeasures, ...more } = answer;
    if (incidentMeasures) call.output.rows("incidentMeasures", incidentColumns, incidentMeasures, more);
    else call.output.rows("measures", columns, measures, more);
    call.output.note(`${more.from.slice(0, 10)} to ${more.to.slice(0, 10)}. "-" means that no case is there to measure, not zero.${incidentMeasures ? " What waits is in no median; --json holds parts, cases and formulas." : ""}`);
    return 0;
  },
});

const columns: readonly Column<Measure>[] = [
  { head: "MEASURE", of: (row) => row.id },
  { head: "CASES", of: (row) => row.n },
  { head: "MEDIAN", of: (row) => valueText(row.median, row.unit) },
  { head: "P90", of: (row) => valueText(row.p90, row.unit) },
  { head: "VALUE", of: (row) => valueText(row.value, row.unit) },
  { head: "BETTER", of: (row) => row.better },
  { head: "ABOUT", of: (row) => row.about },
];

const incidentColumns: readonly Column<IncidentMeasure>[] = [
  { head: "MEASURE", of: (row) => row.id },
  { head: "CASES", of: (row) => row.n },
  { head: "MEDIAN", of: (row) => valueText(row.median, row.unit) },
  { head: "P90", of: (row) => valueText(row.p90, row.unit) },
  { head: "VALUE", of: (row) => valueText(row.value, row.unit) },
  { head: "WAITS", of: (row) => waitingText(row.waiting) },
  { head: "BETTER", of: (row) => row.better },
  { head: "ABOUT", of: (row) => row.about },
];

/** "12, oldest 3.0 d": what has not ended and is in no median. */
const waitingText = ({ n, oldestMs }: IncidentMeasure["waiting"]): string | null => (n === 0 ? null : oldestMs === null ? String(n) : `${n}, oldest ${valueText(oldestMs, "ms")}`);

export function valueText(value: number | null, unit: Measure["unit"]): string | null {
  if (value === null) return null;
  if (unit === "ratio") return `${(value * 100).toFixed(1)} %`;
  if (unit === "hours") return `${value.toFixed(1)} h`;
  if (unit === "count") return String(value);
  return value >= 2 * dayMs ? `${(value / dayMs).toFixed(1)} d` : value >= hourMs ? `${(value / hourMs).toFixed(1)} h` : `${(value / 1000).toFixed(1)} s`;
}

export const commands = [metrics];
