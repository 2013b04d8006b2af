// `configurations` of a CVE in NVD's API 2.0: a configuration with a part that cannot be read is left out whole, because it would mean something else without it.
import type { CpeConfiguration, CpeMatch, CpeNode } from "../../../versions/cpe/index.ts";
import { criteriaOf } from "../../../versions/cpe/index.ts";
import { isRecord, listOf } from "./shape.ts";
import type { Left, Members } from "./shape.ts";

export function readConfigurations(value: unknown, left: Left[]): readonly CpeConfiguration[] {
  return listOf(value, "/configurations", left).flatMap((configuration, index) => {
    const problems: Left[] = [];
    const read = readConfiguration(configuration, `/configurations/${index}`, problems);
    left.push(...problems);
    return read && problems.length === 0 ? [read] : [];
  });
}

function readConfiguration(value: unknown, at: string, left: Left[]): CpeConfiguration | undefined {
  if (!isRecord(value)) { left.push({ at, reason: "is not an object" }); return undefined; }
  // Some republishers leave out the level of nodes where there is one.
  const nodes = value["nodes"] === undefined && value["cpeMatch"] !== undefined ? [value] : listOf(value["nodes"], `${at}/nodes`, left);
  const read = nodes.flatMap((node, index) => readNode(node, `${at}/nodes/${index}`, left));
  if (read.length === 0) left.push({ at, reason: "has no nodes" });
  const operator = readOperator(value, at, left);
  return { operator, ...(nodes[0] !== value && isNegated(value, at, left) ? { negate: true } : {}), nodes: read };
}

function readNode(value: unknown, at: string, left: Left[]): readonly CpeNode[] {
  if (!isRecord(value)) { left.push({ at, reason: "is not an object" }); return []; }
  const matches = listOf(value["cpeMatch"], `${at}/cpeMatch`, left).flatMap((match, index) => readMatch(match, `${at}/cpeMatch/${index}`, left));
  if (value["children"] !== undefined) left.push({ at: `${at}/children`, reason: "nodes have no children in API 2.0" });
  if (matches.length === 0) left.push({ at, reason: "names no product" });
  return [{ operator: readOperator(value, at, left), ...(isNegated(value, at, left) ? { negate: true } : {}), matches }];
}

function readOperator(value: Members, at: string, left: Left[]): "AND" | "OR" {
  const { operator = "OR" } = value;
  if (operator !== "AND" && operator !== "OR") left.push({ at: `${at}/operator`, reason: `is ${JSON.stringify(operator).slice(0, 40)}, not AND or OR` });
  return operator === "AND" ? "AND" : "OR";
}

function isNegated(value: Members, at: string, left: Left[]): boolean {
  const { negate = false } = value;
  if (typeof negate !== "boolean") left.push({ at: `${at}/negate`, reason: "is not true or false" });
  return negate === true;
}

const bounds = ["versionStartIncluding", "versionStartExcluding", "versionEndIncluding", "versionEndExcluding"] as const;

function readMatch(value: unknown, at: string, left: Left[]): readonly CpeMatch[] {
  const refuse = (reason: string, place = at): readonly CpeMatch[] => { left.push({ at: place, reason }); return []; };
  if (!isRecord(value)) return refuse("is not an object");
  const { vulnerable, criteria } = value;
  if (typeof vulnerable !== "boolean") return refuse("is not true or false", `${at}/vulnerable`);
  if (typeof criteria !== "string") return refuse("is not text", `${at}/criteria`);
  const match: CpeMatch = { vulnerable, criteria };
  if (!criteriaOf(match)) return refuse(`is not a CPE name: ${JSON.stringify(criteria).slice(0, 120)}`, `${at}/criteria`);
  for (const bound of bounds) {
    const version = value[bound];
    if (version === undefined || version === null) continue;
    if (typeof version !== "string" || version === "") return refuse("is not a version as text", `${at}/${bound}`);
    match[bound] = version;
  }
  return [match];
}
