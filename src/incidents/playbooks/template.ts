// Values in texts: "scale {{ inputs.deployment }}"; a text that is one template alone keeps the value's type.
import { Fault } from "../../kernel/fault.ts";
import { evaluate, outputLimit, parseExpression, pathsIn, textOf } from "./expression.ts";
import type { Expression, Scope } from "./expression.ts";
import type { Raw, RawObject } from "./playbook.ts";

type Part = { text: string } | { expression: Expression };

export const isTemplate = (text: string): boolean => text.includes("{{");

/** Throws playbook.expression for a template without its end or a wrong expression. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; ;) {
    const from = text.indexOf("{{", at);
    if (from < 0) return [...parts, { text: text.slice(at) }];
    const to = text.indexOf("}}", from);
    if (to < 0) throw new Fault("playbook.expression", { detail: `"${text.slice(from, from + 60)}" has no end "}}".` });
    parts.push({ text: text.slice(at, from) }, { expression: parseExpression(text.slice(from + 2, to).trim()) });
    at = to + 2;
  }
}

export function renderText(text: string, scope: Scope): Raw {
  if (!isTemplate(text)) return text;
  const parts = partsOf(text).filter((part) => !("text" in part) || part.text !== "");
  const [only] = parts;
  if (parts.length === 1 && only && "expression" in only) return evaluate(only.expression, scope);
  const whole = parts.map((part) => ("text" in part ? part.text : textOf(evaluate(part.expression, scope)))).join("");
  if (whole.length > outputLimit) throw new Fault("playbook.expression", { detail: `The text becomes longer than ${outputLimit / 1024} KiB.` });
  return whole;
}

/** Every text in a value, rendered; keys stay as they are. */
export function render<T extends Raw>(value: T, scope: Scope): Raw {
  if (typeof value === "string") return renderText(value, scope);
  if (Array.isArray(value)) return value.map((item) => render(item as Raw, scope));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, render(member as Raw, scope)]));
}

export const renderObject = (value: RawObject, scope: Scope): RawObject => render(value, scope) as RawObject;

/** Every path that the templates of a value read; throws playbook.expression. */
export function templatePaths(value: Raw): (readonly (string | number)[])[] {
  if (typeof value === "string") return isTemplate(value) ? partsOf(value).flatMap((part) => ("expression" in part ? pathsIn(part.expression) : [])) : [];
  if (Array.isArray(value)) return value.flatMap((item) => templatePaths(item as Raw));
  return value !== null && typeof value === "object" ? Object.values(value).flatMap((member) => templatePaths(member as Raw)) : [];
}
