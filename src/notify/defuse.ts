// What a name in a message must not become: a mention, markup, or a link to something a browser should not open.
import { moreRows } from "./fit.ts";
import { changeLines, cut, oneLine } from "./message.ts";
import type { Notice } from "./notice.ts";

/** Keeps "@here" and "@angular/core" from calling people: a zero-width space stands behind the @. */
export const unmentioned = (text: string): string => text.replace(/@(?=[\p{L}\p{N}_])/gu, "@\u200b");

/** Markdown of chat programs: every mark is escaped (CommonMark 2.4), so a name reads as it is written. */
export const escapeMarkdown = (text: string): string => text.replace(/[\\`*_~|<>[\]()#]/g, (mark) => `\\${mark}`);

/** The text of a chat line: one line, nobody is called, no markup, at most `limit` characters. Calls are broken before the cut, which escapes character by character. */
export const chatText = (text: string, limit: number): string => cut(unmentioned(oneLine(text)), limit, escapeMarkdown);

/** An http or https URL as it may stand in markup of any kind, or undefined: everything else is shown as text. */
export function webUrl(text: string, limit = 2000): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  const href = url.href.replace(/[()<>|"'`\\*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return href.length <= limit ? href : undefined;
}

/** "[label](url)", or label and URL as plain text when the URL cannot be a link. */
export function markdownLink(label: string, url: string, limit: number): string {
  const href = webUrl(url, Math.floor(limit / 2));
  if (href === undefined) return chatText(`${label} ${url}`, limit);
  return `[${chatText(label === "" ? url : label, limit - href.length - 4)}](${href})`;
}

/**
 * What a reader may open: the action first, then acknowledge, runbook and the like. Beyond `count` (five) the last one says
 * how many there are and leads where the action does. What cannot be a link is left to the lines: `noteLines`.
 */
export function linksOf({ action, links = [] }: Notice, { urlLength, count = 5 }: { urlLength?: number; count?: number } = {}): { label: string; url: string }[] {
  const found = [action, ...links].flatMap(({ label, url }) => {
    const href = webUrl(url, urlLength);
    return href === undefined || oneLine(label) === "" ? [] : [{ label: oneLine(label), url: href }];
  });
  return found.length <= count ? found : [...found.slice(0, count - 1), { label: moreRows(found.length - count + 1), url: found[0]?.url ?? "" }];
}

/** What stands between the five lines and the rows: addresses that cannot be links, and what has changed. */
export const noteLines = (notice: Notice, { urlLength }: { urlLength?: number } = {}): string[] => [
  ...(notice.links ?? []).filter(({ label, url }) => webUrl(url, urlLength) === undefined || oneLine(label) === "").map(({ label, url }) => oneLine(`${label}: ${url}`)),
  ...changeLines(notice),
];
