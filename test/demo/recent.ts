// The last days before now: an exploited vulnerability that came back, alerts and a storm of them, messages that did not arrive, and a day of events.
import { dayMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { HappenedEvent } from "./stage.ts";
import { alertEvents } from "./recent-alerts.ts";
import { deliveryEvents } from "./recent-deliveries.ts";
import { comebackEvents } from "./recent-comeback.ts";
import { runtimeEvents } from "./recent-runtime.ts";

/** How long before now it begins. */
export const recentMs = 7 * dayMs;

/** In no order; all of them before `now`, and at the same distance from it whenever the demo is started. */
export const recentEvents = (now: Instant): HappenedEvent[] => [...comebackEvents(now), ...alertEvents(now), ...deliveryEvents(now), ...runtimeEvents(now)];
