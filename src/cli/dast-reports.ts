// Where the reports of a test go, and their writing.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ReportInput } from "../dast/reports/report.ts";
import { findReport, reports } from "../dast/reports/index.ts";
import { gapLines, gapsOf, headLine, inOrder } from "../dast/reports/report-words.ts";
import { Fault, messageOf } from "../kernel/fault.ts";
import type { CommandCall } from "./command.ts";
import { findingColumns, lineOf } from "./dast-table.ts";
import { hasColor } from "./io.ts";
import { createOutput, plain } from "./output.ts";
import type { Destination } from "./scan-options.ts";

const toldGaps = 20;
const shorter: Readonly<Record<string, string>> = { md: "markdown", xml: "junit" };
const isTable = (format: string): boolean => format === "table" || format === "tsv" || format === "wide";

/** `-o sarif=dast.sarif`, `-o json`, `--json`; a terminal gets a table and a pipe its rows. Throws cli.usage. */
export function destinationsOf(call: Pick<CommandCall, "io" | "texts" | "flag">): Destination[] {
  const given = [...call.texts("format"), ...(call.flag("json") ? ["json"] : [])];
  if (given.length === 0) return [{ format: call.io.out.isTty ? "table" : "tsv", to: undefined }];
  const places = given.map((text): Destination => {
    const [word = "", ...rest] = text.split("=");
    const format = shorter[word] ?? word;
    if (!isTable(format) && findReport(format) === undefined) throw new Fault("cli.usage", { detail: `-o ${word} is not a format; there are table, ${reports.all.map(({ id }) => id).join(", ")}.` });
    if (rest.length > 0 && rest.join("=") === "") throw new Fault("cli.usage", { detail: `-o ${text} names no file.` });
    return { format, to: rest.length === 0 ? undefined : rest.join("=") };
  });
  const loose = places.filter(({ to }) => to === undefined);
  if (loose.length > 1) throw new Fault("cli.usage", { detail: `Two reports cannot share one place: give ${loose.map(({ format }) => `-o ${format}=FILE`).join(" or ")}.` });
  return places;
}

/** Files are written, one format goes to standard output; people are told on stderr what it rests on. */
export async function writeReports(call: CommandCall, destinations: readonly Destination[], input: ReportInput): Promise<void> {
  for (const { format, to } of destinations) await writeText(call, { format, to }, textOf(call, { format, to }, input));
  call.say(headLine(input.scan));
  const gaps = gapLines(gapsOf(input.scan, input.findings));
  for (const gap of gaps.slice(0, toldGaps)) call.say(`not tested: ${plain(gap)}`);
  if (gaps.length > toldGaps) call.say(`and ${gaps.length - toldGaps} more that was not tested; -o html, json or markdown name it all`);
}

function textOf({ io }: CommandCall, { format, to }: Destination, input: ReportInput): string {
  const report = findReport(format);
  if (report !== undefined) return report.write(input);
  let text = "";
  const output = createOutput({ write: (more) => { text += more; }, isTty: false, columns: io.out.columns }, format === "wide" ? "wide" : format === "tsv" ? "tsv" : "table", to === undefined && hasColor(io.env, io.out));
  output.rows("findings", findingColumns, inOrder(input.findings).map((one) => lineOf(one, input.scan.url)));
  return text;
}

export async function writeText(call: CommandCall, { format, to }: Destination, text: string | Uint8Array): Promise<void> {
  if (to === undefined) { call.io.out.write(typeof text === "string" ? text : Buffer.from(text).toString("utf8")); return; }
  try { await writeFile(resolve(call.io.cwd, to), text); } catch (cause) { throw new Fault("cli.usage", { detail: `${to} cannot be written: ${messageOf(cause)}.` }, cause); }
  call.say(`${format} written to ${to}`);
}
