// VERS, the version range specifier: "vers:npm/>=1.0.0|<2.0.0". Its parts, and its text.
//
// type        whose versions and order ("npm", "deb", "semver"); mostly the type of a package URL
// comparator  "=" stands for the bare version
// constraint  a comparator and a version: a signpost on the line of versions, neither "and" nor "or"

export type VersComparator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "*";

/** version: decoded; "" with the asterisk. */
export interface VersConstraint { readonly comparator: VersComparator; readonly version: string }

export interface Vers { readonly type: string; readonly constraints: readonly VersConstraint[] }

/** reason: what the specification does not allow, as a sentence without its subject. */
export type VersReading = { readonly kind: "vers"; readonly vers: Vers } | { readonly kind: "invalid"; readonly reason: string };

export const invalid = (reason: string): VersReading => ({ kind: "invalid", reason });

/** Longer text is refused: a limit on the work one hostile text can cause. */
export const versLengthLimit = 65_536;

/** The canonical text of constraints in the order they stand in. */
export const versText = ({ type, constraints }: Vers): string => `vers:${type}/${constraints.map(constraintText).join("|")}`;

const constraintText = ({ comparator, version }: VersConstraint): string => `${comparator === "=" ? "" : comparator}${encodeVersion(version)}`;

// VERS clause 5.3.3.2: the characters of comparators and separators, the percent sign, white space, what is not printable ASCII.
const escaped = /[><=!*|%]|[^\x21-\x7e]/gu;

export const encodeVersion = (version: string): string => version.toWellFormed().replace(escaped, (unit) =>
  [...new TextEncoder().encode(unit)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""));

/** Percent-decoded once; undefined for a broken escape. */
export function decodeVersion(text: string): string | undefined {
  if (!text.includes("%")) return text;
  // The one throw is decodeURIComponent's, for a broken escape.
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
