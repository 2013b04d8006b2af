// RFC 3339: the moment counts, not how it is written.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectOrder, schemeSuite } from "../scheme.suite.ts";
import { datetime } from "./datetime.ts";

describe("versions/schemes/datetime", () => {
  schemeSuite(datetime, ["2024-01-01T00:00:00Z", "2024-02-29T23:59:60.5+14:00", "0000-01-01T00:00:00Z", "9999-12-31t23:59:59.999999999-23:59"]);

  it.each([
    "2024-01-01T00:00:00Z < 2024-01-01T00:00:01Z", "2023-12-31T23:59:59Z < 2024-01-01T00:00:00Z", "2024-01-01T02:00:00+02:00 = 2024-01-01T00:00:00Z", "2023-12-31T19:00:00-05:00 = 2024-01-01T00:00:00z",
    "2024-01-01T00:00:00.1Z = 2024-01-01T00:00:00.100Z", "2024-01-01T00:00:00.09Z < 2024-01-01T00:00:00.1Z", "2024-01-01T00:00:00Z < 2024-01-01T00:00:00.000000001Z", "2024-02-29T00:00:00Z < 2024-03-01T00:00:00Z",
    "2016-12-31T23:59:60Z < 2017-01-01T00:00:00Z", "0000-01-01T00:00:00+23:59 < 0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z > 0000-12-31T23:59:59Z",
  ])("%s", (claim) => expectOrder(datetime, claim));

  it.each(["2024-01-01", "2024-01-01T00:00:00", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-32T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z", "2024-01-01T00:00:00+24:00", "20240101T000000Z"])(
    "%j is no version", (text) => { expect(datetime.parse(text)).toBeUndefined(); });

  it("agrees with the platform's calendar", () => {
    const instant = fc.integer({ min: Date.UTC(1600, 0, 1), max: Date.UTC(2600, 0, 1) });
    fc.assert(fc.property(instant, instant, (a, b) => {
      const [x, y] = [a, b].map((at) => datetime.parse(new Date(at).toISOString()));
      return Math.sign(datetime.compare(x, y)) === Math.sign(a - b);
    }), { numRuns: 1000 });
  });
});
