// A process of its own that correlates and says what it took: time, memory of many live groups, rows, restart, one huge group. Run with --expose-gc.
import { createCorrelator } from "../../../src/runtime/correlation/correlator.ts";
import type { Correlator } from "../../../src/runtime/correlation/correlator.ts";
import type { RuntimeEvent } from "../../../src/runtime/event.ts";
import type { SigmaCorrelation, SigmaRule } from "../../../src/runtime/sigma/rule.ts";
import type { StateRow } from "../../../src/runtime/state.ts";

/**
 * What many groups took. Bytes of the heap and of buffers, after a collection, above what was there before the first event. perCpuSecond: events with
 * take() every hundred, by processor time, the collector's threads too. restore: of all rows, as texts a store would give.
 */
export interface CorrelationFigures { events: number; groups: number; hits: number; eventsPerSecond: number; perCpuSecond: number; megabytes: number; bytesPerGroup: number; rows: number; bytesPerRow: number; restoreMs: number; restoreCpuMs: number; restoredMegabytes: number }

/** One group whose window holds so many events: events by processor second, in order and with every tenth up to the lateness late; far above the bound, and just at it. */
export interface GroupFigures { window: number; inOrder: number; disordered: number; disorderedAtBound: number }

const head = { name: undefined, status: "stable", description: "", author: "Aftwatch", references: [], falsePositives: [], tags: [], level: "medium", place: { file: "bench.yml", line: 1 } } as const;
const rule: SigmaRule = { ...head, id: "failed-login", title: "Failed login", kind: "rule", logsource: { product: "linux", service: "sshd" }, condition: { kind: "and", nodes: [], name: "all" }, fields: [], text: "" };
const bruteForce: SigmaCorrelation = { ...head, id: "brute-force", title: "Brute force", kind: "correlation", type: "event_count", rules: [rule.id], groupBy: ["SourceIp"], timespanMs: 600_000, bounds: { gte: 10 }, valueFields: [], percentile: undefined, aliases: {}, generate: false, text: "" };

const start = Date.UTC(2026, 0, 1);

/** As sshd's lines come: 1,000 events a second, so that all groups stay within the timespan. */
const eventOf = (number: number, source: string): RuntimeEvent => ({
  id: `auth.log:${number * 97}`, at: start + number, isTimed: true, decoder: "syslog", logsource: { product: "linux", service: "sshd" }, origin: { host: `web-${number % 20}` },
  fields: { User: "root", SourceIp: source, outcome: "failure", method: "password", SourcePort: String(1024 + (number % 60_000)) },
  raw: `Jan  1 00:00:00 web-${number % 20} sshd[${number % 32_768}]: Failed password for root from ${source} port ${1024 + (number % 60_000)} ssh2`,
});
const addressOf = (group: number): string => `10.${(group >>> 16) & 255}.${(group >>> 8) & 255}.${group & 255}`;

const memory = (): number => { (globalThis as { gc?: () => void }).gc?.(); const { heapUsed, arrayBuffers } = process.memoryUsage(); return heapUsed + arrayBuffers; };
/** Milliseconds by the clock and of the processor. */
function timed<T>(work: () => T): { result: T; ms: number; cpuMs: number } {
  const [since, before] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: performance.now() - since, cpuMs: (user + system) / 1000 };
}

function correlate(correlator: Correlator, events: number, sourceOf: (number: number) => string, rows: Map<string, StateRow> | undefined): number {
  let hits = 0;
  for (let number = 0; number < events; number += 1) {
    hits += correlator.observe(eventOf(number, sourceOf(number)), [rule]).length;
    // As the pipeline commits: every hundred events.
    if (number % 100 === 99) for (const row of correlator.take().put) rows?.set(row.key, row);
  }
  return hits;
}

/** A text of its own, as one that comes from a store. */
const flat = (text: string): string => Buffer.from(text).toString();

const fresh = (): Correlator => createCorrelator([bruteForce], [rule]);
/** Nothing that was measured may be collected before the next measure, or its bytes are taken off there. */
const kept: unknown[] = [];
const keep = <T>(value: T): T => { kept.push(value); return value; };

function measure(events: number, groups: number): CorrelationFigures {
  const source = (number: number): string => addressOf(number % groups);
  correlate(keep(fresh()), 2000, source, undefined);
  const empty = memory();
  const correlator = keep(fresh());
  const { result: hits, ms, cpuMs } = timed(() => correlate(correlator, events, source, undefined));
  const used = memory() - empty;
  const live = correlator.liveGroups();
  const rows = rowsOf(events, source);
  const before = memory();
  const restored = keep(fresh());
  const { ms: restoreMs, cpuMs: restoreCpuMs } = timed(() => { restored.restore(rows); });
  const restoredBytes = memory() - before;
  if (restored.liveGroups() !== live) throw new Error(`${restored.liveGroups()} of ${live} groups came back`);
  return {
    events, groups: live, hits, eventsPerSecond: (events / ms) * 1000, perCpuSecond: (events / cpuMs) * 1000, megabytes: used / 2 ** 20, bytesPerGroup: used / live, rows: rows.length,
    bytesPerRow: rows.reduce((sum, { key, body }) => sum + key.length + body.length, 0) / rows.length, restoreMs, restoreCpuMs, restoredMegabytes: restoredBytes / 2 ** 20,
  };
}

/** In the order of their keys, as a store gives them. */
function rowsOf(events: number, source: (number: number) => string): StateRow[] {
  const rows = new Map<string, StateRow>();
  correlate(keep(fresh()), events, source, rows);
  return keep([...rows.values()].map((row) => ({ ...row, key: flat(row.key), body: flat(row.body) })).sort((one, other) => (one.key < other.key ? -1 : 1)));
}

const lateMs = 60_000;

/** The window is filled first, then as many events again are measured, at least 20,000. */
function groupRate(window: number, { late, gte }: { late: boolean; gte: number }): number {
  const correlator = createCorrelator([{ ...bruteForce, bounds: { gte } }], [rule], { latenessMs: lateMs, limits: { events: 1_000_000 } });
  const everyMs = bruteForce.timespanMs / window;
  const feed = (from: number, to: number): void => {
    for (let number = from; number < to; number += 1) {
      const behindMs = late && number % 10 === 9 ? (number * 7919) % lateMs : 0;
      correlator.observe({ ...eventOf(number, "203.0.113.7"), at: start + number * everyMs - behindMs }, [rule]);
      if (number % 100 === 99) correlator.take();
    }
  };
  const warm = Math.max(20_000, window * 2);
  feed(0, warm);
  const measured = Math.max(20_000, window);
  return (measured / timed(() => { feed(warm, warm + measured); }).cpuMs) * 1000;
}

const measureGroup = (window: number): GroupFigures =>
  ({ window, inOrder: groupRate(window, { late: false, gte: 10 }), disordered: groupRate(window, { late: true, gte: 10 }), disorderedAtBound: groupRate(window, { late: true, gte: window }) });

if (process.argv[1] === import.meta.filename) {
  const [first = "", ...rest] = process.argv.slice(2);
  const [events = 100_000, groups = 50_000] = [first, ...rest].map(Number);
  process.stdout.write(JSON.stringify(first === "group" ? measureGroup(Number(rest[0])) : measure(events, groups)));
}
