// aftwatch metrics: the figures, each with its number of cases.
import type { Measure, MetricsAnswer } from "../../contract/operations.ts";
import { dayMs, hourMs } from "../../kernel/clock.ts";
import { defineCommand } from "../command.ts";
import { isoFlag } from "../flags.ts";
import type { Column } from "../output.ts";

const metrics = defineCommand({
  path: "metrics",
  about: "time to detect, acknowledge and repair",
  examples: ["aftwatch metrics", "aftwatch metrics --from 2026-07-01 --to 2026-10-01 --severity critical --json"],
  options: [
    { flags: "--from <instant>", about: "90 days before --to by default" },
    { flags: "--to <instant>", about: "now by default" },
    { flags: "--severity <severity>", about: "only these", choices: ["critical", "high", "medium", "low", "unknown"] },
    { flags: "--service <name>", about: "of this service" },
    { flags: "--env <environment>", about: "in this environment" },
  ],
  async run(call) {
    const answer = await (await call.client()).get<MetricsAnswer>("/metrics", {
      from: isoFlag(call, "from"), to: isoFlag(call, "to"), severity: call.text("severity"), service: call.text("service"), environment: call.text("env"),
    });
    const { measures, ...more } = answer;
    call.output.rows("measures", columns, measures, more);
    call.output.note(`${more.from.slice(0, 10)} to ${more.to.slice(0, 10)}. "-" means that no case is there to measure, not zero.`);
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

export function valueText(value: number | null, unit: Measure["unit"]): string | null {
  if (value === null) return null;
  if (unit === "ratio") return `${(value * 100).toFixed(1)} %`;
  if (unit === "hours") return `${value.toFixed(1)} h`;
  if (unit === "count") return String(value);
  return value >= 2 * dayMs ? `${(value / dayMs).toFixed(1)} d` : value >= hourMs ? `${(value / hourMs).toFixed(1)} h` : `${(value / 1000).toFixed(1)} s`;
}

export const commands = [metrics];
