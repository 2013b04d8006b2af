// The live connection: follows /api/v1/stream, resumes where it stopped, and counts what came since the page was read.
import { useSyncExternalStore } from "react";
import { address } from "./client.ts";
import { eventReader } from "./event-stream.ts";
import type { StreamEvent } from "./shapes.ts";

/** state: connecting, live, waiting (lost, will retry), paused. fresh: facts since the lists on screen were read. */
export interface Live { state: "connecting" | "live" | "waiting" | "paused"; fresh: number; last: StreamEvent | undefined }

let live: Live = { state: "paused", fresh: 0, last: undefined };
let lastId: string | undefined;
let connection: AbortController | undefined;
const watchers = new Set<() => void>();
const listeners = new Set<(event: StreamEvent) => void>();

export const useLive = (): Live => useSyncExternalStore(subscribe, () => live);

export function onStreamEvent(listener: (event: StreamEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const clearFresh = (): void => change({ fresh: 0 });

export function connectLive(): void {
  if (connection) return;
  connection = new AbortController();
  void follow(connection.signal);
}

export function pauseLive(): void {
  connection?.abort();
  connection = undefined;
  change({ state: "paused" });
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

function change(patch: Partial<Live>): void {
  live = { ...live, ...patch };
  for (const watcher of watchers) watcher();
}

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

async function follow(signal: AbortSignal): Promise<void> {
  let retryMs = firstRetryMs;
  change({ state: "connecting" });
  while (!signal.aborted) {
    const heard = await readOnce(signal).catch(() => false);
    if (signal.aborted) return;
    change({ state: "waiting" });
    retryMs = heard ? firstRetryMs : Math.min(retryMs * 2, longestRetryMs);
    await pause(retryMs, signal);
  }
}

async function readOnce(signal: AbortSignal): Promise<boolean> {
  const headers: Record<string, string> = { accept: "text/event-stream", ...(lastId === undefined ? {} : { "last-event-id": lastId }) };
  const response = await fetch(address("/stream"), { headers, signal });
  if (!response.ok || !response.body) return false;
  change({ state: "live" });
  const read = eventReader();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const event of read(part.value)) take(event.id, event.data);
  }
  return true;
}

function take(id: string, data: string): void {
  lastId = id === "" ? lastId : id;
  const event = JSON.parse(data) as StreamEvent;
  change({ fresh: live.fresh + 1, last: event });
  for (const listener of listeners) listener(event);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
