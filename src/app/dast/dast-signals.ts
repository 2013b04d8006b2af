// Findings of scans as signals of incidents: what was proved joins the story of its service; what was fixed ends there.
import { placeText } from "../../dast/finding.ts";
import type { DastFinding } from "../../dast/finding.ts";
import type { DastTarget } from "../../dast/scan.ts";
import type { Entity, Signal } from "../../incidents/signal.ts";
import type { ServedBy } from "./served-by.ts";

/** What is merely informative or only a sign is no signal. */
export const signalsOf = (findings: readonly DastFinding[], target: DastTarget, served: ServedBy): Signal[] =>
  findings.filter(({ severity, confidence }) => severity !== "info" && severity !== "low" && confidence !== "tentative").map((one) => signalOf(one, target, served));

function signalOf(one: DastFinding, target: DastTarget, served: ServedBy): Signal {
  return {
    kind: "finding", ref: one.findingId, title: `${one.title} in ${served.service ?? target.name} (${placeText(one.place)})`, severity: one.severity === "info" ? "low" : one.severity, at: one.lastOutcome === "fixed" ? one.fixedAt ?? one.lastAt : one.lastAt,
    entities: entitiesOf(served), services: served.service === undefined ? [] : [served.service], owner: served.owner, environments: served.environment === undefined ? [] : [served.environment],
    tactics: ["initial-access"], opens: undefined, because: undefined, ended: one.state === "fixed", action: one.remediation,
  };
}

function entitiesOf({ service, releaseId, endpointId }: ServedBy): Entity[] {
  const given: readonly (readonly [Entity["kind"], string | undefined])[] = [["service", service], ["release", releaseId], ["endpoint", endpointId]];
  return given.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]));
}
