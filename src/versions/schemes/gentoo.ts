// Gentoo versions: numbers, one letter, _alpha to _p suffixes and -r revision, by the Package Manager Specification.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

const form = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;
const suffixForm = /_(alpha|beta|pre|rc|p)(\d*)/g;

// Order of what may stand at one place: the end of the numbers before a further number, the end of the suffixes between _rc and _p.
const numbersEnd = "\u0001";
const number = "\u0002";
/** Below every number: with a leading zero (after the first) numbers are compared as text. */
const leadingZero = "\u0010";
const noLetter = "\u0001";
const suffixes: Readonly<Record<string, string>> = { alpha: "\u0001", beta: "\u0002", pre: "\u0003", rc: "\u0004", p: "\u0006" };
const suffixesEnd = "\u0005";

/** A version is its sort key: built once, compared as text. */
export const gentoo = defineScheme<string>({
  id: "gentoo",
  about: "Gentoo package versions.",
  // OSV has no advisories for Gentoo; VERS names this order.
  ecosystems: [],
  standard: "Package Manager Specification 8, sections 3.2 and 3.3",
  parse: parseGentoo,
  compare: compareKeys,
});

function parseGentoo(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, numbers, letter, suffixText = "", revision = ""] = form.exec(text.trim()) ?? [];
  if (numbers === undefined) return undefined;
  return numbersKey(numbers) + (letter || noLetter) + suffixesKey(suffixText) + numberKey(revision);
}

/** Algorithms 3.2 and 3.3: the first number is a number; a later one with a leading zero is text without its trailing zeros. */
function numbersKey(numbers: string): string {
  const [first = "", ...rest] = numbers.split(".");
  return numberKey(first) + rest.map((part) => number + (part.startsWith("0") ? leadingZero + withoutZeros(part) : numberKey(part))).join("") + numbersEnd;
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

/** Algorithms 3.5 and 3.6: a missing number is 0. */
function suffixesKey(text: string): string {
  let key = "";
  for (const [, word = "", digits = ""] of text.matchAll(suffixForm)) key += suffixes[word] + numberKey(digits);
  return key + suffixesEnd;
}
