// The steps of a CACAO workflow, followed from its start: branches that end return to the step that opened them.
import type { FaultPlace } from "../../../kernel/fault.ts";
import { durationText } from "../duration.ts";
import type { Raw } from "../playbook.ts";
import { isObject } from "../step-fields.ts";
import { extensionId } from "./cacao.ts";
import type { CacaoPlaybook, CacaoStep } from "./cacao.ts";
import { actionSteps, fromOurForm } from "./import-action.ts";
import type { StepText } from "./import-action.ts";
import { conditionFrom, inputName } from "./condition.ts";

interface Walk { cacao: CacaoPlaybook; left: FaultPlace[]; steps: StepText[]; /** "cacao id|where its end leads" to the step of ours. */ made: Map<string, string>; names: Set<string>; /** Those of our own form, by cacao id. */ ours: ReadonlyMap<string, Record<string, unknown>> }

const stepLimit = 500;
// A loop of somebody else's says no bound; this one is said aloud.
const loopMost = 10;

export function stepsFromWorkflow(cacao: CacaoPlaybook, left: FaultPlace[]): StepText[] {
  const ours = new Map(Object.entries(cacao.workflow).flatMap(([id, step]) => { const form = step.step_extensions?.[extensionId]; return isObject(form) ? [[id, form] as const] : []; }));
  if (ours.size > 0 && isWhollyOurs(cacao, ours)) return [...ours.values()].map(fromOurForm);
  const walk: Walk = { cacao, left, steps: [], made: new Map(), names: new Set(["end"]), ours };
  const first = follow(walk, cacao.workflow[cacao.workflow_start]?.on_completion, "end");
  // A run begins with the first in the list; every other way is named.
  return walk.steps.length > 0 ? walk.steps.toSorted((a, b) => Number(b.id === first) - Number(a.id === first)) : [{ id: "nothing", kind: "note", with: { text: "The document had no steps." } }];
}

/** Every step carries our form, or is one that our export adds. */
const isWhollyOurs = ({ workflow }: CacaoPlaybook, ours: ReadonlyMap<string, unknown>): boolean =>
  Object.entries(workflow).every(([id, { type }]) => ours.has(id) || type === "start" || type === "end" || type === "if-condition");

/** The step of ours that stands for a CACAO step; endTo: where an end step leads from here. */
function follow(walk: Walk, id: string | undefined, endTo: string): string {
  const step = id === undefined ? undefined : walk.cacao.workflow[id];
  if (id !== undefined && !step) walk.left.push({ at: `/workflow/${id}`, rule: "is pointed at and not there: the way ends here" });
  if (id === undefined || !step || step.type === "end") return endTo;
  const key = `${id}|${endTo}`;
  const known = walk.made.get(key);
  if (known !== undefined) return known;
  if (walk.steps.length > stepLimit) { walk.left.push({ at: `/workflow/${id}`, rule: `is behind more than ${stepLimit} steps and is left out` }); return endTo; }
  const name = nameFor(walk, step.name ?? step.type);
  walk.made.set(key, name);
  emit(walk, id, step, { name, endTo });
  return name;
}

interface Place { name: string; endTo: string }

function emit(walk: Walk, id: string, step: CacaoStep, place: Place): void {
  switch (step.type) {
    case "action": return emitAction(walk, id, step, place);
    case "if-condition": return emitIf(walk, id, step, place);
    case "while-condition": return emitWhile(walk, id, step, place);
    case "switch-condition": return emitSwitch(walk, step, place);
    case "parallel": return emitParallel(walk, id, step, place);
    case "playbook-action": return emitPlaybook(walk, id, step, place);
    default:
      walk.left.push({ at: `/workflow/${id}/type`, rule: `is ${step.type}, which is no kind of step that is known here: a person is asked` });
      push(walk, step, place, { kind: "approval", with: { question: `Do what the step "${step.name ?? id}" of type ${step.type} says: ${step.description ?? ""}` } });
  }
}

const wayOut = (walk: Walk, step: CacaoStep, endTo: string): string => follow(walk, step.on_completion ?? step.on_success, endTo);

function push(walk: Walk, step: CacaoStep, { name, endTo }: Place, text: { kind: string; with: Record<string, Raw> }): void {
  const at: StepText = { id: name, ...(step.name === undefined ? {} : { about: step.name }), ...text };
  walk.steps.push(at);
  at.next ??= wayOut(walk, step, endTo);
  const failed = step.on_failure ?? walk.cacao.workflow_exception;
  if (failed !== undefined && at.onFailure === undefined) { const to = follow(walk, failed, "end"); if (to !== "end") at.onFailure = `goto ${to}`; }
}

/** Its commands one after the other; what is not an HTTP call is shown to a person. */
function emitAction(walk: Walk, id: string, step: CacaoStep, place: Place): void {
  const form = walk.ours.get(id);
  const texts = form ? [fromOurForm(form)] : actionSteps(walk.cacao, id, step, walk.left);
  if (step.delay !== undefined && step.delay > 0 && !form) texts.unshift({ id: "", kind: "wait", with: { for: durationText(step.delay) } });
  const names = texts.map((_text, index) => (index === 0 ? place.name : nameFor(walk, `${step.name ?? "action"} ${index + 1}`)));
  const made = texts.map((text, index): StepText => ({ ...text, id: names[index] ?? place.name, next: names[index + 1] ?? "end" }));
  walk.steps.push(...made);
  const out = wayOut(walk, step, place.endTo);
  const failedTo = step.on_failure ?? walk.cacao.workflow_exception;
  const failed = failedTo === undefined ? "end" : follow(walk, failedTo, "end");
  made.forEach((text, index) => {
    if (index === made.length - 1) text.next = out;
    if (failed !== "end") text.onFailure = `goto ${failed}`;
    else if (step.on_completion !== undefined && step.on_failure === undefined && form === undefined) text.onFailure ??= "stop";
  });
}

function emitIf(walk: Walk, id: string, step: CacaoStep, { name, endTo }: Place): void {
  // Arms end, and the step that opened them goes on (section 4.9).
  const after = step.on_completion === undefined && step.on_success === undefined ? endTo : wayOut(walk, step, endTo);
  const condition = conditionFrom(step.condition ?? "");
  const index = walk.steps.push({ id: name, kind: "branch" }) - 1;
  const [yes, no] = [follow(walk, step.on_true, after), step.on_false === undefined ? after : follow(walk, step.on_false, after)];
  walk.steps[index] = condition === undefined ? askedCondition(walk, id, step, name, { yes, no }) : { id: name, ...about(step), kind: "branch", with: { cases: [{ when: condition, next: yes }], otherwise: no } };
}

/** A condition that ours cannot say is a question: yes is an approval, no a denial. */
function askedCondition(walk: Walk, id: string, step: CacaoStep, name: string, { yes, no }: { yes: string; no: string }): StepText {
  walk.left.push({ at: `/workflow/${id}/condition`, rule: "says more than a condition here can: a person is asked, and a denial means no" });
  return { id: name, ...about(step), kind: "approval", with: { question: `Is it so: ${step.condition ?? ""}? Approve for yes, deny for no.` }, next: yes, onFailure: no === "end" ? "stop" : `goto ${no}` };
}

function emitWhile(walk: Walk, id: string, step: CacaoStep, { name, endTo }: Place): void {
  const after = wayOut(walk, step, endTo);
  walk.left.push({ at: `/workflow/${id}`, rule: `is a loop without a bound: a run comes by ${loopMost} times at most` });
  const index = walk.steps.push({ id: name, kind: "branch" }) - 1;
  const body = follow(walk, step.on_true, name);
  const condition = conditionFrom(step.condition ?? "");
  walk.steps[index] = { ...(condition === undefined ? askedCondition(walk, id, step, name, { yes: body, no: after }) : { id: name, ...about(step), kind: "branch", with: { cases: [{ when: condition, next: body }], otherwise: after } }), most: loopMost };
}

function emitSwitch(walk: Walk, step: CacaoStep, { name, endTo }: Place): void {
  const after = step.on_completion === undefined && step.on_success === undefined ? endTo : wayOut(walk, step, endTo);
  const index = walk.steps.push({ id: name, kind: "branch" }) - 1;
  const variable = `inputs.${inputName((step.switch ?? "").replace(/:value$/, ""))}`;
  const cases: { when: string; next: string }[] = [];
  let otherwise = after;
  for (const [value, to] of Object.entries(step.cases ?? {})) {
    const next = follow(walk, to, after);
    if (value === "default") otherwise = next;
    else cases.push({ when: `${variable} == ${JSON.stringify(value)}`, next });
  }
  walk.steps[index] = { id: name, ...about(step), kind: "branch", with: { cases: cases as unknown as Raw[], otherwise } };
}

/** One after the other, which section 4.8 allows where the outcome is the same: the end of each leads to the next. */
function emitParallel(walk: Walk, id: string, step: CacaoStep, { name, endTo }: Place): void {
  walk.left.push({ at: `/workflow/${id}`, rule: "runs its branches one after the other here" });
  const index = walk.steps.push({ id: name, kind: "note" }) - 1;
  let next = wayOut(walk, step, endTo);
  for (const branch of (step.next_steps ?? []).toReversed()) next = follow(walk, branch, next);
  walk.steps[index] = { id: name, ...about(step), kind: "note", with: { text: step.name ?? "Several things are to be done." }, next };
}

function emitPlaybook(walk: Walk, id: string, step: CacaoStep, place: Place): void {
  walk.left.push({ at: `/workflow/${id}`, rule: "starts another playbook: a person is asked to" });
  push(walk, step, place, { kind: "approval", with: { question: `Start the playbook ${step.playbook_id ?? ""} (${step.name ?? ""}), and approve when it is done.` } });
}

const about = ({ name }: CacaoStep): { about?: string } => (name === undefined ? {} : { about: name });

function nameFor({ names }: Walk, wanted: string): string {
  const base = wanted.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 50).replace(/-+$/, "") || "step";
  let name = base;
  for (let count = 2; names.has(name); count++) name = `${base}-${count}`;
  names.add(name);
  return name;
}
