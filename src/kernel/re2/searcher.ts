// Whether a program's pattern is anywhere in a text: states are worked out once and kept; a text that keeps making new ones is walked step by step.
import { createAlphabet } from "./alphabet.ts";
import type { Program } from "./program.ts";
import { edge, sideOfChar } from "./side.ts";
import type { Side } from "./side.ts";
import { addThread, createThreads, follow, takeOne } from "./steps.ts";
import type { Threads } from "./steps.ts";

interface State { number: number; steps: Int32Array; before: Side; /** Whether the pattern is found when the text ends here. */ endsHere: boolean | undefined }

/** States kept for one pattern, and how many characters of a text may cost new steps before it is walked. */
const mostStates = 400;
const mostMade = 2000;
/** States that were not used for ten characters each were not worth their making: so many texts are walked before it is tried again. */
const worth = 10;
const mostWalked = 100;
/** In the table: not worked out yet; the pattern is found. */
const unknown = -1;
const found = -2;
const ascii = 128;

/** Linear in the text, whatever the pattern. Not to be called from within itself; it keeps what it worked out. */
export function createSearcher(program: Program): (text: string) => boolean {
  const alphabet = createAlphabet(program);
  const { size, ascii: letters } = alphabet;
  let table = new Int32Array(8 * size).fill(unknown);
  let states: State[] = [];
  let [read, walks] = [0, 0];
  const numbers = new Map<string, number>();
  const [now, next] = [createThreads(program.steps.length), createThreads(program.steps.length)];
  const stateOf = (threads: Threads, before: Side): State => {
    const steps = threads.steps.slice(0, threads.count).sort();
    const key = `${before} ${steps.join(" ")}`;
    const known = states[numbers.get(key) ?? unknown];
    if (known) return known;
    const made: State = { number: states.length, steps, before, endsHere: undefined };
    states.push(made);
    numbers.set(key, made.number);
    if (states.length * size > table.length) table = grown(table);
    return made;
  };
  // State 0 is the start.
  const restart = (): void => {
    states = [];
    read = 0;
    numbers.clear();
    table.fill(unknown);
    now.count = 0;
    addThread(now, program.start, 0);
    stateOf(now, edge);
  };
  const fill = ({ steps }: State): void => { now.count = 0; for (const step of steps) addThread(now, step, 0); };
  /** Undefined: found before this character. */
  const stepOver = (state: State, code: number): State | undefined => {
    const after = program.hasAnchors ? sideOfChar(code) : edge;
    fill(state);
    if (follow(program, now, state.before, after) >= 0) return undefined;
    takeOne(program, now, next, code);
    addThread(next, program.start, 0);
    return stateOf(next, after);
  };
  const isAtEnd = (state: State): boolean => {
    if (state.endsHere === undefined) { fill(state); state.endsHere = follow(program, now, state.before, edge) >= 0; }
    return state.endsHere;
  };
  const isWalked = (): boolean => {
    if (walks > 0) return true;
    if (states.length <= mostStates) return false;
    if (read < states.length * worth) walks = mostWalked;
    restart();
    return walks > 0;
  };
  restart();
  return (text) => {
    if (isWalked()) { walks--; return walk(program, now, next, states[0] as State, text, 0); }
    read += text.length;
    let [state, made] = [0, 0];
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const code = unit < ascii ? unit : text.codePointAt(at) ?? unit;
      const letter = unit < ascii ? letters[unit] as number : alphabet.letterOf(code);
      const to = letter < 0 ? unknown : table[state * size + letter] as number;
      if (code > 0xffff) at++;
      if (to >= 0) { state = to; continue; }
      if (to === found) return true;
      const stepped = stepOver(states[state] as State, code);
      if (letter >= 0) table[state * size + letter] = stepped?.number ?? found;
      if (!stepped) return true;
      if (++made > mostMade || states.length > mostStates) return walk(program, now, next, stepped, text, at + 1);
      state = stepped.number;
    }
    return isAtEnd(states[state] as State);
  };
}

function grown(table: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(table.length * 2).fill(unknown);
  larger.set(table);
  return larger;
}

/** The rest of a text without states. */
function walk(program: Program, one: Threads, other: Threads, state: State, text: string, from: number): boolean {
  let [now, next, before] = [one, other, state.before];
  now.count = 0;
  for (const step of state.steps) addThread(now, step, 0);
  for (let at = from; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const after = program.hasAnchors ? sideOfChar(code) : edge;
    if (follow(program, now, before, after) >= 0) return true;
    takeOne(program, now, next, code);
    addThread(next, program.start, 0);
    [now, next, before] = [next, now, after];
    at += code > 0xffff ? 2 : 1;
  }
  return follow(program, now, before, edge) >= 0;
}
