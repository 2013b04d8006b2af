// The family of measures of incidents: the registry is the folder, every member keeps the family's word, each figure is what its formula says.
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs as hour } from "../../kernel/clock.ts";
import { quantile, weightedQuantile } from "../distribution.ts";
import { incidentFlow, measureIncidents } from "../incident-measure-all.ts";
import type { IncidentMeasureValue } from "../incident-measure.ts";
import type { ClockLife, DeliveryTally, Episode, IncidentRecord, MessageLife, PageLife } from "../incident-record.ts";
import { incidentMeasures } from "./index.ts";

const window = { from: 0, to: 1000 * hour, now: 1000 * hour };
const empty: IncidentRecord = { episodes: [], pages: [], clocks: [], deliveries: [], held: [], detections: [], messages: [], messagesLeftOut: 0 };
const episode = (more: Partial<Episode> = {}): Episode => ({ incidentId: "inc_1", number: 1, title: "Shell", isFirst: true, startedAt: 8 * hour, openedAt: 10 * hour, acknowledgedAt: 11 * hour, phaseAt: { triaged: 12 * hour, contained: 14 * hour }, closedAt: 30 * hour, owner: "pay", ...more });
const open = { acknowledgedAt: undefined, phaseAt: {}, closedAt: undefined };
const told = (step: number, more: Partial<PageLife["told"][number]> = {}) => ({ at: 11 * hour, step, round: 0, person: "ana", wallHour: 3, ...more });
const page = (more: Partial<PageLife> = {}): PageLife => ({ pageId: "p", incidentId: "inc_1", number: 1, title: "Shell", state: "acknowledged", startedAt: 10 * hour, endedAt: 11 * hour, told: [told(0)], ...more });
const clock = (more: Partial<ClockLife> = {}): ClockLife => ({ incidentId: "inc_1", number: 1, title: "Shell", regime: "cra", dueAt: 40 * hour, stoppedAt: 30 * hour, applies: true, ...more });
const tally = (state: string, times: number, tookMs?: number): DeliveryTally => ({ receiver: "chat", state, tookMs, times, oldestAt: 990 * hour });
const message = (sentAt: number, actedAt?: number): MessageLife => ({ sentAt, actedAt, rules: ["kind incident.opened", "receiver chat"], label: "x" });

function valueOf(id: string, record: Partial<IncidentRecord>, span = window): IncidentMeasureValue {
  const found = measureIncidents({ ...empty, ...record }, span).find((one) => one.id === id);
  if (!found) throw new Error(`no measure ${id}`);
  return found;
}

describe("src/metrics/incident-measures/index.ts", () => {
  it("lists what the folder holds, by file name", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts").map((name) => name.slice(0, -3));
    expect(incidentMeasures.all.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });

  it.each(incidentMeasures.all.map(({ id }) => id))("%s says how it is computed, and gives nothing for nothing", (id) => {
    const value = valueOf(id, {});
    expect([value.formula.length > 20, value.starts !== "", value.stops !== "", value.median, value.p90, value.waiting.n, value.parts.length]).toEqual([true, true, true, undefined, undefined, 0, 0]);
    if (value.unit !== "count") expect(value.value).toBeUndefined();
  });

  it.each<[id: string, hours: number]>([["time-to-detect", 2], ["time-to-acknowledge", 1], ["time-to-triage", 2], ["time-to-contain", 4], ["time-to-close", 20]])("%s of one incident is the case itself", (id, hours) => {
    expect(valueOf(id, { episodes: [episode()] })).toMatchObject({ n: 1, median: hours * hour, p90: hours * hour, cases: [{ label: "INC-1 Shell", id: "inc_1", value: hours * hour }], waiting: { n: 0 } });
  });

  it("what has not happened is shown, not left out: open ones wait, closed ones went without", () => {
    const episodes = [episode(), episode({ incidentId: "inc_2", openedAt: 900 * hour, ...open }), episode({ incidentId: "inc_3", phaseAt: {}, acknowledgedAt: undefined })];
    expect(valueOf("time-to-contain", { episodes })).toMatchObject({ n: 1, waiting: { n: 1, oldestMs: 100 * hour }, without: 1 });
    expect(valueOf("time-to-acknowledge", { episodes })).toMatchObject({ n: 1, waiting: { n: 1, oldestMs: 100 * hour }, without: 1 });
    expect(valueOf("time-to-close", { episodes })).toMatchObject({ n: 2, waiting: { n: 1 }, without: 0 });
  });

  it("counts only what ended in the range; what ended later was waiting then", () => {
    expect(valueOf("time-to-close", { episodes: [episode()] }, { from: 100 * hour, to: 200 * hour, now: 300 * hour })).toMatchObject({ n: 0, median: undefined, waiting: { n: 0 } });
    expect(valueOf("time-to-close", { episodes: [episode()] }, { from: 0, to: 20 * hour, now: 300 * hour })).toMatchObject({ n: 0, waiting: { n: 1, oldestMs: 10 * hour } });
  });

  it("from event to detection counts each detection once, and says which decoder's are slow", () => {
    const detections = [{ decoder: "falco", tookMs: 40, times: 8 }, { decoder: "auditd", tookMs: 9000, times: 1 }, { decoder: "auditd", tookMs: 60, times: 1 }];
    expect(valueOf("time-event-to-detection", { detections })).toMatchObject({ n: 10, median: 40, p90: 60, parts: [{ key: "auditd", n: 2, value: 60 }, { key: "falco", n: 8, value: 40 }] });
  });

  it("an incident that came back counts as closed too early, and is not detected twice", () => {
    const episodes = [episode(), episode({ isFirst: false, startedAt: undefined, openedAt: 50 * hour, closedAt: 60 * hour }), episode({ incidentId: "inc_2", owner: undefined })];
    expect([valueOf("reopened-share", { episodes }).value, valueOf("reopened-share", { episodes }).n, valueOf("time-to-detect", { episodes }).n, valueOf("owner-share", { episodes }).value]).toEqual([1 / 3, 3, 2, 0.5]);
  });

  it("pages: answered by the first who were told, by person, by hour of the night", () => {
    const pages = [page(), page({ told: [told(0), told(1, { person: "bob", wallHour: 14 })] }), page({ state: "running", endedAt: undefined }), page({ state: "ended" })];
    expect(valueOf("first-step-share", { pages })).toMatchObject({ n: 2, value: 0.5, waiting: { n: 1 }, without: 1 });
    expect(valueOf("pages-per-person", { pages })).toMatchObject({ n: 2, median: 1, p90: 4, parts: [{ key: "ana", n: 4 }, { key: "bob", n: 1 }] });
    expect(valueOf("pages-at-night", { pages })).toMatchObject({ n: 5, value: 0.8, parts: [{ key: "03:00", n: 4 }] });
    expect(valueOf("pages-at-night", { pages: [page({ told: [told(0, { wallHour: undefined })] })] })).toMatchObject({ n: 0, value: undefined, without: 1 });
  });

  it("clocks: late and missed count against it, those to come wait, those that do not apply stand apart", () => {
    const clocks = [clock(), clock({ stoppedAt: 41 * hour }), clock({ stoppedAt: undefined }), clock({ stoppedAt: undefined, dueAt: 2000 * hour }), clock({ applies: false })];
    expect(valueOf("clocks-met", { clocks })).toMatchObject({ n: 3, value: 1 / 3, waiting: { n: 1 }, without: 1, parts: [{ key: "cra", n: 3 }] });
  });

  it("deliveries: tallies weigh as much as they hold", () => {
    const deliveries = [tally("sent", 8, 500), tally("sent", 1, 9000), tally("dead", 1), tally("waiting", 2)];
    expect(valueOf("delivery-time", { deliveries })).toMatchObject({ n: 9, median: 500, p90: 9000, waiting: { n: 2, oldestMs: 10 * hour }, without: 1, cases: [] });
    expect(valueOf("deliveries-dead", { deliveries })).toMatchObject({ n: 10, value: 0.1, parts: [{ key: "chat", n: 10, value: 0.1 }] });
  });

  it("signal score: acted on within a week; a message whose week is not over waits", () => {
    const messages = [message(0, hour), message(0, 8 * dayMs), message(0), message(999 * hour), message(999 * hour, 999.5 * hour)];
    expect(valueOf("signal-score", { messages, messagesLeftOut: 7 })).toMatchObject({ n: 4, value: 0.5, waiting: { n: 1, oldestMs: hour }, without: 7, parts: [{ key: "kind incident.opened", n: 4, value: 0.5 }, { key: "receiver chat", n: 4 }] });
  });

  it("what was held back is counted by what held it", () => {
    expect(valueOf("alerts-held", { held: [{ by: "mute", subjects: 1, times: 9 }, { by: "silence", subjects: 3, times: 3 }] })).toMatchObject({ value: 4, parts: [{ key: "silence", value: 3 }, { key: "mute", value: 1 }] });
  });

  it("the spread counts every case once, and few cases show themselves", () => {
    const many = Array.from({ length: 5 }, (_, index) => episode({ incidentId: `inc_${index}`, acknowledgedAt: (10 + index * 400 / 5) * hour }));
    const value = valueOf("time-to-acknowledge", { episodes: many });
    expect([value.n, value.cases.length, value.spread.reduce((sum, { n }) => sum + n, 0), value.spread.at(-1)?.upToMs]).toEqual([5, 0, 5, undefined]);
  });

  it("a weighted quantile is that of the cases written out", () => {
    fc.assert(fc.property(fc.array(fc.record({ value: fc.integer(), times: fc.integer({ min: 1, max: 5 }) }), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (samples, share) => {
      const all = samples.flatMap(({ value, times }) => Array.from({ length: times }, () => value));
      expect(weightedQuantile(samples.toSorted((a, b) => a.value - b.value), all.length, share)).toBe(quantile(all, share));
    }));
  });

  it("the flow counts what is open at the end of each bucket", () => {
    expect(incidentFlow([episode(), episode({ openedAt: 15 * hour, ...open })], { from: 0, to: 40 * hour, now: 40 * hour }, 20 * hour)).toEqual([
      { at: 20 * hour, open: 2, opened: 2, acknowledged: 1, closed: 0 }, { at: 40 * hour, open: 1, opened: 0, acknowledged: 0, closed: 1 },
    ]);
  });
});
