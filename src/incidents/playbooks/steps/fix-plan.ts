// Opens a fix plan: the upgrades that clear the incident's findings, as action items with owners and a note for people.
import { defineStepKind, done, harmless, isObject } from "../step-kind.ts";
import type { FixLine } from "../step-kind.ts";

export const fixPlan = defineStepKind({
  id: "fix-plan", lane: "inside", ...harmless, about: "Opens a fix plan from the fixes of the incident's findings: a text and an action item for each.",
  fields: [
    { name: "within", about: "due so long from now, where no clock says earlier", type: "duration" },
    { name: "most", about: "action items at most; 20 unless given", type: "number", least: 1, most: 200 },
  ],
  async preview(_values, { world }) {
    const fixes = await world.fixes();
    return { said: fixes.length === 0 ? "finds no fix for the incident's findings" : `plans ${fixes.length === 1 ? "1 fix" : `${fixes.length} fixes`}: ${fixes.slice(0, 3).map(lineOf).join("; ")}`, touches: [...new Set(fixes.flatMap(({ services }) => services))].map((name) => ({ kind: "service", name })) };
  },
  async run(values, { world, now }) {
    const fixes = await world.fixes();
    const most = values.number("most") ?? 20;
    const withinMs = values.durationMs("within");
    const actions: string[] = [];
    for (const fix of fixes.slice(0, most)) {
      const byPlan = withinMs === undefined ? undefined : now + withinMs;
      actions.push(await world.addAction({ text: lineOf(fix), owner: fix.owners[0], dueAt: earlier(fix.dueAt, byPlan) }));
    }
    const text = planText(fixes, most);
    return done(text.split("\n")[0] ?? "", { text, actions, fixes: fixes.length, entry: await world.addNote(text) });
  },
  async undo(_values, output, { world }) {
    if (!isObject(output)) return done("there was no plan");
    const actions = Array.isArray(output["actions"]) ? output["actions"].map(String) : [];
    for (const id of actions) await world.dropAction(id);
    if (typeof output["entry"] === "string") await world.removeNote(output["entry"]);
    return done(`dropped ${actions.length === 1 ? "1 action item" : `${actions.length} action items`} that were still open`);
  },
});

const nameOf = (key: string): string => key.slice(key.indexOf(":") + 1);
const lineOf = ({ packageKey, fixVersion, services, findings }: FixLine): string =>
  `${fixVersion === undefined ? `No fix is known for ${nameOf(packageKey)}: remove it, isolate it or mitigate` : `Upgrade ${nameOf(packageKey)} to ${fixVersion}`} in ${services.join(", ")} (${findings === 1 ? "1 finding" : `${findings} findings`})`;

function planText(fixes: readonly FixLine[], most: number): string {
  if (fixes.length === 0) return "Fix plan: no finding of the incident is open, so there is nothing to upgrade.";
  const left = fixes.length - Math.min(most, fixes.length);
  return [`Fix plan: ${fixes.length === 1 ? "1 fix" : `${fixes.length} fixes`} for ${fixes.reduce((sum, { findings }) => sum + findings, 0)} findings.`, ...fixes.slice(0, most).map((fix) => `- ${lineOf(fix)}`), ...(left > 0 ? [`- and ${left} more, without an action item`] : [])].join("\n");
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
