// Labelled alert sets as the bench reads them: time,name,ip,host,short,time_label,event_label, one file a network.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** phase: undefined for what no attack did. */
export interface LabelledAlert { at: number; name: string; labels: Readonly<Record<string, string>>; phase: string | undefined }
export interface Network { name: string; alerts: readonly LabelledAlert[] }

export const findSets = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((file) => /\.csv(?:\.gz)?$/.test(file)).toSorted().map((file) => join(folder, file)) : [];

/** Rows in the order of their time: detectors write their alerts one after the other, a stream brings them together. */
export function readNetwork(file: string): Network {
  const bytes = readFileSync(file);
  const [head = "", ...lines] = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n").filter((line) => line !== "");
  const columns = cellsOf(head);
  const alerts = lines.map((line) => alertOf(Object.fromEntries(cellsOf(line).map((cell, index) => [columns[index] ?? "", cell]))));
  return { name: basename(file).replace(/\.csv(?:\.gz)?$/, ""), alerts: alerts.toSorted((a, b) => a.at - b.at) };
}

function alertOf(row: Readonly<Record<string, string>>): LabelledAlert {
  const { time = "", name = "", ip = "", host = "", time_label: phase = "" } = row;
  if (name === "" || !Number.isFinite(Number(time)) || time === "") throw new Error(`a row without time or name: ${JSON.stringify(row)}`);
  return { at: Number(time) * 1000, name, labels: { alertname: name, host, ip }, phase: phase === "false_positive" || phase === "-" || phase === "" ? undefined : phase };
}

/** RFC 4180 cells of one line. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.trimEnd().split(",");
  return [...line.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}
