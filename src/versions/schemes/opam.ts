// opam: Debian's order without epochs, over whatever OCaml packages call a version.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a run of non-digits: "~", the run's end, letters, everything else.
const tilde = "\u0001";
const runEnd = "\u0002";
const othersShift = 128;

// opam manual, "Package names and versions"; a word without a digit ("base", "dev") tells nothing of its place.
const form = /^(?=\D*\d)[A-Za-z0-9._~+-]+$/;

/** A version is its sort key: built once, compared as text. */
export const opam = defineScheme<string>({
  id: "opam",
  about: "OCaml packages of opam.",
  ecosystems: ["opam"],
  standard: "opam manual, version ordering (Debian's order; behind the last hyphen a revision)",
  parse: parseOpam,
  compare: compareKeys,
});

function parseOpam(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim();
  if (!form.test(version)) return undefined;
  const hyphen = version.lastIndexOf("-");
  return hyphen < 0 ? partKey(version) + partKey("") : partKey(version.slice(0, hyphen)) + partKey(version.slice(hyphen + 1));
}

/** Alternating runs of non-digits and digits, each closed; a missing number counts as 0, so "1a" equals "1a0". */
function partKey(part: string): string {
  let key = "";
  let at = 0;
  do {
    const digitsAt = runFrom(part, at, false);
    const nextAt = runFrom(part, digitsAt, true);
    for (let i = at; i < digitsAt; i++) key += markOf(part.charCodeAt(i));
    key += runEnd + numberKey(part.slice(digitsAt, nextAt));
    at = nextAt;
  } while (at < part.length);
  return key + runEnd;
}

function runFrom(part: string, start: number, digits: boolean): number {
  let at = start;
  while (at < part.length && isDigit(part.charCodeAt(at)) === digits) at++;
  return at;
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);

function markOf(unit: number): string {
  if (unit === 126) return tilde;
  return String.fromCharCode(isLetter(unit) ? unit : unit + othersShift);
}
