// Runs the tests, then says aloud what was skipped, and ends with the one line that machines look for.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import process from "node:process";
import { dirname, relative } from "node:path";
import { inRoot, rootDir } from "./progress.mjs";
import { run } from "./run.mjs";

const report = inRoot(".cache", "tests.json");

/** more: paths and options for vitest. The last line on stdout is "N passed, N failed, N skipped". */
export async function runTests(runtime, more, env = {}) {
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const code = await run(runtime, ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...more], env);
  const files = filesOf(report);
  const counts = countsOf(files ?? [], files === undefined ? 1 : code);
  for (const line of skippedLines(files ?? [])) process.stdout.write(`${line}\n`);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  return code === 0 && counts.failed > 0 ? 1 : code;
}

// Undefined when the runner wrote no report: then nothing is known to have passed.
function filesOf(path) {
  try { return JSON.parse(readFileSync(path, "utf8")).testResults; } catch { return undefined; }
}

function countsOf(files, code) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const count = (...states) => tests.filter(({ status }) => states.includes(status)).length;
  // A file that cannot be loaded has no test that failed, and yet it failed; so has a run that ended without a report.
  const broken = files.filter(({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed")).length;
  const failed = count("failed") + broken;
  return { passed: count("passed"), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: count("skipped", "pending", "todo", "disabled") };
}

/** One line for each group of skipped tests: where, and the first one's title, which says why. */
function skippedLines(files) {
  return files.flatMap(({ name, assertionResults }) => {
    const skipped = assertionResults.filter(({ status }) => status !== "passed" && status !== "failed");
    const groups = new Map();
    for (const test of skipped) groups.set(test.ancestorTitles.join(" > "), [...(groups.get(test.ancestorTitles.join(" > ")) ?? []), test.title]);
    return [...groups].map(([group, [first, ...others]]) => `skipped: ${relative(rootDir, name)}: ${[group, first].filter(Boolean).join(" > ")}${others.length > 0 ? ` (and ${others.length} more)` : ""}`);
  });
}
