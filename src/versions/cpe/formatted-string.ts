// The formatted string binding of a CPE name: "cpe:2.3:a:vendor:product:..." (NISTIR 7695 section 6.2).
import type { Attribute, CpeName } from "./wfn.ts";
import { attributes, isLogical, isWellFormed } from "./wfn.ts";

const prefix = /^cpe:2\.3:/i;

export const isFormattedString = (text: string): boolean => prefix.test(text);

/** Section 6.2.3; undefined when the text is no formatted string: not eleven attributes, or one that is not well formed. */
export function readFormattedString(text: string): CpeName | undefined {
  const values = split(text.slice(prefixLength));
  if (values.length !== attributes.length) return undefined;
  const name: Partial<Record<Attribute, string>> = {};
  for (const [index, attribute] of attributes.entries()) name[attribute] = withQuotes(values[index] ?? "");
  const read = name as CpeName;
  return isWellFormed(read) ? read : undefined;
}

const prefixLength = "cpe:2.3:".length;

/** At every colon that is not quoted. */
function split(text: string): readonly string[] {
  if (!text.includes("\\")) return text.split(":");
  const values: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === ":" || at === text.length) { values.push(text.slice(start, at)); start = at + 1; }
  }
  return values;
}

const plain = /^[A-Za-z0-9_]+$/;

// "8.0.6001" stands for "8\.0\.6001": what needs no quote in this binding gets one in the name. Wildcards keep none; whether they may stand there is checked for all names alike.
const withQuotes = (value: string): string =>
  (isLogical(value) || plain.test(value) ? value : value.replace(/\\.|[^A-Za-z0-9_*?\\]/gs, (part) => (part.startsWith("\\") ? part : `\\${part}`)));

/** Section 6.2.2. */
export const writeFormattedString = (name: CpeName): string =>
  `cpe:2.3:${attributes.map((attribute) => withoutQuotes(name[attribute])).join(":")}`;

/** One attribute as it stands in a formatted string. */
export const withoutQuotes = (value: string): string => value.replace(/\\(.)/gs, (pair: string, special: string) => (/[-._A-Za-z0-9]/.test(special) ? special : pair));
