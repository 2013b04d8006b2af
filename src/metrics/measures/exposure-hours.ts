// Hours that affected deployments ran after the world knew: redeploying cannot shorten it, only fixing can.
import { hourMs } from "../../kernel/clock.ts";
import { defineMeasure } from "../measure.ts";
import type { MeasuredLife, MeasureWindow } from "../measure.ts";
import { without } from "../spans.ts";

export const exposureHours = defineMeasure({
  id: "exposure-hours", about: "Exposure-hours",
  formula: "sum over affected deployments of the hours in the range after publication, without what a not-affected decision covers",
  unit: "hours", better: "lower",
  compute: (lives, window) => {
    const exposed = lives.flatMap((life) => spansOf(life, window));
    return { kind: "value", n: exposed.length, value: exposed.length === 0 ? undefined : exposed.reduce((sum, { from, to }) => sum + (to - from), 0) / hourMs };
  },
});

function spansOf({ exposures, excused, publishedAt }: MeasuredLife, { from, to, now }: MeasureWindow): { from: number; to: number }[] {
  const end = Math.min(to, now);
  const start = Math.max(from, publishedAt ?? from);
  return exposures.flatMap((exposure) => without({ from: Math.max(start, exposure.from), to: Math.min(end, exposure.to ?? end) }, excused));
}
