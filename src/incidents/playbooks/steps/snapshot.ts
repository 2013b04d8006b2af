// Keeps evidence as it is now: before anything is patched, restarted or deleted (BOD 26-04: evidence first).
import { defineStepKind, done, harmless } from "../step-kind.ts";

export const snapshot = defineStepKind({
  id: "snapshot", lane: "inside", ...harmless, about: "Keeps the incident, its members, releases, SBOM digests, deployments and ledger as they are now, with a digest.",
  lasting: "evidence is kept",
  fields: [{ name: "facts", about: "how many of the incident's latest facts; 1000 unless given", type: "number", least: 0, most: 10_000 }],
  preview: async (_values, { world }) => ({ said: `keeps evidence of ${(await world.findings()).length} findings and ${(await world.deployments()).length} deployments`, touches: [] }),
  async run(values, { world }) {
    const { evidenceId, digest, bytes, counts } = await world.keepEvidence({ facts: values.number("facts") ?? 1000 });
    return done(`kept ${bytes} bytes of evidence, ${digest}`, { evidence: evidenceId, digest, bytes, counts: { ...counts } });
  },
});
