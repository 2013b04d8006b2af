// Wapiti's JSON report: categories in words, each with the places it was seen at; paths are relative to the target.
import type { DastSeverity } from "../check.ts";
import { cweNamed } from "../score/families.ts";
import { methodIn, readHttpText } from "./http-text.ts";
import { defineReader } from "./report-reader.ts";
import type { ImportedItem } from "./report-reader.ts";
import { isTable, listOf, readEach, tableOf, textOf, wholeOf } from "./values.ts";

// level 0 to 4: wapitiCore's INFO_LEVEL to CRITICAL_LEVEL.
const severities: readonly DastSeverity[] = ["info", "low", "medium", "high", "critical"];
const sections = ["vulnerabilities", "anomalies", "additionals"] as const;

export const wapiti = defineReader({
  id: "wapiti", about: "Wapiti reports in JSON.", tool: "wapiti",
  reads: ({ json }) => isTable(json) && isTable(json["vulnerabilities"]) && isTable(json["infos"]) && "target" in json["infos"],
  read({ json }) {
    const report = tableOf(json);
    const target = textOf(tableOf(report["infos"])["target"]);
    const words = tableOf(report["classifications"]);
    const entries = sections.flatMap((section) => Object.entries(tableOf(report[section])).flatMap(([category, all]) => listOf(all).map((value, at) => ({ at: `/${section}/${category}/${at}`, value: { ...tableOf(value), category, remedy: textOf(tableOf(words[category])["sol"]) } }))));
    return readEach(entries, (value) => itemOf(tableOf(value), target));
  },
});

function itemOf(one: Readonly<Record<string, unknown>>, target: string): ImportedItem | string {
  const [category, path] = [textOf(one["category"]), textOf(one["path"]) || "/"];
  if (!URL.canParse(path, target)) return `${category} names no place`;
  const [url, method] = [new URL(path, target).href, textOf(one["method"]) || "GET"];
  const request = readHttpText(textOf(one["http_request"]));
  return {
    rule: category, title: category, severity: severities[wholeOf(one["level"])] ?? "info", confidence: "firm", cwe: cweNamed(category), owasp: [], url, method, parameter: textOf(one["parameter"]) || undefined, detail: undefined, because: textOf(one["info"]), remediation: textOf(one["remedy"]),
    exchange: request === undefined ? undefined : { method: methodIn(request) ?? method, url, requestHeaders: request.headers, requestBody: request.body === "" ? undefined : request.body, status: 0, headers: [], body: "" },
  };
}
