// One action of a CACAO workflow: HTTP calls are run; whatever runs on other people's machines is shown to a person.
import type { FaultPlace } from "../../../kernel/fault.ts";
import { durationText } from "../duration.ts";
import type { Raw } from "../playbook.ts";
import { isObject } from "../step-fields.ts";
import type { CacaoAgent, CacaoCommand, CacaoPlaybook, CacaoStep } from "./cacao.ts";
import { templateFrom } from "./condition.ts";

/** A step as a text of ours writes it. */
export interface StepText { id: string; kind: string; about?: string; with?: Record<string, Raw>; next?: string; onFailure?: string; most?: number; timeout?: string; [member: string]: Raw | undefined }

export function actionSteps(cacao: CacaoPlaybook, id: string, step: CacaoStep, left: FaultPlace[]): StepText[] {
  const commands = step.commands ?? [];
  if (commands.length === 0) left.push({ at: `/workflow/${id}/commands`, rule: "is empty: a person is asked" });
  for (const name of ["in_args", "out_args", "step_variables", "owner", "external_references"]) if (step[name] !== undefined) left.push({ at: `/workflow/${id}/${name}`, rule: name === "out_args" ? "is not taken over: what a step found out is steps.ID.output here" : "is not taken over" });
  const timeout = step.timeout === undefined || step.timeout < 1000 ? {} : { timeout: durationText(step.timeout) };
  const shared = { id: "", ...(step.name === undefined ? {} : { about: step.name }) };
  const made = commands.map((command, index): StepText => ({ ...shared, ...(command.type === "http-api" ? { ...httpStep(cacao, step, command, `/workflow/${id}/commands/${index}`, left), ...timeout } : manualStep(cacao, step, command, `/workflow/${id}/commands/${index}`, left)) }));
  return made.length > 0 ? made : [{ ...shared, kind: "approval", with: { question: step.description ?? step.name ?? "Do what this step is for, then approve." } }];
}

/** `GET /path HTTP/1.1` against the address of its first target (sections 5.6 and 7.6). */
function httpStep(cacao: CacaoPlaybook, step: CacaoStep, command: CacaoCommand, at: string, left: FaultPlace[]): { kind: string; with: Record<string, Raw> } {
  const [method = "GET", path = "/"] = (command.command ?? "").split(/\s+/);
  const targets = (step.targets ?? []).flatMap((id) => { const target = cacao.target_definitions?.[id] ?? cacao.agent_definitions?.[id]; return target ? [target] : []; });
  const [target] = targets;
  const base = target && baseOf(target);
  if (targets.length > 1) left.push({ at, rule: `goes to the first of ${targets.length} targets; make a step for each other one` });
  if (target?.["authentication_info"] !== undefined) left.push({ at, rule: "needs a credential: name a secret of the server's settings in `secret`" });
  if (base === undefined) { left.push({ at, rule: "has no target with an address: a person is asked" }); return { kind: "approval", with: { question: templateFrom(`Send ${command.command ?? ""}, then approve.`) } }; }
  const content = command.content ?? (command.content_b64 === undefined ? undefined : Buffer.from(command.content_b64, "base64").toString("utf8"));
  const headers = Object.entries(command.headers ?? {}).filter(([name]) => keepsHeader(name, at, left)).map(([name, values]): [string, Raw] => [name, templateFrom((Array.isArray(values) ? values : [values]).join(", "))]);
  return { kind: "http", with: { url: templateFrom(/^https?:/.test(path) ? path : `${base}${path.startsWith("/") ? "" : "/"}${path}`), method: method.toUpperCase(), ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}), ...(content === undefined || content === "" ? {} : { body: templateFrom(content) }) } };
}

function keepsHeader(name: string, at: string, left: FaultPlace[]): boolean {
  if (!/^(?:authorization|proxy-authorization|cookie|x-api-key|x-auth-token|api-key)$/i.test(name)) return true;
  left.push({ at: `${at}/headers/${name}`, rule: "holds a credential and is not taken over: name a secret of the server's settings in `secret`" });
  return false;
}

function baseOf({ address, port }: CacaoAgent): string | undefined {
  const first = (kind: string): string | undefined => address?.[kind]?.[0];
  const url = first("url");
  if (url !== undefined) return /^https?:/.test(url) ? url.replace(/\/+$/, "") : `https://${url.replace(/\/+$/, "")}`;
  const host = first("dname") ?? first("ipv4") ?? (first("ipv6") === undefined ? undefined : `[${first("ipv6")}]`);
  // The default port is 80 (section 7.6).
  return host === undefined ? undefined : `${port === "443" ? "https" : "http"}://${host}${port === undefined || port === "80" || port === "443" ? "" : `:${port}`}`;
}

function manualStep({ agent_definitions: agents = {}, target_definitions: targets = {} }: CacaoPlaybook, step: CacaoStep, command: CacaoCommand, at: string, left: FaultPlace[]): { kind: string; with: Record<string, Raw> } {
  const shown = command.command ?? (command.command_b64 === undefined ? undefined : Buffer.from(command.command_b64, "base64").toString("utf8")) ?? command.description ?? step.description ?? "";
  if (command.type === "manual") return { kind: "approval", with: { question: templateFrom(`${shown}${whereOf(step, targets)} Approve when it is done.`) } };
  left.push({ at, rule: `is a ${command.type} command, which is not run here: a person sees it, runs it and approves` });
  const agent = step.agent === undefined ? undefined : agents[step.agent]?.name;
  return { kind: "approval", with: { question: templateFrom(`Run this ${command.type} command by hand${agent === undefined ? "" : ` as ${agent}`}${whereOf(step, targets)} Then approve.\n${shown}`) } };
}

function whereOf({ targets = [] }: CacaoStep, definitions: Record<string, CacaoAgent>): string {
  const names = targets.flatMap((id) => definitions[id]?.name ?? []);
  return names.length === 0 ? "." : ` on ${names.join(", ")}.`;
}

/** Our own form, kept in an extension: what is not the default, in the words of the text. */
export function fromOurForm(form: Record<string, unknown>): StepText {
  const { id, kind, about, with: values, when, timeoutMs, retries, onFailure, undo, next, most, destructive, idempotent } = form as Record<string, Raw>;
  const failure = isObject(onFailure) ? onFailure : { kind: "stop" };
  return {
    id: String(id), kind: String(kind), ...(about === undefined ? {} : { about: String(about) }), ...(isObject(values) && Object.keys(values).length > 0 ? { with: values } : {}), ...(when === undefined ? {} : { when }),
    ...(typeof timeoutMs === "number" ? { timeout: durationText(timeoutMs) } : {}), ...(typeof retries === "number" && retries > 0 ? { retries } : {}), ...(failure["kind"] === "stop" ? {} : { onFailure: failure["kind"] === "goto" ? `goto ${String(failure["step"])}` : "continue" }),
    ...(undo === undefined ? {} : { undo }), ...(next === undefined ? {} : { next: String(next) }), ...(typeof most === "number" && most > 1 ? { most } : {}), ...(typeof destructive === "boolean" ? { destructive } : {}), ...(typeof idempotent === "boolean" ? { idempotent } : {}),
  };
}
