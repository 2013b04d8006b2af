// A review as Markdown: what people read, circulate and put into the evidence pack.
import { toIso } from "../../kernel/clock.ts";
import type { IncidentFacts } from "../clocks/regime.ts";
import type { ActionItem, StoryEntry } from "../incident.ts";
import { lengthText } from "./review.ts";
import type { ReviewDraft } from "./review.ts";

export interface ReviewText { incident: IncidentFacts["incident"]; draft: ReviewDraft; story: readonly StoryEntry[]; actions: readonly ActionItem[] }

export function reviewText({ incident, draft, story, actions }: ReviewText): string {
  return [
    `# Review of INC-${incident.number}: ${incident.title}`,
    `${incident.why} Severity ${incident.severity}; owner ${incident.owner ?? "nobody"}; services ${incident.services.join(", ") || "none known"}.`,
    `## Times\n${table(["stretch", "from", "to", "length"], draft.stretches.map(({ about, from, to, ms }) => [about, toIso(from), to === undefined ? "not yet" : toIso(to), ms === undefined ? "" : lengthText(ms)]))}`,
    `## How it was detected\n${draft.gap.sentence}`,
    `## Story\n${list(story.map(({ at, text, author }) => `${toIso(at)} ${text} (${author})`))}`,
    `## What worked\n${list(draft.worked)}`, `## What did not\n${list(draft.didNot)}`,
    ...draft.questions.map(({ task, label, hint, answer }) => `## ${task} ${label}\n${answer ?? `**Not answered yet.** From the record: ${hint}`}`),
    `## Actions\n${list(actions.map(({ text, owner, dueAt, doneAt }) => `[${doneAt === undefined ? " " : "x"}] ${text} (${owner ?? "nobody"}${dueAt === undefined ? "" : `, due ${toIso(dueAt)}`}${doneAt === undefined ? "" : `, done ${toIso(doneAt)}`})`))}`,
  ].join("\n\n") + "\n";
}

const list = (lines: readonly string[]): string => (lines.length === 0 ? "Nothing is on record." : lines.map((line) => `- ${line}`).join("\n"));
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
