// The share of due findings that were fixed in time; what is overdue and open counts against it.
import { defineMeasure } from "../measure.ts";

export const slaAttainment = defineMeasure({
  id: "sla-attainment", about: "SLA attainment", formula: "fixed by the due instant / all that were fixed or fell due in the range; findings without a due instant, withdrawn, removed or retired are not counted", unit: "ratio", better: "higher",
  compute: (lives, { from, to, now }) => {
    const end = Math.min(to, now);
    const judged = lives.filter(({ dueAt, fixedAt, closedAt }) => dueAt !== undefined && (fixedAt !== undefined ? fixedAt >= from && fixedAt < to : closedAt === undefined && dueAt >= from && dueAt < end));
    const kept = judged.filter(({ dueAt, fixedAt }) => fixedAt !== undefined && dueAt !== undefined && fixedAt <= dueAt).length;
    return { kind: "value", n: judged.length, value: judged.length === 0 ? undefined : kept / judged.length };
  },
});
