// A pattern with groups as a program: forks name the preferred way first.
import type { Anchor } from "../../../kernel/re2/tree.ts";
import type { Grouped } from "./groups-reader.ts";

export type GroupStep =
  | { kind: "take"; has(code: number): boolean; next: number }
  | { kind: "fork"; ways: readonly number[] }
  | { kind: "anchor"; anchor: Anchor; next: number }
  | { kind: "save"; slot: number; next: number }
  | { kind: "end" };

export interface GroupsProgram { steps: readonly GroupStep[]; start: number; groups: number }

type Add = (step: GroupStep) => number;

/** The kernel's compiler has bounded the counts before. */
export function compileGroups({ tree, groups }: { tree: Grouped; groups: number }): GroupsProgram {
  const steps: GroupStep[] = [];
  const add: Add = (step) => steps.push(step) - 1;
  const start = compilePart(tree, add({ kind: "end" }), add, steps);
  return { steps, start, groups };
}

function compilePart(part: Grouped, next: number, add: Add, steps: GroupStep[]): number {
  switch (part.kind) {
    case "take": return add({ kind: "take", has: part.has, next });
    case "anchor": return add({ kind: "anchor", anchor: part.anchor, next });
    case "sequence": return part.parts.reduceRight((after, one) => compilePart(one, after, add, steps), next);
    case "choice": return add({ kind: "fork", ways: part.parts.map((one) => compilePart(one, next, add, steps)) });
    case "group": return add({ kind: "save", slot: part.number * 2, next: compilePart(part.of, add({ kind: "save", slot: part.number * 2 + 1, next }), add, steps) });
    case "repeat": return compileRepeat(part, next, add, steps);
  }
  return part satisfies never;
}

function compileRepeat({ of, least, most, lazy }: Extract<Grouped, { kind: "repeat" }>, next: number, add: Add, steps: GroupStep[]): number {
  const waysOf = (inner: number, after: number): readonly number[] => (lazy ? [after, inner] : [inner, after]);
  let start = next;
  if (most === undefined) {
    start = add({ kind: "fork", ways: [next] });
    steps[start] = { kind: "fork", ways: waysOf(compilePart(of, start, add, steps), next) };
  }
  for (let optional = most ?? least; optional > least; optional--) start = add({ kind: "fork", ways: waysOf(compilePart(of, start, add, steps), next) });
  for (let copy = 0; copy < least; copy++) start = compilePart(of, start, add, steps);
  return start;
}
