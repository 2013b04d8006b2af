// One part of a version in Debian's order as a sort key: for Debian itself, and for those who took its order over.
import { numberKey } from "./scheme.ts";

// Order of what may stand at one place of a run of non-digits: "~", the run's end, letters, everything else.
// dpkg gives the end of a run and the end of the version the same weight, and so does this.
const tilde = "\u0001";
const runEnd = "\u0002";
const othersShift = 128;

/** Alternating runs of non-digits and digits, each closed; a missing number counts as 0, so "1a" equals "1a0". */
export function partKey(part: string): string {
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
