// Threads of a program over a text, all at once: the way that costs steps x characters and no more memory than the program.
import type { Program } from "./program.ts";
import { edge, holds, sideOfChar } from "./side.ts";
import type { Side } from "./side.ts";

/** A set of steps, each with the place where its thread began; cleared in no time (Briggs and Torczon). */
export interface Threads { count: number; readonly steps: Int32Array; readonly places: Int32Array; readonly began: Int32Array }

export const createThreads = (size: number): Threads => ({ count: 0, steps: new Int32Array(size), places: new Int32Array(size), began: new Int32Array(size) });

/** Adds a step unless a thread is there. Gives the place of a thread that has now begun earlier than it had; -1 otherwise. */
export function addThread(threads: Threads, step: number, began: number): number {
  const place = threads.places[step] ?? 0;
  if (place < threads.count && threads.steps[place] === step) {
    if (began >= (threads.began[place] ?? 0)) return -1;
    threads.began[place] = began;
    return place;
  }
  threads.places[step] = threads.count;
  threads.began[threads.count] = began;
  threads.steps[threads.count++] = step;
  return -1;
}

const none: readonly number[] = [];

/** Follows forks and anchors from every thread. Gives where a thread that has come to the end began; -1 when none has. */
export function follow({ steps }: Program, threads: Threads, before: Side, after: Side): number {
  let ended = -1;
  for (let at = 0; at < threads.count; at++) {
    const began = threads.began[at] ?? 0;
    const step = steps[threads.steps[at] ?? 0];
    const ways = step?.kind === "fork" ? step.ways : step?.kind === "anchor" && holds[step.anchor](before, after) ? [step.next] : none;
    for (const way of ways) {
      const earlier = addThread(threads, way, began);
      // What follows from a thread that has begun earlier has too.
      if (earlier >= 0 && earlier <= at) at = earlier - 1;
    }
    if (step?.kind === "end" && (ended < 0 || began < ended)) ended = began;
  }
  return ended;
}

/** A character taken: the threads behind it. */
export function takeOne({ steps }: Program, from: Threads, into: Threads, code: number): void {
  into.count = 0;
  for (let at = 0; at < from.count; at++) {
    const step = steps[from.steps[at] ?? 0];
    if (step?.kind === "take" && step.has(code)) addThread(into, step.next, from.began[at] ?? 0);
  }
}

/** The first match, and of those that begin there the longest. */
export function findFirst(program: Program, text: string): { at: number; end: number } | undefined {
  let [now, next] = [createThreads(program.steps.length), createThreads(program.steps.length)];
  let found: { at: number; end: number } | undefined;
  let before: Side = edge;
  for (let at = 0; ; ) {
    if (!found) addThread(now, program.start, at);
    const code = text.codePointAt(at);
    const after = code === undefined ? edge : sideOfChar(code);
    const began = follow(program, now, before, after);
    if (began >= 0 && (!found || began <= found.at)) found = { at: began, end: at };
    if (code === undefined || (found && now.count === 0)) return found;
    takeOne(program, now, next, code);
    if (found) keepUpTo(next, found.at);
    [now, next] = [next, now];
    before = after;
    at += code > 0xffff ? 2 : 1;
  }
}

/** Threads that began later than a match can only be worse. */
function keepUpTo(threads: Threads, at: number): void {
  const kept = Array.from({ length: threads.count }, (_, place) => [threads.steps[place] ?? 0, threads.began[place] ?? 0] as const).filter(([, began]) => began <= at);
  threads.count = 0;
  for (const [step, began] of kept) addThread(threads, step, began);
}
