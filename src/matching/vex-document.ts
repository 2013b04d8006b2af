// The contract of a reader of exploitability statements: a document in, statements out, in the words of OpenVEX.
//
// statement  what someone says of a vulnerability in products
// product    a package, or a thing that contains one: then `parts` name the packages and `within` the thing
import { Fault } from "../kernel/fault.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Plugin } from "../kernel/plugin.ts";

/** OpenVEX 0.2.0, "Status Labels". */
export type VexStatus = "not_affected" | "affected" | "fixed" | "under_investigation";

/**
 * What a statement speaks of. purl: the package, undefined when the document identifies it in no way that is read; within: the thing
 * around it, which must be the target's own subject (a purl) or the component's release (an OSV ecosystem, "Red Hat:enterprise_linux:9").
 */
export interface VexProduct {
  purl: string | undefined;
  name: string;
  within: readonly ({ purl: string } | { ecosystem: string } | { name: string })[];
  /** Of the versions of the package, those the statement speaks of; all that the purl covers when it is left out. */
  speaksOf?: (version: string) => boolean;
}

export interface VexStatement {
  /** Every id the statement gives the vulnerability. */
  ids: readonly string[];
  products: readonly VexProduct[];
  status: VexStatus;
  justification: string | undefined;
  /** The impact or action statement, in its author's words. */
  detail: string | undefined;
  statedBy: string;
  /** When it was said; the later statement holds (OpenVEX 0.2.0, "Inheritance Model" and "Updating"). */
  at: Instant | undefined;
  document: string;
}

export interface VexReject { at: string; reason: string }
export interface VexRead { statements: readonly VexStatement[]; rejects: readonly VexReject[] }

/** read: a bad statement costs that statement and is told among the rejects. document: how to call it in messages. */
export interface VexFormat extends Plugin {
  recognise(value: Record<string, unknown>): boolean;
  read(value: Record<string, unknown>, document: string): VexRead;
}

export const defineVexFormat = (format: VexFormat): VexFormat => format;

export type JsonObject = Record<string, unknown>;
export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
export const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === "string" && one !== "") : []);
export const textIn = (value: unknown): string | undefined => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined);

/** Parses a document of at most so many bytes; throws vex.unreadable with the place. */
export function parseVexJson(text: string, document: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new Fault("vex.unreadable", { detail: `${document} is not JSON.`, places: [{ at: document, rule: (cause as Error).message }] }, cause);
  }
  throw new Fault("vex.unreadable", { detail: `${document} is not a JSON object.` });
}
