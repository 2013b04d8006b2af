// aftwatch selftest: how good the matches are, against labels of known answers.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Fault } from "../../kernel/fault.ts";
import { createLog } from "../../kernel/log.ts";
import type { LabelReject, MatchLabel } from "../../matching/match-label.ts";
import type { Miss, Quality, SelftestResult } from "../../matching/selftest.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall, ExitCode } from "../command.ts";
import type { Column } from "../output.ts";
import { count } from "../sentences.ts";

const selftest = defineCommand({
  path: "selftest",
  about: "measure match quality against labelled answers",
  examples: ["aftwatch selftest --labels labels.jsonl --advisories ./osv-mirror", "aftwatch selftest --labels labels.jsonl --advisories records.zip -o json"],
  options: [
    { flags: "--labels <file>", about: "JSON lines: package, version, ecosystem, vulnerability, label", required: true },
    { flags: "--advisories <place>", about: "mirror, folder of JSON, .zip or .jsonl(.gz); else the index in use" },
    { flags: "--db <dir>", about: "the index, where no advisories are named" },
  ],
  exits: { 0: "every label is met", 1: "some label is missed", 4: "some label cannot be read or decided, or there is none" },
  async run(call) {
    const { labels, rejects } = readLabels(resolve(call.io.cwd, call.text("labels") ?? ""), await import("../../matching/match-label.ts"));
    const place = call.text("advisories");
    const result = place === undefined ? await graded(call, labels, await standingIndex(call)) : await inScratch((directory) => gradedOn(call, labels, place, directory));
    return tell(call, result, rejects);
  },
});

function readLabels(file: string, { readLabelFile }: typeof import("../../matching/match-label.ts")): { labels: MatchLabel[]; rejects: LabelReject[] } {
  let text: string;
  try { text = readFileSync(file, "utf8"); } catch (cause) {
    throw new Fault("cli.usage", { detail: `${file} cannot be read: ${(cause as Error).message}.` }, cause);
  }
  const read = readLabelFile(text);
  return { labels: read.filter((one) => "names" in one), rejects: read.filter((one) => "reason" in one) };
}

async function standingIndex({ io, text }: CommandCall): Promise<string> {
  const { advisoryIndexPlace } = await import("../../app/advisory-index/advisory-index-place.ts");
  return advisoryIndexPlace({ env: io.env, cwd: io.cwd, home: io.home, flag: text("db") });
}

async function inScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "aftwatch-selftest-"));
  try { return await work(directory); } finally { rmSync(directory, { recursive: true, force: true }); }
}

/** An index of these advisories alone, whatever the settings leave out. */
async function gradedOn(call: CommandCall, labels: readonly MatchLabel[], from: string, directory: string): Promise<SelftestResult> {
  const { io, progress } = call;
  const [{ runIndexUpdate }, { readSettings }] = await Promise.all([import("../../app/advisory-index/advisory-index-run.ts"), import("../../app/settings.ts")]);
  const settings = readSettings(io.env, {}, io.cwd);
  const bar = progress.start("advisories", undefined, "records");
  const report = await runIndexUpdate({
    directory, from, fresh: true, cwd: io.cwd, clock: io.clock, signal: io.signal, version: call.program.version, holder: "selftest",
    settings: { ...settings, feeds: { ...settings.feeds, enabled: ["osv"], ecosystems: undefined, except: [] } },
    log: createLog({ clock: io.clock, level: "warn", write: (line) => { io.err.write(line); } }), onProgress: (_source, { done, total }) => { bar.at(done, total); },
  }).finally(() => { bar.end(); });
  for (const { record, reason } of report.rejects) call.detail(`not taken: ${record}: ${reason}`);
  for (const { id, error } of report.sources) if (error !== undefined) throw new Fault("cli.usage", { detail: `${from} could not be read as advisories (${id}): ${error}` });
  return graded(call, labels, directory);
}

async function graded(_call: CommandCall, labels: readonly MatchLabel[], directory: string): Promise<SelftestResult> {
  const [{ openAdvisoryIndex }, { selftest: grade }] = await Promise.all([import("../../advisories/advisory-index/open-index.ts"), import("../../matching/selftest.ts")]);
  const index = openAdvisoryIndex(directory);
  try { return grade(labels, index); } finally { index.close(); }
}

function tell(call: CommandCall, { rows, total, misses, unlabelled }: SelftestResult, rejects: readonly LabelReject[]): ExitCode {
  for (const { line, reason } of rejects) call.say(`Line ${line} ${reason}.`);
  call.output.rows("selftest", columns, [...rows, total], { misses: misses.map(missOf), rejects, unlabelled });
  for (const miss of misses) call.say(`${miss.kind}, line ${miss.label.line}: ${miss.label.shown} and ${miss.label.vulnerability}. ${miss.why.join(" ")}`);
  if (unlabelled > 0) call.say(`${count(unlabelled, "label")} not graded: whoever made them could not tell.`);
  if (total.labels === 0) call.say("Nothing was graded: the file holds no label that can be.");
  if (misses.some(({ kind }) => kind !== "undecided")) return 1;
  return total.labels === 0 || misses.length > 0 || rejects.length > 0 ? 4 : 0;
}

const missOf = ({ label: { line, shown, ecosystem, vulnerability, expected }, kind, why }: Miss) => ({ line, package: shown, ecosystem, vulnerability, expected, kind, why });

const share = (value: number | undefined): string | undefined => value?.toFixed(4);

const columns: readonly Column<Quality>[] = [
  { head: "ECOSYSTEM", of: (row) => row.ecosystem },
  { head: "LABELS", of: (row) => row.labels },
  { head: "TP", of: (row) => row.truePositive },
  { head: "FP", of: (row) => row.falsePositive },
  { head: "FN", of: (row) => row.falseNegative },
  { head: "TN", of: (row) => row.trueNegative },
  { head: "UNDECIDED", of: (row) => row.undecided },
  { head: "PRECISION", of: (row) => share(row.precision) },
  { head: "RECALL", of: (row) => share(row.recall) },
  { head: "F1", of: (row) => share(row.f1) },
];

export const commands = [selftest];
