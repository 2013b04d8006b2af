// Labels of known answers ("this package at this version is affected by that vulnerability"), read from lines of JSON.
import { namesOfText } from "../inventory/component-names.ts";
import type { ComponentName } from "../inventory/component-names.ts";
import { ecosystemNames, packageKey } from "../versions/ecosystem.ts";

/** expected: undefined when whoever labelled it could not tell. names: under which advisories may speak of the package. */
export interface MatchLabel { line: number; shown: string; ecosystem: string; names: readonly ComponentName[]; vulnerability: string; expected: "affected" | "not-affected" | undefined }

/** A line that is no label, and why. */
export interface LabelReject { line: number; reason: string }

const idFields = ["vulnerability", "vulnerability_id", "vulnerabilityId", "vuln_id", "advisory", "id"] as const;
const words: Readonly<Record<string, MatchLabel["expected"]>> = {
  affected: "affected", tp: "affected", true: "affected", "true positive": "affected", positive: "affected", vulnerable: "affected", yes: "affected", 1: "affected",
  "not-affected": "not-affected", "not affected": "not-affected", not_affected: "not-affected", unaffected: "not-affected", fp: "not-affected", false: "not-affected", "false positive": "not-affected", negative: "not-affected", no: "not-affected", 0: "not-affected",
  unknown: undefined, unclear: undefined, "?": undefined,
};

/**
 * One line: `{"package": name or purl, "version", "ecosystem", "vulnerability": id, "label"}`. The version may stand in the
 * purl, and the ecosystem follows from it; `purl` and `name` are read as `package`, `label` is a word such as affected, TP,
 * not-affected, FP or ?.
 */
export function readLabel(text: string, line: number): MatchLabel | LabelReject {
  const refuse = (reason: string): LabelReject => ({ line, reason });
  let row: unknown;
  try { row = JSON.parse(text); } catch { return refuse("is no JSON"); }
  if (typeof row !== "object" || row === null) return refuse("is no object");
  const fields = row as Readonly<Record<string, unknown>>;
  const textOf = (...names: readonly string[]): string | undefined => names.map((name) => fields[name]).find((value): value is string => typeof value === "string" && value !== "");
  const vulnerability = textOf(...idFields);
  if (vulnerability === undefined) return refuse(`names no vulnerability (${idFields.join(", ")})`);
  const word = String(fields["label"] ?? fields["expected"] ?? "").trim().toLowerCase();
  if (!Object.hasOwn(words, word)) return refuse(`has the label ${JSON.stringify(word)}, which is none of ${Object.keys(words).join(", ")}`);
  const named = nameOf(textOf("purl", "package", "name"), textOf("version"), textOf("ecosystem"));
  return typeof named === "string" ? refuse(named) : { line, vulnerability, expected: words[word], ...named };
}

type Named = Pick<MatchLabel, "shown" | "ecosystem" | "names">;

function nameOf(name: string | undefined, version: string | undefined, ecosystem: string | undefined): Named | string {
  if (name === undefined) return "names no package (package, purl or name)";
  if (!name.startsWith("pkg:")) return plainName(name, version, ecosystem);
  const { names } = namesOfText(name);
  const [first] = names;
  if (!first) return `${JSON.stringify(name)} is a purl that no ecosystem of advisories is behind`;
  // A version beside the purl is that of the purl, when the purl has none.
  const versioned = names.map((one) => ({ ...one, packageVersion: one.packageVersion ?? version }));
  return { shown: first.packageVersion === undefined && version !== undefined ? `${name}@${version}` : name, ecosystem: first.ecosystem, names: versioned };
}

function plainName(name: string, version: string | undefined, ecosystem: string | undefined): Named | string {
  const spelled = ecosystem === undefined ? undefined : spelling(ecosystem);
  if (spelled === undefined) return `has the ecosystem ${JSON.stringify(ecosystem ?? "")}, which is none of OSV's`;
  return { shown: `${spelled} ${name} ${version ?? "?"}`, ecosystem: spelled, names: [{ ecosystem: spelled, packageKey: packageKey(spelled, name), packageVersion: version, module: undefined }] };
}

/** OSV's spelling of an ecosystem, with its release as given. */
function spelling(ecosystem: string): string | undefined {
  const colon = ecosystem.indexOf(":");
  const base = colon < 0 ? ecosystem : ecosystem.slice(0, colon);
  const known = ecosystemNames.find((name) => name.toLowerCase() === base.toLowerCase());
  return known && known + (colon < 0 ? "" : ecosystem.slice(colon));
}
