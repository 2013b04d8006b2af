// Pages of a long list: keyset cursors, so that page 1,000 costs what page 1 costs.
import { Fault } from "./fault.ts";

/** limit 1-500. after: the `next` of the page before. */
export interface PageRequest { limit: number; after: string | undefined }
/** total counts the whole list, not the page. next is undefined on the last page. */
export interface Page<T> { items: readonly T[]; total: number; next: string | undefined }

export type CursorValue = string | number | null;

export const encodeCursor = (values: readonly CursorValue[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

/** The sort values of the last row seen; a cursor of another list is refused rather than guessed at. */
export function decodeCursor(text: string | undefined, length: number): CursorValue[] | undefined {
  if (text === undefined) return undefined;
  const values = parsed(text);
  if (Array.isArray(values) && values.length === length && values.every(isCursorValue)) return values;
  throw noCursor();
}

/** The cursor of a list that goes by an instant and an id. */
export function instantCursor(text: string | undefined): { at: number; id: string } | undefined {
  const [at, id] = decodeCursor(text, 2) ?? [];
  if (at === undefined) return undefined;
  if (typeof at !== "number" || typeof id !== "string") throw noCursor();
  return { at, id };
}

const noCursor = (): Fault => new Fault("request.invalid", { places: [{ at: "/after", rule: "is not a cursor of this list", mend: "Use the `next` of the page before, unchanged." }] });

/** What a column can be compared with: cursors come back from outside. Lists go by whole numbers and texts. */
const isCursorValue = (value: unknown): value is CursorValue =>
  value === null || Number.isSafeInteger(value) || (typeof value === "string" && value.isWellFormed() && !value.includes("\0"));

function parsed(text: string): unknown {
  try { return JSON.parse(Buffer.from(text, "base64url").toString("utf8")); } catch { return undefined; }
}
