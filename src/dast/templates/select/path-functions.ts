// The functions of XPath that templates use.
import { Re2Error, searchPattern } from "../pattern/pattern.ts";
import { textWithin } from "./marked-tree.ts";
import type { MarkedNode } from "./marked-tree.ts";
import type { PathContext } from "./path-context.ts";
import { SelectError } from "./select-error.ts";

export type PathResult = string | number | boolean | readonly MarkedNode[];
export type PathFunction = (args: readonly PathResult[], context: PathContext) => PathResult;

const isNodes = (result: PathResult): result is readonly MarkedNode[] => Array.isArray(result);

/** XPath 1.0, 4.2 to 4.4: what a result is as text, truth or number. */
export const textOfResult = (result: PathResult | undefined): string => (result === undefined ? "" : isNodes(result) ? (result[0] ? textWithin(result[0]) : "") : String(result));
export const truthOfResult = (result: PathResult): boolean => (isNodes(result) ? result.length > 0 : typeof result === "string" ? result !== "" : typeof result === "number" ? result !== 0 && !Number.isNaN(result) : result);
export const numberOfResult = (result: PathResult): number => (typeof result === "number" ? result : Number(textOfResult(result)));

const ofText = (run: (...texts: string[]) => PathResult): PathFunction => (args, { node }) => run(...(args.length === 0 ? [textWithin(node)] : args.map(textOfResult)));

const functions: Readonly<Record<string, PathFunction>> = {
  contains: ofText((text = "", part = "") => text.includes(part)),
  "starts-with": ofText((text = "", start = "") => text.startsWith(start)),
  "ends-with": ofText((text = "", end = "") => text.endsWith(end)),
  "substring-before": ofText((text = "", part = "") => (text.includes(part) ? text.slice(0, text.indexOf(part)) : "")),
  "substring-after": ofText((text = "", part = "") => (text.includes(part) ? text.slice(text.indexOf(part) + part.length) : "")),
  "normalize-space": ofText((text = "") => text.trim().replaceAll(/\s+/g, " ")),
  "lower-case": ofText((text = "") => text.toLowerCase()),
  string: ofText((text = "") => text),
  "string-length": ofText((text = "") => text.length),
  concat: ofText((...parts) => parts.join("")),
  translate: ofText((text = "", from = "", to = "") => Array.from(text, (char) => (from.includes(char) ? (to[from.indexOf(char)] ?? "") : char)).join("")),
  matches: ofText((text = "", pattern = "") => found(pattern, text)),
  not: ([value = false]) => !truthOfResult(value),
  boolean: ([value = false]) => truthOfResult(value),
  true: () => true, false: () => false,
  number: ([value = 0]) => numberOfResult(value),
  count: ([value = []]) => (isNodes(value) ? value.length : 0),
  position: (_args, { place }) => place,
  last: (_args, { size }) => size,
  name: (_args, { node }) => node.name, "local-name": (_args, { node }) => node.name.replace(/^.*:/, ""),
};

export const pathFunction = (name: string): PathFunction | undefined => (Object.hasOwn(functions, name) ? functions[name] : undefined);

function found(pattern: string, text: string): boolean {
  try { return searchPattern(pattern).finds(text); } catch (thrown) { if (thrown instanceof Re2Error) throw new SelectError(thrown.message); throw thrown; }
}
