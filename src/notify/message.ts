// A notice as plain text: the one place that says how its lines read (mail, Slack's fallback, the terminal).
import type { Notice } from "./notice.ts";

// Names in a notice come from other people's manifests: a line break could forge a line, an escape code could drive
// a terminal, a direction override (Unicode TR 36 section 2.1) could make one name look like another.
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text on one line, without control or direction characters and halves of surrogate pairs. */
export const oneLine = (text: string): string => text.toWellFormed().replace(directions, "").replace(controls, " ").trim();

/** "[critical] Upgrade openssl to 3.0.13"; once the story has moved on, "[resolved, critical] Upgrade openssl to 3.0.13". */
export const subjectOf = ({ state, severity, title }: Notice): string => `[${state === undefined || state === "open" ? "" : `${state}, `}${severity}] ${oneLine(title)}`;

/**
 * The message line by line: subject, the five lines (what, where, why, due, action), what else a reader may do, what changed, the rows.
 * Rows beyond `itemLimit` are counted in the last line, never left out without a word.
 */
export function messageLines(notice: Notice, limits: { itemLimit: number } = { itemLimit: 100 }): string[] {
  return [
    subjectOf(notice),
    ...fiveLines(notice).map(([label, text]) => `${label}: ${text}`),
    ...(notice.links ?? []).map(({ label, url }) => oneLine(`${label}: ${url}`)),
    ...changeLines(notice),
    ...itemLines(notice, limits.itemLimit),
  ];
}

/** What is different from the last message of the story, a line for each difference. */
export const changeLines = ({ changes = [] }: Notice): string[] => changes.map((change) => `Changed: ${oneLine(change)}`);

/** What, where, why, by when, what to do: each a label and one line. */
export function fiveLines(notice: Notice): [label: string, text: string][] {
  return [
    ["What", oneLine(notice.what)],
    ["Where", oneLine(notice.where)],
    ["Why", oneLine(notice.why)],
    ["Due", oneLine(notice.due)],
    ["Do", oneLine(`${notice.action.label}: ${notice.action.url}`)],
  ];
}

/** The rows behind the message, and how many there are beyond the limit. */
export function itemLines(notice: Notice, itemLimit: number): string[] {
  const shown = notice.items.slice(0, itemLimit).map((item) => `- ${oneLine(`${item.title}: ${item.detail} ${item.url}`)}`);
  const left = notice.items.length - shown.length;
  return left > 0 ? [...shown, `… and ${left} more`] : shown;
}

const cutNoteRoom = 40;

/** The text within `limit` UTF-16 units once escaped; when it has to be cut, it ends in how much is missing. */
export function cut(text: string, limit: number, escape: (text: string) => string = (same) => same): string {
  const whole = escape(text);
  if (whole.length <= limit) return whole;
  const points = [...text];
  let kept = "";
  let used = 0;
  // By code points: half a surrogate pair or half an entity is not text.
  for (const point of points) {
    if (kept.length + escape(point).length > limit - cutNoteRoom) break;
    kept += escape(point);
    used += 1;
  }
  return `${kept}… and ${points.length - used} more characters`;
}
