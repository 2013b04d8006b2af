// CISA BOD 26-04: forensic triage of exploited vulnerabilities, in 2, 24 and 72 hours.
import { defineRegime } from "../regime.ts";
import { fields } from "../fields.ts";

export const bod2604 = defineRegime({
  id: "bod-26-04",
  about: "CISA BOD 26-04: where a vulnerability is exploited, scope it in 2 h, collect volatile evidence in 24 h and before patching, decide on escalation in 72 h.",
  clause: "BOD 26-04 (2026-06-10), implementation guidance, forensic triage",
  confidence: "secondary",
  byDefault: true,
  appliesTo({ incident, vulnerabilities }) {
    if (incident.kind !== "exploited-vulnerability") return undefined;
    const exploited = vulnerabilities.filter(({ kev }) => kev).map(({ id }) => id);
    return exploited.length > 0 ? `${exploited.join(", ")} in CISA's KEV catalogue` : "exploited in the wild";
  },
  stages: () => [
    { id: "scope", title: "Scope all assets", after: { hours: 2 }, from: "awareness", fields: [fields.reference, fields.vulnerability, fields.scope] },
    { id: "evidence", title: "Collect volatile evidence, before patching", after: { hours: 24 }, from: "awareness", fields: [fields.reference, fields.volatile] },
    { id: "escalation", title: "Decide whether to escalate", after: { hours: 72 }, from: "awareness", fields: [fields.reference, fields.escalation, fields.indicators] },
  ],
});
