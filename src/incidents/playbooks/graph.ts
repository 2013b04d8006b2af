// The ways through a playbook: which steps may follow which, which are never reached, and loops that nothing ends.
import { stepAfter } from "./playbook.ts";
import type { Playbook, PlaybookStep } from "./playbook.ts";
import { valuesOf } from "./step-fields.ts";

type Ways = ReadonlyMap<string, readonly string[]>;

export function successorsOf(playbook: Playbook): Ways {
  return new Map(playbook.steps.map((step) => [step.id, [...new Set(nextOf(playbook, step))]]));
}

function nextOf(playbook: Playbook, step: PlaybookStep): string[] {
  const after = stepAfter(playbook, step);
  const failed = step.onFailure.kind === "goto" ? [step.onFailure.step] : [];
  if (step.kind !== "branch") return [after, ...failed].filter((id) => id !== undefined);
  const { items, optional } = valuesOf(step.with);
  const cases = items("cases").map((one) => one["next"]).filter((next): next is string => typeof next === "string");
  // Without `otherwise`, or when the branch itself is left out, the run goes on.
  const rest = step.when === undefined && optional("otherwise") !== undefined ? [optional("otherwise")] : [optional("otherwise"), after];
  return [...cases, ...rest, ...failed].filter((id): id is string => id !== undefined && id !== "end");
}

export function reachable({ steps }: Playbook, ways: Ways): Set<string> {
  const reached = new Set<string>();
  const open = steps[0] ? [steps[0].id] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...ways.get(id) ?? []);
  }
  return reached;
}

/** A loop none of whose steps says `most`: its steps in order; undefined when every loop ends. */
export function boundlessLoop({ steps }: Playbook, ways: Ways): string[] | undefined {
  // `most: 1` is the default and would end the run with a failure at the second round: a loop says how many it means.
  const free = new Set(steps.filter(({ most }) => most === 1).map(({ id }) => id));
  const finished = new Set<string>();
  const way: string[] = [];
  const visit = (id: string): string[] | undefined => {
    if (!free.has(id) || finished.has(id)) return undefined;
    const at = way.indexOf(id);
    if (at >= 0) return way.slice(at);
    way.push(id);
    for (const next of ways.get(id) ?? []) { const loop = visit(next); if (loop) return loop; }
    way.pop();
    finished.add(id);
    return undefined;
  };
  for (const { id } of steps) { const loop = visit(id); if (loop) return loop; }
  return undefined;
}
