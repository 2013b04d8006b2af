// The incident, the inputs and what earlier steps found out, as conditions and templates see them.
import { toIso } from "../../kernel/clock.ts";
import { incidentPhases } from "../incident.ts";
import type { Incident } from "../incident.ts";
import { isTrue, evaluateText } from "./expression.ts";
import type { Scope } from "./expression.ts";
import type { Playbook, PlaybookInput, Raw, RawObject } from "./playbook.ts";
import type { Attempt, Run } from "./run.ts";
import { Fault } from "../../kernel/fault.ts";
import type { FaultPlace } from "../../kernel/fault.ts";
import { render } from "./template.ts";

const ranks = { critical: 4, high: 3, medium: 2, low: 1, unknown: 0 } as const;

/** What is known of the incident beyond its row: where it runs, and how those places can be reached. */
export interface Surroundings { exposures: readonly string[]; deployments: readonly { name: string; service: string; exposure: string }[]; url: string }

/**
 * incident: id, number, kind, title, severity, severityRank (critical 4 to unknown 0), phase, phaseRank, services, environments, exposures,
 * entities (by kind, each a list), tactics, owner, why, members, startedAt, openedAt, acknowledged, quiet (every member is over), deployments (names), url.
 */
export function incidentValues(incident: Incident, { exposures, deployments, url }: Surroundings): RawObject {
  const entities: Record<string, string[]> = {};
  for (const { kind, value } of incident.entities) (entities[kind] ??= []).push(value);
  return {
    id: incident.incidentId, number: incident.number, kind: incident.kind, title: incident.title, severity: incident.severity, severityRank: ranks[incident.severity],
    phase: incident.phase, phaseRank: incidentPhases.indexOf(incident.phase), services: [...incident.services], environments: [...incident.environments], exposures: [...exposures],
    entities, tactics: [...incident.tactics], owner: incident.owner ?? null, why: incident.why, members: incident.members, startedAt: toIso(incident.startedAt), openedAt: toIso(incident.openedAt),
    acknowledged: incident.acknowledgedAt !== undefined, quiet: incident.quietSince !== undefined, deployments: deployments.map(({ name }) => name), url,
  };
}

/** The last outcome of each step: state, why and output. */
function stepValues(attempts: readonly Attempt[]): RawObject {
  const steps: Record<string, Raw> = {};
  for (const { stepId, state, why, output, undoes } of attempts) if (undoes === undefined) steps[stepId] = { state, why: why ?? null, output };
  return steps;
}

export const runScope = (incident: RawObject, run: Pick<Run, "runId" | "startedBy" | "inputs" | "playbookId">, attempts: readonly Attempt[]): Scope =>
  ({ values: { incident, inputs: run.inputs, steps: stepValues(attempts), run: { id: run.runId, startedBy: run.startedBy, playbook: run.playbookId } } });

/** Inputs as a run keeps them: given ones, else defaults rendered over the incident. Throws playbook.inputs naming each that is missing or wrong. */
export function completeInputs(playbook: Playbook, given: RawObject, incident: RawObject): RawObject {
  const places: FaultPlace[] = [];
  for (const name of Object.keys(given)) if (!playbook.inputs.some(({ id }) => id === name)) places.push({ at: `/inputs/${name}`, rule: `is not an input of ${playbook.id}; it has ${playbook.inputs.map(({ id }) => id).join(", ") || "none"}` });
  const inputs = Object.fromEntries(playbook.inputs.map((input) => [input.id, valueOf(input, given[input.id], incident, places)]));
  if (places.length > 0) throw new Fault("playbook.inputs", { detail: places.map(({ at, rule }) => `${at} ${rule}`).join("; "), places });
  return inputs;
}

const empty = { text: "", number: null, boolean: false, list: [] } as const;

function valueOf(input: PlaybookInput, given: Raw | undefined, incident: RawObject, places: FaultPlace[]): Raw {
  const at = `/inputs/${input.id}`;
  const value = given ?? (input.default === undefined ? null : render(input.default, { values: { incident } }));
  if (value === null || value === "") {
    if (input.required) places.push({ at, rule: `is needed: ${input.about}` });
    return empty[input.type] as Raw;
  }
  const typed = typedAs(input, value);
  if (typed === undefined) places.push({ at, rule: `is a ${input.type}` });
  else if (input.choices.length > 0 && !input.choices.includes(String(typed))) places.push({ at, rule: `is one of ${input.choices.join(", ")}` });
  return typed ?? null;
}

function typedAs({ type }: PlaybookInput, value: Raw): Raw | undefined {
  switch (type) {
    case "text": return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
    case "number": return typeof value === "number" ? value : typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
    case "boolean": return typeof value === "boolean" ? value : value === "true" ? true : value === "false" ? false : undefined;
    case "list": return Array.isArray(value) ? value : typeof value === "string" ? value.split(",").map((one) => one.trim()).filter((one) => one !== "") : undefined;
  }
}

/** Whether a playbook fits an incident at a moment, and why, in words; undefined when it does not. */
export function triggeredBy(playbook: Playbook, incident: Incident, values: RawObject, moment: string): string | undefined {
  for (const { kinds, severities, on, when } of playbook.triggers) {
    if (!(on as readonly string[]).includes(moment) || (kinds.length > 0 && !kinds.includes(incident.kind)) || (severities.length > 0 && !severities.includes(incident.severity))) continue;
    if (when !== undefined && !isTrue(evaluateText(when, { values: { incident: values, change: { kind: moment } } }))) continue;
    const said = [kinds.length > 0 ? `its kind is ${incident.kind}` : undefined, severities.length > 0 ? `its severity is ${incident.severity}` : undefined, when === undefined ? undefined : `${when} holds`].filter((part) => part !== undefined);
    return `the incident ${moment}, and ${said.join(", ")}`;
  }
  return undefined;
}
