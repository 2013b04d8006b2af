// Prints how many conformance vectors we answer right, file by file; exit 1 when a required row is wrong.
//
//   node scripts/conformance.ts [folder]     another folder of the same format
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { conformance, findVectors } from "../src/versions/conformance.suite.ts";

const shownWrong = 10;

function main(given: string | undefined): number {
  const folder = given === undefined ? findVectors() : pathToFileURL(`${resolve(given)}/`);
  if (!folder) {
    console.error("No conformance vectors found in ../shared/vectors. Name their folder: npm run conformance -- <folder>");
    return 2;
  }
  const tallies = conformance(folder);
  console.log(tableOf([["file", "rows", "pass", "total", ""], ...tallies.map(({ file, kind, required, total, wrong }) =>
    [file, kind, String(total - wrong.length), String(total), wrong.length === 0 ? "ok" : required ? "WRONG" : "not required"])]));
  for (const { file, wrong } of tallies) for (const row of wrong.slice(0, shownWrong)) console.log(`  ${file}: ${row}`);
  return tallies.some(({ required, wrong }) => required && wrong.length > 0) ? 1 : 0;
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (/^\d+$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join("  ").trimEnd()).join("\n");
}

process.exitCode = main(process.argv[2]);
