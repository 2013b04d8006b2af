// The safe-exception builder: the narrowest filter that covers the chosen detections, with few conditions beyond what was done, each with its reason.
import { groupsOf } from "./exception-group.ts";
import type { DraftCase, DraftGroup } from "./exception-group.ts";
import { candidatesOf, holdsAll } from "./exception-candidates.ts";
import type { Candidate } from "./exception-candidates.ts";
import { filterText } from "./exception-yaml.ts";

export type { DraftCase } from "./exception-group.ts";

export interface DraftInput {
  chosen: readonly DraftCase[];
  /** Detections of the same rules that were not chosen: they should stay. */
  others: readonly DraftCase[];
  /** Hits of samples of attacks, which happened nowhere: they should stay wherever they happen. */
  attacks: readonly DraftCase[];
}

export interface ExceptionDraft { title: string; text: string; /** What a person should know before saving it. */ problems: readonly string[] }

const mostSplit = 20;

/** Throws nothing; what cannot be told apart is said. */
export function draftException({ chosen, others, attacks }: DraftInput): ExceptionDraft {
  const problems: string[] = [];
  const groups = groupsOf(chosen);
  for (const one of chosen) if (one.events.length === 0) problems.push(`${one.id} has no samples any more, so nothing can be drafted from it.`);
  const texts = groups.flatMap((group) => {
    if (Object.keys(group.logsource).length === 0) { problems.push(`Events of ${group.ids.join(", ")} say nothing of their log source, and a filter needs one.`); return []; }
    return [textOf(group, others.filter(({ ruleId }) => ruleId === group.ruleId), attacks.filter(({ ruleId }) => ruleId === group.ruleId), problems)];
  });
  const titles = [...new Set(groups.map(({ title }) => title))];
  const workloads = [...new Set(chosen.map(({ where }) => where.workload))];
  const title = `${titles.slice(0, 2).join(", ")}${titles.length > 2 ? ` and ${titles.length - 2} more` : ""} on ${workloads.slice(0, 2).join(", ")}${workloads.length > 2 ? ` and ${workloads.length - 2} more` : ""}`.slice(0, 200);
  return { title, text: texts.join("---\n"), problems };
}

function textOf(group: DraftGroup, others: readonly DraftCase[], attacks: readonly DraftCase[], problems: string[]): string {
  const selections = selectionsOf(group, others, attacks);
  const [left, hidden] = [staying(selections, others, group, false), staying(selections, attacks, group, true)];
  if (left.length > 0) problems.push(`${left.length} other detection${left.length === 1 ? "" : "s"} of "${group.title}" cannot be told from the chosen ones: ${left.slice(0, 3).map(({ id }) => id).join(", ")}${left.length > 3 ? ", ..." : ""}.`);
  if (hidden.length > 0) problems.push(`${hidden.length} sample${hidden.length === 1 ? "" : "s"} of attacks that "${group.title}" must see cannot be told from the chosen detections.`);
  if (selections.some((one) => one.every(({ isPlace }) => isPlace))) problems.push(`The detections of "${group.title}" have nothing in common but where they happened: it leaves out all of the rule there.`);
  else if (selections.some((one) => !one.some(({ role, isPlace }) => role === "what" && !isPlace))) problems.push(`It rests on who does it alone: whatever "${group.title}" sees of them there is left out.`);
  return filterText({ title: `${group.title}: left out`, description: `Drafted from ${counted(group.ids.length, "detection")} with ${counted(group.cases.flatMap(({ events }) => events).length, "sample")}: ${group.ids.slice(0, 10).join(", ")}${group.ids.length > 10 ? ", ..." : ""}`, logsource: group.logsource, ruleId: group.ruleId, ruleTitle: group.title, selections });
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

type Selection = readonly Candidate[];

/** One selection for all; one each where that keeps more of what should stay. */
function selectionsOf(group: DraftGroup, others: readonly DraftCase[], attacks: readonly DraftCase[]): readonly Selection[] {
  const together = [selectionOf(group, others, attacks)];
  const remaining = (selections: readonly Selection[]): number => staying(selections, others, group, false).length + staying(selections, attacks, group, true).length;
  if (remaining(together) === 0 || group.cases.length < 2 || group.cases.length > mostSplit) return together;
  const apart = group.cases.map((one) => selectionOf({ ...group, cases: [one], ids: [one.id] }, others, attacks));
  return remaining(apart) < remaining(together) ? apart : together;
}

/**
 * What was done, where and by the same account, always; narrower lines of it where a shape would hide an attack; then what else is known
 * of who did it, as long as each tells the chosen ones from more of the others. An attack is told by what it does: whoever does it tomorrow is somebody else.
 */
function selectionOf(group: DraftGroup, others: readonly DraftCase[], attacks: readonly DraftCase[]): Selection {
  const candidates = candidatesOf(group);
  const left = (cases: readonly DraftCase[], anywhere: boolean) => (selection: Selection): number => staying([selection], cases, group, anywhere).length;
  const [ofAttacks, ofOthers] = [left(attacks, true), left(others, false)];
  const all = (selection: Selection): number => ofAttacks(selection) + ofOthers(selection);
  const kept = [...narrowed(candidates.filter(({ role }) => role === "what"), ofAttacks), ...candidates.filter(({ role, isKept }) => role !== "what" && isKept)];
  return narrowed(withPeople(kept, candidates.filter(({ isKept }) => !isKept), all), all);
}

/** Who did it: the best first, until nothing is left that should be seen; without anything that was done, at least one. */
function withPeople(kept: Selection, people: Selection, left: (selection: Selection) => number): Selection {
  const [taken, spare] = [[...kept], [...people]];
  let open = left(taken);
  while (spare.length > 0) {
    const isBare = taken.every(({ isPlace }) => isPlace);
    const [best] = spare.map((one) => ({ one, left: left([...taken, one]) })).toSorted((a, b) => a.left - b.left);
    if (best === undefined || (open === 0 && !isBare) || (best.left === open && !isBare)) break;
    spare.splice(spare.indexOf(best.one), 1);
    taken.push(best.left < open ? { ...best.one, because: `${best.one.because}; it keeps ${open - best.left} that should be seen` } : best.one);
    open = best.left;
  }
  return taken;
}

/** The values that were seen in place of the shape they share, where the shape would leave out more. */
function narrowed(selection: Selection, left: (selection: Selection) => number): Selection {
  let taken = selection;
  for (const [place, one] of selection.entries()) {
    for (const narrower of one.narrower) {
      const open = left(taken);
      const changed = taken.with(place, { ...narrower, because: `${narrower.because}; their shape would leave out ${open - left(taken.with(place, narrower))} that should be seen` });
      if (left(changed) < open) taken = changed;
    }
  }
  return taken;
}

/** Those that would be left out although they should stay. anywhere: as if they happened where the exception is for. */
const staying = (selections: readonly Selection[], cases: readonly DraftCase[], { logsource }: DraftGroup, anywhere: boolean): readonly DraftCase[] =>
  cases.filter((one) => one.events.length > 0 && one.events.every((event) => selections.some((selection) => holdsAll(selection, one, event, logsource, anywhere))));
