// PEP 440 (now the PyPA version specifiers specification), with the old setuptools order for text from before it.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// PEP 440 appendix B. Case and white space around do not matter; letters have several spellings.
const form = new RegExp([
  String.raw`^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)`,
  String.raw`(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>\d*))?`,
  String.raw`(?:-(?<implicitPost>\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postNumber>\d*))?`,
  String.raw`(?:[-_.]?(?<dev>dev)[-_.]?(?<devNumber>\d*))?`,
  String.raw`(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$`,
].join(""));

// Marks in the order of what may stand at one place of a key; numberKey starts above all of them.
const end = "\u0001";
const before = "\u0001";
const present = "\u0002";
const numericLocal = "\u0003";
const preMarks: Readonly<Record<string, string>> = {
  a: "\u0002", alpha: "\u0002", b: "\u0003", beta: "\u0003", c: "\u0004", rc: "\u0004", pre: "\u0004", preview: "\u0004",
};
const noPre = "\u0005";
const noDev = "\u0003";
// Below every number, so below every epoch: what is not PEP 440 sorts before everything that is.
const legacy = "\u0000";

/** A version is its sort key: built once, compared as text. */
export const pypi = defineScheme<string>({
  id: "pypi",
  about: "Python package versions.",
  ecosystems: ["PyPI"],
  standard: "PEP 440; setuptools before it for legacy versions",
  parse: parsePypi,
  compare: compareKeys,
});

function parsePypi(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim().toLowerCase();
  const groups = form.exec(version)?.groups;
  return groups ? pep440Key(groups) : legacyKey(version);
}

type Groups = Readonly<Record<string, string | undefined>>;

function pep440Key(groups: Groups): string {
  return numberKey(groups["epoch"] ?? "") + releaseKey(groups["release"] ?? "") + preKey(groups) + postKey(groups)
    + (groups["dev"] === undefined ? noDev : present + numberKey(groups["devNumber"] ?? "")) + localKey(groups["local"]);
}

/** "Zero padding": 1.0 equals 1.0.0, so trailing zeros are left out. */
function releaseKey(release: string): string {
  const parts = release.split(".").map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");

/** 1.0.dev1 sorts before 1.0a1, but 1.0.post1.dev1 does not: only a development release of the plain version goes first. */
function preKey(groups: Groups): string {
  if (groups["pre"] !== undefined) return preMarks[groups["pre"]] + numberKey(groups["preNumber"] ?? "");
  return groups["dev"] !== undefined && !hasPost(groups) ? before : noPre;
}

const hasPost = (groups: Groups): boolean => groups["post"] !== undefined || groups["implicitPost"] !== undefined;

const postKey = (groups: Groups): string =>
  hasPost(groups) ? present + numberKey(groups["implicitPost"] ?? groups["postNumber"] ?? "") : before;

/** Local labels: none before any, words before numbers, shorter before longer. */
function localKey(local: string | undefined): string {
  if (local === undefined) return "";
  return local.split(/[-_.]/).map((part) => (/^\d+$/.test(part) ? numericLocal + numberKey(part) : present + part + end)).join("") + end;
}

// setuptools' parse_version before PEP 440: runs of digits, runs of letters, single dots and hyphens, all else between.
const legacyRuns = /\d+|[a-z]+|\.|-|[^\da-z.-]+/g;
const legacyWords: Readonly<Record<string, string>> = { pre: "*c", preview: "*c", rc: "*c", "-": "*final-", dev: "*@" };

/** Undefined without a digit: setuptools ordered "unknown" and "latest" too, but a watch must say that it does not know. */
function legacyKey(version: string): string | undefined {
  if (!/\d/.test(version)) return undefined;
  const parts: string[] = [];
  for (const [run] of version.matchAll(legacyRuns)) if (run !== ".") addLegacyPart(parts, legacyPart(run));
  addLegacyPart(parts, "*final");
  return legacy + parts.join("\u0000");
}

// Eight digits wide and compared as text, as setuptools did: the order of longer numbers is its order, not theirs.
const legacyPart = (run: string): string => (/^\d/.test(run) ? run.padStart(8, "0") : (legacyWords[run] ?? `*${run}`));

/** A word below "final" makes the hyphen before a prerelease tag vanish; any word makes trailing zeros vanish. */
function addLegacyPart(parts: string[], part: string): void {
  if (part.startsWith("*")) {
    if (part < "*final") while (parts.at(-1) === "*final-") parts.pop();
    while (parts.at(-1) === "00000000") parts.pop();
  }
  parts.push(part);
}
