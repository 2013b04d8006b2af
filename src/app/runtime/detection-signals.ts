// Detections as signals of incidents: what an incident is opened for, and what merely joins one.
import { keptText } from "../../kernel/broken-text.ts";
import type { Entity, IncidentKind, Signal, SignalSeverity } from "../../incidents/signal.ts";
import type { Detection } from "../../runtime/detection.ts";
import type { Level } from "../../runtime/event.ts";

const severities: Readonly<Record<Level, SignalSeverity>> = { critical: "critical", high: "high", medium: "medium", low: "low", informational: "low" };

/** What tells nobody (excepted, merely informational, our own tests) is no signal. */
export const signalsOf = (detections: readonly Detection[]): Signal[] =>
  detections.filter(({ state, level, kind }) => state === "open" && level !== "informational" && kind !== "canary").map(toSignal);

export function toSignal(one: Detection): Signal {
  const { placement, evidence } = one;
  const opening = opensOf(one);
  return {
    kind: "detection", ref: one.detectionId, title: keptText(one.title), severity: severities[one.level], at: one.firstAt, entities: entitiesOf(one),
    services: placement.service === undefined ? [] : [placement.service], owner: placement.owner, environments: placement.environment === undefined ? [] : [placement.environment],
    tactics: tacticsOf(one.tags), opens: opening?.kind, because: opening && keptText(opening.because), ended: false,
    ...evidence.state === "confirmed" && evidence.vulnerability !== undefined ? { cause: keptText(`exploit:${evidence.vulnerability}:${placement.serviceId ?? placement.workload}`) } : {},
  };
}

/** A critical detection and an attack on what the release really has open an incident; anything lower joins one, or opens one together with others. */
function opensOf({ level, evidence, tags, title }: Detection): { kind: IncidentKind; because: string } | undefined {
  if (evidence.state === "confirmed") return { kind: "exploited-vulnerability", because: evidence.because };
  if (level !== "critical") return undefined;
  return { kind: kindOf(tags), because: `${title} is critical` };
}

const kindsByTechnique: readonly (readonly [RegExp, IncidentKind])[] = [
  [/^attack\.t1505\.003$/, "web-shell"], [/^attack\.t1496(?:\.|$)/, "crypto-miner"], [/^attack\.t1552(?:\.|$)/, "leaked-credential"], [/^attack\.t1195(?:\.|$)/, "malicious-package"],
];

const kindOf = (tags: readonly string[]): IncidentKind => kindsByTechnique.find(([technique]) => tags.some((tag) => technique.test(tag)))?.[1] ?? "attack";

/** Sigma writes tactics as "attack.initial-access" (older: with underscores). */
const tacticsOf = (tags: readonly string[]): string[] => tags.flatMap((tag) => /^attack\.(?!t\d|s\d|g\d)([a-z_-]+)$/.exec(tag)?.[1]?.replaceAll("_", "-") ?? []);

// Accounts that every machine has, and bare numbers, are nobody in particular: two hosts with a root share no story.
const everywhere = /^(?:\d+|root|nobody|daemon|www-data|nginx|apache|system|local service|network service|anonymous|anonymous logon|system:anonymous|-)$/i;

function personIn(actor: string | undefined): string | undefined {
  const name = actor?.startsWith("user:") ? actor.slice(5) : undefined;
  return name === undefined || everywhere.test(name) ? undefined : name;
}

function entitiesOf({ placement, actor, evidence }: Detection): Entity[] {
  const given: readonly (readonly [Entity["kind"], string | undefined])[] = [
    ["workload", placement.workload === "unknown" ? undefined : placement.workload], ["service", placement.service], ["release", placement.releaseId], ["deployment", placement.deploymentId], ["endpoint", placement.endpointId],
    ["ip", actor?.startsWith("ip:") ? actor.slice(3) : undefined], ["user", personIn(actor)], ["vulnerability", evidence.state === "confirmed" ? evidence.vulnerability : undefined],
  ];
  return given.flatMap(([kind, value]) => (value === undefined || value === "" ? [] : [{ kind, value: keptText(value) }]));
}
