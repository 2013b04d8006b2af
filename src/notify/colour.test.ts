// A colour for each severity, and one for what is done.
import { describe, expect, it } from "vitest";
import { colourOf } from "./colour.ts";

describe("src/notify/colour.ts", () => {
  const all = (["critical", "high", "medium", "low", "unknown"] as const).map((severity) => colourOf({ severity }));
  it("is another one for each severity, unknown too", () => expect(new Set(all).size).toBe(5));
  it("is six hex digits", () => { for (const colour of all) expect(colour).toMatch(/^[0-9a-f]{6}$/); });
  it("is the same green for everything resolved, and as before while acknowledged", () => {
    expect([colourOf({ severity: "critical", state: "resolved" }), colourOf({ severity: "low", state: "resolved" })]).toEqual(["2e7d32", "2e7d32"]);
    expect(colourOf({ severity: "high", state: "acknowledged" })).toBe(colourOf({ severity: "high" }));
  });
});
