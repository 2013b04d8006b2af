// What a ticket says: titles, descriptions and comments in which other people's names call nobody, link nowhere and format nothing.
import { escapeMarkdown, linksOf, markdownLink, noteLines, webUrl } from "./defuse.ts";
import { rowsWithin } from "./fit.ts";
import type { Row } from "./fit.ts";
import { changeLines, cut, fiveLines, oneLine, subjectOf } from "./message.ts";
import type { Notice, NoticeSeverity } from "./notice.ts";

const gap = "\u200b";

/**
 * Text that GitHub and GitLab leave as it is: a zero-width space stands behind every mark from which they would make a mention, a
 * reference (#1, !1, $1, %1, &1, ~1, [vulnerability:1]), a link, an emoji or a quick action; escaping alone does not stop these.
 */
export const ticketText = (text: string): string => oneLine(text)
  .replace(/[@#!$%&~](?=[\p{L}\p{N}_"{[])/gu, (mark) => `${mark}${gap}`)
  .replace(/[[*](?=[a-z_]+:)/gi, (mark) => `${mark}${gap}`)
  .replace(/:(?=\/\/|[\w+-]+:)/g, `:${gap}`)
  .replace(/\bwww\./gi, (mark) => `${mark.slice(0, 3)}${gap}.`)
  .replace(/^\//, `${gap}/`);

/** Markdown of tickets. */
const markdown = (text: string, limit: number): string => cut(ticketText(text), limit, escapeMarkdown);

/** "[critical] Upgrade openssl", within the limit, on one line; titles call people and refer to issues as texts do. */
export const ticketTitle = (notice: Notice, limit: number): string => cut(ticketText(subjectOf(notice)), limit);

const line = 1200;
const rowLength = 400;
const linkLength = 600;

interface Keys { storyKey: string; deliveryKey: string }

const markOf = ({ storyKey, deliveryKey }: Keys): string => `<!-- aftwatch story=${storyKey} delivery=${deliveryKey} -->`;

/** The whole notice in Markdown; the hidden mark carries the keys by which a retry knows it again. */
export function markdownTicket(notice: Notice, keys: Keys, lost: string | undefined, limit: number): string {
  const rows: Row[] = [...headRows(notice), ...noteLines(notice).map((note) => () => markdown(note, rowLength)), ...notice.items.map((item) => () => rowOf(item))];
  const place = lost === undefined ? [] : [`This takes the place of ${markdown(lost, 100)}, which is no longer there or cannot be opened again.`];
  const mark = markOf(keys);
  return [...place, ...rowsWithin([...rows], limit - mark.length - 300, 2), mark].join("\n\n");
}

// A row's address is ours or the alert's, not a name: it may be opened.
function rowOf({ title, detail, url }: Notice["items"][number]): string {
  const href = webUrl(url, linkLength);
  return `- ${markdown(`${title}: ${detail}${href === undefined ? ` ${url}` : ""}`, rowLength)}${href === undefined ? "" : ` [open](${href})`}`;
}

const headRows = (notice: Notice): string[] => [
  ...fiveLines(notice).slice(0, 4).map(([label, text]) => `**${label}:** ${markdown(text, line)}`),
  `**Do:** ${[markdownLink(notice.action.label, notice.action.url, line), ...linksOf(notice).slice(1).map(({ label, url }) => markdownLink(label, url, line))].join(" · ")}`,
];

/** What is new, in Markdown. */
export function markdownComment(notice: Notice, keys: Keys, limit: number): string {
  const rows = ticketComment(notice).map((row) => () => markdown(row, line));
  return [...rowsWithin(rows, limit - 200, 2), markOf(keys)].join("\n\n");
}

/** What is new, line by line and not escaped: the subject, and what has changed, or the five lines when nothing is said of that. */
export function ticketComment(notice: Notice): string[] {
  const changes = changeLines(notice);
  return [subjectOf(notice), ...changes.length > 0 ? changes : fiveLines(notice).map(([label, text]) => `${label}: ${text}`)];
}

const severities: readonly NoticeSeverity[] = ["critical", "high", "medium", "low", "unknown"];

/** The severity that labels name: `${prefix}critical`. */
export const severityIn = (labels: readonly string[], prefix: string): NoticeSeverity | undefined => severities.find((severity) => labels.includes(`${prefix}${severity}`));
