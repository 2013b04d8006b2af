// Runs a program over a text: all ways at once, and what was worked out is kept, so that a text costs one step a character.
import type { Program } from "./program.ts";
import { edge, holds, sideOfChar } from "./side.ts";
import type { Side } from "./side.ts";

interface State {
  /** Steps before their forks are followed, ascending. */
  steps: readonly number[];
  before: Side;
  ascii: (State | undefined)[];
  beyond: Map<number, State>;
  /** By what lies ahead: the taking steps, and whether the end is reached. */
  reached: (Reached | undefined)[];
}
interface Reached { taking: readonly number[]; ends: boolean }

/** States kept for one pattern; a pattern that makes more starts anew, so that memory stays bounded. */
const mostStates = 500;
const mostBeyond = 256;

/** Whether the program takes the whole text: time is linear in the text, whatever the pattern. */
export function createAutomaton(program: Program): (text: string) => boolean {
  const states = new Map<string, State>();
  let start: State | undefined;
  const sideOf = (code: number): Side => (program.hasAnchors ? sideOfChar(code) : edge);
  const stateOf = (steps: readonly number[], before: Side): State => {
    const key = `${before} ${steps.join(" ")}`;
    let state = states.get(key);
    if (!state) {
      if (states.size >= mostStates) {
        states.clear();
        // It leads to all the others.
        start = undefined;
      }
      states.set(key, (state = { steps, before, ascii: Array.from<State | undefined>({ length: 128 }), beyond: new Map(), reached: [] }));
    }
    return state;
  };
  const reachedFrom = (state: State, after: Side): Reached => (state.reached[after] ??= follow(program, state, after));
  const stepOver = (state: State, code: number): State => {
    const after = sideOf(code);
    const next = new Set<number>();
    for (const at of reachedFrom(state, after).taking) {
      const step = program.steps[at];
      if (step?.kind === "take" && step.has(code)) next.add(step.next);
    }
    const to = stateOf([...next].toSorted((a, b) => a - b), after);
    if (code < 128) state.ascii[code] = to;
    else {
      if (state.beyond.size >= mostBeyond) state.beyond.clear();
      state.beyond.set(code, to);
    }
    return to;
  };
  return (text) => {
    let state = (start ??= stateOf([program.start], edge));
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code >= 0xd800 && code < 0xdc00) {
        code = text.codePointAt(at) ?? code;
        if (code > 0xffff) at++;
      }
      state = (code < 128 ? state.ascii[code] : state.beyond.get(code)) ?? stepOver(state, code);
      if (state.steps.length === 0) return false;
    }
    return reachedFrom(state, edge).ends;
  };
}

function follow({ steps }: Program, state: State, after: Side): Reached {
  const seen = new Set<number>(state.steps);
  const taking: number[] = [];
  let ends = false;
  for (const at of seen) {
    const step = steps[at];
    if (step?.kind === "take") taking.push(at);
    else if (step?.kind === "fork") for (const way of step.ways) seen.add(way);
    else if (step?.kind === "anchor") { if (holds[step.anchor](state.before, after)) seen.add(step.next); }
    else ends = true;
  }
  return { taking, ends };
}
