// When a heartbeat is due, and when a receiver fails or recovers.
import { describe, expect, it } from "vitest";
import { minuteMs } from "../kernel/clock.ts";
import { isHeartbeatDue, turnOf } from "./heartbeat.ts";
import { healthUnknown, latenciesOf, receiverStateOf } from "./receiver-health.ts";
import type { ReceiverHealth } from "./receiver-health.ts";
import { defaultCommon } from "./receiver-settings.ts";

const now = 100 * minuteMs;
const health = (changed: Partial<ReceiverHealth> = {}): ReceiverHealth => ({ ...healthUnknown("slack"), ...changed });
const hourly = { ...defaultCommon, heartbeatMs: 60 * minuteMs };

describe("src/notify/heartbeat.ts", () => {
  it.each<[string, Partial<ReceiverHealth>, boolean]>([
    ["the first is due at once", {}, true], ["not before its time", { heartbeatAt: now - 59 * minuteMs }, false], ["after its time", { heartbeatAt: now - 60 * minuteMs }, true], ["not to one that is off", { offSince: 1 }, false],
  ])("%s", (_claim, changed, due) => expect(isHeartbeatDue(health(changed), hourly, now)).toBe(due));
  it("none without an interval", () => expect(isHeartbeatDue(health(), defaultCommon, now)).toBe(false));

  const waiting = { waiting: 3, oldestAt: now - 20 * minuteMs, lastFailureAt: now - minuteMs, lastSentAt: now - 30 * minuteMs };
  it.each<[string, Partial<ReceiverHealth>, "fails" | "recovers" | undefined]>([
    ["a quarter of an hour without success while something waited: it fails", waiting, "fails"],
    ["never a success: it fails", { ...waiting, lastSentAt: undefined }, "fails"],
    ["not yet a quarter of an hour", { ...waiting, oldestAt: now - 14 * minuteMs }, undefined],
    ["something arrived in between", { ...waiting, lastSentAt: now - 10 * minuteMs }, undefined],
    ["nothing waits", { ...waiting, oldestAt: undefined }, undefined],
    ["it only waits its turn: nothing was tried in vain since", { ...waiting, lastFailureAt: now - 40 * minuteMs }, undefined],
    ["it is off, and that was told", { ...waiting, offSince: now }, undefined],
    ["it fails already, and that was told", { ...waiting, failingSince: now - 5 * minuteMs }, undefined],
    ["something arrived since it fails: it recovers", { failingSince: now - 5 * minuteMs, lastSentAt: now - minuteMs }, "recovers"],
  ])("%s", (_claim, changed, turn) => expect(turnOf(health(changed), defaultCommon, now)).toBe(turn));
});

describe("src/notify/receiver-health.ts", () => {
  it.each<[Partial<ReceiverHealth>, string]>([[{}, "unused"], [{ lastSentAt: 1 }, "good"], [{ lastSentAt: 1, openSince: 2 }, "paused"], [{ openSince: 2, failingSince: 3 }, "failing"], [{ failingSince: 3, offSince: 4 }, "off"]])("%j is %s", (changed, state) => expect(receiverStateOf(health(changed))).toBe(state));
  it("latencies are measured values", () => expect([latenciesOf([]), latenciesOf([5, 1, 3]), latenciesOf(Array.from({ length: 100 }, (_, n) => n + 1))]).toEqual([{ p50Ms: undefined, p99Ms: undefined }, { p50Ms: 3, p99Ms: 5 }, { p50Ms: 50, p99Ms: 99 }]));
});
