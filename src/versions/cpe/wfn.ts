// Well-formed CPE names (NISTIR 7695 section 5): eleven attributes, each a logical value or a string with quoted specials.

export const attributes = ["part", "vendor", "product", "version", "update", "edition", "language", "sw_edition", "target_sw", "target_hw", "other"] as const;
export type Attribute = (typeof attributes)[number];

/** The logical values. Neither text can be an attribute string of its own (NISTIR 7695 section 5.3.2), so they cannot be mistaken for one. */
export const any = "*";
export const notApplicable = "-";

/** A name in its parts. Strings are as the specification writes them: specials quoted by a backslash, unquoted "*" and "?" are wildcards. */
export type CpeName = Readonly<Record<Attribute, string>>;

/** Longer text is no name for us: a limit on the work one hostile record can cause. */
export const cpeLengthLimit = 2048;

/** A name from the attributes that are told; the others are "any". */
export function nameOf(given: Readonly<Partial<Record<Attribute, string>>>): CpeName {
  const name: Partial<Record<Attribute, string>> = {};
  for (const attribute of attributes) name[attribute] = given[attribute] ?? any;
  return name as CpeName;
}

/** Does the name keep to the rules of its attributes: strings well formed, part one of a, o and h. */
export function isWellFormed(name: CpeName): boolean {
  return (isLogical(name.part) || /^[aoh]$/i.test(name.part)) && attributes.every((attribute) => isLogical(name[attribute]) || isString(name[attribute]));
}

export const isLogical = (value: string): boolean => value === any || value === notApplicable;

// Section 5.3.2: letters, digits and "_" stand for themselves, everything else is quoted. A "*" stands only first or last
// (once), "?" only in a row at the beginning or the end; a hyphen or an asterisk alone would be a logical value.
const stringForm = /^(?:\*|\?+)?(?:[A-Za-z0-9_]|\\[\x21-\x7e])*(?:\*|\?+)?$/;
const isString = (value: string): boolean => value !== "" && value !== any && value !== "**" && value !== "\\-" && stringForm.test(value);

/** One attribute string as wildcards around plain text. before and after: how many characters may stand there. */
export interface Pattern { before: number; text: string; after: number }

const parts = /^(\*|\?*)((?:[^*?\\]|\\.)*)(\*|\?*)$/s;

/** Lower case, because names are compared without regard to it (NISTIR 7696 section 7.3). */
export function patternOf(value: string): Pattern {
  const [, first = "", middle = "", last = ""] = parts.exec(value) ?? ["", "", value, ""];
  return { before: reach(first), text: unquoted(middle), after: reach(last) };
}

const reach = (wildcards: string): number => (wildcards === "*" ? Infinity : wildcards.length);

/** The text an attribute string stands for, in lower case; wildcards are left as they are. */
export const unquoted = (value: string): string => value.replace(/\\(.)/gs, "$1").toLowerCase();

/** Plain text as an attribute string: everything but letters, digits and "_" quoted. */
export const quoted = (text: string): string => text.replace(/[^A-Za-z0-9_]/g, "\\$&");
