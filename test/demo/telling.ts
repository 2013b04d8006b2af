// What the stories of the demo share: what they are told on, and steps that happen in time or stop the story.
import { setTimeout as pause } from "node:timers/promises";
import type { OpenApp } from "../../src/app/open.ts";
import type { FindingRow } from "../../src/findings/finding-views.ts";
import { secondMs } from "../../src/kernel/clock.ts";
import type { Mirror } from "./mirror.ts";
import type { Sink } from "./sink.ts";

export interface Telling {
  app: OpenApp;
  mirror: Mirror;
  /** Where messages go: links in them are followed. */
  sink: Sink;
  /** One line for people; `detail` lines are indented below it. */
  say(line: string, detail?: readonly string[]): void;
  /** Notices delivered so far, by kind. */
  delivered(): readonly string[];
  speed: number;
  /** Ends the story where it is. */
  signal: AbortSignal;
}

// A step that has not happened by then will not: feeds are polled every second, messages wait half a second for each other.
const patienceMs = 20 * secondMs;

/** The finding of this vulnerability, once it is so. */
export async function until({ app, signal }: Telling, vulnerability: string, what: string, isSo: (finding: FindingRow) => boolean): Promise<FindingRow> {
  return soon(what, signal, async () => (await app.findings.findings(app.org, { vulnerability }, { limit: 1, after: undefined }, app.clock.now())).items.find(isSo));
}

export async function untilTold({ delivered, signal }: Telling, kind: string): Promise<void> {
  await soon(`the owner is told: ${kind}`, signal, async () => delivered().find((one) => one === kind));
}

/** What `look` sees, once it sees something; throws when that takes too long. */
export async function soon<T>(what: string, signal: AbortSignal, look: () => Promise<T | undefined>): Promise<T> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 50) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(50, undefined, { signal });
  }
  throw new Error(`within ${patienceMs / secondMs} s this did not happen: ${what}`);
}

export const seconds = (ms: number): string => `${(ms / secondMs).toFixed(1)} s`;
