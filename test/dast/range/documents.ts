// A small document store: filters with operators as MongoDB reads them, and conditions in JavaScript, run apart from everything.
import { createContext, runInContext } from "node:vm";
import type { RangeNames } from "./case.ts";

export type Doc = Readonly<Record<string, string | number>>;

export const documentsOf = (names: RangeNames): Doc[] => Array.from({ length: 6 }, (_, at) => ({ name: names.word(`doc/${at}`), secret: names.word(`secret/${at}`), size: 10 + at }));

const operators: Readonly<Record<string, (value: unknown, operand: unknown) => boolean>> = {
  $eq: (value, operand) => value === operand, $ne: (value, operand) => value !== operand, $gt: (value, operand) => String(value) > String(operand), $gte: (value, operand) => String(value) >= String(operand), $lt: (value, operand) => String(value) < String(operand),
  $in: (value, operand) => Array.isArray(operand) && operand.includes(value), $nin: (value, operand) => !(Array.isArray(operand) && operand.includes(value)), $regex: (value, operand) => new RegExp(String(operand)).test(String(value)),
};

/** Throws, as the server does, on an operator that is none. */
export const find = (docs: readonly Doc[], filter: Readonly<Record<string, unknown>>): Doc[] => docs.filter((doc) => Object.entries(filter).every(([field, wanted]) => fits(doc[field], wanted)));

function fits(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return value === wanted;
  return Object.entries(wanted).every(([operator, operand]) => {
    const test = operators[operator];
    if (test === undefined) throw new Error(`unknown operator: ${operator}`);
    return test(value, operand);
  });
}

/** `$where`: the condition sees the document as `this`, and nothing of ours. */
export const findWhere = (docs: readonly Doc[], condition: string): Doc[] => docs.filter((doc) => Boolean(runInContext(`(function () { return ${condition}; }).call(doc)`, createContext({ doc: { ...doc } }), { timeout: 8000 })));
