// NAB's files: data/<category>/<file>.csv and labels/combined_windows.json in, results/<detector>/<category>/<detector>_<file>.csv out.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { profiles, probationOf, worthsOf } from "./score.ts";
import type { Series } from "./synthetic.ts";

export interface NabFile extends Series { /** The timestamps as the file writes them. */ stamps: readonly string[]; /** The values as the file writes them. */ texts: readonly string[] }

export interface NabCorpus { files: NabFile[]; /** false: there was no combined_windows.json, so nothing can be scored. */ isLabelled: boolean }

type Labels = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** A checkout of NAB, its data folder, or a folder with the categories in it. The labels are looked for at labels/ there, beside it, or in it. */
export function readNab(dir: string): NabCorpus {
  const data = existsSync(join(dir, "data")) ? join(dir, "data") : dir;
  const labelFile = ["labels/combined_windows.json", "../labels/combined_windows.json", "combined_windows.json"].map((path) => join(dir, path)).find((path) => existsSync(path));
  const labels = labelFile === undefined ? {} : JSON.parse(readFileSync(labelFile, "utf8")) as Labels;
  const files = globSync("*/*.csv", { cwd: data }).map((name) => name.replaceAll("\\", "/")).toSorted().map((name) => readFile(data, name, labels[name] ?? []));
  if (files.length === 0) throw new Error(`${data} holds no <category>/<file>.csv: name a checkout of NAB or its data folder`);
  return { files, isLabelled: labelFile !== undefined };
}

function readFile(data: string, name: string, labels: readonly (readonly [string, string])[]): NabFile {
  const rows = readFileSync(join(data, name), "utf8").trim().split(/\r?\n/).slice(1).map((line) => line.split(","));
  const stamps = rows.map(([stamp = ""]) => stamp.trim());
  const at = stamps.map((stamp) => instantOf(stamp, name));
  const texts = rows.map(([, value = ""]) => value.trim());
  return { name, stamps, texts, at, values: Float64Array.from(texts, Number), windows: labels.map(([from, to]) => [pointAt(at, instantOf(from, name)), pointAt(at, instantOf(to, name))] as const).toSorted((a, b) => a[0] - b[0]) };
}

/** NAB writes no zone; any one zone for all files gives the same windows. */
function instantOf(stamp: string, name: string): number {
  const at = Date.parse(`${stamp.replace(" ", "T").replace(/\.\d+$/, "")}Z`);
  if (Number.isNaN(at)) throw new Error(`${name}: "${stamp}" is no timestamp like 2014-04-01 00:00:00`);
  return at;
}

/** NAB takes the first row with that very time; a label that lies between rows gets the next one. */
function pointAt(at: readonly number[], wanted: number): number {
  const exact = at.indexOf(wanted);
  if (exact >= 0) return exact;
  const next = at.findIndex((one) => one > wanted);
  return next < 0 ? at.length - 1 : next;
}

/** Columns as NAB's own runner writes them: what its scorer reads, then each profile's S(t) of an alarm at the point. */
function resultCsv(series: Series, stamps: readonly string[], texts: readonly string[], scores: ArrayLike<number>): string {
  const worths = worthsOf({ scores, windows: series.windows });
  const probation = probationOf(stamps.length);
  const lines = stamps.map((stamp, point) => {
    const { window = -1, worth = 0 } = worths[point] ?? {};
    const worthOf = ({ tp, fp }: { tp: number; fp: number }): number => (point < probation ? 0 : worth * (window < 0 ? fp : tp));
    return [stamp, texts[point], scores[point], window < 0 ? 0 : 1, ...profilesByName.map(worthOf)].join(",");
  });
  return `${["timestamp,value,anomaly_score,label", ...profilesByName.map(({ name }) => `S(t)_${name}`)].join(",")}\n${lines.join("\n")}\n`;
}

const profilesByName = ["reward_low_FP_rate", "reward_low_FN_rate", "standard"].flatMap((name) => profiles.filter((profile) => profile.name === name));

/** results/<detector>/<category>/<detector>_<file>.csv below `out`. */
export function writeResult(out: string, detector: string, file: NabFile, scores: ArrayLike<number>): void {
  const path = join(out, "results", detector, dirname(file.name), `${detector}_${basename(file.name)}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, resultCsv(file, file.stamps, file.texts, scores));
}
