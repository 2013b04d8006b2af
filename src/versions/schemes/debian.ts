// Debian policy 5.6.12: epoch first, "~" sorts before nothing, letters before the rest, digit runs compare as numbers.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a run of non-digits: "~", the run's end, letters, everything else.
// dpkg gives the end of a run and the end of the version the same weight, and so does this.
const tilde = "\u0001";
const runEnd = "\u0002";
const othersShift = 128;

const epochForm = /^(?:(\d+):)?(.+)$/;
// The characters of policy 5.6.12; a colon in the upstream version needs an epoch, which the split above has taken.
// Policy says "should start with a digit"; without that, words such as "latest" would be versions.
const upstreamForm = /^\d[A-Za-z0-9.+~:-]*$/;
const revisionForm = /^[A-Za-z0-9+.~]+$/;

/** A version is its sort key: built once, compared as text. */
export const debian = defineScheme<string>({
  id: "debian",
  about: "Debian and Ubuntu package versions.",
  ecosystems: ["Debian", "Echo", "Ubuntu"],
  standard: "Debian policy 5.6.12; deb-version(7)",
  parse: parseDebian,
  compare: compareKeys,
});

function parseDebian(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, epoch = "0", rest = ""] = epochForm.exec(text.trim()) ?? [];
  const hyphen = rest.lastIndexOf("-");
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen);
  // "The absence of a debian_revision is equivalent to a debian_revision of 0."
  const revision = hyphen < 0 ? "0" : rest.slice(hyphen + 1);
  if (!upstreamForm.test(upstream) || !revisionForm.test(revision)) return undefined;
  return numberKey(epoch) + partKey(upstream) + partKey(revision);
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
