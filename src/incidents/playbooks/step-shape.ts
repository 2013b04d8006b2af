// The steps of a playbook, each read with its type.
import type { OnFailure, PlaybookStep, Raw, Undo } from "./playbook.ts";
import { durationAt, expressionAt, flagAt, idAt, listAt, objectAt, refuseUnknown, textAt } from "./raw-reading.ts";
import type { Places } from "./source.ts";
import { stepKinds } from "./steps/index.ts";

const members = ["id", "kind", "about", "with", "when", "timeout", "retries", "onFailure", "undo", "next", "most", "destructive", "idempotent"];
const stepLimit = 200;
const mostLimit = 100;

export function readSteps(value: Raw | undefined, places: Places): PlaybookStep[] {
  const items = listAt(value, "/steps", places);
  if (items.length === 0) places.refuse("/steps", "has at least one step");
  if (items.length > stepLimit) places.refuse("/steps", `has at most ${stepLimit} steps`);
  return items.slice(0, stepLimit).map((item, index) => readStep(item, `/steps/${index}`, places));
}

function readStep(value: Raw, at: string, places: Places): PlaybookStep {
  const raw = objectAt(value, at, places);
  refuseUnknown(raw, members, at, places);
  return {
    id: idAt(raw["id"], `${at}/id`, places), kind: kindAt(raw["kind"], `${at}/kind`, places), about: raw["about"] === undefined ? undefined : textAt(raw["about"], `${at}/about`, places),
    with: raw["with"] === undefined ? {} : objectAt(raw["with"], `${at}/with`, places), when: expressionAt(raw["when"], `${at}/when`, places),
    timeoutMs: raw["timeout"] === undefined ? undefined : durationAt(raw["timeout"], `${at}/timeout`, places), retries: countAt(raw["retries"], `${at}/retries`, 0, 10, places) ?? 0,
    onFailure: onFailureAt(raw["onFailure"], `${at}/onFailure`, places), undo: undoAt(raw["undo"], `${at}/undo`, places),
    next: raw["next"] === undefined ? undefined : textAt(raw["next"], `${at}/next`, places), most: countAt(raw["most"], `${at}/most`, 1, mostLimit, places) ?? 1,
    destructive: flagAt(raw["destructive"], `${at}/destructive`, places), idempotent: flagAt(raw["idempotent"], `${at}/idempotent`, places),
  };
}

function kindAt(value: Raw | undefined, at: string, places: Places): string {
  const kind = textAt(value, at, places);
  if (kind !== "" && !stepKinds.find(kind)) places.refuse(at, `is no kind of step; there are ${stepKinds.all.map(({ id }) => id).join(", ")}`);
  return kind;
}

function countAt(value: Raw | undefined, at: string, least: number, most: number, places: Places): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  places.refuse(at, `is a whole number from ${least} to ${most}`);
  return undefined;
}

/** "stop", "continue" or "goto clean-up". */
function onFailureAt(value: Raw | undefined, at: string, places: Places): OnFailure {
  if (value === undefined || value === "stop") return { kind: "stop" };
  if (value === "continue") return { kind: "continue" };
  const step = typeof value === "string" ? /^goto ([a-z0-9-]+)$/.exec(value)?.[1] : undefined;
  if (step === undefined) places.refuse(at, 'is stop, continue, or "goto" and the id of a step');
  return step === undefined ? { kind: "stop" } : { kind: "goto", step };
}

function undoAt(value: Raw | undefined, at: string, places: Places): Undo | undefined {
  if (value === undefined) return undefined;
  const raw = objectAt(value, at, places);
  if (raw["none"] !== undefined) {
    refuseUnknown(raw, ["none"], at, places);
    return { none: textAt(raw["none"], `${at}/none`, places) };
  }
  refuseUnknown(raw, ["kind", "with"], at, places);
  const kind = kindAt(raw["kind"], `${at}/kind`, places);
  if (stepKinds.find(kind)?.lane === "waiting") places.refuse(`${at}/kind`, "does not wait: a step is taken back at once");
  return { kind, with: raw["with"] === undefined ? {} : objectAt(raw["with"], `${at}/with`, places) };
}
