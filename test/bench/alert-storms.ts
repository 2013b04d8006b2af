// npm run bench:storms: labelled alert sets through the storm engine, beside Alertmanager's grouping; figures in bench/results/alert-storms.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stormDefaults } from "../../src/incidents/storm/settings.ts";
import { findSets, readNetwork } from "./alert-storms-data.ts";
import type { Network } from "./alert-storms-data.ts";
import { costRows } from "./alert-storms-cost.ts";
import { chosenOnOne, robustRows } from "./alert-storms-robust.ts";
import { runStorm } from "./alert-storms-run.ts";
import { groupedNotifications, scoreNetwork } from "./alert-storms-score.ts";
import type { GroupedScore, NetworkScore } from "./alert-storms-score.ts";
import { syntheticNetwork } from "./alert-storms-synthetic.ts";
import { aligned, round } from "./figures.ts";

const resultFile = new URL("../../bench/results/alert-storms.json", import.meta.url);
const usualFolder = fileURLToPath(new URL("../../../shared/data/runtime/alert-storms", import.meta.url));

interface Row extends NetworkScore { seconds: number; rows: number; peakMb: number; typeAndHost: GroupedScore; host: GroupedScore }

function measure(network: Network): Row {
  const { incidents, seconds, rows } = runStorm(network);
  if (process.argv.includes("--show")) for (const one of incidents) process.stdout.write(`  ${one.key}: ${one.evidence.length} evidence, ${one.context.length} context, ${one.before.length} before; ${one.why.join("; ")}\n`);
  return {
    ...scoreNetwork(network, incidents), seconds: round(seconds), rows, peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    typeAndHost: groupedNotifications(network, ({ name, labels }) => `${name} ${labels["host"]}`), host: groupedNotifications(network, ({ labels }) => labels["host"] ?? ""),
  };
}

const percent = (part: number, whole: number): string => (whole === 0 ? "-" : `${(100 * part / whole).toFixed(part * 10 < whole ? 1 : 0)} %`);
const sum = (rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);

const head = ["network", "alerts", "days", "incidents", "per day", "covered", "live", "by evidence", "by chance", "opened inside", "mostly attack", "hold attack", "open", "alerts/incident", "s", "MB", "type+host", "inside", "host", "inside"];
const cells = (row: Row): string[] => [
  row.network, String(row.alerts), row.days.toFixed(1), String(row.incidents), (row.incidents / row.days).toFixed(2), `${row.covered}/${row.phases}`, `${row.coveredLive}/${row.phases}`, `${row.coveredByEvidence}/${row.phases}`, percent(row.byChance, 1),
  `${row.inside}/${row.incidents}`, `${row.mostlyAttack}/${row.incidents}`, `${row.touching}/${row.incidents}`, percent(row.openShare, 1), row.incidents === 0 ? "-" : String(Math.round(row.alerts / row.incidents)), String(row.seconds), String(row.peakMb),
  String(row.typeAndHost.notifications), percent(row.typeAndHost.inside, row.typeAndHost.notifications), String(row.host.notifications), percent(row.host.inside, row.host.notifications),
];

const totalOf = (rows: readonly Row[]): string =>
  `phases ${sum(rows, (row) => row.covered)}/${sum(rows, (row) => row.phases)}, incidents per network-day ${(sum(rows, (row) => row.incidents) / Math.max(1e-9, sum(rows, (row) => row.days))).toFixed(2)}, inside attacks ${percent(sum(rows, (row) => row.inside), sum(rows, (row) => row.incidents))}`;

const legend = `  covered: an incident open then (from its first alert; what its places said in the hour before it opened is taken in) holds an alert of the phase.
  live: the same without that hour. by evidence: without what merely happened on the same places. by chance: what the same incidents would meet at other hours.
  opened inside: the instant of opening lies within a phase. mostly attack: half of its evidence or more is labelled. hold attack: any labelled alert in it.
  type+host, host: notifications of Alertmanager's grouping (resolve 5 min, repeat 4 h) on the same alerts, and the share told within a phase.
`;

function main(): void {
  const { values } = parseArgs({ options: { data: { type: "string" }, robust: { type: "boolean" }, show: { type: "boolean" }, seeds: { type: "string", default: "12" } } });
  const folder = values.data ?? usualFolder;
  const networks = findSets(folder).map(readNetwork);
  if (networks.length === 0) process.stdout.write(`No labelled alert sets (*.csv, *.csv.gz) in ${values.data ?? "../shared/data/runtime/alert-storms"}; only the synthetic networks are measured.\n`);
  const real = networks.map(measure);
  const made = Array.from({ length: Number(values.seeds) }, (_, index) => measure(syntheticNetwork(index + 1)));
  process.stdout.write(`Labelled sets\n${aligned([head, ...real.map(cells)])}Synthetic networks (test/bench/alert-storms-synthetic.ts)\n${aligned([head, ...made.map(cells)])}  all: ${totalOf(made)}\n${legend}`);
  const cost = costRows();
  process.stdout.write(`Cost\n${aligned([["names on places", "alerts/s", "us an alert", "rows kept", "heap MB"], ...cost.map((row) => row.map(String))])}`);
  const robust = values.robust ? { settings: robustRows(networks), chosen: chosenOnOne(networks) } : undefined;
  if (robust) process.stdout.write(`Each setting halved and doubled\n${aligned(robust.settings)}Chosen on one network, judged on the others\n${aligned(robust.chosen)}`);
  if (values.data === undefined) keep({ settings: stormDefaults, labelled: real, synthetic: made, cost, ...(robust ? { robust } : {}) });
  process.stdout.write(`TOTAL ${totalOf(real.length > 0 ? real : made)}\n`);
}

function keep(figures: Record<string, unknown>): void {
  const before = ((): Record<string, unknown> => { try { return JSON.parse(readFileSync(resultFile, "utf8")) as Record<string, unknown>; } catch { return {}; } })();
  mkdirSync(new URL(".", resultFile), { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.versions.node };
  writeFileSync(resultFile, `${JSON.stringify({ ...before, machine, measuredOn: new Date().toISOString().slice(0, 10), ...figures }, undefined, 2)}\n`);
}

main();
