// What people open and what signals cost, each asked many times of a filled store.
import { incidentMetricsOf } from "../../../src/app/incidents/incident-metrics.ts";
import type { LoopContext } from "../../../src/app/loop/context.ts";
import { raiseSignals } from "../../../src/app/incidents/incidents.ts";
import type { IncidentFilter } from "../../../src/incidents/incident-views.ts";
import { incidentSorts } from "../../../src/incidents/incident-views.ts";
import type { Signal } from "../../../src/incidents/signal.ts";
import { dayMs } from "../../../src/kernel/clock.ts";
import type { Clock } from "../../../src/kernel/clock.ts";
import { countingIds } from "../../../src/kernel/id.ts";
import { silentLog } from "../../../src/kernel/log.ts";
import type { Store } from "../../../src/store/store.ts";
import { rowsOf } from "../figures.ts";
import type { Row } from "../figures.ts";
import { idOf, org, signalOf, startAt } from "./filled.ts";

const listAimMs = 200;
const first = { limit: 50, after: undefined };

async function timed(measure: string, work: (round: number) => Promise<unknown>, { rounds = 40, aim }: { rounds?: number; aim?: number } = {}): Promise<Row[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    await work(round);
    times.push(performance.now() - from);
  }
  return rowsOf(measure, times, "ms", aim);
}

export async function measureLists({ views: { incidents } }: Store): Promise<Row[]> {
  const list = (measure: string, filterOf: (round: number) => IncidentFilter): Promise<Row[]> => timed(measure, (round) => incidents.incidents(org, filterOf(round), first), { aim: listAimMs });
  const rows: Row[] = [];
  for (const sort of incidentSorts) {
    rows.push(...await list(`open, by ${sort}`, () => ({ sort })));
    let after: string | undefined;
    rows.push(...await timed(`open, by ${sort}, page after page`, async () => { after = (await incidents.incidents(org, { sort }, { limit: 50, after })).next; }, { aim: listAimMs }));
  }
  for (const [measure, filterOf] of filtered) rows.push(...await list(measure, filterOf));
  return rows;
}

const filtered: readonly [measure: string, filterOf: (round: number) => IncidentFilter][] = [
  ["all, by severity", () => ({ state: "all" })],
  ["all, by opened", () => ({ state: "all", sort: "opened" })],
  ["open, of a service", (round) => ({ service: `svc-${round * 10}` })],
  ["open, of an owner, by due", (round) => ({ owner: `team-${round}`, sort: "due" })],
  ["all, with an address", (round) => ({ state: "all", entity: `ip:10.${round}.3.${round}` })],
  ["open, with words that some have", (round) => ({ q: `h${round}` })],
  ["all, with words that some have", (round) => ({ q: `host h${round}`, state: "all" })],
  ["all, with words that all have", () => ({ q: "host h", state: "all" })],
  ["all, with words that nobody has", (round) => ({ q: `nothing${round}`, state: "all" })],
  ["all, with words, of a severity", (round) => ({ q: `host h${round}`, state: "all", severity: "critical" })],
];

export async function measureOne(store: Store, clock: Clock): Promise<Row[]> {
  const { incidents } = store.views;
  return [
    ...await timed("counts for Now", () => incidents.counts(org, clock.now())),
    ...await timed("members of one", (round) => incidents.members(org, idOf(round * 100 + 1), {}, first)),
    ...await timed("activity of one", (round) => incidents.activity(org, idOf(round * 100 + 1), {}, first)),
  ];
}

const rangeMs = 90 * dayMs;

/** Every row and the facts since: a list for looking back, not for a page that renews itself. */
export const measureBack = ({ views: { incidents } }: Store): Promise<Row[]> => timed("all, as of an earlier instant", () => incidents.incidents(org, { state: "all", asof: startAt + 60 * dayMs }, first), { rounds: 10 });

/** The figures of GET /metrics?about=incidents: all incidents of a range, and their arithmetic. */
export const measureMeasures = (store: Store, clock: Clock): Promise<Row[]> => timed("measures over 90 days", () => incidentMetricsOf({ store, clock }, org, { from: clock.now() - rangeMs, to: clock.now() }), { rounds: 10 });

export async function measureSignals(store: Store, clock: Clock): Promise<Row[]> {
  const context: LoopContext = { store, clock, log: silentLog, ids: countingIds(), publicUrl: "https://aftwatch.example", committed: () => {} };
  const fresh = (round: number, index: number): Signal => ({ ...signalOf(round, index), ref: `fresh${round}-${index}`, at: clock.now(), ended: false });
  const raise = (signals: readonly Signal[]): Promise<unknown> => store.write((ports) => raiseSignals(context, ports, org, signals, "bench"));
  const many = (round: number): Signal[] => Array.from({ length: 500 }, (_, index) => fresh(round * 50 + index % 50 + 1000, index));
  return [
    ...await timed("one signal, in its own transaction", (round) => raise([fresh(round * 7, 1)])),
    ...await timed("500 signals of 50 stories in one transaction", (round) => raise(many(round)), { rounds: 10 }),
    ...await timed("500 repeats in one transaction", () => raise(many(9)), { rounds: 10 }),
  ];
}
