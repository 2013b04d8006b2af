// Writes a line into the story of the incident.
import { defineStepKind, done, harmless, isObject } from "../step-kind.ts";

export const note = defineStepKind({
  id: "note", lane: "inside", ...harmless, about: "Writes a line into the incident's story.",
  fields: [{ name: "text", about: "what people should read later", type: "text", required: true }],
  preview: async (values) => ({ said: `writes into the story: "${values.text("text").slice(0, 200)}"`, touches: [] }),
  run: async (values, { world }) => done("written into the story", { entry: await world.addNote(values.text("text")) }),
  async undo(_values, output, { world }) {
    if (isObject(output) && typeof output["entry"] === "string") await world.removeNote(output["entry"]);
    return done("taken out of the story");
  },
});
