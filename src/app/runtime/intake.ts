// Events come in: requests that wait while others are being written go into the next transaction together; an answer means that it is durable.
import { setTimeout as pause } from "node:timers/promises";
import { Fault } from "../../kernel/fault.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import type { Reject } from "../../runtime/decoder.ts";

/** What one request brought, decoded. */
export interface Delivery { org: string; decoder: string; source: string; events: readonly RuntimeEvent[]; rejects: readonly Reject[]; isCanary: boolean; /** More of a request that was let in: it is not refused half way. */ isRest?: boolean }
export interface Counted { detections: number; repeats: number }

/** Resolves when the detections of the events are durable; throws runtime.overloaded when too much waits. */
export type Intake = (delivery: Delivery) => Promise<Counted>;

interface Waiting { delivery: Delivery; done(counted: Counted): void; failed(cause: unknown): void }

export interface IntakeLimits { eventsPerWrite: number; waitingEvents: number; gatherMs: number }
export const intakeLimits: IntakeLimits = { eventsPerWrite: 5000, waitingEvents: 100_000, gatherMs: 20 };

/** write: takes deliveries of one organisation together, all or nothing; answers one count each. */
export function createIntake(write: (org: string, deliveries: readonly Delivery[]) => Promise<readonly Counted[]>, limits: IntakeLimits = intakeLimits): Intake {
  const queue: Waiting[] = [];
  let waitingEvents = 0;
  let isWriting = false;
  const drain = async (): Promise<void> => {
    isWriting = true;
    while (queue.length > 0) {
      const together = takeTogether(queue, limits.eventsPerWrite);
      await writeTogether(write, together);
      waitingEvents -= eventsIn(together);
      // While requests come faster than they are written, the next write waits for as much more of them; a lone one never waits.
      if (together.length > 1) await pause(limits.gatherMs);
    }
    isWriting = false;
  };
  return (delivery) => new Promise((done, failed) => {
    if (delivery.isRest !== true && waitingEvents > 0 && waitingEvents + delivery.events.length > limits.waitingEvents) { failed(new Fault("runtime.overloaded", { detail: `${waitingEvents} events wait.` })); return; }
    waitingEvents += delivery.events.length;
    queue.push({ delivery, done, failed });
    if (!isWriting) void drain();
  });
}

const eventsIn = (waiting: readonly Waiting[]): number => waiting.reduce((sum, { delivery }) => sum + delivery.events.length, 0);

/** The next deliveries of the first one's organisation, up to a size. */
function takeTogether(queue: Waiting[], most: number): Waiting[] {
  const org = queue[0]?.delivery.org;
  let size = 0;
  const end = queue.findIndex(({ delivery }, index) => { size += delivery.events.length; return delivery.org !== org || (index > 0 && size > most); });
  return queue.splice(0, end === -1 ? queue.length : end);
}

/** When all of them fail together, each is tried alone: whoever sent what cannot be written keeps nobody else out. */
async function writeTogether(write: (org: string, deliveries: readonly Delivery[]) => Promise<readonly Counted[]>, together: readonly Waiting[]): Promise<void> {
  try {
    const counts = await write(together[0]?.delivery.org ?? "", together.map(({ delivery }) => delivery));
    together.forEach(({ done }, index) => { done(counts[index] ?? { detections: 0, repeats: 0 }); });
  } catch (cause) {
    if (together.length === 1) together[0]?.failed(cause);
    else for (const one of together) await writeTogether(write, [one]);
  }
}
