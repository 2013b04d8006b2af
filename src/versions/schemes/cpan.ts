// CPAN: dotted versions by their numbers, decimal ones as fractions in groups of three digits.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

const end = "\u0001";

// version.pm: a "v" or two dots make a dotted-decimal version, anything else is a decimal number. Underscores mark
// trial releases and take no part in the value, as a "-TRIAL" behind it does.
const dottedForm = /^(?:v(\d+(?:\.\d+)*)|(\d*(?:\.\d+){2,}))$/;
const decimalForm = /^(\d*)(?:\.(\d*))?$/;

/** A version is its sort key: built once, compared as text. 5.022002 is v5.22.2, 4.9 is v4.900. */
export const cpan = defineScheme<string>({
  id: "cpan",
  about: "Perl distributions of CPAN.",
  ecosystems: ["CPAN"],
  standard: "version.pm, decimal and dotted-decimal versions",
  parse: parseCpan,
  compare: compareKeys,
});

function parseCpan(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim().replace(/-TRIAL\d*$/, "").replaceAll(/(?<=\d)_(?=\d)/g, "");
  const [, dotted, implied] = dottedForm.exec(version) ?? [];
  const parts = (dotted ?? implied)?.split(".") ?? decimalParts(version);
  return parts && keyOf(parts);
}

function decimalParts(version: string): readonly string[] | undefined {
  const [, whole = "", fraction = ""] = decimalForm.exec(version) ?? [];
  if (whole + fraction === "") return undefined;
  const groups = fraction.match(/\d{1,3}/g) ?? [];
  return [whole, ...groups.map((group) => group.padEnd(3, "0"))];
}

/** Missing parts count as 0. */
function keyOf(texts: readonly string[]): string {
  const parts = texts.map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");
