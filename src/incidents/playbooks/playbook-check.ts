// What a playbook must be besides well formed: its paths lead somewhere, its loops end, its destructive steps have leave and a way back.
import { isFault } from "../../kernel/fault.ts";
import { parseExpression, pathsIn } from "./expression.ts";
import { boundlessLoop, reachable, successorsOf } from "./graph.ts";
import type { Playbook, PlaybookStep, RawObject } from "./playbook.ts";
import type { Places } from "./source.ts";
import { isObject, valuesOf, wrongFields } from "./step-fields.ts";
import type { StepKind } from "./step-kind.ts";
import { stepKinds } from "./steps/index.ts";
import { templatePaths } from "./template.ts";
import { isDestructive } from "./traits.ts";

export function checkPlaybook(playbook: Playbook, errors: Places, warnings: Places): void {
  checkIds(playbook, errors);
  playbook.steps.forEach((step, index) => { checkStep(playbook, step, `/steps/${index}`, errors, warnings); });
  playbook.inputs.forEach((input, index) => { checkPaths(playbook, templatePathsAt(input.default ?? null, `/inputs/${index}/default`, errors), `/inputs/${index}/default`, ["incident"], errors); });
  playbook.triggers.forEach(({ when }, index) => { if (when !== undefined) checkPaths(playbook, expressionPaths(when), `/triggers/${index}/when`, ["incident", "change"], errors); });
  if (errors.all.length === 0) checkWays(playbook, errors);
  if (playbook.start === "automatic" && playbook.triggers.length === 0) warnings.refuse("/start", "starts by itself, but there is no trigger that would start it");
  if (playbook.start === "automatic" && playbook.cooldown === undefined) warnings.refuse("/start", "starts by itself and has no cooldown: an incident that comes back often starts it as often");
  if (playbook.start === "automatic") for (const { id, about, required, default: value } of playbook.inputs) if (required && value === undefined) errors.refuse("/inputs", `a playbook that starts by itself asks nobody: give the input ${id} (${about}) a default, or let it be proposed`);
}

function checkIds({ steps, inputs }: Playbook, errors: Places): void {
  const seen = new Set<string>(["end"]);
  steps.forEach(({ id }, index) => { if (seen.has(id)) errors.refuse(`/steps/${index}/id`, `is taken: ${id} names another step`); seen.add(id); });
  const names = new Set<string>();
  inputs.forEach(({ id }, index) => { if (names.has(id)) errors.refuse(`/inputs/${index}/id`, `is taken: ${id} names another input`); names.add(id); });
}

function checkStep(playbook: Playbook, step: PlaybookStep, at: string, errors: Places, warnings: Places): void {
  const kind = stepKinds.find(step.kind);
  if (!kind) return;
  checkWith(kind, step.with, `${at}/with`, errors);
  if (step.undo && "kind" in step.undo) { const undo = stepKinds.find(step.undo.kind); if (undo) checkWith(undo, step.undo.with, `${at}/undo/with`, errors); }
  checkPaths(playbook, templatePathsAt(step.with, `${at}/with`, errors), `${at}/with`, undefined, errors);
  if (step.when !== undefined) checkPaths(playbook, expressionPaths(step.when), `${at}/when`, undefined, errors);
  for (const [pointer, to] of pointersOf(step, at)) if (to !== "end" && !playbook.steps.some(({ id }) => id === to)) errors.refuse(pointer, `there is no step ${to}`);
  checkTraits(kind, step, at, errors, warnings);
  if (step.kind === "approval") checkApproval(playbook, step, at, errors);
  if (step.kind === "wait" && step.with["condition"] !== undefined && step.timeoutMs === undefined) errors.refuse(`${at}/timeout`, "is missing: waiting for a condition ends some day");
}

function checkWith(kind: StepKind, raw: RawObject, at: string, errors: Places): void {
  const wrong = [...wrongFields(kind.fields, raw), ...(kind.check?.(valuesOf(raw)) ?? [])];
  for (const field of wrong) errors.refuse(`${at}${field.at}`, field.rule);
}

function checkTraits(kind: StepKind, step: PlaybookStep, at: string, errors: Places, warnings: Places): void {
  const { destructive, open } = kind.isDestructive(valuesOf(step.with));
  if (destructive && !open && step.destructive === false) errors.refuse(`${at}/destructive`, `${kind.id} is destructive here; it cannot be said otherwise`);
  const isTakenBack = ("undo" in kind && kind.undo !== undefined) || step.undo !== undefined;
  if (isDestructive(kind, step, step.with) && !isTakenBack) warnings.refuse(at, "is destructive and says no way back: give `undo` with a kind and values, or `undo: {none: why}`");
  if (step.idempotent === true && kind.lane !== "outside") warnings.refuse(`${at}/idempotent`, `says nothing: ${kind.id} is never in doubt`);
  if (step.retries > 0 && kind.lane !== "outside") warnings.refuse(`${at}/retries`, `says nothing: ${kind.id} is not tried again`);
}

function checkApproval(playbook: Playbook, step: PlaybookStep, at: string, errors: Places): void {
  const people = valuesOf(step.with).number("people") ?? 1;
  valuesOf(step.with).texts("for").forEach((id, index) => {
    const covered = playbook.steps.find((one) => one.id === id);
    const kind = covered && stepKinds.find(covered.kind);
    if (!covered || !kind) errors.refuse(`${at}/with/for/${index}`, `there is no step ${id}`);
    else if (people < 2 && isDestructive(kind, covered, covered.with)) errors.refuse(`${at}/with/people`, `is at least 2: ${id} is destructive, and two different people approve that`);
  });
}

/** Where a step says to go, with the pointer of the place that says it. */
function pointersOf(step: PlaybookStep, at: string): [string, string][] {
  const cases = step.kind === "branch" ? valuesOf(step.with).items("cases") : [];
  return [
    ...(step.next === undefined ? [] : [[`${at}/next`, step.next] as [string, string]]),
    ...(step.onFailure.kind === "goto" ? [[`${at}/onFailure`, step.onFailure.step] as [string, string]] : []),
    ...cases.flatMap((one, index): [string, string][] => (typeof one["next"] === "string" ? [[`${at}/with/cases/${index}/next`, one["next"]]] : [])),
    ...(step.kind === "branch" && typeof step.with["otherwise"] === "string" ? [[`${at}/with/otherwise`, step.with["otherwise"]] as [string, string]] : []),
  ];
}

function templatePathsAt(value: Parameters<typeof templatePaths>[0], at: string, errors: Places): (readonly (string | number)[])[] {
  try { return templatePaths(value); } catch (cause) {
    errors.refuse(at, isFault(cause) ? `has a wrong template: ${cause.detail ?? cause.message}` : "has a wrong template");
    return [];
  }
}

/** None for a condition that cannot be read: its place was named when it was. */
function expressionPaths(text: string): (readonly (string | number)[])[] {
  try { return pathsIn(parseExpression(text)); } catch (cause) {
    if (isFault(cause)) return [];
    throw cause;
  }
}

function checkPaths(playbook: Playbook, paths: readonly (readonly (string | number)[])[], at: string, allowed: readonly string[] | undefined, errors: Places): void {
  for (const [root = "", name] of paths) {
    if (allowed && !allowed.includes(String(root))) errors.refuse(at, `may look at ${allowed.join(" and ")} only, not at ${root}`);
    if (root === "inputs" && !playbook.inputs.some(({ id }) => id === name)) errors.refuse(at, `there is no input ${String(name)}`);
    if (root === "steps" && !playbook.steps.some(({ id }) => id === name)) errors.refuse(at, `there is no step ${String(name)}`);
    if (root === "change" && allowed === undefined) errors.refuse(at, "may look at incident, inputs, steps and run; change is for triggers");
  }
}

function checkWays(playbook: Playbook, errors: Places): void {
  playbook.steps.forEach((step, index) => {
    if (step.kind !== "branch") return;
    const cases = valuesOf(step.with).items("cases");
    cases.forEach((one, place) => { checkCase(playbook, one, `/steps/${index}/with/cases/${place}`, errors); });
  });
  if (errors.all.length > 0) return;
  const ways = successorsOf(playbook);
  const reached = reachable(playbook, ways);
  playbook.steps.forEach(({ id }, index) => { if (!reached.has(id)) errors.refuse(`/steps/${index}`, `no way leads to the step ${id}`); });
  const loop = boundlessLoop(playbook, ways);
  if (loop) errors.refuse(`/steps/${playbook.steps.findIndex(({ id }) => id === loop[0])}`, `the loop ${[...loop, loop[0]].join(" -> ")} has no bound: give one of its steps \`most\`, how often a run may come by`);
}

function checkCase(playbook: Playbook, one: unknown, at: string, errors: Places): void {
  if (!isObject(one) || typeof one["next"] !== "string" || (typeof one["when"] !== "string" && typeof one["when"] !== "boolean")) { errors.refuse(at, "has when (a condition) and next (a step, or end)"); return; }
  for (const name of Object.keys(one)) if (name !== "when" && name !== "next") errors.refuse(`${at}/${name}`, "is not known here; known are when and next");
  try { checkPaths(playbook, pathsIn(parseExpression(String(one["when"]))), `${at}/when`, undefined, errors); } catch (cause) { errors.refuse(`${at}/when`, isFault(cause) ? `is no condition: ${cause.detail ?? cause.message}` : "is no condition"); }
}
