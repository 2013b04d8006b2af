// A CACAO 2.0 document as a playbook of ours, in text: what cannot be run becomes a step that shows it to a person; what is left out is named.
import { dump } from "js-yaml";
import type { FaultPlace } from "../../../kernel/fault.ts";
import { Fault } from "../../../kernel/fault.ts";
import type { RawObject } from "../playbook.ts";
import { isObject } from "../step-fields.ts";
import { extensionId, identifierPattern } from "./cacao.ts";
import type { CacaoPlaybook, CacaoVariable } from "./cacao.ts";
import { inputName } from "./condition.ts";
import { stepsFromWorkflow } from "./import-workflow.ts";

export interface FromCacao { text: string; left: readonly FaultPlace[] }

// Members whose meaning is taken over, or that say nothing to a run.
const known = new Set(["type", "spec_version", "id", "name", "description", "playbook_types", "playbook_activities", "created_by", "created", "modified", "labels", "playbook_variables", "workflow_start", "workflow_exception", "workflow", "playbook_extensions", "agent_definitions", "target_definitions", "extension_definitions"]);
const leftBecause: Readonly<Record<string, string>> = {
  signatures: "was not verified and is not kept: trust the text you read, not the signature it came with",
  markings: "is not enforced: how the document may be shared is yours to keep", data_marking_definitions: "is not enforced: how the document may be shared is yours to keep",
  authentication_info_definitions: "is not taken over: name a secret of the server's settings in the HTTP steps",
  valid_until: "is not enforced", valid_from: "is not enforced", revoked: "is not enforced: do not keep a playbook that its maker revoked",
};

/** id: of the playbook it becomes; from its name when absent. Throws cacao.unreadable naming every place. */
export function playbookFromCacao(document: unknown, id?: string): FromCacao {
  const cacao = readDocument(document);
  const left: FaultPlace[] = Object.keys(cacao).filter((name) => !known.has(name)).map((name) => ({ at: `/${name}`, rule: leftBecause[name] ?? "is not taken over" }));
  const extension = cacao.playbook_extensions?.[extensionId];
  const whole: RawObject | undefined = isObject(extension) ? extension : undefined;
  for (const other of Object.keys(cacao.playbook_extensions ?? {})) if (other !== extensionId) left.push({ at: `/playbook_extensions/${other}`, rule: "is an extension that is not known here" });
  const variables = whole ? [] : Object.entries(cacao.playbook_variables ?? {});
  const playbook = {
    id: id ?? (typeof whole?.["id"] === "string" ? whole["id"] : idFrom(cacao.name)), name: cacao.name, about: cacao.description ?? cacao.name,
    ...(whole ? withoutDefaults(whole) : { start: "proposed", inputs: variables.map(([name, variable]) => inputFrom(name, variable, left)) }),
    ...(cacao.labels === undefined ? {} : { labels: cacao.labels }),
    cacao: { id: cacao.id, created: cacao.created, modified: cacao.modified, createdBy: cacao.created_by },
    steps: stepsFromWorkflow(cacao, left),
  };
  return { text: `# From the CACAO document ${cacao.id}. Read every step before you let it run.\n${dump(playbook, { lineWidth: -1, noRefs: true })}`, left };
}

function readDocument(document: unknown): CacaoPlaybook {
  if (!isObject(document)) throw new Fault("cacao.unreadable", { places: [{ at: "/", rule: "is an object" }] });
  const places: FaultPlace[] = [];
  if (document["type"] !== "playbook") places.push({ at: "/type", rule: "is playbook (section 3.1)" });
  if (document["spec_version"] !== "cacao-2.0") places.push({ at: "/spec_version", rule: `is cacao-2.0; it is ${JSON.stringify(document["spec_version"] ?? null)}` });
  for (const name of ["name", "created_by", "created", "modified"]) if (typeof document[name] !== "string") places.push({ at: `/${name}`, rule: "is missing: a text" });
  for (const name of ["id", "workflow_start"]) if (typeof document[name] !== "string" || !identifierPattern.test(document[name])) places.push({ at: `/${name}`, rule: "is an identifier: a type, two dashes, a UUID (section 10.10)" });
  const workflow = document["workflow"];
  if (!isObject(workflow)) places.push({ at: "/workflow", rule: "is a mapping of steps" });
  else {
    for (const [id, step] of Object.entries(workflow)) if (!isObject(step) || typeof step["type"] !== "string") places.push({ at: `/workflow/${id}`, rule: "is a step with a type" });
    if (!Object.hasOwn(workflow, String(document["workflow_start"]))) places.push({ at: "/workflow_start", rule: "names a step of the workflow" });
  }
  if (places.length > 0) throw new Fault("cacao.unreadable", { detail: places.map(({ at, rule }) => `${at} ${rule}`).join("; "), places });
  return document as unknown as CacaoPlaybook;
}

const idFrom = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 63).replace(/-+$/, "") || "imported";

/** Our own extension keeps durations as milliseconds and every member; a text says only what is not the default. */
function withoutDefaults(whole: RawObject): Record<string, unknown> {
  const { triggers = [], start, cooldown, inputs = [] } = whole;
  const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
  return {
    triggers: list(triggers).map(({ kinds, severities, on, when }) => ({ kinds, ...(Array.isArray(severities) && severities.length > 0 ? { severities } : {}), on, ...(when === undefined ? {} : { when }) })),
    start, ...(isObject(cooldown) ? { cooldown: { for: `${Math.round(Number(cooldown["ms"]) / 1000)}s`, per: cooldown["per"] } } : {}),
    inputs: list(inputs).map(({ id, about, type, required, choices, default: value }) => ({ id, about, type, ...(required === true ? { required } : {}), ...(Array.isArray(choices) && choices.length > 0 ? { choices } : {}), ...(value === undefined ? {} : { default: value }) })),
  };
}

const inputTypeOf: Readonly<Record<string, string>> = { integer: "number", long: "number", float: "number", bool: "boolean" };

function inputFrom(name: string, variable: CacaoVariable, left: FaultPlace[]): Record<string, unknown> {
  const { type, description, value } = variable;
  if (type === "dictionary") left.push({ at: `/playbook_variables/${name}`, rule: "is a dictionary; it is an input of type text here" });
  const isKnown = typeof value === "string" && value !== "";
  return { id: inputName(name), about: description ?? inputName(name), type: inputTypeOf[type] ?? "text", ...(isKnown ? { default: inputTypeOf[type] === "number" ? Number(value) : inputTypeOf[type] === "boolean" ? value === "true" : value } : {}) };
}
