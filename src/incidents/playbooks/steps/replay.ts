// Replays what a DAST check found, to see whether it still works.
import { defineStepKind, done, harmless } from "../step-kind.ts";

export const replay = defineStepKind({
  id: "replay", lane: "outside", ...harmless, about: "Replays a DAST finding against the running service; fails while it still works.",
  lasting: "a request was sent",
  fields: [{ name: "finding", about: "the id of a DAST finding", type: "text", required: true }],
  preview: async (values) => ({ said: `replays finding ${values.text("finding")}`, touches: [{ kind: "finding", name: values.text("finding") }] }),
  async run(values, { world }) {
    const answer = await world.replay(values.text("finding"));
    if ("missing" in answer) return { kind: "missing", why: answer.missing };
    return answer.passed ? done(answer.said, { passed: true }) : { kind: "failed", why: answer.said, output: { passed: false } };
  },
});
