// A dry run: the way that a run would take by what is known now, and everything it would touch; nothing is changed.
import { evaluateText, isTrue, UnknownValue } from "../../incidents/playbooks/expression.ts";
import type { Scope } from "../../incidents/playbooks/expression.ts";
import { runScope } from "../../incidents/playbooks/incident-scope.ts";
import { stepAfter, stepById } from "../../incidents/playbooks/playbook.ts";
import type { Playbook, PlaybookStep, RawObject } from "../../incidents/playbooks/playbook.ts";
import { valuesOf } from "../../incidents/playbooks/step-fields.ts";
import type { StepKind } from "../../incidents/playbooks/step-kind.ts";
import { stepKinds } from "../../incidents/playbooks/steps/index.ts";
import { blastOf } from "../../incidents/playbooks/touched.ts";
import { isDestructive } from "../../incidents/playbooks/traits.ts";
import type { RunPreviewRow, StepPreviewRow } from "./playbook-desk.ts";
import { destructivePeople, previewOf } from "./playbook-ask.ts";
import { readied } from "./playbook-ready.ts";
import type { Runner } from "./playbook-runner.ts";
import { prepare, refusalOf } from "./playbooks.ts";
import type { Start } from "./playbooks.ts";

export async function previewRun(runner: Runner, org: string, start: Pick<Start, "entry" | "incidentId" | "inputs">): Promise<RunPreviewRow> {
  const { context } = runner;
  const { playbook } = start.entry;
  const { incident, inputs, values } = await prepare(context, org, start);
  const run = { runId: "preview", playbookId: playbook.id, startedBy: "preview", inputs };
  // What earlier steps find out is not known; conditions over it stay open, and both ways are shown.
  const scope: Scope = { ...runScope(values, run, []), unknown: new Set(playbook.steps.map(({ id }) => `steps.${id}`)) };
  const look = { org, incident, run: { ...run, playbookVersion: 0, text: "", incidentId: incident.incidentId, state: "running" as const, why: undefined, startedAt: context.clock.now(), endedAt: undefined, cooldownKey: "", nextAt: undefined, leaseOwner: undefined, leaseUntil: undefined } };
  const steps: StepPreviewRow[] = [];
  for (const step of onTheWay(playbook, scope)) steps.push(await previewStep(runner, look, step, scope));
  const refused = await refusalOf(context, context.store.read, org, playbook, incident);
  const touched = steps.filter(({ would }) => would === "run" || would === "unknown").flatMap(({ touches }) => touches);
  const about = { id: incident.incidentId, number: incident.number, title: incident.title };
  return { playbook: playbook.id, incident: about, inputs, refused: refused?.message, steps, blast: blastOf([...touched, ...reached(touched.some(({ kind }) => kind === "workload" || kind === "pod"), incident.services)]) };
}

/** What acts on workloads reaches the incident's services. */
const reached = (acts: boolean, services: readonly string[]): { kind: "service"; name: string }[] => (acts ? services.map((name) => ({ kind: "service", name })) : []);

type LookedAt = Parameters<typeof previewOf>[1];

async function previewStep(runner: Runner, look: LookedAt, step: PlaybookStep, scope: Scope): Promise<StepPreviewRow> {
  const kind = stepKinds.find(step.kind);
  const row = { step: step.id, kind: step.kind, about: step.about, touches: [], destructive: kind !== undefined && isDestructive(kind, step, step.with), people: peopleFor(kind, step, step.with) };
  if (!kind) return { ...row, would: "fail", said: "there is no such kind of step" };
  try {
    const ready = readied(kind, step, scope);
    if (ready.kind === "skip") return { ...row, would: "skip", said: `its condition is not true: ${step.when ?? ""}` };
    if (ready.kind === "wrong") return { ...row, would: "fail", said: ready.why };
    return { ...row, would: "run", destructive: isDestructive(kind, step, ready.with), people: peopleFor(kind, step, ready.with), ...await previewOf(runner, look, step, ready.with) };
  } catch (cause) {
    if (!(cause instanceof UnknownValue)) throw cause;
    return { ...row, would: "unknown", said: `hangs on ${cause.path}, which only the run will know` };
  }
}

function peopleFor(kind: StepKind | undefined, step: PlaybookStep, raw: RawObject): number {
  if (!kind) return 0;
  if (kind.id === "approval") return valuesOf(raw).number("people") ?? 1;
  return isDestructive(kind, step, raw) ? destructivePeople : 0;
}

/** Steps that a run may come to, each once, in the order of the text; of a branch whose condition is known, only the way it takes. */
function onTheWay(playbook: Playbook, scope: Scope): PlaybookStep[] {
  const seen = new Set<string>();
  const open = playbook.steps[0] ? [playbook.steps[0].id] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = stepById(playbook, id);
    if (!step || seen.has(id)) continue;
    seen.add(id);
    open.push(...(step.kind === "branch" ? waysOf(playbook, step, scope) : [stepAfter(playbook, step)]).filter((next) => next !== undefined));
  }
  return playbook.steps.filter(({ id }) => seen.has(id));
}

function waysOf(playbook: Playbook, step: PlaybookStep, scope: Scope): (string | undefined)[] {
  const { items, optional } = valuesOf(step.with);
  const rest = optional("otherwise") ?? stepAfter(playbook, step);
  const ways: (string | undefined)[] = [];
  for (const one of items("cases")) {
    const holds = known(() => isTrue(evaluateText(String(one["when"]), scope)));
    if (holds !== false) ways.push(String(one["next"]));
    if (holds === true) return ways;
  }
  return [...ways, rest];
}

function known(ask: () => boolean): boolean | undefined {
  try { return ask(); } catch (cause) {
    if (cause instanceof UnknownValue) return undefined;
    throw cause;
  }
}
