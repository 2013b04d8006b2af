// Values out of other people's documents: looked at before they are believed.
import type { Rejected } from "./report-reader.ts";

export type Table = Readonly<Record<string, unknown>>;
export const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);
export const tableOf = (value: unknown): Table => (isTable(value) ? value : {});
/** One or many, as writers of XML and JSON leave it open. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value]);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "");
export const wholeOf = (value: unknown): number => { const text = textOf(value).trim(); return /^-?\d{1,9}$/.test(text) ? Number(text) : 0; };

/** HTML as the text that it shows, for the descriptions that scanners write as pages. */
export const withoutTags = (html: string): string => html.replaceAll(/<\/(?:p|li|div)>|<br\s*\/?>/gi, "\n").replaceAll(/<[^<>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&nbsp;", " ").replaceAll("&amp;", "&").replaceAll(/[ \t]+/g, " ").replaceAll(/\s*\n\s*/g, "\n").trim();

/** Every entry that reads, and of every other the place and the rule it breaks. */
export function readEach<T>(entries: readonly { at: string; value: unknown }[], read: (value: unknown) => T | readonly T[] | string): { items: T[]; rejected: Rejected[] } {
  const items: T[] = [];
  const rejected: Rejected[] = [];
  for (const { at, value } of entries) {
    const answer = read(value);
    if (typeof answer === "string") rejected.push({ at, rule: answer });
    else if (Array.isArray(answer)) items.push(...answer as readonly T[]);
    else items.push(answer as T);
  }
  return { items, rejected };
}
