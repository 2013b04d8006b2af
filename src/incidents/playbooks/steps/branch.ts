// Goes to the first step whose condition holds.
import { defineStepKind, done, harmless } from "../step-kind.ts";
import type { Values } from "../step-kind.ts";

/** The conditions are evaluated before the step runs: `taken` is the step of the first that held, "end", or absent. */
export const branch = defineStepKind({
  id: "branch", lane: "inside", ...harmless, about: "Goes to the first step whose condition holds, else to `otherwise`, else on.",
  fields: [
    { name: "cases", about: "a list of when (a condition) and next (a step, or end)", type: "items", required: true },
    { name: "otherwise", about: "where to go when none holds; the next step when absent", type: "step" },
    { name: "taken", about: "set by the run", type: "text" },
  ],
  check: (values) => (values.raw["taken"] === undefined ? [] : [{ at: "/taken", rule: "is set by the run, not in the text" }]),
  preview: async (values) => ({ said: goesTo(values), touches: [] }),
  run: async (values) => done(goesTo(values), { next: values.optional("taken") ?? null }),
});

const goesTo = (values: Values): string => `goes ${values.optional("taken") === undefined ? "on with the next step" : `to ${values.text("taken")}`}`;
