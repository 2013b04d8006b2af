// npm run quality:scans: the real scan on the quick part of the range, as a table; --write keeps it as what may not get worse.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { aligned } from "../bench/figures.ts";
import { quickChecks, scanVerdicts } from "./dast-rows.ts";

const { values } = parseArgs({ options: { write: { type: "boolean" }, seed: { type: "string" } } });
const { rows, cases } = await scanVerdicts(quickChecks, values.seed);

process.stdout.write(aligned([["check", "found", "false alarms"], ...rows.map(({ check, found, vulnerable, falseAlarms, secure }) => [check, `${found}/${vulnerable}`, `${falseAlarms}/${secure}`])]));
for (const { case: one, found, other } of cases) if (one.vulnerable !== found || (!one.vulnerable && other.length > 0)) process.stdout.write(`  ${one.vulnerable ? "missed" : "false alarm"}: ${one.check}: ${one.name}\n`);
if (values.write) writeFileSync(new URL("dast-quality.json", import.meta.url), `{\n${rows.map(({ check, ...row }) => `  ${JSON.stringify(check)}: ${JSON.stringify(row)}`).join(",\n")}\n}\n`);
