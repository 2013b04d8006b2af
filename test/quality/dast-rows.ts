// How well the real scan finds what the range holds, check by check: crawl, points, probes and their repetition together.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scanHere } from "../../src/app/dast/local-scan.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createLog } from "../../src/kernel/log.ts";
import { judge } from "../bench/dast/judge.ts";
import type { CheckRow, Verdict } from "../bench/dast/judge.ts";
import { openWholeRange } from "../dast/range/whole.ts";

export type { CheckRow };

/** Checks whose cases need neither a browser nor long waits: together they take some seconds. */
export const quickChecks = ["cors-reflection", "crlf-injection", "host-header", "open-redirect", "shellshock", "xss-reflected"] as const;

/** A scan for each check: what the cases of one do to the pace of a scan is not the others' business. */
export async function scanVerdicts(checks: readonly string[], seed?: string): Promise<Pick<Verdict, "rows" | "cases">> {
  const verdicts: Verdict[] = [];
  for (const check of checks) verdicts.push(await scanVerdict([check], seed));
  return { rows: verdicts.flatMap(({ rows }) => rows), cases: verdicts.flatMap(({ cases }) => cases) };
}

/** One scan of the cases of these checks with these checks, without a browser. Another seed gives the range other words and paths. */
async function scanVerdict(checks: readonly string[], seed = "quality"): Promise<Verdict> {
  const range = await openWholeRange({ checks, seed });
  const root = mkdtempSync(join(tmpdir(), "aftwatch-quality-dast-"));
  try {
    const { report } = await scanHere({
      url: `${range.origin}/`, part: { profile: "full", browser: "off", seed: "quality", scope: { origins: range.origins }, checks: { only: checks } }, root, resume: false, testable: undefined, version: "quality", clock: systemClock,
      log: createLog({ clock: systemClock, level: "error", write: (line) => { process.stderr.write(line); } }), signal: new AbortController().signal, secretOf: () => undefined, onProgress: () => {},
    });
    const said = report.weaknesses.map(({ check, alsoAt, evidence }) => ({ check, because: evidence.because, urls: [...alsoAt, ...evidence.exchanges.filter(({ role }) => role === "attack").map(({ url }) => url)] }));
    return judge(range.expected, said, (check) => checks.includes(check));
  } finally {
    rmSync(root, { recursive: true, force: true });
    await range.close();
  }
}
