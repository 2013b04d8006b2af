// Labels of known answers ("this package at this version is affected by that vulnerability"), read from JSON.
import { namesOfText } from "../inventory/component-names.ts";
import type { ComponentName } from "../inventory/component-names.ts";
import { packageKey } from "../versions/ecosystem.ts";
import { gemVersion } from "../versions/gem-version.ts";
import { goModuleVersion, goReleaseVersion, isGoItself } from "../versions/go-version.ts";
import { parsePurl } from "../versions/purl.ts";
import { ecosystemsNamed, everyEcosystem } from "./label-ecosystem.ts";

/** expected: undefined when whoever labelled it could not tell. names: under which advisories may speak of the package. */
export interface MatchLabel { line: number; shown: string; ecosystem: string; names: readonly ComponentName[]; vulnerability: string; expected: "affected" | "not-affected" | undefined }

/** A line that is no label, and why. */
export interface LabelReject { line: number; reason: string }

const idFields = ["vulnerability", "vulnerability_id", "vulnerabilityId", "VulnerabilityID", "vuln_id", "vulnId", "advisory", "advisory_id", "osv_id", "cve", "effective_cve", "id"] as const;
const answerFields = ["label", "expected", "verdict", "status", "affected", "is_affected", "vulnerable", "is_vulnerable", "match"] as const;
const nameFields = ["purl", "package", "name", "package_name", "packageName"] as const;
const versionFields = ["version", "package_version", "packageVersion", "installed_version"] as const;
const ecosystemFields = ["ecosystem", "distro", "namespace", "language", "type", "package_type"] as const;

const words: Readonly<Record<string, MatchLabel["expected"]>> = {
  affected: "affected", tp: "affected", true: "affected", "true positive": "affected", positive: "affected", vulnerable: "affected", "known affected": "affected", yes: "affected", 1: "affected",
  "not affected": "not-affected", unaffected: "not-affected", "known not affected": "not-affected", fixed: "not-affected", "not vulnerable": "not-affected", fp: "not-affected", false: "not-affected", "false positive": "not-affected", negative: "not-affected", no: "not-affected", 0: "not-affected",
  fn: "affected", "false negative": "affected", tn: "not-affected", "true negative": "not-affected",
  unknown: undefined, unclear: undefined, "under investigation": undefined, "?": undefined, "??": undefined,
};

/**
 * One line: `{"package": name or purl, "version", "ecosystem", "vulnerability": id, "label"}`. The version may stand in the
 * purl, and the ecosystem follows from it; `label` is a word such as affected, TP, not_affected, FP or ?. Package and
 * vulnerability may be objects, as in grype's documents and anchore's vulnerability-match-labels; a package without an
 * ecosystem is looked for in all of them.
 *
 * @example readLabel('{"package": "pkg:npm/a@1.0.0", "vulnerability": "CVE-2024-1", "label": "TP"}', 1)
 */
export function readLabel(text: string, line: number): MatchLabel | LabelReject {
  let row: unknown;
  try { row = JSON.parse(text); } catch { return { line, reason: "is no JSON" }; }
  return labelFrom(row, line);
}

/** A whole file: one label a line, or one JSON array of labels, numbered from 1. */
export function readLabelFile(text: string): (MatchLabel | LabelReject)[] {
  if (text.trimStart().startsWith("[")) {
    let rows: unknown;
    try { rows = JSON.parse(text); } catch { rows = undefined; }
    if (Array.isArray(rows)) return rows.map((row, index) => labelFrom(row, index + 1));
  }
  return text.split("\n").flatMap((row, index) => (row.trim() === "" ? [] : [readLabel(row, index + 1)]));
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function labelFrom(row: unknown, line: number): MatchLabel | LabelReject {
  const refuse = (reason: string): LabelReject => ({ line, reason });
  if (!isFields(row)) return refuse("is no object");
  const vulnerability = vulnerabilityOf(row);
  if (vulnerability === undefined) return refuse(`names no vulnerability (${idFields.join(", ")})`);
  const word = answerOf(row);
  if (!Object.hasOwn(words, word)) return refuse(`has the label ${JSON.stringify(word)}, which is none of ${Object.keys(words).join(", ")}`);
  const fields = flat(row);
  const named = nameOf(textOf(fields, nameFields), textOf(fields, versionFields), ecosystemsOf(fields));
  return typeof named === "string" ? refuse(named) : { line, vulnerability, expected: words[word], ...named };
}

/** Members of the row's package first: a row's own "id" or "name" may be the label's. */
function flat(row: Fields): Fields {
  const inner = [row["package"], row["component"], row["artifact"]].find(isFields);
  const { package: named, name: _name, ...rest } = row;
  return inner === undefined ? row : { ...rest, ...(typeof named === "string" ? { package: named } : {}), ...inner };
}

function textOf(fields: Fields, names: readonly string[]): string | undefined {
  return names.map((name) => fields[name]).find((value): value is string => typeof value === "string" && value !== "");
}

function vulnerabilityOf(row: Fields): string | undefined {
  const nested = [row["vulnerability"], row["advisory"]].find(isFields);
  const id = textOf(row, idFields) ?? (nested === undefined ? undefined : textOf(nested, ["id", "name"]));
  return id?.trim().replace(/^cve-/i, "CVE-").replace(/^ghsa(-.*)$/i, (_all, rest: string) => `GHSA${rest.toLowerCase()}`);
}

function answerOf(row: Fields): string {
  const said = answerFields.map((field) => row[field]).find((value) => ["string", "boolean", "number"].includes(typeof value)) ?? "";
  return String(said).trim().toLowerCase().replace(/[\s_-]+/g, " ");
}

type Named = Pick<MatchLabel, "shown" | "ecosystem" | "names">;

/** What says most: a distribution with its release, then any word that is known. A word under "ecosystem" must be known. */
function ecosystemsOf(fields: Fields): readonly string[] | string {
  const told = ecosystemFields.map((field) => textOf(fields, [field])).filter((text) => text !== undefined).map(ecosystemsNamed);
  const known = told.find(([first]) => first?.includes(":")) ?? told.find(({ length }) => length > 0);
  const unread = textOf(fields, ["ecosystem"]);
  return known ?? (unread === undefined ? everyEcosystem : `has the ecosystem ${JSON.stringify(unread)}, which is none of OSV's, no type of package URL and no word of a scanner's for one`);
}

function nameOf(name: string | undefined, version: string | undefined, ecosystem: ReturnType<typeof ecosystemsOf>): Named | string {
  if (name === undefined) return `names no package (${nameFields.join(", ")})`;
  if (!name.startsWith("pkg:")) return plainName(name, version, ecosystem);
  const { names } = namesOfText(name);
  const [first] = names;
  if (!first) return `${JSON.stringify(name)} is a purl that no ecosystem of advisories is behind`;
  // A version beside the purl is that of the purl, when the purl has none.
  const versioned = parsePurl(name)?.version !== undefined ? names : names.map((one) => ({ ...one, packageVersion: one.packageVersion ?? version }));
  return { shown: first.packageVersion === undefined && version !== undefined ? `${name}@${version}` : name, ecosystem: first.ecosystem, names: versioned };
}

function plainName(name: string, version: string | undefined, spelled: ReturnType<typeof ecosystemsOf>): Named | string {
  if (typeof spelled === "string") return spelled;
  const [first = ""] = spelled;
  const shown = spelled.length === 1 ? first : "any";
  return {
    shown: `${shown} ${name} ${version ?? "?"}`, ecosystem: shown,
    names: spelled.map((one) => ({ ecosystem: one, packageKey: packageKey(one, name), packageVersion: version && inAdvisoryWords(one, name, version), module: undefined })),
  };
}

/** As a package URL of it would be read: "v1.2.3" of a Go module, "1.2.3-java" of a gem. */
function inAdvisoryWords(ecosystem: string, name: string, version: string): string | undefined {
  if (ecosystem === "RubyGems") return gemVersion(version);
  return ecosystem === "Go" ? (isGoItself(name) ? goReleaseVersion(version) : goModuleVersion(version)) : version;
}
