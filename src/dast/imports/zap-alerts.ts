// Alerts of ZAP's traditional reports, JSON and XML alike: the members have the same names in both.
import type { DastSeverity } from "../check.ts";
import type { Confidence } from "../evidence.ts";
import { methodIn, readHttpText, statusIn } from "./http-text.ts";
import type { ImportedExchange, ImportedItem, ReadItems, Rejected } from "./report-reader.ts";
import { isTable, listOf, readEach, tableOf, textOf, wholeOf, withoutTags } from "./values.ts";
import type { Table } from "./values.ts";

// riskcode 0 to 3, confidence 0 (false positive) to 4 (confirmed by a person): zaproxy's Alert class. What we have not seen repeat is at most firm.
const severities: readonly DastSeverity[] = ["info", "low", "medium", "high"];
const confidences: readonly (Confidence | undefined)[] = [undefined, "tentative", "tentative", "firm", "firm"];

/** sites: the members `site` of the report. One item for each instance of an alert. */
export function alertItems(sites: readonly unknown[]): ReadItems {
  const alerts = sites.flatMap((site, at) => listOf(tableOf(site)["alerts"]).map((value, nth) => ({ at: `/site/${at}/alerts/${nth}`, value })));
  const refused: Rejected[] = [];
  const { items, rejected } = readEach(alerts.filter(({ at, value }) => {
    const judged = isTable(value) && textOf(value["confidence"]).trim() === "0";
    if (judged) refused.push({ at, rule: `${titleOf(value)} was marked there as a false positive` });
    return !judged;
  }), (value) => (isTable(value) ? alertOf(value) : "is no alert"));
  return { items, rejected: [...refused, ...rejected] };
}

const titleOf = (alert: Table): string => withoutTags(textOf(alert["alert"]) || textOf(alert["name"]));

function alertOf(alert: Table): ImportedItem[] | string {
  const title = titleOf(alert);
  const severity = severities[wholeOf(alert["riskcode"])];
  if (title === "" || severity === undefined) return "has no name or no risk";
  const instances = listOf(alert["instances"]).map(tableOf).filter((one) => textOf(one["uri"]) !== "");
  if (instances.length === 0) return `${title} names no place`;
  const rule = textOf(alert["alertRef"]) || textOf(alert["pluginid"]) || title;
  return instances.map((one) => instanceOf(one, { rule, title, severity, confidence: confidences[wholeOf(alert["confidence"])] ?? "tentative", cwe: Math.max(0, wholeOf(alert["cweid"])), owasp: [], remediation: withoutTags(textOf(alert["solution"])), about: withoutTags(textOf(alert["desc"])) }));
}

function instanceOf(one: Table, { about, ...alert }: Pick<ImportedItem, "rule" | "title" | "severity" | "confidence" | "cwe" | "owasp" | "remediation"> & { about: string }): ImportedItem {
  const [attack, evidence, other, parameter] = ["attack", "evidence", "otherinfo", "param"].map((name) => textOf(one[name]));
  const seen = [attack && `Sent: ${attack}`, evidence && `Seen: ${evidence}`, other && withoutTags(other)].filter((part) => part !== "" && part !== undefined);
  return { ...alert, url: textOf(one["uri"]), method: textOf(one["method"]) || "GET", parameter: parameter === "" ? undefined : parameter, detail: undefined, because: seen.length > 0 ? seen.join(" ") : about, exchange: exchangeOf(one) };
}

function exchangeOf(one: Table): ImportedExchange | undefined {
  const request = readHttpText(textOf(one["request-header"]) || textOf(one["requestheader"]));
  if (request === undefined) return undefined;
  const answer = readHttpText(textOf(one["response-header"]) || textOf(one["responseheader"]));
  const sent = textOf(one["request-body"]) || textOf(one["requestbody"]);
  return { method: methodIn(request) ?? "GET", url: textOf(one["uri"]), requestHeaders: request.headers, requestBody: sent === "" ? undefined : sent, status: statusIn(answer), headers: answer?.headers ?? [], body: textOf(one["response-body"]) || textOf(one["responsebody"]) };
}
