// The heat map loses nothing: sums stay, the unknown workload stays, the worst level wins, and a cell is a filter that can be let go of.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeatCell } from "../api/runtime-shapes.ts";
import { heatOf, shadeOf, slotFor } from "./heat-cells.ts";
import { chosenIn, withPlace } from "./heat-choice.ts";

const hour = 3_600_000, day = 24 * hour;
const to = Date.parse("2026-11-22T08:00:00Z");
const cell = (workload: string, back: number, events: number, detections = 0, worst: HeatCell["worst"] = null): HeatCell => ({ workload, hour: new Date(to - back * hour).toISOString(), events, detections, worst });

describe("console/src/plots/heat-cells", () => {
  it.each([[24 * hour, hour], [7 * day, 6 * hour], [30 * day, day], [365 * day, 7 * day]])("%i ms fit into slots of %i ms", (width, slot) => {
    expect(slotFor(width)).toBe(slot);
  });

  it("puts what hurts most first and the unknown workload last, and keeps both", () => {
    const { rows } = heatOf([cell("unknown", 1, 9, 1, "critical"), cell("busy", 1, 900), cell("hurt", 2, 1, 1, "high"), cell("hurt", 3, 1, 1, "low")], to - day, to);
    expect(rows.map(({ workload, worst }) => [workload, worst])).toEqual([["hurt", "high"], ["busy", undefined], ["unknown", "critical"]]);
  });

  it("sums over slots are the sums of the cells, whatever the range", () => {
    const cells = fc.array(fc.record({ back: fc.integer({ min: 1, max: 700 }), events: fc.nat(1e6), workload: fc.constantFrom("a", "b", "unknown") }), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(cells, fc.constantFrom(1, 7, 30), (given, days) => {
      const inside = given.filter(({ back }) => back * hour <= days * day);
      const heat = heatOf(inside.map(({ workload, back, events }) => cell(workload, back, events)), to - days * day, to);
      expect(heat.rows.reduce((sum, { slots }) => sum + slots.reduce((all, { events }) => all + events, 0), 0)).toBe(inside.reduce((sum, { events }) => sum + events, 0));
    }));
  });

  it.each([[0, 100, 0], [1, 1, 4], [1, 1e6, 1], [1e6, 1e6, 4], [1000, 1e6, 3]])("%i events of at most %i have the shade %i", (events, busiest, shade) => {
    expect(shadeOf(events, busiest)).toBe(shade);
  });
});

describe("console/src/plots/heat-choice", () => {
  const slot = { fromMs: to - hour, toMs: to };

  it("a cell narrows the filter to its place and keeps what else was asked", () => {
    const q = withPlace("is:open level:high curl workload:other", { workload: "prod/shop one", slot });
    expect(q).toBe('is:open level:high curl workload:"prod/shop one" since:2026-11-22T07:00:00Z until:2026-11-22T08:00:00Z');
    expect(chosenIn(q)).toEqual({ workload: "prod/shop one", slot });
  });

  it("the same cell again lets go of it", () => {
    expect(withPlace(withPlace("", { workload: "a", slot }), { workload: "a", slot })).toBe("");
    expect(withPlace(withPlace("level:high", { workload: "a", slot: undefined }), { workload: "a", slot: undefined })).toBe("level:high");
  });
});
