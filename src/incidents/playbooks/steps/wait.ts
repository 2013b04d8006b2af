// Waits for a time, or until a condition over the incident holds.
import { defineStepKind } from "../step-kind.ts";

export const wait = defineStepKind({
  id: "wait", lane: "waiting", about: "Waits for a time, until an instant, or until a condition holds.",
  destructive: "never", idempotent: "always", isDestructive: () => ({ destructive: false, open: false }), isIdempotent: () => true,
  fields: [
    { name: "for", about: "how long", type: "duration" },
    { name: "until", about: "an instant", type: "instant" },
    { name: "condition", about: "goes on as soon as it holds; the step's timeout fails it", type: "expression" },
  ],
  check: ({ raw }) => (["for", "until", "condition"].filter((name) => raw[name] !== undefined).length === 1 ? [] : [{ at: "", rule: "has exactly one of for, until and condition" }]),
  preview: async (values) => ({ said: `waits ${values.optional("for") ?? (values.optional("until") === undefined ? `until ${values.text("condition")}` : `until ${values.text("until")}`)}`, touches: [] }),
});
