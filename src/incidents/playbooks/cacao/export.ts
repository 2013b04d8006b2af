// A playbook of ours as a CACAO 2.0 document: what CACAO has a word for in its words, all of it in an extension beside.
import type { Instant } from "../../../kernel/clock.ts";
import { parseDuration } from "../duration.ts";
import { stepAfter } from "../playbook.ts";
import type { Playbook, PlaybookInput, PlaybookStep, Raw } from "../playbook.ts";
import { valuesOf } from "../step-fields.ts";
import { textOf } from "../expression.ts";
import { cacaoTime, extensionId, identityId, namedUuid, orchestratorId, respondersId } from "./cacao.ts";
import type { CacaoAgent, CacaoCommand, CacaoPlaybook, CacaoStep, CacaoVariable } from "./cacao.ts";

/** at: when it was last changed, for a playbook that was never a CACAO document. */
export function cacaoFrom(playbook: Playbook, { at }: { at: Instant }): CacaoPlaybook {
  const targets: Record<string, CacaoAgent> = {};
  const { id, createdBy, created, modified } = playbook.cacao ?? { id: `playbook--${namedUuid("playbook", playbook.id)}`, createdBy: identityId, created: cacaoTime(at), modified: cacaoTime(at) };
  const start = `start--${namedUuid(playbook.id, "start")}`;
  const [first] = playbook.steps;
  const workflow: Record<string, CacaoStep> = {
    [start]: { type: "start", name: "Start", on_completion: first ? entryOf(playbook, first) : endOf(playbook) },
    ...Object.fromEntries(playbook.steps.flatMap((step) => stepsFor(playbook, step, targets))),
    [endOf(playbook)]: { type: "end", name: "End" },
  };
  const variables = Object.fromEntries(playbook.inputs.map((input) => [variableName(input.id), variableOf(input)]));
  return {
    type: "playbook", spec_version: "cacao-2.0", id, name: playbook.name, description: playbook.about, playbook_types: typesOf(playbook), playbook_activities: activitiesOf(playbook), created_by: createdBy, created, modified,
    ...(playbook.labels.length > 0 ? { labels: [...playbook.labels] } : {}), ...(playbook.inputs.length > 0 ? { playbook_variables: variables } : {}),
    workflow_start: start, workflow,
    playbook_extensions: { [extensionId]: wholeOf(playbook) },
    agent_definitions: { [orchestratorId]: { type: "security-category", name: "Aftwatch", category: ["orchestrator"] }, [respondersId]: { type: "organization", name: "Responders" } },
    ...(Object.keys(targets).length > 0 ? { target_definitions: targets } : {}),
    extension_definitions: { [extensionId]: { type: "extension-definition", name: "Aftwatch playbook", description: "The playbook in Aftwatch's own words: triggers, inputs, and each step with its kind and values.", created_by: identityId, schema: "https://github.com/aftwatch/aftwatch/blob/main/docs/playbooks.md", version: "1.0.0" } },
  };
}

const endOf = ({ id }: Playbook): string => `end--${namedUuid(id, "end")}`;
const variableName = (id: string): string => `__${id}__`;

/** What is not said step by step. */
const wholeOf = ({ id, triggers, start, cooldown, inputs }: Playbook): Record<string, unknown> => JSON.parse(JSON.stringify({ id, triggers, start, cooldown, inputs })) as Record<string, unknown>;

const variableTypes = { text: "string", number: "integer", boolean: "bool", list: "string" } as const;
const variableOf = ({ about, type, default: value }: PlaybookInput): CacaoVariable => ({ type: variableTypes[type], description: about, external: true, ...(value === undefined ? {} : { value: textOf(value) }) });

/** "{{ inputs.host }}" is __host__:value; other templates stay as they are, for people to read. */
const inWords = (text: string): string => text.replaceAll(/\{\{\s*inputs\.([A-Za-z][A-Za-z0-9_-]*)\s*\}\}/g, (_all, name: string) => `${variableName(name)}:value`);

/** A step with a condition stands behind an if-condition of its own. */
const entryOf = (playbook: Playbook, step: PlaybookStep): string => (step.when === undefined ? idOf(playbook, step) : `if-condition--${namedUuid(playbook.id, step.id, "when")}`);
const idOf = (playbook: Playbook, step: PlaybookStep): string => `${step.kind === "branch" ? "if-condition" : "action"}--${namedUuid(playbook.id, step.id)}`;

function target(playbook: Playbook, id: string | undefined): string {
  const step = id === undefined ? undefined : playbook.steps.find((one) => one.id === id);
  return step ? entryOf(playbook, step) : endOf(playbook);
}

function stepsFor(playbook: Playbook, step: PlaybookStep, targets: Record<string, CacaoAgent>): [string, CacaoStep][] {
  const after = target(playbook, stepAfter(playbook, step));
  const guard: [string, CacaoStep][] = step.when === undefined ? [] : [[entryOf(playbook, step), { type: "if-condition", name: `Whether ${step.id} is for this incident`, condition: inWords(step.when), on_true: idOf(playbook, step), on_false: after }]];
  return [...guard, ...(step.kind === "branch" ? branchSteps(playbook, step) : [[idOf(playbook, step), actionOf(playbook, step, after, targets)] as [string, CacaoStep]])];
}

/** A branch of several cases is a chain of if-conditions; the first carries our own form. */
function branchSteps(playbook: Playbook, step: PlaybookStep): [string, CacaoStep][] {
  const { items, optional } = valuesOf(step.with);
  const cases = items("cases");
  const rest = target(playbook, optional("otherwise") ?? stepAfter(playbook, step));
  const idAt = (index: number): string => (index === 0 ? idOf(playbook, step) : `if-condition--${namedUuid(playbook.id, step.id, String(index))}`);
  return cases.map((one, index): [string, CacaoStep] => [idAt(index), {
    type: "if-condition", name: step.about ?? step.id, condition: inWords(String(one["when"])), on_true: target(playbook, String(one["next"])), on_false: index === cases.length - 1 ? rest : idAt(index + 1),
    ...(index === 0 ? { step_extensions: { [extensionId]: ourForm(step) } } : {}),
  }]);
}

function actionOf(playbook: Playbook, step: PlaybookStep, after: string, targets: Record<string, CacaoAgent>): CacaoStep {
  const forMs = step.kind === "wait" ? parseDuration(String(step.with["for"] ?? "")) : undefined;
  const ways = step.onFailure.kind === "continue" ? { on_completion: after } : { on_success: after, on_failure: step.onFailure.kind === "goto" ? target(playbook, step.onFailure.step) : endOf(playbook) };
  return {
    type: "action", name: step.about ?? step.id, description: `${step.kind} (${step.id})`, ...ways, ...(forMs === undefined ? {} : { delay: forMs }), ...(step.timeoutMs === undefined ? {} : { timeout: step.timeoutMs }),
    ...commandOf(playbook, step, targets), step_extensions: { [extensionId]: ourForm(step) },
  };
}

function commandOf(playbook: Playbook, step: PlaybookStep, targets: Record<string, CacaoAgent>): Pick<CacaoStep, "commands" | "agent" | "targets"> {
  if (step.kind !== "http") return { commands: [{ type: "manual", command: inWords(manualText(step)) }], agent: ["approval"].includes(step.kind) ? respondersId : orchestratorId };
  const values = valuesOf(step.with);
  const url = URL.parse(inWords(values.text("url")));
  const id = `http-api--${namedUuid(playbook.id, step.id, "target")}`;
  targets[id] = { type: "http-api", name: url?.host ?? step.id, address: { url: [url?.origin ?? inWords(values.text("url"))] } };
  const json = step.with["json"];
  const content = json === undefined ? values.optional("body") : JSON.stringify(json);
  const headers = Object.entries(values.object("headers")).map(([name, value]): [string, string[]] => [name, [inWords(String(value))]]);
  const command: CacaoCommand = { type: "http-api", command: `${values.optional("method") ?? "GET"} ${url === null ? "/" : `${url.pathname}${url.search}`} HTTP/1.1`, ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}), ...(content === undefined ? {} : { content: inWords(content) }) };
  return { commands: [command], agent: orchestratorId, targets: [id] };
}

/** What a person would do who has no Aftwatch. */
function manualText(step: PlaybookStep): string {
  const said = ["question", "text", "title", "to"].map((name) => step.with[name]).find((value): value is string => typeof value === "string");
  const values = Object.entries(step.with).filter(([, value]) => typeof value !== "object").map(([name, value]) => `${name}: ${String(value)}`).join(", ");
  return [step.about, said ?? `${step.kind}${values === "" ? "" : ` with ${values}`}`].filter(Boolean).join(": ");
}

/** Every member that is not the default. */
function ourForm(step: PlaybookStep): Record<string, Raw> {
  const { when, ...rest } = step;
  return JSON.parse(JSON.stringify({ ...rest, ...(when === undefined ? {} : { when }) })) as Record<string, Raw>;
}

const typesOf = ({ steps }: Playbook): string[] => [
  "investigation", ...(steps.some(({ kind }) => kind === "kubernetes" || kind === "http") ? ["mitigation"] : []), ...(steps.some(({ kind }) => kind === "fix-plan" || kind === "decide") ? ["remediation"] : []), ...(steps.some(({ kind }) => kind === "notify") ? ["notification"] : []),
];
const activities: Readonly<Record<string, string>> = { notify: "deliver-content", approval: "analyze-collected-data", kubernetes: "restrict-access", http: "configure-systems", snapshot: "analyze-collected-data", "fix-plan": "eliminate-risk", decide: "eliminate-risk", replay: "scan-vulnerabilities" };
function activitiesOf({ steps }: Playbook): string[] {
  const found = steps.flatMap(({ kind }) => activities[kind] ?? []);
  return [...new Set(found.length > 0 ? found : ["step-sequence"])];
}
