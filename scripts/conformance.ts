// Prints how many conformance vectors we answer right, file by file; exit 1 when a required row is wrong.
//
//   node scripts/conformance.ts [--json] [--write] [folder]     another folder of the same format
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { findVectors, grade } from "../test/conformance/grade.ts";
import { jsonText, pageText, terminalText } from "../test/conformance/report.ts";

const page = new URL("../docs/conformance.md", import.meta.url);

function main(): number {
  const { values, positionals: [given] } = parseArgs({ options: { json: { type: "boolean" }, write: { type: "boolean" } }, allowPositionals: true });
  const folder = given === undefined ? findVectors() : pathToFileURL(`${resolve(given)}/`);
  if (!folder) {
    console.error("No conformance vectors found in ../shared/vectors. Name their folder: npm run conformance -- <folder>");
    return 2;
  }
  if (!existsSync(folder)) {
    console.error(`There is no folder ${given}. Name one that holds conformance vectors (versions/, ranges/, vers/, ...).`);
    return 2;
  }
  const grading = grade(folder);
  if (values.write) writeFileSync(page, pageText(grading));
  console.log(values.json ? jsonText(grading) : terminalText(grading));
  return grading.failed ? 1 : 0;
}

process.exitCode = main();
