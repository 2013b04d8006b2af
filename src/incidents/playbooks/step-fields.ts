// The values a kind of step takes: named, typed, explained; read the same when a playbook is checked and when it runs.
import { parseInstant } from "../../kernel/clock.ts";
import { parseDuration } from "./duration.ts";
import { parseExpression } from "./expression.ts";
import { isFault, messageOf } from "../../kernel/fault.ts";
import type { Raw, RawObject } from "./playbook.ts";
import { isTemplate } from "./template.ts";

export type FieldType = "text" | "texts" | "number" | "duration" | "instant" | "flag" | "object" | "items" | "expression" | "step" | "steps";
export interface Field { name: string; about: string; type: FieldType; required?: true; choices?: readonly string[]; least?: number; most?: number }

/** A wrong value: a JSON pointer below the step's `with`, and the rule. */
export interface WrongField { at: string; rule: string }

const textLimit = 20_000;

/** What is wrong with these values. Texts that hold templates are taken on trust until they are rendered. */
export function wrongFields(fields: readonly Field[], raw: RawObject): WrongField[] {
  const known = new Map(fields.map((field) => [field.name, field]));
  const unknown = Object.keys(raw).filter((name) => !known.has(name)).map((name) => ({ at: `/${name}`, rule: `is not a value of this kind of step; it takes ${[...known.keys()].join(", ") || "none"}` }));
  return [...unknown, ...fields.flatMap((field) => wrongField(field, raw[field.name]))];
}

function wrongField(field: Field, value: Raw | undefined): WrongField[] {
  const at = `/${field.name}`;
  if (value === undefined || value === null || value === "") return field.required ? [{ at, rule: `is missing: ${field.about}` }] : [];
  if (typeof value === "string" && isTemplate(value) && field.type !== "expression" && field.type !== "step") return [];
  const rule = ruleBrokenBy(field, value);
  return rule === undefined ? [] : [{ at, rule }];
}

function ruleBrokenBy(field: Field, value: Raw): string | undefined {
  switch (field.type) {
    case "text": return isText(value) ? brokenChoice(field, String(value)) : "is a text";
    case "step": return typeof value === "string" ? undefined : "is the id of a step";
    case "texts": case "steps": return isTexts(value) ? undefined : "is a list of texts";
    case "number": return brokenNumber(field, value);
    case "duration": return typeof value === "string" && parseDuration(value) !== undefined ? undefined : 'is a duration such as "30s", "15m", "4h" or "2d"';
    case "instant": return typeof value === "string" && parseInstant(value) !== undefined ? undefined : "is an instant in RFC 3339";
    case "flag": return typeof value === "boolean" ? undefined : "is true or false";
    case "object": return isObject(value) ? undefined : "is a mapping of names and values";
    case "items": return Array.isArray(value) && value.every((item: Raw) => isObject(item)) ? undefined : "is a list of mappings";
    case "expression": return brokenExpression(value);
  }
}

const isText = (value: Raw): boolean => (typeof value === "string" && value.length <= textLimit) || typeof value === "number" || typeof value === "boolean";
const isTexts = (value: Raw): boolean => typeof value === "string" || (Array.isArray(value) && value.every((item: Raw) => isText(item)));
export const isObject = (value: unknown): value is RawObject => typeof value === "object" && value !== null && !Array.isArray(value);
const brokenChoice = ({ choices }: Field, value: string): string | undefined => (choices === undefined || choices.includes(value) ? undefined : `is one of ${choices.join(", ")}`);

function brokenNumber({ least = 0, most = Number.MAX_SAFE_INTEGER }: Field, value: Raw): string | undefined {
  const number = typeof value === "string" && /^-?\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= least && number <= most ? undefined : `is a whole number from ${least} to ${most}`;
}

function brokenExpression(value: Raw): string | undefined {
  if (typeof value === "boolean") return undefined;
  if (typeof value !== "string") return "is a condition";
  try { parseExpression(value); } catch (cause) { return isFault(cause) ? cause.detail ?? messageOf(cause) : messageOf(cause); }
  return undefined;
}

/** Checked values by name. */
export interface Values {
  readonly raw: RawObject;
  text(name: string): string;
  optional(name: string): string | undefined;
  /** A list, or one text split at commas and line ends. */
  texts(name: string): string[];
  number(name: string): number | undefined;
  durationMs(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  object(name: string): RawObject;
  items(name: string): readonly RawObject[];
}

export function valuesOf(raw: RawObject): Values {
  const optional = (name: string): string | undefined => {
    const value = raw[name];
    return value === undefined || value === null || value === "" || typeof value === "object" ? undefined : String(value);
  };
  return {
    raw, optional,
    text: (name) => optional(name) ?? "",
    texts: (name) => {
      const value = raw[name];
      if (Array.isArray(value)) return value.map(String).filter((one) => one !== "");
      return typeof value === "string" ? value.split(/[,\n]/).map((one) => one.trim()).filter((one) => one !== "") : [];
    },
    number: (name) => (optional(name) === undefined ? undefined : Number(optional(name))),
    durationMs: (name) => parseDuration(optional(name) ?? ""),
    flag: (name) => (typeof raw[name] === "boolean" ? raw[name] : undefined),
    object: (name) => (isObject(raw[name]) ? raw[name] : {}),
    items: (name) => (Array.isArray(raw[name]) ? (raw[name] as readonly Raw[]).filter(isObject) : []),
  };
}
