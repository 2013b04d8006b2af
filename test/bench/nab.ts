// npm run bench:nab -- [--data DIR] [--out DIR]: the rate detector beside simple ones on series of our own, and on NAB where its data is; kept in bench/results/nab.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { alarmAt } from "../../src/runtime/rates/detector.ts";
import { aligned } from "./figures.ts";
import { readNab, writeResult } from "./nab/files.ts";
import { peers } from "./nab/peers.ts";
import type { Peer } from "./nab/peers.ts";
import { measureProduction } from "./nab/production.ts";
import { fixed, optimised, profiles } from "./nab/score.ts";
import type { Scored, Standing } from "./nab/score.ts";
import { syntheticCorpus } from "./nab/synthetic.ts";
import type { Series } from "./nab/synthetic.ts";

const resultFile = new URL("../../bench/results/nab.json", import.meta.url);

/** Settings were chosen on the first; the second was not looked at while they were. */
const corpora = { "synthetic, developed on": [1, 2, 3, 4, 5, 6, 7, 8], "synthetic, held out": [101, 102, 103, 104, 105, 106, 107, 108] };

interface Line { corpus: string; detector: string; profile: string; optimised: Standing; fixed: Standing | undefined; microsecondsPerPoint: number }

const rounded = (standing: Standing): Standing => ({ ...standing, score: Number(standing.score.toFixed(2)), threshold: Number(standing.threshold.toPrecision(8)) });

function linesOf(corpus: string, series: readonly Series[], peer: Peer, keep?: (index: number, scores: Float64Array) => void): Line[] {
  const startedAt = performance.now();
  const scored: Scored[] = series.map((one, index) => { const scores = peer.scores(one); keep?.(index, scores); return { scores, windows: one.windows }; });
  const microsecondsPerPoint = Number(((1000 * (performance.now() - startedAt)) / series.reduce((sum, { values }) => sum + values.length, 0)).toFixed(2));
  return profiles.map((profile) => ({ corpus, detector: peer.id, profile: profile.name, microsecondsPerPoint, optimised: rounded(optimised(scored, profile)), fixed: peer.id === "aftwatch" ? rounded(fixed(scored, profile, alarmAt)) : undefined }));
}

function tableOf(lines: readonly Line[]): string {
  const head = ["corpus", "detector", ...profiles.map(({ name }) => name), "fixed threshold", "windows found", "false alarms", "us/point"];
  const rows = lines.filter(({ profile }) => profile === "standard").map(({ corpus, detector, optimised: best, microsecondsPerPoint }) => {
    const same = lines.filter((line) => line.corpus === corpus && line.detector === detector);
    return [corpus, detector, ...same.map((line) => line.optimised.score.toFixed(1)), same.map((line) => line.fixed?.score.toFixed(1) ?? "").filter(Boolean).join(" / "), `${best.found}/${best.windows}`, String(best.falseAlarms), String(microsecondsPerPoint)];
  });
  return aligned([head, ...rows]);
}

function nabLines(data: string, out: string | undefined): Line[] {
  const { files, isLabelled } = readNab(data);
  const lines = peers.flatMap((peer) => linesOf("NAB", files, peer, (index, scores) => {
    const file = files[index];
    if (out !== undefined && file !== undefined) writeResult(out, peer.id, file, scores);
  }));
  if (!isLabelled) process.stderr.write("there is no combined_windows.json: the result files can be scored with NAB's own scorer, no score is told here\n");
  return isLabelled ? lines : [];
}

function main(): void {
  const { values: { data, out } } = parseArgs({ options: { data: { type: "string" }, out: { type: "string" } } });
  const synthetic = Object.entries(corpora).flatMap(([name, seeds]) => { const series = syntheticCorpus(seeds); return peers.flatMap((peer) => linesOf(name, series, peer)); });
  const nab = data === undefined ? [] : nabLines(data, out);
  process.stdout.write(tableOf([...synthetic, ...nab]));
  if (data === undefined) process.stdout.write("NAB itself was not scored: name its folder with --data.\n");
  const production = measureProduction(20);
  process.stdout.write(`rates per minute: ${production.burstsTold} of ${production.bursts} bursts told, ${production.falseAlarms} false alarms in ${production.seriesDays} days of one series, ${production.microsecondsPerBin} us a bin, largest row ${production.largestRowBytes} bytes\n`);
  mkdirSync(new URL(".", resultFile), { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? "unknown", platform: `${platform()} ${arch()}`, node: process.versions.node };
  writeFileSync(resultFile, `${JSON.stringify({ machine, measuredOn: new Date().toISOString().slice(0, 10), nabWasGiven: data !== undefined, production, lines: [...synthetic, ...nab] }, undefined, 2)}\n`);
  process.stdout.write(`kept in ${fileURLToPath(resultFile)}\n`);
}

main();
