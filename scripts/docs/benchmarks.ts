// The figures of docs/benchmarks.md: what the benchmarks last kept in bench/results, as tables.
import { readFileSync } from "node:fs";
import type { Pace, Storm } from "../../test/bench/alerts/measure-alerts.ts";
import type { PeerPace } from "../../test/bench/alerts/peer.ts";
import { isMet } from "../../test/bench/figures.ts";
import type { Row } from "../../test/bench/figures.ts";
import { growthRows } from "../../test/bench/matching/results.ts";
import type { MatchingResults, PartResult } from "../../test/bench/matching/results.ts";
import type { RuntimeResults } from "../../test/bench/runtime/results.ts";
import { table } from "./page.ts";
import type { Page } from "./page.ts";

interface AlertResults { machine: Machine; measuredOn: string; pace: readonly Pace[]; growth: readonly Pace[]; storm?: Storm; peer: readonly PeerPace[] }
interface LoopResults { machine: Machine; sizes: Record<string, { measuredOn: string; facts: { loadAverage?: number }; rows: readonly Row[] }> }
type Machine = Readonly<Record<string, string | number>>;

/** A benchmark that was never run whole has nothing to show. */
const kept = <T>(name: string): T | undefined => {
  try { return JSON.parse(readFileSync(`bench/results/${name}.json`, "utf8")) as T; } catch { return undefined; }
};

const on = (machine: Machine): string => `Machine: ${Object.entries(machine).map(([name, value]) => `${name} ${value}`).join(", ")}.`;
const number = (value: number | null | undefined): string => (typeof value === "number" ? value.toLocaleString("en", { maximumSignificantDigits: 6 }) : "-");
const verdictOf = (row: Row): [string, string] => (row.aim === undefined ? ["", ""] : [`${row.more ? "≥" : "≤"} ${number(row.aim)} ${row.unit}`, isMet(row) ? "met" : "**missed**"]);
const rowsOf = (rows: readonly Row[]): string => table(["measure", "measured", "aim", ""], rows.map((row) => [row.measure, `${number(row.value)} ${row.unit}`.trim(), ...verdictOf(row)]));

const partTitle = ({ part, size }: PartResult): string => `### ${part}${size === "" ? "" : `, ${size} advisories`}`;

function matching(): string {
  const results = kept<MatchingResults>("matching");
  if (!results) return "Not measured yet.";
  const sections = results.parts.map((one) => `${partTitle(one)}\n\nMeasured on ${one.measuredOn}, load average ${one.loadAverage}.\n\n${rowsOf(one.rows)}${one.notes.map((note) => `\n\n- ${note}`).join("")}`);
  const [head = [], ...growth] = growthRows(results.parts);
  return [on(results.machine), results.peers.join(" "), ...sections, ...(growth.length > 0 ? [`### Cost against number of advisories\n\n${table(head, growth)}`] : [])].join("\n\n");
}

function loop(): string {
  const results = kept<LoopResults>("loop");
  if (!results) return "Not measured yet.";
  const sizes = Object.entries(results.sizes);
  return [on(results.machine), ...sizes.map(([name, { measuredOn, facts, rows }]) => `### ${name}\n\nMeasured on ${measuredOn}, load average ${facts.loadAverage ?? "unknown"}.\n\n${rowsOf(rows)}`)].join("\n\n");
}

interface IncidentResults { machine: Machine; parts: readonly { dialect: string; size: number; measuredOn: string; loadAverage: number; rows: readonly Row[] }[] }

function incidents(): string {
  const results = kept<IncidentResults>("incidents");
  if (!results) return "Not measured yet.";
  return [on(results.machine), ...results.parts.map(({ dialect, size, measuredOn, loadAverage, rows }) => `### ${dialect}, ${number(size)} incidents\n\nMeasured on ${measuredOn}, load average ${loadAverage}.\n\n${rowsOf(rows)}`)].join("\n\n");
}

function runtime(): string {
  const results = kept<RuntimeResults>("runtime");
  if (!results) return "Not measured yet.";
  const sections = results.parts.map(({ part, measuredOn, loadAverage, rows, notes }) => `### ${part}\n\nMeasured on ${measuredOn}, load average ${loadAverage}.\n\n${rowsOf(rows)}${notes.map((note) => `\n\n- ${note}`).join("")}`);
  return [on(results.machine), ...sections].join("\n\n");
}

const one = (value: number, digits: number): string => value.toFixed(digits);

function alerts(): string {
  const results = kept<AlertResults>("alerts");
  if (!results) return "Not measured yet.";
  const head = ["", "routes", "alerts/s", "alerts to a group", "p50 ms", "p99 ms", "processor ms an alert", "peak MB", "not seen"];
  const row = (name: string, pace: Pace): string[] => [name, String(pace.nodes), String(pace.perSecond), String(pace.alertsPerGroup), one(pace.p50, 0), one(pace.p99, 0), one(pace.cpuMsPerAlert, 3), one(pace.peakMb, 0), String(pace.missing)];
  const peers = results.peer.map((peer) => [`Alertmanager ${peer.version}, POST to webhook`, String(peer.nodes), String(peer.perSecond), String(peer.alertsPerGroup), one(peer.p50, 0), one(peer.p99, 0), "", one(peer.peakMb, 0), String(peer.missing)]);
  const storm = results.storm && `A storm of ${number(results.storm.alerts)} alerts in ${results.storm.seconds} s: ${number(results.storm.notices)} notices, ${number(results.storm.delivered)} messages, at most ${results.storm.mostToOneReceiverPerMinute} to one receiver in a minute (limit ${results.storm.limitPerMinute}), peak ${one(results.storm.peakMb, 0)} MB, last alert in the outbox ${one(results.storm.drainedSeconds, 1)} s after the last POST.`;
  return [on(results.machine), `Measured on ${results.measuredOn}.`, table(head, [...results.pace.map((pace) => row("POST to outbox", pace)), ...results.growth.map((pace) => row("with the tree", pace)), ...peers]), ...(storm ? [storm] : [])].join("\n\n");
}

export const pages: readonly Page[] = [
  { path: "docs/benchmarks.md", part: "alert figures", write: alerts },
  { path: "docs/benchmarks.md", part: "matching figures", write: matching },
  { path: "docs/benchmarks.md", part: "loop figures", write: loop },
  { path: "docs/benchmarks.md", part: "incident figures", write: incidents },
  { path: "docs/benchmarks.md", part: "runtime figures", write: runtime },
];
