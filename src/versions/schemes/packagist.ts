// Packagist: Composer writes a version in its one form, and PHP's version_compare orders those.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// version_compare: "dev < alpha < beta < RC < # < pl", where # is a number or the end, and the end is below a number.
// Words Composer does not know are below all of these, by their text.
const branch = "\u0001";
const unknown = "\u0002";
const unknownEnd = "\u0001";
const marks: Readonly<Record<string, string>> = {
  dev: "\u0003", alpha: "\u0004", a: "\u0004", beta: "\u0005", b: "\u0005", rc: "\u0006", p: "\uffff", pl: "\uffff", patch: "\uffff", stable: "",
};
const end = "\u0007";

// Composer\Semver\VersionParser::normalize: [._-]?(stability number?)?(dev)?
const modifier = String.raw`[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d)*))?([.-]?dev)?`;
const classicalForm = new RegExp(String.raw`^v?(\d{1,5})(\.\d+)?(\.\d+)?(\.\d+)?${modifier}$`);
const dateForm = new RegExp(String.raw`^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})${modifier}$`);
const branchForm = /^v?(\d+(?:\.(?:\d+|[x*])){0,3})[.-]?dev$/;
const aliasForm = /^([^,\s]+) +as +[^,\s]+$/;
const stabilityForm = /@(?:stable|rc|beta|alpha|dev)$/;
const buildForm = /^([^,\s+]+)\+\S+$/;
const otherForm = /^v?\d[0-9a-z._-]*$/;

/** A version is its sort key: built once, compared as text. */
export const packagist = defineScheme<string>({
  id: "packagist",
  about: "PHP packages of Packagist and other Composer repositories.",
  ecosystems: ["Packagist"],
  standard: "Composer, VersionParser::normalize; PHP, version_compare",
  parse: parsePackagist,
  compare: compareKeys,
});

/**
 * Branches ("dev-main") stand below every number, as version_compare puts them, and among themselves by name: Composer
 * 2 gives them no other place, and a branch that a range from the beginning covers is shown rather than passed over.
 */
function parsePackagist(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const written = withoutAlias(text.trim());
  const version = written.toLowerCase();
  if (version.startsWith("dev-")) return branchKey(written.slice(4));
  if (version === "master" || version === "trunk" || version === "default") return branchKey(version);
  const [, numbered = version] = buildForm.exec(version) ?? [];
  return classicalKey(numbered) ?? dateKey(numbered) ?? numberedBranchKey(numbered) ?? otherKey(numbered);
}

/** "dev-main as 1.0" is the branch; "@dev" behind a version only says what is acceptable. */
const withoutAlias = (text: string): string => (aliasForm.exec(text)?.[1] ?? text).replace(stabilityForm, "");

const branchKey = (name: string): string | undefined => (/\s/.test(name) || name === "" ? undefined : branch + name + end);

/** Four numbers, what is not there is 0. */
function classicalKey(version: string): string | undefined {
  const [, major, minor, patch, build, word, numbers, dev] = classicalForm.exec(version) ?? [];
  if (major === undefined) return undefined;
  return numberKey(major) + partKey(minor) + partKey(patch) + partKey(build) + modifierKey(word, numbers, dev);
}

const partKey = (part: string | undefined): string => numberKey(part === undefined ? "0" : part.slice(1));

function dateKey(version: string): string | undefined {
  const [, date, word, numbers, dev] = dateForm.exec(version) ?? [];
  return date === undefined ? undefined : numbersKey(date) + modifierKey(word, numbers, dev);
}

const modifierKey = (word: string | undefined, numbers: string | undefined, dev: string | undefined): string =>
  word === "stable" ? end : (word === undefined ? "" : marks[word] + numbersKey(numbers ?? "")) + (dev === undefined ? end : marks["dev"] + end);

const numbersKey = (text: string): string => (text.match(/\d+/g) ?? []).map(numberKey).join("");

/** VersionParser::normalizeBranch: 2.x-dev is 2.9999999.9999999.9999999-dev. */
function numberedBranchKey(version: string): string | undefined {
  const [, numbers] = branchForm.exec(version) ?? [];
  if (numbers === undefined) return undefined;
  const parts = numbers.split(".").map((part) => (/^\d/.test(part) ? part : "9999999"));
  while (parts.length < 4) parts.push("9999999");
  return parts.map(numberKey).join("") + marks["dev"] + end;
}

/** What Composer refuses but repositories and advisories write (five parts, 1.0.0-SNAPSHOT): as version_compare alone reads it. */
function otherKey(version: string): string | undefined {
  if (!otherForm.test(version)) return undefined;
  const runs = version.replace(/^v/, "").match(/\d+|[a-z]+/g) ?? [];
  return runs.map((run) => (/^\d/.test(run) ? numberKey(run) : (marks[run] ?? unknown + run + unknownEnd))).join("") + end;
}
