// The formats a scan is reported in.
import { register } from "../../kernel/plugin.ts";
import { csv } from "./csv.ts";
import { cyclonedx } from "./cyclonedx.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import { markdown } from "./markdown.ts";
import { openvex } from "./openvex.ts";
import { sarif } from "./sarif.ts";
import { table } from "./table.ts";
import { tsv } from "./tsv.ts";

export const reports = register("report", [table, json, jsonl, sarif, cyclonedx, openvex, csv, markdown, tsv]);
