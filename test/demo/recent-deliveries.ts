// Messages that did not arrive: one given up after three days, one refused, a bot that is gone, and a pager whose fallback gets its messages.
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { HappenedEvent, Stage } from "./stage.ts";

export function deliveryEvents(now: Instant): HappenedEvent[] {
  const event = (ago: number, happen: HappenedEvent["happen"]): HappenedEvent => ({ at: now - ago, happen });
  const test = (id: string) => ({ app }: Stage): Promise<void> => app.notices.testReceiver(app.org, id, "person:mara");
  // The clock of history jumps from event to event; what is undelivered is tried again whenever it stops.
  const looks = Array.from({ length: 22 }, (_, index) => event(4 * dayMs - index * 4 * hourMs, look));
  return [event(5 * dayMs, test("press-list")), event(5 * dayMs - hourMs, test("gone-bot")), event(4 * dayMs + hourMs, test("old-pager")), ...looks, event(40 * minuteMs, look), event(12 * minuteMs, look), event(2 * minuteMs, override)];
}

async function look({ app }: Stage): Promise<void> {
  await app.steps.lookAfterReceivers();
  await app.steps.deliver();
}

/** And somebody is away tomorrow. */
async function override({ app, clock }: Stage): Promise<void> {
  await app.oncall.addOverride(app.org, { schedule: "payments", person: "ben", from: clock.now() + dayMs, to: clock.now() + 2 * dayMs, reason: "ana is at the dentist" }, "person:ana");
}
