// Asks people: a question of its own, or leave for steps that come later, with what they would touch.
import { defineStepKind } from "../step-kind.ts";

export const approval = defineStepKind({
  id: "approval", lane: "waiting", about: "Waits until people approve; a denial fails the step.",
  destructive: "never", idempotent: "always", isDestructive: () => ({ destructive: false, open: false }), isIdempotent: () => true,
  fields: [
    { name: "question", about: "what is asked", type: "text", required: true },
    { name: "people", about: "how many different people must approve; 1 unless given", type: "number", least: 1, most: 10 },
    { name: "for", about: "steps that are approved with it; destructive ones need two people", type: "steps" },
    { name: "receivers", about: "who is told that an answer is wanted; whoever the routes name when absent", type: "texts" },
  ],
  preview: async (values) => {
    const people = values.number("people") ?? 1;
    const covers = values.texts("for");
    return { said: `asks ${people === 1 ? "one person" : `${people} different people`}: "${values.text("question")}"${covers.length > 0 ? ` (for ${covers.join(", ")})` : ""}`, touches: [] };
  },
});
