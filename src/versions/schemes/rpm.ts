// RPM versions (epoch:version-release): digits above letters, "~" below everything, "^" above only the end.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a version or release, as rpmvercmp decides it.
const tilde = "\u0001";
const end = "\u0002";
const caret = "\u0003";
const letters = "\u0004";
const number = "\u0005";
/** "When a release is missing, it sorts below any release", even one that begins with "~". */
const noRelease = "\u0001";
const withRelease = "\u0002";
const unknownEpoch = "\u0000";

// rpm's own character set (rpmpkg ALLOWED_CHARS_VERREL), and whatever is not ASCII, which rpm skips like a separator.
const foreign = /[\u0000-\u002a\u002c\u002f\u003b-\u0040\u005b-\u005d\u0060\u007b-\u007d\u007f]/;
// A word alone ("latest", "unknown") would be ordered too; a watch must rather say that it does not know it.
const wordless = /^[._+~^]*[A-Za-z]?[._+~^]*(?:-.*)?$/;
const unknownEpochForm = "*:";

/** A version is its sort key: built once, compared as text. */
export const rpm = defineScheme<string>({
  id: "rpm",
  about: "Packages of RPM distributions.",
  ecosystems: ["AlmaLinux", "Azure Linux", "Mageia", "openEuler", "openSUSE", "Photon OS", "Red Hat", "Rocky Linux", "SUSE"],
  standard: "rpm-version(7); rpmvercmp and rpmVersionCompare of rpm 4.18",
  parse: parseRpm,
  compare: compareRpm,
});

/**
 * "*:1.2-3" is a version whose epoch nobody told (the file name of a source RPM has none): it is compared without
 * epochs, also against a version that has one. Only a component's version is ever written so, never an event's, so
 * the versions of one range keep a total order.
 */
function compareRpm(a: string, b: string): number {
  const [isOpenA, isOpenB] = [a.charCodeAt(0) === 0, b.charCodeAt(0) === 0];
  if (isOpenA === isOpenB) return compareKeys(a, b);
  return isOpenA ? compareKeys(a.slice(1), b.slice(epochLength(b))) : compareKeys(a.slice(epochLength(a)), b.slice(1));
}

const shortestUnit = numberKey("0").charCodeAt(0);
const epochLength = (key: string): number => key.charCodeAt(0) - shortestUnit + 1;

function parseRpm(raw: string): string | undefined {
  if (raw.length > versionLengthLimit) return undefined;
  const text = raw.trim();
  const isOpen = text.startsWith(unknownEpochForm);
  const evr = isOpen ? text.slice(unknownEpochForm.length) : text;
  if (evr === "" || foreign.test(evr) || !(/[0-9]/.test(evr) || wordless.test(evr) || /[^\u0000-\u007f]/.test(evr))) return undefined;
  const [epoch, rest] = isOpen ? ["", evr] : splitEpoch(evr);
  const hyphen = rest.lastIndexOf("-");
  const version = partKey(hyphen < 0 ? rest : rest.slice(0, hyphen));
  const release = hyphen < 0 ? noRelease : withRelease + partKey(rest.slice(hyphen + 1));
  return (isOpen ? unknownEpoch : numberKey(epoch)) + version + release;
}

/** Only digits before the first colon make an epoch; a colon elsewhere separates like any other mark. */
function splitEpoch(evr: string): [string, string] {
  let at = 0;
  while (isDigit(evr.charCodeAt(at))) at++;
  return evr[at] === ":" ? [evr.slice(0, at), evr.slice(at + 1)] : ["", evr];
}

/** Segments of letters and of digits; everything between them only separates and is worth nothing itself. */
function partKey(part: string): string {
  let key = "";
  let at = 0;
  while (at < part.length) {
    const unit = part.charCodeAt(at);
    const from = at++;
    if (isDigit(unit)) {
      while (isDigit(part.charCodeAt(at))) at++;
      key += number + numberKey(part.slice(from, at));
    } else if (isLetter(unit)) {
      while (isLetter(part.charCodeAt(at))) at++;
      key += letters + part.slice(from, at);
    } else if (unit === 126) key += tilde;
    else if (unit === 94) key += caret;
  }
  return key + end;
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
