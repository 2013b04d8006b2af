// Steps of a login in the browser, recorded as data: what is done, to which element, and what is waited for.
import { Fault } from "../../kernel/fault.ts";
import type { FaultPlace } from "../../kernel/fault.ts";

/**
 * Which element: a CSS selector (open shadow DOM is entered), its label, visible text, placeholder, or ARIA role (with its name).
 * Exactly one of selector, label, text, placeholder, role. frames: selectors of the frames around it, outermost first.
 *
 * @example { selector: "#email" }  { label: "Password" }  { role: "button", name: "Sign in" }
 */
export interface StepTarget { selector?: string; label?: string; text?: string; placeholder?: string; role?: string; name?: string; frames?: readonly string[] }

interface StepLimits {
  /** Milliseconds until the step has failed; default 10,000. */
  timeoutMs?: number;
  /** It may fail: a banner that is not always there. */
  optional?: boolean;
}

/**
 * One step. In values and URLs "{username}", "{password}" and "{totp}" stand for what the identity has, so that a recording holds no secret.
 * wait: for everything that it names; a `*` in the URL is anything.
 *
 * @example
 * [{ do: "goto", url: "https://shop.example/login" },
 *  { do: "fill", on: { label: "Email" }, value: "{username}" },
 *  { do: "fill", on: { selector: "#password" }, value: "{password}" },
 *  { do: "click", on: { role: "button", name: "Sign in" } },
 *  { do: "wait", url: "https://shop.example/account*" }]
 */
export type LoginStep = StepLimits & (
  | { do: "goto"; url: string }
  | { do: "fill"; on: StepTarget; value: string }
  | { do: "press"; on?: StepTarget; key: string }
  | { do: "click"; on: StepTarget }
  | { do: "check"; on: StepTarget; checked?: boolean }
  | { do: "select"; on: StepTarget; value: string }
  | { do: "wait"; url?: string; text?: string; selector?: string; ms?: number }
);

const ways = ["selector", "label", "text", "placeholder", "role"] as const;
type Fields = Record<string, "text" | "number" | "flag" | "target">;
// A question mark after the name: it may be missing.
const fieldsOf: Readonly<Record<LoginStep["do"], Fields>> = {
  goto: { url: "text" }, fill: { on: "target", value: "text" }, press: { "on?": "target", key: "text" }, click: { on: "target" },
  check: { on: "target", "checked?": "flag" }, select: { on: "target", value: "text" }, wait: { "url?": "text", "text?": "text", "selector?": "text", "ms?": "number" },
};
const ofAll: Fields = { "timeoutMs?": "number", "optional?": "flag" };
const maxSteps = 200;

/** Steps from JSON text or a value: `[step, ...]` or `{ "steps": [...] }`. A Fault names every place that cannot be used. */
export function readLoginSteps(given: unknown): LoginStep[] {
  const value = typeof given === "string" ? parsed(given) : given;
  const list: unknown = isRecord(value) ? value["steps"] : value;
  if (!Array.isArray(list) || list.length === 0 || list.length > maxSteps) throw new Fault("dast.steps-invalid", { detail: `A list of 1 to ${maxSteps} steps is needed.` });
  const places = list.flatMap((step, at) => breachesOf(step, `/${at}`));
  if (places.length > 0) throw new Fault("dast.steps-invalid", { places });
  return list as LoginStep[];
}

function breachesOf(step: unknown, at: string): FaultPlace[] {
  if (!isRecord(step)) return [{ at, rule: "must be an object with `do`" }];
  const { do: kind, ...rest } = step;
  if (typeof kind !== "string" || !Object.hasOwn(fieldsOf, kind)) return [{ at: `${at}/do`, rule: `must be one of ${Object.keys(fieldsOf).join(", ")}` }];
  const fields = { ...fieldsOf[kind as LoginStep["do"]], ...ofAll };
  return [
    ...Object.entries(fields).flatMap(([name, type]) => fieldBreaches(rest, name, { at, type })),
    ...Object.keys(rest).filter((name) => !Object.hasOwn(fields, name) && !Object.hasOwn(fields, `${name}?`)).map((name) => ({ at: `${at}/${name}`, rule: `is no field of ${kind}` })),
    ...kind === "goto" && typeof rest["url"] === "string" && !/^https?:\/\//i.test(rest["url"]) ? [{ at: `${at}/url`, rule: "must be an http or https URL" }] : [],
  ];
}

function fieldBreaches(step: Record<string, unknown>, named: string, { at, type }: { at: string; type: Fields[string] }): FaultPlace[] {
  const name = named.replace("?", "");
  const value = step[name];
  const place = `${at}/${name}`;
  if (value === undefined) return named.endsWith("?") ? [] : [{ at: place, rule: "is needed" }];
  if (type === "target") return targetBreaches(value, place);
  if (type === "number") return typeof value === "number" && value >= 0 && value <= 120_000 ? [] : [{ at: place, rule: "must be a number of milliseconds, at most 120000" }];
  return typeof value === (type === "flag" ? "boolean" : "string") ? [] : [{ at: place, rule: type === "flag" ? "must be true or false" : "must be a text" }];
}

function targetBreaches(target: unknown, at: string): FaultPlace[] {
  if (!isRecord(target)) return [{ at, rule: `must be an object with one of ${ways.join(", ")}` }];
  const named = ways.filter((way) => typeof target[way] === "string" && target[way] !== "");
  const { frames } = target;
  return [
    ...named.length === 1 ? [] : [{ at, rule: `needs exactly one of ${ways.join(", ")}` }],
    ...frames === undefined || (Array.isArray(frames) && frames.length <= 5 && frames.every((one) => typeof one === "string")) ? [] : [{ at: `${at}/frames`, rule: "must be at most five selectors" }],
  ];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try { return JSON.parse(text); } catch (cause) { throw new Fault("dast.steps-invalid", { detail: "This is not JSON." }, cause); }
}
