// Every format of report.
import { register } from "../../kernel/plugin.ts";
import { json } from "./json.ts";
import type { DastReport } from "./report.ts";

export const reports = register<DastReport>("report", [json]);

export const findReport = (id: string): DastReport | undefined => reports.find(id);
