// SARIF 2.1.0 of any tool that tests from outside: results whose location is a URL.
import type { DastSeverity } from "../check.ts";
import { defineReader } from "./report-reader.ts";
import type { ImportedItem } from "./report-reader.ts";
import { isTable, listOf, readEach, tableOf, textOf } from "./values.ts";
import type { Table } from "./values.ts";

export const sarif = defineReader({
  id: "sarif", about: "SARIF 2.1.0 with URLs as locations.", tool: "sarif",
  reads: ({ json }) => isTable(json) && textOf(json["version"]).startsWith("2.1") && Array.isArray(json["runs"]),
  read({ json }) {
    const runs = listOf(tableOf(json)["runs"]).map(tableOf);
    const entries = runs.flatMap((run, at) => listOf(run["results"]).map((value, nth) => ({ at: `/runs/${at}/results/${nth}`, value: { result: value, run } })));
    return readEach(entries, (value) => { const { result, run } = value as { result: unknown; run: Table }; return isTable(result) ? itemOf(result, run) : "is no result"; });
  },
});

function itemOf(result: Table, run: Table): ImportedItem | string {
  const driver = tableOf(tableOf(run["tool"])["driver"]);
  const id = textOf(result["ruleId"]) || textOf(tableOf(result["rule"])["id"]);
  const rule = tableOf(listOf(driver["rules"]).find((one) => tableOf(one)["id"] === id));
  const request = tableOf(result["webRequest"]);
  const url = [textOf(request["target"]), ...listOf(result["locations"]).map((one) => textOf(tableOf(tableOf(tableOf(one)["physicalLocation"])["artifactLocation"])["uri"]))].find((text) => /^https?:\/\//i.test(text) && URL.canParse(text));
  if (id === "" || url === undefined) return `${id || "a result"} names no URL`;
  if (listOf(result["suppressions"]).length > 0) return `${id} is suppressed there`;
  const title = textOf(tableOf(rule["shortDescription"])["text"]) || textOf(rule["name"]) || id;
  return {
    rule: `${textOf(driver["name"])}/${id}`, title, severity: severityOf(result, rule), confidence: "firm", cwe: cweOf(rule, result), owasp: [], url, method: textOf(request["method"]) || "GET", parameter: undefined, detail: undefined,
    because: textOf(tableOf(result["message"])["text"]), remediation: textOf(tableOf(rule["help"])["text"]), exchange: undefined,
  };
}

/** security-severity is a CVSS score, of the rule or the result; else the level (section 3.27.10, "warning" when it is left out). */
function severityOf(result: Table, rule: Table): DastSeverity {
  const score = Number.parseFloat(textOf(tableOf(result["properties"])["security-severity"]) || textOf(tableOf(rule["properties"])["security-severity"]));
  if (Number.isFinite(score)) return score >= 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : score > 0 ? "low" : "info";
  const level = textOf(result["level"]) || textOf(tableOf(rule["defaultConfiguration"])["level"]);
  return level === "error" ? "high" : level === "note" ? "low" : level === "none" ? "info" : "medium";
}

function cweOf(rule: Table, result: Table): number {
  const words = [...listOf(tableOf(rule["properties"])["tags"]), ...listOf(tableOf(result["properties"])["tags"]), tableOf(result["properties"])["cwe"], textOf(rule["helpUri"])].map(textOf);
  const [found] = words.flatMap((word) => /cwe[-/ ]?0*(\d{1,5})\b/i.exec(word)?.[1] ?? /definitions\/(\d{1,5})\.html/.exec(word)?.[1] ?? []);
  return Number(found ?? 0);
}
