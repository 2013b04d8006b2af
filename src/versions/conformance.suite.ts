// Counts how our answers stand against a folder of conformance vectors; the folder is read where it lies, never copied.
import { existsSync, readFileSync } from "node:fs";
import { packageKey, scopeMatches } from "./ecosystem.ts";
import { canonicalPurl, identify, parsePurl, purlFrom } from "./purl.ts";
import type { PurlParts } from "./purl.ts";
import type { AffectedVersions } from "./range.ts";
import { evaluate } from "./range.ts";
import { schemeFor } from "./scheme-of.ts";

/** Rows of one kind in one file. required: a row that is wrong is a failure; the others are shown only. */
export interface Tally { file: string; kind: string; required: boolean; total: number; wrong: readonly string[] }

interface Row { kind: string; required: boolean; wrong: string | undefined }

const versionFiles: Readonly<Record<string, string>> = {
  "npm.csv": "npm", "semver.csv": "SwiftURL", "crates.csv": "crates.io", "go.csv": "Go", "pypi.csv": "PyPI", "debian.csv": "Debian",
};

/** The vectors as they lie beside the repository; undefined when they do not. */
export function findVectors(): URL | undefined {
  const folder = new URL("../../../shared/vectors/", import.meta.url);
  return existsSync(new URL("versions/", folder)) ? folder : undefined;
}

/** Every file of the folder that speaks of what this room claims. */
export function conformance(folder: URL): Tally[] {
  return [
    ...Object.entries(versionFiles).flatMap(([file, ecosystem]) => tally(`versions/${file}`, linesOf(folder, `versions/${file}`).slice(1).map((line) => orderRow(ecosystem, line)))),
    ...tally("purl/cases.jsonl", linesOf(folder, "purl/cases.jsonl").map((line) => purlRow(JSON.parse(line) as PurlCase))),
    ...tally("matching-cases.jsonl", linesOf(folder, "matching-cases.jsonl").flatMap((line) => matchingRow(JSON.parse(line) as MatchingCase))),
  ];
}

const linesOf = (folder: URL, file: string): string[] => readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n");

function tally(file: string, rows: readonly Row[]): Tally[] {
  return [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, group]) => ({
    file, kind, required: group.every(({ required }) => required), total: group.length, wrong: group.flatMap(({ wrong }) => wrong ?? []),
  }));
}

/** left,op,right,source,verified_by,note: no field of these files holds a comma. */
function orderRow(ecosystem: string, line: string): Row {
  const [left = "", op = "", right = "", source = "", verifiedBy = ""] = line.split(",");
  const answer = orderOf(ecosystem, left, right);
  const kind = verifiedBy === "" ? "claimed only" : source === "oracle-generated" ? "oracle-generated" : "published, verified";
  return { kind, required: verifiedBy !== "", wrong: answer === op ? undefined : `${left} ${op} ${right}: we say ${answer}` };
}

function orderOf(ecosystem: string, left: string, right: string): string {
  const scheme = schemeFor(ecosystem);
  const [a, b] = [scheme?.parse(left), scheme?.parse(right)];
  if (!scheme || a === undefined || b === undefined) return "no version";
  const order = scheme.compare(a, b);
  return order < 0 ? "<" : order > 0 ? ">" : "=";
}

interface PurlCase { test_group: string; test_type: "parse" | "build" | "validate"; input: string | PurlParts; expected_output?: string | PurlParts | null; expected_failure: boolean }

function purlRow(row: PurlCase): Row {
  const purl = typeof row.input === "string" ? parsePurl(row.input) : purlFrom(row.input);
  const expected = row.expected_failure || row.expected_output === null || row.expected_output === undefined ? none
    : typeof row.expected_output === "string" ? row.expected_output : partsText(row.expected_output);
  const answer = !purl ? none : row.test_type === "parse" ? partsText(purl) : canonicalPurl(purl);
  const wrong = answer === expected ? undefined : `${row.test_type} ${JSON.stringify(row.input)}: expected ${expected}, we say ${answer}`;
  return { kind: row.test_group, required: row.test_group === "required", wrong };
}

const none = "no package URL";

/** Part by part, so that two splits with one text do not pass for each other. */
const partsText = ({ type, namespace, name, version, qualifiers, subpath }: PurlParts): string =>
  JSON.stringify([type, namespace ?? null, name, version ?? null, Object.entries(qualifiers ?? {}).toSorted(), subpath ?? null]);

interface MatchingCase {
  id: string;
  component: { purl?: string; ecosystem: string; name: string; version?: string; source_name?: string; source_version?: string };
  advisories: readonly { id: string; withdrawn?: string; affected: readonly (Partial<AffectedVersions> & { package?: { ecosystem: string; name: string } })[] }[];
  expected: { affected: boolean; ids: readonly string[]; fix?: string | null };
}

/** Cases of ecosystems we order, evaluated as matching does: by key, scope and algorithm. Others are not claimed and not counted. */
function matchingRow(row: MatchingCase): Row[] {
  const scheme = schemeFor(row.component.ecosystem);
  const purl = parsePurl(row.component.purl ?? "");
  if (!scheme || !purl) return [];
  const { ecosystem = "", packageName = "", packageVersion } = identify(purl);
  const isSame = (named: { ecosystem: string; name: string } | undefined): boolean =>
    named !== undefined && packageKey(named.ecosystem, named.name) === packageKey(ecosystem, packageName) && scopeMatches(named.ecosystem, ecosystem);
  const hits = row.advisories.filter(({ withdrawn }) => withdrawn === undefined).flatMap(({ id, affected }) => affected
    .filter((entry) => isSame(entry.package))
    .map((entry) => ({ id, evaluation: evaluate(scheme, packageVersion, { ranges: entry.ranges ?? [], versions: entry.versions ?? [] }) }))
    .filter(({ evaluation }) => evaluation.verdict === "affected"));
  const ids = hits.map(({ id }) => id).toSorted().join(" ");
  const because = hits[0]?.evaluation.because;
  const fix = because && "clearedBy" in because ? because.clearedBy : undefined;
  const isRight = ids === row.expected.ids.toSorted().join(" ") && (row.expected.fix === undefined || fix === (row.expected.fix ?? undefined));
  return [{ kind: "ecosystems claimed", required: true, wrong: isRight ? undefined : `${row.id}: expected ${row.expected.ids.join(" ") || "nothing"}, we say ${ids || "nothing"}, fix ${fix}` }];
}
