// Durations: Prometheus's form, and the way back.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationText, parseDuration } from "./duration.ts";

describe("notify/duration", () => {
  it.each([
    ["30s", 30_000], ["5m", 300_000], ["4h", 14_400_000], ["1d12h", 129_600_000], ["1w", 604_800_000], ["1y", 31_536_000_000], ["250ms", 250], ["0", 0], ["0s", 0], ["1h30m", 5_400_000], ["90m", 5_400_000],
    ["", undefined], ["30", undefined], ["5 m", undefined], ["1.5h", undefined], ["-5m", undefined], ["30s5m", undefined], ["5m5m", undefined], ["9999999y", undefined], ["5M", undefined],
  ])("%j is %s ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it("what is written is read back", () => {
    fc.assert(fc.property(fc.nat(100 * 365 * 86_400_000), (ms) => { expect(parseDuration(durationText(ms))).toBe(ms); }));
    expect([90_000, 129_600_000, 604_800_000, 864_000_000, 34_560_000_000, 0, 250].map(durationText)).toEqual(["1m30s", "1d12h", "1w", "10d", "400d", "0s", "250ms"]);
  });
});
