// Moves the incident to a phase; the fact names the playbook that did it.
import { defineStepKind, done, harmless, incidentPhases } from "../step-kind.ts";

// Closing is a person's word: nothing closes on a script.
const phases = incidentPhases.filter((phase) => phase !== "closed" && phase !== "reviewed");
const isPhase = (text: string): text is (typeof phases)[number] => (phases as readonly string[]).includes(text);

export const phase = defineStepKind({
  id: "phase", lane: "inside", ...harmless, about: "Moves the incident to a phase; never to closed, which people do.",
  fields: [
    { name: "to", about: `one of ${phases.join(", ")}`, type: "text", required: true, choices: phases },
    { name: "why", about: "what makes it so", type: "text" },
  ],
  preview: async (values, { incident }) => ({ said: `moves the incident from ${incident.phase} to ${values.text("to")}`, touches: [{ kind: "incident", name: `INC-${incident.number}` }] }),
  async run(values, { world, incident }) {
    const to = values.text("to");
    if (!isPhase(to)) return { kind: "failed", why: `${to} is not a phase that a playbook sets` };
    if (incidentPhases.indexOf(incident.phase) >= incidentPhases.indexOf(to)) return done(`the incident is ${incident.phase} already`, { from: incident.phase, to: incident.phase });
    const from = await world.movePhase(to, values.optional("why") ?? "the playbook came to it");
    return done(`moved from ${from} to ${to}`, { from, to });
  },
});
