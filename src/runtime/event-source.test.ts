// Event sources: how long a pause may be before it is silence.
import { describe, expect, it } from "vitest";
import { hourMs, minuteMs } from "../kernel/clock.ts";
import { heard, isSilent, newSource, silenceAfterMs } from "./event-source.ts";
import type { EventSource } from "./event-source.ts";

const got = { events: 1, rejected: 0, detections: 0, lastReject: undefined };
const fresh = newSource("falco:edge", "falco", "edge", 0);
const heardEvery = (pauseMs: number, times: number): EventSource => Array.from({ length: times }).reduce<EventSource>((one, _, index) => heard(one, (index + 1) * pauseMs, got), fresh);

describe("runtime/event-source", () => {
  it.each<[string, number, number]>([
    ["what comes every second is silent after a quarter of an hour", 1000, 15 * minuteMs], ["what comes every ten minutes, after ten of its pauses", 10 * minuteMs, 100 * minuteMs], ["what comes once a day, after a day and no later", 24 * hourMs, 24 * hourMs],
  ])("%s", (_claim, pauseMs, silentMs) => {
    const source = heardEvery(pauseMs, 400);
    expect(Math.abs(silenceAfterMs(source) - silentMs)).toBeLessThan(silentMs / 100);
    expect([isSilent(source, source.lastAt + silenceAfterMs(source)), isSilent(source, source.lastAt + silenceAfterMs(source) + 1)]).toEqual([false, true]);
  });

  it("a burst after long habit does not make a quiet source nervous at once", () => {
    const quiet = heardEvery(hourMs, 200);
    const burst = heard(heard(quiet, quiet.lastAt + 1, got), quiet.lastAt + 2, got);
    expect(silenceAfterMs(burst)).toBeGreaterThan(8 * hourMs);
  });

  it("counts add up, the newest reject stays, and being heard ends what was stale", () => {
    const one = heard({ ...fresh, staleSince: 5 }, 10, { events: 3, rejected: 2, detections: 1, lastReject: "line 4: no JSON" });
    expect(heard(one, 20, { events: 1, rejected: 0, detections: 0, lastReject: undefined })).toMatchObject({ events: 4, rejected: 2, detections: 1, lastReject: "line 4: no JSON", lastAt: 20, staleSince: undefined, firstAt: 0 });
  });

  it("a clock that goes back moves nothing back", () => { expect(heard(heard(fresh, 100, got), 50, got)).toMatchObject({ lastAt: 100 }); });
});
