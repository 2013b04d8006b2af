// Rules held against the samples beside them: NAME.yml and NAME.samples.jsonl, a JSON object per line.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { SigmaFile, SigmaRule } from "../../runtime/sigma/rule.ts";
import type { Explanation } from "../../runtime/sigma/explain.ts";
import { createSampleJudge } from "../../runtime/sigma/samples/judge.ts";
import { readSample } from "../../runtime/sigma/samples/sample.ts";

/** A sample that is not as it says, or cannot be read. */
interface SampleFailure {
  file: string;
  line: number;
  /** Of the rules it stands beside. */
  title: string;
  why: string;
  problem: string;
  /** Of the rule that should have matched or should not have. */
  explanation: Explanation | undefined;
}
export interface SampleReport { rulesTested: number; rulesWithout: readonly SigmaRule[]; samples: number; failures: readonly SampleFailure[] }

const samplesFileOf = (ruleFile: string): string => ruleFile.replace(/\.ya?ml$/i, ".samples.jsonl");

/** Every sample beside every file of rules in `read`; correlations see all rules of it. */
export async function testSamples(read: SigmaFile, onProgress?: (done: number, total: number) => void): Promise<SampleReport> {
  const judge = createSampleJudge(read);
  const byFile = Map.groupBy([...read.rules, ...read.correlations], ({ place }) => place.file);
  const report = { rulesTested: 0, rulesWithout: [] as SigmaRule[], samples: 0, failures: [] as SampleFailure[] };
  let done = 0;
  for (const [file, heads] of byFile) {
    const samples = samplesFileOf(file);
    if (existsSync(samples)) {
      report.rulesTested += heads.length;
      for (const { line, text } of linesOf(await readFile(samples, "utf8"))) {
        report.samples += 1;
        const told = tell(text, heads, judge);
        if (told) report.failures.push({ file: samples, line, title: heads.map(({ title }) => title).join(", "), ...told });
      }
    } else report.rulesWithout.push(...heads.filter((one) => one.kind === "rule"));
    onProgress?.(++done, byFile.size);
  }
  return report;
}

const linesOf = (text: string): { line: number; text: string }[] => text.split("\n").map((one, at) => ({ line: at + 1, text: one.trim() })).filter((one) => one.text !== "");

function tell(text: string, heads: Parameters<ReturnType<typeof createSampleJudge>>[1], judge: ReturnType<typeof createSampleJudge>): Pick<SampleFailure, "why" | "problem" | "explanation"> | undefined {
  const sample = readSample(text);
  if ("problem" in sample) return { why: "", problem: sample.problem, explanation: undefined };
  const verdict = judge(sample, heads);
  return verdict.problem === undefined ? undefined : { why: sample.why, problem: verdict.problem, explanation: verdict.explanation };
}
