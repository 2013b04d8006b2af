// The store of detections: their rows and samples, which events counted, and the hours of the heat map.
import { sql } from "kysely";
import { keptText } from "../kernel/broken-text.ts";
import { dayMs } from "../kernel/clock.ts";
import { collapseMs } from "../runtime/detection.ts";
import type { Detection, Sample } from "../runtime/detection.ts";
import type { DetectionStore, HourCell } from "../runtime/detection-store.ts";
import type { EventSource } from "../runtime/event-source.ts";
import type { Exception } from "../runtime/exception.ts";
import { rowsOf, rowsOfKeys } from "./alert-select.ts";
import { inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { changingColumns, detectionColumns, detectionFrom, levelNumber, levelOf, rowOf, sampleFrom } from "./detection-rows.ts";
import { runtimeState } from "./runtime-state.ts";
import type { DetectionCountedTable, DetectionSampleTable, DetectionTable, EventSourceTable, RuntimeExceptionTable, RuntimeHourTable } from "./tables/runtime.ts";
import { detectionCounts, listDetections, ruleCounts } from "./views/detection-list.ts";

export function detectionStore(tx: Tx): DetectionStore {
  return {
    ...runtimeState(tx),
    near: (org, asked) => near(tx, org, asked),
    put: (org, detections) => insertMany(tx, "detection", detectionColumns, lastOfEach(detections).map((one) => rowOf(org, one)), { key: ["org_id", "detection_id"], update: changingColumns }),
    find: async (org, detectionId) => (await byIds(tx, org, [detectionId]))[0],
    load: (org, ids) => byIds(tx, org, ids),
    list: (org, filter, page) => listDetections(tx, org, filter, page),
    putSamples: (org, samples) => putSamples(tx, org, samples),
    samplesOf: async (org, ids) => (await rowsOfKeys<DetectionSampleTable>(tx, { before: "select * from detection_sample where org_id = ? and detection_id", given: [org] }, ids)).toSorted((a, b) => a.at - b.at || a.slot - b.slot).map(sampleFrom),
    count: (org, seen) => count(tx, org, seen),
    forgetCountedBefore: (at, limit) => forgetCountedBefore(tx, at, limit),
    removeBefore: (org, at, limit) => removeBefore(tx, org, at, limit),
    addHours: (org, cells) => addHours(tx, org, cells),
    hours: async (org, from, to) => (await rowsOf<RuntimeHourTable>(tx, "select * from runtime_hour where org_id = ? and hour >= ? and hour < ?", [org, from, to])).map((row) => ({ workload: row.workload, hour: row.hour, events: row.events, detections: row.detections, worst: levelOf(row.worst) })),
    ruleCounts: (org, since) => ruleCounts(tx, org, since),
    counts: (org, since) => detectionCounts(tx, org, since),
    putSources: (org, sources) => insertMany(tx, "event_source", ["org_id", "source_id", "body"], sources.map((one) => [org, one.sourceId, JSON.stringify(one)]), { key: ["org_id", "source_id"], update: ["body"] }),
    listSources: async (org) => (await rowsOf<EventSourceTable>(tx, "select * from event_source where org_id = ? order by source_id", [org])).map((row) => JSON.parse(row.body) as EventSource),
    findSources: async (org, ids) => (await rowsOfKeys<EventSourceTable>(tx, { before: "select * from event_source where org_id = ? and source_id", given: [org] }, ids)).map((row) => JSON.parse(row.body) as EventSource),
    organisations: async () => (await rowsOf<{ org_id: string }>(tx, "select distinct org_id from event_source order by org_id", [])).map((row) => row.org_id),
    putExceptions: (org, exceptions) => insertMany(tx, "runtime_exception", ["org_id", "exception_id", "created_at", "expires_at", "body"], exceptions.map((one) => [org, one.exceptionId, one.createdAt, one.expiresAt, JSON.stringify(one)]), { key: ["org_id", "exception_id"], update: ["expires_at", "body"] }),
    listExceptions: async (org) => (await rowsOf<RuntimeExceptionTable>(tx, "select * from runtime_exception where org_id = ? order by created_at desc, exception_id", [org])).map((row) => JSON.parse(row.body) as Exception),
    findException: async (org, id) => (await rowsOf<RuntimeExceptionTable>(tx, "select * from runtime_exception where org_id = ? and exception_id = ?", [org, id])).map((row) => JSON.parse(row.body) as Exception)[0],
  };
}

// A statement may not name a row twice.
const lastOfEach = (detections: readonly Detection[]): Detection[] => [...new Map(detections.map((one) => [one.detectionId, one])).values()];

/** Times that lie this close together are asked as one. */
const spanMs = dayMs;

async function near(tx: Tx, org: string, asked: readonly { key: string; at: number }[]): Promise<ReadonlyMap<string, readonly Detection[]>> {
  const found = new Map<string, Detection>();
  for (const { from, to, keys } of spansOf(asked)) {
    const rows = await rowsOfKeys<DetectionTable>(tx, { before: "select body from detection where org_id = ? and last_at >= ? and first_at <= ? and detection_key", given: [org, from - collapseMs, to + collapseMs] }, keys);
    for (const one of rows.map(detectionFrom)) found.set(one.detectionId, one);
  }
  return Map.groupBy([...found.values()].toSorted((a, b) => b.lastAt - a.lastAt), ({ key }) => key);
}

/** By time, cut where a day has passed: a replay of last year beside today's events does not ask for the year between. */
function spansOf(asked: readonly { key: string; at: number }[]): { from: number; to: number; keys: string[] }[] {
  const spans: { from: number; to: number; keys: string[] }[] = [];
  for (const { key, at } of asked.toSorted((a, b) => a.at - b.at)) {
    const last = spans.at(-1);
    if (last === undefined || at > last.from + spanMs) spans.push({ from: at, to: at, keys: [key] });
    else { last.to = at; last.keys.push(key); }
  }
  return spans;
}

const byIds = async (tx: Tx, org: string, ids: readonly string[]): Promise<Detection[]> =>
  (await rowsOfKeys<DetectionTable>(tx, { before: "select body from detection where org_id = ? and detection_id", given: [org] }, ids)).map(detectionFrom);

function putSamples(tx: Tx, org: string, samples: readonly Sample[]): Promise<void> {
  const last = [...new Map(samples.map((one) => [`${one.detectionId} ${one.slot}`, one])).values()];
  return insertMany(tx, "detection_sample", ["org_id", "detection_id", "slot", "event_key", "at", "body"], last.map((one) => [org, one.detectionId, one.slot, one.eventKey, one.event.at, JSON.stringify(one.event)]),
    { key: ["org_id", "detection_id", "slot"], update: ["event_key", "at", "body"] });
}

async function count(tx: Tx, org: string, seen: readonly { eventKey: string; key: string; at: number }[]): Promise<boolean[]> {
  const known = new Set((await rowsOfKeys<DetectionCountedTable>(tx, { before: "select event_key, detection_key from detection_counted where org_id = ? and event_key", given: [org] }, seen.map(({ eventKey }) => eventKey))).map((row) => `${row.event_key} ${row.detection_key}`));
  const fresh = seen.map(({ eventKey, key }) => { const id = `${eventKey} ${key}`; const isNew = !known.has(id); known.add(id); return isNew; });
  await insertMany(tx, "detection_counted", ["org_id", "event_key", "detection_key", "at"], seen.filter((_, index) => fresh[index]).map(({ eventKey, key, at }) => [org, eventKey, key, at]), { key: ["org_id", "event_key", "detection_key"] });
  return fresh;
}

async function forgetCountedBefore(tx: Tx, at: number, limit: number): Promise<number> {
  const { rows } = await sql<DetectionCountedTable>`select org_id, event_key, detection_key from detection_counted where at < ${at} limit ${limit}`.execute(tx.db);
  for (const [org, gone] of Map.groupBy(rows, (row) => row.org_id)) {
    await inChunks(gone.map((row) => row.event_key), async (chunk) => { await tx.db.deleteFrom("detection_counted").where("org_id", "=", org).where("event_key", "in", chunk).where("at", "<", at).execute(); return []; });
  }
  return rows.length;
}

async function removeBefore(tx: Tx, org: string, at: number, limit: number): Promise<number> {
  const ids = (await rowsOf<{ detection_id: string }>(tx, "select detection_id from detection where org_id = ? and last_at < ? order by last_at limit ?", [org, at, limit])).map((row) => row.detection_id);
  await inChunks(ids, async (chunk) => {
    await tx.db.deleteFrom("detection_sample").where("org_id", "=", org).where("detection_id", "in", chunk).execute();
    await tx.db.deleteFrom("detection").where("org_id", "=", org).where("detection_id", "in", chunk).execute();
    return [];
  });
  return ids.length;
}

/** Fixed text: it stays compiled, and a busy server writes hundreds of these in a second. */
const addHour = `insert into runtime_hour (org_id, hour, workload, events, detections, worst) values (?, ?, ?, ?, ?, ?) on conflict (org_id, hour, workload) do update set
  events = runtime_hour.events + excluded.events, detections = runtime_hour.detections + excluded.detections, worst = case when excluded.worst > runtime_hour.worst then excluded.worst else runtime_hour.worst end`;

async function addHours(tx: Tx, org: string, cells: readonly HourCell[]): Promise<void> {
  for (const { workload, hour, events, detections, worst } of cells) await rowsOf(tx, addHour, [org, hour, keptText(workload), events, detections, worst === undefined ? -1 : levelNumber(worst)]);
}
