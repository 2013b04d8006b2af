// Finds the routes below one route that may take a label set, without asking each of them.
import type { LabelSet } from "./label.ts";
import { valueOf } from "./matcher.ts";
import type { ValueTest } from "./matcher.ts";

/** Numbers of siblings, ascending. */
export type Candidates = readonly number[];

/** Siblings whose key (one of their matchers) is about this label. */
interface Group { name: string; byValue: Map<string, number[]>; patterns: { sibling: number; key: ValueTest }[]; known: Map<string, Candidates> }

const none: Candidates = [];

/** The key of a sibling: the matcher that leaves the fewest values. undefined when it has no matchers. */
export function keyOf(tests: readonly ValueTest[]): ValueTest | undefined {
  const listed = tests.filter(({ values }) => values !== undefined).toSorted((a, b) => (a.values?.size ?? 0) - (b.values?.size ?? 0));
  return listed[0] ?? tests.find(({ accepts }) => !accepts("")) ?? tests[0];
}

/**
 * A search over siblings: of all whose key accepts the label set, and no others.
 * mostKnown: values of a label whose answer is remembered where siblings ask by pattern; a tree has many such places.
 */
export function createSiblingIndex(keys: readonly (ValueTest | undefined)[], mostKnown = 256): (labels: LabelSet) => Candidates {
  const groups = new Map<string, Group>();
  const always: number[] = [];
  for (const [sibling, key] of keys.entries()) {
    if (!key) always.push(sibling);
    else add(groups, sibling, key);
  }
  const list = [...groups.values()];
  return (labels) => {
    let found: Candidates = always;
    for (const group of list) {
      const more = candidatesIn(group, valueOf(labels, group.name), mostKnown);
      if (more.length > 0) found = found.length === 0 ? more : [...found, ...more].sort((a, b) => a - b);
    }
    return found;
  };
}

function add(groups: Map<string, Group>, sibling: number, key: ValueTest): void {
  let group = groups.get(key.name);
  if (!group) groups.set(key.name, (group = { name: key.name, byValue: new Map(), patterns: [], known: new Map() }));
  if (!key.values) group.patterns.push({ sibling, key });
  for (const value of key.values ?? []) {
    const siblings = group.byValue.get(value);
    if (siblings) siblings.push(sibling);
    else group.byValue.set(value, [sibling]);
  }
}

function candidatesIn({ byValue, patterns, known }: Group, value: string, mostKnown: number): Candidates {
  if (patterns.length === 0) return byValue.get(value) ?? none;
  let found = known.get(value);
  if (!found) {
    const accepting = patterns.filter(({ key }) => key.accepts(value)).map(({ sibling }) => sibling);
    found = [...(byValue.get(value) ?? none), ...accepting].sort((a, b) => a - b);
    if (known.size >= mostKnown) known.clear();
    known.set(value, found);
  }
  return found;
}
