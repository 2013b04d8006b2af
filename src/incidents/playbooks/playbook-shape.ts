// The members of a playbook, each read with its type; what is not known is refused, so that a slip of the pen is not an empty condition.
import { incidentKinds } from "../signal.ts";
import { inputTypes, triggerMoments } from "./playbook.ts";
import type { Cooldown, Playbook, PlaybookInput, Raw, Trigger } from "./playbook.ts";
import { durationAt, expressionAt, flagAt, idAt, listAt, objectAt, oneOf, refuseUnknown, textAt, textsAt } from "./raw-reading.ts";
import type { Places } from "./source.ts";
import { readSteps } from "./step-shape.ts";

const severities = ["critical", "high", "medium", "low", "unknown"] as const;

const members = ["id", "name", "about", "triggers", "start", "cooldown", "inputs", "steps", "labels", "cacao"];

/** What could be read; without meaning where places were refused. */
export function readPlaybookShape(value: unknown, places: Places): Playbook {
  const raw = objectAt(value, "", places);
  refuseUnknown(raw, members, "", places);
  return {
    id: idAt(raw["id"], "/id", places), name: textAt(raw["name"] ?? raw["id"], "/name", places), about: textAt(raw["about"], "/about", places),
    triggers: listAt(raw["triggers"], "/triggers", places).map((item, index) => readTrigger(item, `/triggers/${index}`, places)),
    start: oneOf(raw["start"] ?? "proposed", ["automatic", "proposed"], "/start", places),
    cooldown: raw["cooldown"] === undefined ? undefined : readCooldown(raw["cooldown"], places),
    inputs: listAt(raw["inputs"], "/inputs", places).map((item, index) => readInput(item, `/inputs/${index}`, places)),
    steps: readSteps(raw["steps"], places),
    labels: textsAt(raw["labels"], "/labels", places),
    cacao: readCacao(raw["cacao"], places),
  };
}

function readTrigger(value: Raw, at: string, places: Places): Trigger {
  const raw = objectAt(value, at, places);
  refuseUnknown(raw, ["kinds", "severities", "on", "when"], at, places);
  const kinds = textsAt(raw["kinds"], `${at}/kinds`, places).map((kind, index) => oneOf(kind, incidentKinds, `${at}/kinds/${index}`, places));
  const when = expressionAt(raw["when"], `${at}/when`, places);
  if (kinds.length === 0 && when === undefined) places.refuse(at, "names kinds of incidents, or has a condition in `when`: else it would fit every incident");
  return {
    kinds, when, severities: textsAt(raw["severities"], `${at}/severities`, places).map((severity, index) => oneOf(severity, severities, `${at}/severities/${index}`, places)),
    on: raw["on"] === undefined ? ["opened", "reopened"] : textsAt(raw["on"], `${at}/on`, places).map((moment, index) => oneOf(moment, triggerMoments, `${at}/on/${index}`, places)),
  };
}

function readCooldown(value: Raw, places: Places): Cooldown {
  const raw = typeof value === "string" ? { for: value } : objectAt(value, "/cooldown", places);
  refuseUnknown(raw, ["for", "per"], "/cooldown", places);
  return { ms: durationAt(raw["for"], "/cooldown/for", places) ?? 0, per: oneOf(raw["per"] ?? "incident", ["incident", "service", "playbook"], "/cooldown/per", places) };
}

function readInput(value: Raw, at: string, places: Places): PlaybookInput {
  const raw = objectAt(value, at, places);
  refuseUnknown(raw, ["id", "about", "type", "required", "choices", "default"], at, places);
  const id = textAt(raw["id"], `${at}/id`, places);
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(id)) places.refuse(`${at}/id`, "is a name of letters, digits, - and _");
  return {
    id, about: textAt(raw["about"], `${at}/about`, places), type: oneOf(raw["type"] ?? "text", inputTypes, `${at}/type`, places), required: flagAt(raw["required"], `${at}/required`, places) ?? false,
    choices: textsAt(raw["choices"], `${at}/choices`, places), default: raw["default"],
  };
}

function readCacao(value: Raw | undefined, places: Places): Playbook["cacao"] {
  if (value === undefined) return undefined;
  const raw = objectAt(value, "/cacao", places);
  refuseUnknown(raw, ["id", "created", "modified", "createdBy"], "/cacao", places);
  return { id: textAt(raw["id"], "/cacao/id", places), created: textAt(raw["created"], "/cacao/created", places), modified: textAt(raw["modified"] ?? raw["created"], "/cacao/modified", places), createdBy: textAt(raw["createdBy"], "/cacao/createdBy", places) };
}
