// Labelled parameters of requests against the detectors of web attacks: recall per class and false alarms.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { enrichWeb } from "../../src/runtime/web/enrich.ts";

/** found: of attacks, those spoken of (of any kind); of benign values, false alarms. missed: digests, so that no third-party text is kept. */
export interface QualityRow { set: string; name: string; samples: number; found: number; isBenign: boolean; missed: readonly string[] }

const own = new URL("../../src/runtime/web/detectors.fixtures/", import.meta.url);
const shared = new URL("../../../shared/data/runtime/web-payloads/HttpParams-train.csv.gz", import.meta.url);

export const hasSharedPayloads = (): boolean => existsSync(shared);

const isSpokenOf = (value: string): boolean => enrichWeb({
  id: undefined, at: 0, isTimed: true, decoder: "quality", logsource: { category: "webserver" }, origin: {}, raw: "", fields: { "cs-uri-stem": "/page", "cs-uri-query": `value=${encodeURIComponent(value.toWellFormed())}` },
}).fields["attack.class"] !== undefined;

export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

function rowOf(set: string, name: string, values: readonly string[], isBenign: boolean): QualityRow {
  const spoken = values.map(isSpokenOf);
  return { set, name, samples: values.length, found: spoken.filter(Boolean).length, isBenign, missed: values.filter((_, at) => spoken[at] === isBenign).map(digestOf).toSorted() };
}

export const ownPayloads = (): QualityRow[] => ["benign", "sqli", "xss", "command", "traversal"].map((name) =>
  rowOf("our own values", name, readFileSync(new URL(`${name}.txt`, own), "utf8").split("\n").filter((line) => line !== ""), name === "benign"));

/** Morzeux/HttpParamsDataset: payload,length,attack_type,label. */
export function sharedPayloads(): QualityRow[] {
  const rows = csvRows(gunzipSync(readFileSync(shared)).toString("utf8")).slice(1);
  const byKind = Map.groupBy(rows, (row) => row[2] ?? "");
  return [...byKind].map(([kind, of]) => rowOf("HttpParams, training part", kind, of.map(([payload = ""]) => payload), kind === "norm"));
}

/** RFC 4180: quoted cells, doubled quotes, line breaks within. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain ?? "" : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  return rows;
}
