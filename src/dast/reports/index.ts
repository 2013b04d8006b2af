// Every format of report.
import { register } from "../../kernel/plugin.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import type { DastReport } from "./report.ts";
import { sarif } from "./sarif.ts";

export const reports = register<DastReport>("report", [html, json, jsonl, junit, markdown, sarif]);

export const findReport = (id: string): DastReport | undefined => reports.find(id);
