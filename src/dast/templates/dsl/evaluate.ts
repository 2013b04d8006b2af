// The value of an expression, by the names around it.
import { searchPattern } from "../pattern/pattern.ts";
import { dslFunction } from "./functions.ts";
import type { Expression } from "./expression.ts";
import { DslError, fail, longestText, textFrom } from "./value.ts";
import type { Names, Surroundings, Value } from "./value.ts";

/** Throws DslError when a name is not known, a type does not fit or a function refuses. */
export function evaluate(tree: Expression, names: Names, around: Surroundings): Value {
  switch (tree.kind) {
    case "value": return tree.value;
    case "name": return names(tree.name) ?? fail(`no value is known for ${tree.name}`);
    case "call": return call(tree, names, around);
    case "not": return !truth(evaluate(tree.of, names, around), "!");
    case "minus": return -numberIn(evaluate(tree.of, names, around), "-");
    case "list": return tree.items.map((item) => textFrom(evaluate(item, names, around)));
    case "choice": return evaluate(truth(evaluate(tree.when, names, around), "?") ? tree.fits : tree.otherwise, names, around);
    case "binary": return binary(tree, names, around);
  }
  return tree satisfies never;
}

function call({ name, args }: Extract<Expression, { kind: "call" }>, names: Names, around: Surroundings): Value {
  const known = dslFunction(name) ?? fail(`the function ${name} is not known`);
  if (args.length < known.least || args.length > known.most) return fail(`${name} takes ${known.least === known.most ? known.least : `${known.least} to ${known.most}`} arguments, not ${args.length}`);
  const value = known.run(args.map((arg) => evaluate(arg, names, around)), around);
  return typeof value === "string" && value.length > longestText ? fail(`${name} gives more than ${longestText} characters`) : value;
}

function binary({ sign, left, right }: Extract<Expression, { kind: "binary" }>, names: Names, around: Surroundings): Value {
  const first = sign === "??" && left.kind === "name" ? names(left.name) : evaluate(left, names, around);
  if (sign === "??") return first ?? evaluate(right, names, around);
  if (sign === "&&") return truth(first, sign) && truth(evaluate(right, names, around), sign);
  if (sign === "||") return truth(first, sign) || truth(evaluate(right, names, around), sign);
  return combine(sign, first, evaluate(right, names, around));
}

function combine(sign: string, left: Value, right: Value): Value {
  if (sign === "==" || sign === "!=") return same(left, right) === (sign === "==");
  if (sign === "=~" || sign === "!~") return searchPattern(textIn(right, sign)).finds(textIn(left, sign)) === (sign === "=~");
  if (sign === "in") return Array.isArray(right) ? right.includes(textFrom(left)) : fail("in needs a list");
  if (sign === "+" && (typeof left === "string" || typeof right === "string")) return textFrom(left) + textFrom(right);
  if (["<", ">", "<=", ">="].includes(sign)) return compare(sign, left, right);
  return reckon(sign, numberIn(left, sign), numberIn(right, sign));
}

function same(left: Value, right: Value): boolean {
  return Array.isArray(left) && Array.isArray(right) ? left.join("\0") === right.join("\0") : left === right;
}

function compare(sign: string, left: Value, right: Value): boolean {
  const order = typeof left === "string" && typeof right === "string" ? (left < right ? -1 : Number(left > right)) : numberIn(left, sign) - numberIn(right, sign);
  return sign === "<" ? order < 0 : sign === ">" ? order > 0 : sign === "<=" ? order <= 0 : order >= 0;
}

function reckon(sign: string, left: number, right: number): number {
  switch (sign) {
    case "+": return left + right;
    case "-": return left - right;
    case "*": return left * right;
    case "/": return left / right;
    case "%": return left % right;
    case "**": return left ** right;
    case "&": return Number(BigInt(Math.trunc(left)) & BigInt(Math.trunc(right)));
    case "|": return Number(BigInt(Math.trunc(left)) | BigInt(Math.trunc(right)));
    case "^": return Number(BigInt(Math.trunc(left)) ^ BigInt(Math.trunc(right)));
    case "<<": return left * 2 ** Math.trunc(right);
    case ">>": return Math.floor(left / 2 ** Math.trunc(right));
    default: throw new DslError(`the sign ${sign} is not known`);
  }
}

const truth = (value: Value, sign: string): boolean => (typeof value === "boolean" ? value : fail(`${sign} needs true or false, not ${typeof value}`));
const numberIn = (value: Value, sign: string): number => (typeof value === "number" ? value : fail(`${sign} needs a number, not ${typeof value}`));
const textIn = (value: Value, sign: string): string => (typeof value === "string" ? value : fail(`${sign} needs text, not ${typeof value}`));
