// Runs a program with groups: all threads at once, ordered by preference (Pike's way), so that time is steps x characters.
import { edge, holds, sideOfChar } from "../../../kernel/re2/side.ts";
import type { Side } from "../../../kernel/re2/side.ts";
import type { GroupsProgram } from "./groups-program.ts";
import type { PatternMatch } from "./pattern-match.ts";

interface Thread { step: number; slots: readonly number[] }
interface Place { at: number; before: Side; after: Side }

/** Matches from the left that do not overlap. An empty match beside the one before does not count (Go's rule). */
export function runGroups(program: GroupsProgram, text: string, most: number): PatternMatch[] {
  const found: PatternMatch[] = [];
  for (let from = 0, last = -1; found.length < most && from <= text.length;) {
    const slots = firstFrom(program, text, from);
    if (!slots) break;
    const [at = 0, end = 0] = slots;
    if (end > at || at !== last) found.push({ at, end, groups: Array.from({ length: program.groups + 1 }, (_, group) => groupOf(text, slots, group)) });
    last = end;
    from = end > at ? end : end + widthAt(text, end);
  }
  return found;
}

function groupOf(text: string, slots: readonly number[], group: number): string | undefined {
  const [from, to] = [slots[group * 2] ?? -1, slots[group * 2 + 1] ?? -1];
  return from < 0 || to < 0 ? undefined : text.slice(from, to);
}

const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
const sideBefore = (text: string, at: number): Side => (at === 0 ? edge : sideOfChar(text.charCodeAt(at - 1)));

function firstFrom(program: GroupsProgram, text: string, from: number): readonly number[] | undefined {
  const marks = new Int32Array(program.steps.length).fill(-1);
  let now: Thread[] = [];
  let found: readonly number[] | undefined;
  for (let at = from; at <= text.length; at += widthAt(text, at)) {
    const code = text.codePointAt(at);
    const place: Place = { at, before: at === from ? sideBefore(text, at) : sideOfCode(text, at), after: code === undefined ? edge : sideOfChar(code) };
    const next: Thread[] = [];
    const seeds = found ? now : [...now, { step: program.start, slots: [at, -1] }];
    const taking = follow(program, seeds, place, marks);
    for (const thread of taking) {
      const step = program.steps[thread.step];
      // What stands behind an end is worse than it.
      if (step?.kind === "end") { found = withSlot(thread.slots, 1, at); break; }
      if (code !== undefined && step?.kind === "take" && step.has(code)) next.push({ step: step.next, slots: thread.slots });
    }
    now = next;
    if (code === undefined || (found && now.length === 0)) break;
  }
  return found;
}

const sideOfCode = (text: string, at: number): Side => sideOfChar(text.charCodeAt(at - 1));

/** Threads on steps that take a character or end, best first; each step once. */
function follow({ steps }: GroupsProgram, seeds: readonly Thread[], { at, before, after }: Place, marks: Int32Array): Thread[] {
  const out: Thread[] = [];
  const stack: Thread[] = seeds.toReversed();
  for (let thread = stack.pop(); thread; thread = stack.pop()) {
    if (marks[thread.step] === at) continue;
    marks[thread.step] = at;
    const { slots } = thread;
    const step = steps[thread.step];
    if (step?.kind === "fork") for (let way = step.ways.length - 1; way >= 0; way--) stack.push({ step: step.ways[way] ?? 0, slots });
    else if (step?.kind === "anchor") { if (holds[step.anchor](before, after)) stack.push({ step: step.next, slots }); }
    else if (step?.kind === "save") stack.push({ step: step.next, slots: withSlot(slots, step.slot, at) });
    else out.push(thread);
  }
  return out;
}

function withSlot(slots: readonly number[], slot: number, at: number): number[] {
  const copy = slots.slice();
  while (copy.length <= slot) copy.push(-1);
  copy[slot] = at;
  return copy;
}
