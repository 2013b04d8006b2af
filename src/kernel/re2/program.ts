// A regular expression as a program: steps that take a character, fork or stand on an anchor (Thompson's construction).
import { Re2Error } from "./tree.ts";
import type { Anchor, Re } from "./tree.ts";

type Step =
  | { kind: "take"; has(code: number): boolean; next: number }
  | { kind: "fork"; ways: readonly number[] }
  | { kind: "anchor"; anchor: Anchor; next: number }
  | { kind: "end" };

export interface Program { steps: readonly Step[]; start: number; hasAnchors: boolean }

/** The most steps of a program. A match costs at most steps x characters, so this is what bounds a hostile pattern. */
const mostSteps = 10_000;

/** Built from the end: each part knows the step that follows it. Throws Re2Error when it grows too large. */
export function compileRe(re: Re): Program {
  const steps: Step[] = [];
  const add = (step: Step): number => {
    if (steps.length >= mostSteps) throw new Re2Error(1, `is too large: counts and alternatives make more than ${mostSteps} steps`);
    return steps.push(step) - 1;
  };
  const start = compilePart(re, add({ kind: "end" }), add, steps);
  return { steps, start, hasAnchors: steps.some(({ kind }) => kind === "anchor") };
}

// One function for each character: an alphabet tells steps apart by what they ask (alphabet.ts).
const ascii = Array.from({ length: 128 }, (_, code) => (asked: number): boolean => asked === code);
const onlyThe = (code: number): ((asked: number) => boolean) => ascii[code] ?? ((asked) => asked === code);

function compilePart(re: Re, next: number, add: (step: Step) => number, steps: Step[]): number {
  switch (re.kind) {
    case "literal": return add({ kind: "take", has: onlyThe(re.code), next });
    case "class": return add({ kind: "take", has: re.has, next });
    case "anchor": return add({ kind: "anchor", anchor: re.anchor, next });
    case "sequence": return re.parts.reduceRight((after, part) => compilePart(part, after, add, steps), next);
    case "choice": return add({ kind: "fork", ways: re.parts.map((part) => compilePart(part, next, add, steps)) });
    case "repeat": return compileRepeat(re, next, add, steps);
  }
  return re satisfies never;
}

function compileRepeat({ of, least, most }: Extract<Re, { kind: "repeat" }>, next: number, add: (step: Step) => number, steps: Step[]): number {
  let start = next;
  if (most === undefined) {
    start = add({ kind: "fork", ways: [next] });
    steps[start] = { kind: "fork", ways: [compilePart(of, start, add, steps), next] };
  }
  for (let optional = most ?? least; optional > least; optional--) start = add({ kind: "fork", ways: [compilePart(of, start, add, steps), next] });
  for (let copy = 0; copy < least; copy++) start = compilePart(of, start, add, steps);
  return start;
}
