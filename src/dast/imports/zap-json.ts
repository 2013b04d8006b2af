// ZAP's JSON reports, traditional and with requests and answers ("traditional-json", "traditional-json-plus").
import { defineReader } from "./report-reader.ts";
import { isTable, listOf, tableOf } from "./values.ts";
import { alertItems } from "./zap-alerts.ts";

export const zapJson = defineReader({
  id: "zap-json", about: "ZAP reports in JSON.", tool: "zap",
  reads: ({ json }) => isTable(json) && "site" in json && listOf(json["site"]).every((site) => isTable(site) && "alerts" in site) && !("vulnerabilities" in json),
  read: ({ json }) => alertItems(listOf(tableOf(json)["site"])),
});
