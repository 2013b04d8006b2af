// Proof of execution by computed values: twice with fresh numbers, and a control of the same characters that computes nothing.
import type { Tools } from "../check.ts";
import type { Proof, ProofStep } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { canHold, hears, step } from "./judged.ts";
import { numbersOf } from "./numbers.ts";
import type { Numbers } from "./numbers.ts";

/** One way to have something computed. */
export interface Formula {
  /** A word of the check: "shell:semicolon", "jinja2". */
  technique: string;
  /** The value of the point. original: what stood there. */
  write(numbers: Numbers, original: string): string;
  /** What only a computation gives. */
  result(numbers: Numbers): string;
  /** The same shape without the computation: must not give the result. */
  control(numbers: Numbers, original: string): string;
  /** What executed it, in the sentence: "a shell". */
  by: string;
}

export interface Shown { formula: Formula; numbers: Numbers; exchange: Exchange }

/** One request: whether the formula's result comes back. Undefined: no. */
export async function tryFormula(point: Point, tools: Tools, formula: Formula, attempt = "first"): Promise<Shown | undefined> {
  const numbers = numbersOf(tools.seed, `${formula.technique}/${attempt}`);
  const value = formula.write(numbers, point.value);
  const result = formula.result(numbers);
  // A result that stands in the payload would be heard by mere reflection.
  if (value.includes(result) || !canHold(point.kind, value)) return undefined;
  const exchange = await tools.at(point, value);
  return hears(exchange, result) ? { formula, numbers, exchange } : undefined;
}

/** The whole proof for a formula that has shown its result once. Undefined: it did not repeat, or the control showed it too. */
export async function proveFormula(point: Point, tools: Tools, first: Shown): Promise<Proof | undefined> {
  const { formula } = first;
  const again = await tryFormula(point, tools, formula, "second");
  if (again === undefined || hears(again.exchange, formula.result(first.numbers))) return undefined;
  const third = numbersOf(tools.seed, `${formula.technique}/control`);
  const control = await tools.at(point, formula.control(third, point.value));
  if (control.failure?.kind === "refused" || hears(control, formula.result(third))) return undefined;
  return computedProof(formula, [first, again], control);
}

function computedProof(formula: Formula, [first, again]: readonly [Shown, Shown], control: Exchange): Proof {
  const said = ({ numbers }: Shown): string => formula.result(numbers);
  const steps: ProofStep[] = [
    step("attack", first.exchange, `The answer contains ${said(first)}, which was not sent and only a computation gives.`),
    step("attack", again.exchange, `With fresh numbers it contains ${said(again)}.`),
    step("control", control, "The same characters without anything to compute give no result."),
  ];
  return { technique: formula.technique, confidence: "confirmed", because: `${formula.by} computed ${said(first)} and, asked again with other numbers, ${said(again)}; neither was sent.`, steps };
}

/** The first formula of the list that proves itself; each costs one request while it shows nothing. */
export async function firstComputed(point: Point, tools: Tools, formulas: readonly Formula[]): Promise<Proof | undefined> {
  for (const formula of formulas) {
    const shown = await tryFormula(point, tools, formula);
    const proof = shown === undefined ? undefined : await proveFormula(point, tools, shown);
    if (proof !== undefined) return proof;
  }
  return undefined;
}
