// The value of a JSON or YAML document, bounded, and careful ways to look into it.
import { CORE_SCHEMA, load } from "js-yaml";
import { Fault } from "../../kernel/fault.ts";
import type { DescriptionDocument } from "./description.ts";

export type Table = Readonly<Record<string, unknown>>;
export const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);
export const tableIn = (value: unknown): Table => (isTable(value) ? value : {});
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textIn = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
/** Own members only: a document may well call something "constructor". */
export const memberIn = (value: unknown, name: string): unknown => (isTable(value) && Object.hasOwn(value, name) ? value[name] : undefined);

const largest = 50 * 2 ** 20;
const memory = new WeakMap<DescriptionDocument, { value: unknown }>();

/** Undefined: it is neither JSON nor YAML. Read once for each document. */
export function valueOf(document: DescriptionDocument): unknown {
  const known = memory.get(document);
  if (known) return known.value;
  const value = document.text.length > largest ? undefined : parsed(document.text.replace(/^\uFEFF/, ""));
  memory.set(document, { value });
  return value;
}

function parsed(text: string): unknown {
  if (/^\s*[[{]/.test(text)) { try { return JSON.parse(text); } catch { /* YAML may begin so as well. */ } }
  if (/^\s*</.test(text)) return undefined;
  try { return load(text, { schema: CORE_SCHEMA, maxDepth: 200, maxAliases: 1000 }); } catch { return undefined; }
}

export const unreadable = ({ from }: DescriptionDocument, at: string, rule: string): Fault => new Fault("dast.description-unreadable", { detail: from, places: [{ at: at === "" ? from : `${from}: ${at}`, rule }] });
