// The tokens of the list of incidents: "is:open phase:triaged kind:web-shell owner:payments entity:ip:10.0.0.1".
import { kinds, phases, severities } from "../api/incident-shapes.ts";
import type { Vocabulary } from "./query-tokens.ts";

const names = ["state", "phase", "severity", "kind", "service", "owner", "entity"] as const;
type IncidentFilterName = (typeof names)[number];

/** "(none)" as an owner asks for those that nobody owns. */
export const incidentWords: Vocabulary<IncidentFilterName> = {
  names, short: { sev: "severity", svc: "service" }, is: ["state", "severity", "kind", "phase"],
  sets: { state: ["open", "closed", "all"], phase: phases, severity: severities, kind: kinds },
};

export const incidentFacets = [
  { name: "State", tokens: ["is:open", "is:closed", "is:all"] },
  { name: "Severity", tokens: severities.map((severity) => `severity:${severity}`) },
  { name: "Phase", tokens: phases.slice(0, 5).map((phase) => `is:${phase}`) },
  { name: "Kind", tokens: kinds.map((kind) => `kind:${kind}`) },
] as const;
