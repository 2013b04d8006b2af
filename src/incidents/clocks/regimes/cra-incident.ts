// EU Cyber Resilience Act, Art. 14(4): a severe incident that affects the security of a product.
import { defineRegime } from "../regime.ts";
import { fields } from "../fields.ts";

const common = [fields.organisation, fields.contact, fields.reference] as const;
const attacks = ["malicious-package", "attack", "web-shell", "leaked-credential", "crypto-miner", "integrity"];

export const craIncident = defineRegime({
  id: "cra-incident",
  about: "EU Cyber Resilience Act: early warning in 24 h, incident notification in 72 h, final report one month after it.",
  clause: "Regulation (EU) 2024/2847 Art. 14(4), in force since 2026-09-11",
  confidence: "secondary",
  byDefault: true,
  appliesTo: ({ incident }) => (attacks.includes(incident.kind) && (incident.severity === "critical" || incident.severity === "high") ? `a severe incident (${incident.kind.replaceAll("-", " ")}), if it touches the security of a product you place on the EU market` : undefined),
  stages: () => [
    { id: "early-warning", title: "Early warning", after: { hours: 24 }, from: "awareness", fields: [...common, fields.malicious, fields.memberStates] },
    { id: "notification", title: "Incident notification", after: { hours: 72 }, from: "awareness", fields: [...common, fields.description, fields.impact, fields.measures, fields.userMeasures, fields.sensitivity] },
    { id: "final-report", title: "Final report", after: { months: 1 }, from: { afterStage: "notification" }, fields: [...common, fields.description, fields.impact, fields.rootCause, fields.measures] },
  ],
});
