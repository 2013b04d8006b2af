// Grades cpe/: relations of attributes, matching and binding of names, and NVD's match criteria and configurations.
import { any, bindToFormatted, bindToUri, compareAttribute, compareNames, matchesConfiguration, nameOf, notApplicable, parseCpe } from "../../src/versions/cpe/index.ts";
import type { CpeConfiguration, CpeMatch, CpeName, CpeNode } from "../../src/versions/cpe/index.ts";
import { csvRecords, graded, jsonLines, kindOf, ungraded } from "./row.ts";
import type { Family, Row } from "./row.ts";

export const cpe: Family = {
  id: "cpe",
  claims: (path) => /^cpe\/(?:attribute-relations\.csv|name-matching\.jsonl|naming\.jsonl|nvd-match\.jsonl)$/.test(path),
  grade(path, text) {
    switch (path) {
      case "cpe/attribute-relations.csv": return csvRecords(text).map(relationRow);
      case "cpe/name-matching.jsonl": return jsonLines<NameMatching>(text).map(nameRow);
      case "cpe/naming.jsonl": return jsonLines<Naming>(text).map(namingRow);
      default: return jsonLines<NvdCase>(text).map(nvdRow);
    }
  },
};

const none = "no name";

const relationRow = ({ source = "", target = "", relation = "", src = "" }: Readonly<Record<string, string>>): Row =>
  graded({ kind: kindOf(src, undefined), required: true, question: `${source} to ${target}`, expected: relation, ours: () => compareAttribute(attributeOf(source), attributeOf(target)).toUpperCase() });

/** The vectors spell the logical values out. */
const attributeOf = (value: string): string => (value === "ANY" ? any : value === "NA" ? notApplicable : value);

interface NameMatching { source: string; target: string; src: string; disjoint: boolean; equal: boolean; subset: boolean; superset: boolean }

function nameRow({ source, target, src, disjoint, equal, subset, superset }: NameMatching): Row {
  return graded({ kind: kindOf(src, undefined), required: true, question: `${source} to ${target}`, expected: JSON.stringify({ disjoint, equal, subset, superset }), ours: () => {
    const [a, b] = [parseCpe(source), parseCpe(target)];
    if (!a || !b) return none;
    const found = compareNames(a, b);
    return JSON.stringify({ disjoint: found.disjoint, equal: found.equal, subset: found.subset, superset: found.superset });
  } });
}

interface Naming { op: "unbind" | "bind_uri" | "bind_fs" | "roundtrip" | (string & {}); input: string | Partial<CpeName>; expected: string | Partial<CpeName> | null; error: boolean; src: string }

function namingRow({ op, input, expected, error, src }: Naming): Row {
  const answer = error || expected === null ? none : typeof expected === "string" ? expected : attributesText(expected);
  return graded({ kind: kindOf(src, undefined), required: true, question: `${op} ${JSON.stringify(input)}`, expected: answer, ours: () => bound(op, input) });
}

function bound(op: string, input: string | Partial<CpeName>): string {
  const name = typeof input === "string" ? parseCpe(input) : nameOf(logical(input));
  if (!name) return none;
  if (op === "unbind") return attributesText(name);
  return op === "bind_uri" || (typeof input === "string" && input.startsWith("cpe:/")) ? bindToUri(name) : bindToFormatted(name);
}

const attributesText = (name: Partial<CpeName>): string => JSON.stringify(Object.entries(logical(name)).toSorted());

const logical = (name: Partial<CpeName>): Partial<CpeName> => Object.fromEntries(Object.entries(name).map(([attribute, value]) => [attribute, attributeOf(value)]));

/** One match criterion against one name, or a configuration against the names that are there together. Members as NVD's API names them. */
interface NvdCase extends Partial<CpeMatch> {
  kind: string; src?: string; rule?: string; expected: boolean;
  target?: string | readonly string[]; targets?: readonly string[]; cpes?: readonly string[]; inventory?: readonly string[];
  operator?: "AND" | "OR"; negate?: boolean; nodes?: readonly NvdNode[]; configurations?: readonly NvdConfiguration[]; configuration?: NvdConfiguration;
}
interface NvdNode { operator?: "AND" | "OR"; negate?: boolean; cpeMatch?: readonly CpeMatch[]; matches?: readonly CpeMatch[] }
interface NvdConfiguration { operator?: "AND" | "OR"; negate?: boolean; nodes: readonly NvdNode[] }

function nvdRow(row: NvdCase): Row {
  const kind = kindOf(row.src ?? "", undefined);
  const [configurations, targets] = [configurationsOf(row), targetsOf(row)];
  if (!configurations || targets.length === 0) return ungraded(`${kind}, of an unknown form`, JSON.stringify(row).slice(0, 200));
  return graded({ kind, required: true, question: `${row.kind}: ${row.rule ?? ""} ${targets.join(", ")}`, expected: String(row.expected),
    ours: () => String(matchesConfiguration(configurations, targets, { complete: true }).verdict === "affected") });
}

const targetsOf = ({ target, targets, cpes, inventory }: NvdCase): readonly string[] => [target ?? targets ?? cpes ?? inventory ?? []].flat();

function configurationsOf(row: NvdCase): readonly CpeConfiguration[] | undefined {
  const given = row.configurations ?? (row.configuration ? [row.configuration] : row.nodes ? [{ ...row, nodes: row.nodes }] : undefined);
  if (given) return given.map(({ operator = "OR", negate = false, nodes }) => ({ operator, negate, nodes: nodes.map(nodeFrom) }));
  return row.criteria === undefined ? undefined : [{ operator: "OR", nodes: [{ operator: "OR", matches: [matchFrom({ ...row, vulnerable: true, criteria: row.criteria })] }] }];
}

const nodeFrom = ({ operator = "OR", negate = false, cpeMatch, matches = cpeMatch ?? [] }: NvdNode): CpeNode =>
  ({ operator, negate, matches: matches.map((one) => matchFrom({ ...one, vulnerable: one.vulnerable ?? true })) });

const matchFrom = (match: CpeMatch): CpeMatch => Object.fromEntries(Object.entries(match)
  .filter(([key]) => key === "vulnerable" || key === "criteria" || key.startsWith("version"))) as unknown as CpeMatch;
