// Words that reports share.
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";

/** undefined for an empty list, so that a field without content counts as missing. */
export const listed = (items: readonly string[]): string | undefined => (items.length === 0 ? undefined : [...new Set(items)].join(", "));
export const bulleted = (items: readonly string[]): string | undefined => (items.length === 0 ? undefined : items.map((item) => `- ${item}`).join("\n"));
export const dayText = (at: Instant): string => toIso(at).replace(/\.\d+Z$/, "Z");
/** One sentence, ended. */
export const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
