// Says what comes next in the incident, and by when.
import { defineStepKind, done, harmless, isObject } from "../step-kind.ts";

export const setNext = defineStepKind({
  id: "set-next", lane: "inside", ...harmless, about: "Sets the incident's next action and when it is due.",
  fields: [
    { name: "text", about: "the next action", type: "text", required: true },
    { name: "within", about: "due so long from now", type: "duration" },
  ],
  preview: async (values) => ({ said: `sets the next action: "${values.text("text")}"${values.optional("within") === undefined ? "" : `, due in ${values.text("within")}`}`, touches: [] }),
  async run(values, { world, now }) {
    const withinMs = values.durationMs("within");
    const before = await world.setNext({ text: values.text("text"), dueAt: withinMs === undefined ? undefined : now + withinMs });
    return done("set the next action", { before: before === undefined ? null : { text: before.text, dueAt: before.dueAt ?? null } });
  },
  async undo(_values, output, { world }) {
    const before = isObject(output) ? output["before"] : undefined;
    const next = isObject(before) ? { text: String(before["text"]), dueAt: typeof before["dueAt"] === "number" ? before["dueAt"] : undefined } : undefined;
    await world.setNext(next);
    return done("set back the next action");
  },
});
