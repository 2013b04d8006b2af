// Nuclei's results: JSON lines (-jsonl) or one list (-json-export).
import type { DastSeverity } from "../check.ts";
import { methodIn, readHttpText, statusIn } from "./http-text.ts";
import { defineReader } from "./report-reader.ts";
import type { ImportedExchange, ImportedItem, ReportText } from "./report-reader.ts";
import { isTable, listOf, readEach, tableOf, textOf } from "./values.ts";
import type { Table } from "./values.ts";

export const nuclei = defineReader({
  id: "nuclei", about: "Nuclei results, as JSON lines or one JSON list.", tool: "nuclei",
  reads: (report) => { const [first] = entriesOf(report); return first !== undefined && isTable(first.value) && "info" in first.value && ("template-id" in first.value || "templateID" in first.value); },
  read: (report) => readEach(entriesOf(report), (value) => (isTable(value) ? resultOf(value) : "is no result")),
});

const entriesOf = ({ json, lines }: ReportText): readonly { at: string; value: unknown }[] =>
  (json === undefined ? (lines ?? []).map(({ line, value }) => ({ at: `line ${line}`, value })) : listOf(json).map((value, at) => ({ at: `/${at}`, value })));

const severities = new Set<string>(["critical", "high", "medium", "low", "info"]);

function resultOf(one: Table): ImportedItem | string {
  const info = tableOf(one["info"]);
  const [id, place] = [textOf(one["template-id"]) || textOf(one["templateID"]), urlIn(one)];
  if (id === "") return "names no template";
  if (place === undefined) return `${id} names no URL`;
  // With -matcher-status what did not match is written too.
  if (one["matcher-status"] === false) return `${id} did not match`;
  const severity = textOf(info["severity"]).toLowerCase();
  const classes = tableOf(info["classification"]);
  const found = listOf(one["extracted-results"]).map(textOf).filter((text) => text !== "");
  const [matcher, exchange] = [textOf(one["matcher-name"]) || textOf(one["extractor-name"]), exchangeOf(one, place)];
  const cves = listOf(classes["cve-id"]).map((text) => textOf(text).toUpperCase()).filter((text) => text !== "");
  return {
    rule: id, title: textOf(info["name"]) || id, severity: severities.has(severity) ? severity as DastSeverity : "info", confidence: "firm", cwe: cweIn(listOf(classes["cwe-id"])), owasp: [], url: place, method: exchange?.method ?? "GET",
    parameter: textOf(one["fuzzing_parameter"]) || undefined, detail: matcher === "" ? undefined : matcher, because: [`The template ${id} matched${matcher === "" ? "" : ` (${matcher})`}.`, ...(cves.length > 0 ? [`${cves.join(", ")}.`] : []), ...(found.length > 0 ? [`Extracted: ${found.join(", ")}.`] : []), textOf(info["description"]).trim()].filter((part) => part !== "").join(" "),
    remediation: textOf(info["remediation"]).trim(), exchange,
  };
}

/** matched-at may be "host:443" for what is no HTTP: then the host stands for it. */
function urlIn(one: Table): string | undefined {
  for (const name of ["matched-at", "matched", "url", "host"]) {
    const text = textOf(one[name]);
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text;
    const scheme = textOf(one["scheme"]) === "http" ? "http" : "https";
    if (/^[\w.-]+(?::\d+)?$/.test(text) && URL.canParse(`${scheme}://${text}`)) return `${scheme}://${text}/`;
  }
  return undefined;
}

const cweIn = (all: readonly unknown[]): number => Number(/^cwe-(\d{1,6})$/i.exec(all.map(textOf).find((text) => /^cwe-\d+$/i.test(text)) ?? "")?.[1] ?? 0);

function exchangeOf(one: Table, url: string): ImportedExchange | undefined {
  const request = readHttpText(textOf(one["request"]));
  if (request === undefined) return undefined;
  const answer = readHttpText(textOf(one["response"]));
  return { method: methodIn(request) ?? "GET", url, requestHeaders: request.headers, requestBody: request.body === "" ? undefined : request.body, status: statusIn(answer), headers: answer?.headers ?? [], body: answer?.body ?? "" };
}
