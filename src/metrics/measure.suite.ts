// What every measure owes: empty is undefined, never 0; a plain life it can count; no figure from the future.
import { describe, expect, it } from "vitest";
import type { Measure, MeasuredLife, MeasureWindow } from "./measure.ts";

export const hour = 3_600_000;
export const window: MeasureWindow = { from: 0, to: 1000 * hour, now: 1000 * hour };

/** Published at 10 h, running since 5 h, ingested at 11 h, detected at 12 h, acknowledged at 20 h, due at 60 h, fixed at 50 h. */
export const life = (changed: Partial<MeasuredLife> = {}): MeasuredLife => ({
  findingId: "fnd_1", severity: "high", serviceId: "svc_1", environments: ["prod"], publishedAt: 10 * hour, ingestedAt: 11 * hour, exposedSince: 5 * hour, detectedAt: 12 * hour,
  acknowledgedAt: 20 * hour, dueAt: 60 * hour, fixedAt: 50 * hour, closedAt: 50 * hour, state: "closed", exposures: [{ from: 5 * hour, to: 50 * hour }], excused: [], ...changed,
});

export function describeMeasure(measure: Measure): void {
  describe(`src/metrics/measures/${measure.id}.ts, as every measure`, () => {
    it("gives nothing for nothing, not zero", () => {
      const result = measure.compute([], window);
      if (result.kind === "samples") expect(result.samples).toEqual([]);
      else expect(result).toMatchObject({ n: 0, value: undefined });
    });
    it("says how it is computed", () => {
      expect(measure.formula.length).toBeGreaterThan(20);
      expect(measure.about).not.toBe("");
    });
    it("never gives a negative figure, not even for an advisory published after detection", () => {
      const result = measure.compute([life({ publishedAt: 49 * hour, ingestedAt: 49 * hour })], window);
      for (const figure of result.kind === "samples" ? result.samples : [result.value ?? 0]) expect(figure).toBeGreaterThanOrEqual(0);
    });
  });
}
