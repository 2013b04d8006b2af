// Every npm script starts here, under any Node from 20: install what is missing, build the console, find the runtime, run the target.
import process from "node:process";
import { ensureConsole } from "./launch/console.mjs";
import { ensureInstalled } from "./launch/install.mjs";
import { rootDir } from "./launch/progress.mjs";
import { findRuntime } from "./launch/runtime.mjs";
import { run } from "./launch/run.mjs";
import { runTests } from "./launch/tests.mjs";

const script = (...words) => (runtime, more) => run(runtime, [...words, ...more]);

// console: the target shows the console, so it has to be built from the sources of today.
const targets = {
  start: { console: true, run: script("scripts/aftwatch.mjs", "serve") },
  demo: { console: true, run: script("test/demo/demo.ts") },
  screenshots: { console: true, run: script("scripts/screenshots.ts") },
  test: { run: runTests },
  golden: { run: (runtime, more) => runTests(runtime, more, { GOLDEN: "1" }) },
  check: { run: script("scripts/check.ts") },
  docs: { run: script("scripts/docs.ts") },
  chaos: { run: script("test/chaos/chaos.ts") },
  "chaos:notify": { run: script("test/chaos/notify.ts") },
  "chaos:playbooks": { run: script("test/chaos/playbooks.ts") },
  "chaos:runtime": { run: script("test/chaos/runtime.ts") },
  "chaos:dast": { run: script("test/chaos/dast.ts") },
  // 4,000 cases of each of three properties on each decoder: 132,000 in all with eleven of them.
  "fuzz:decoders": { run: (runtime, more) => runTests(runtime, ["src/runtime/decoders/index.test.ts", "-t", "no exception", ...more], { FUZZ_CASES: "4000" }) },
  // 800 bodies at each of thirteen doors: 10,400 on the embedded store, half as many on PostgreSQL.
  "fuzz:ingest": { run: (runtime, more) => runTests(runtime, ["test/acceptance/runtime-hostile.test.ts", "-t", "garbage", ...more], { FUZZ_BODIES: "800", FUZZ_STORES: "all" }) },
  // 20,000 streams through each of six properties.
  "fuzz:correlations": { run: (runtime, more) => runTests(runtime, ["src/runtime/correlation/any-order.test.ts", ...more], { CORRELATION_CASES: "20000" }) },
  "quality:runtime": { run: script("test/quality/runtime.ts") },
  "quality:scans": { run: script("test/quality/dast.ts") },
  // Every case and page that a run of the tests takes a share of: the browser's crawls, logins and proofs, and the checks that need it.
  "quality:dast": { run: (runtime, more) => runTests(runtime, ["src/dast", "test/dast", ...more], { DAST_WHOLE: "1" }) },
  conformance: { run: script("scripts/conformance.ts") },
  bench: { run: (runtime, [name = "loop", ...more]) => run(runtime, [`test/bench/${name}.ts`, ...more]) },
};

const [name = "", ...more] = process.argv.slice(2);
const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
if (target === undefined) {
  process.stderr.write(`error: there is no target "${name}".\n  mend: Use one of ${Object.keys(targets).join(", ")}.\n`);
  process.exitCode = 2;
} else {
  process.chdir(rootDir);
  process.exitCode = await launch(target);
}

async function launch({ console: needsConsole = false, run: start }) {
  if (!await ensureInstalled()) return 3;
  const runtime = findRuntime();
  if (runtime === undefined) return 3;
  if (needsConsole && !await ensureConsole(runtime)) return 3;
  return start(runtime, more);
}
