// Everything that must hold before a commit: types, lint, dead parts, the starter set, fresh docs, the house's own tests, the fast tests.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";

interface Check { name: string; words: readonly string[]; mend: string; isStatic: boolean }
interface Outcome { check: Check; seconds: number; code: number; output: string }

const root = fileURLToPath(new URL("..", import.meta.url));
const typescript = "node_modules/typescript/bin/tsc";
const vitest = "node_modules/vitest/vitest.mjs";

// The longest first: two run at a time, and the short ones fill the gaps.
const checks: readonly Check[] = [
  { name: "fast tests", words: [vitest, "run", "src", "--reporter=dot"], mend: "Run `npm test -- FILE` on the file it names.", isStatic: false },
  { name: "house tests", words: [vitest, "run", "test/architecture.test.ts", "test/house-rules.test.ts", "test/dependencies.test.ts", "--reporter=dot"], mend: "Move the import or the line it names; docs/adr/ says why the rules are so.", isStatic: false },
  { name: "types", words: [typescript, "-p", "."], mend: "Correct the types it names.", isStatic: true },
  { name: "console types", words: [typescript, "-p", "console"], mend: "Correct the types it names.", isStatic: true },
  { name: "dead parts", words: ["node_modules/knip/bin/knip.js", "--include", "files,dependencies,unlisted,unresolved"], mend: "Delete the file or the dependency it names, or use it.", isStatic: true },
  { name: "docs", words: ["scripts/docs.ts", "--check"], mend: "Run `npm run docs` and commit what it writes.", isStatic: true },
  { name: "starter set", words: ["scripts/check-starter.ts"], mend: "Correct the record it names in content/starter/.", isStatic: true },
  { name: "lint", words: ["node_modules/oxlint/bin/oxlint", "--deny-warnings", "--format=unix", "."], mend: "Correct the lines it names; `node_modules/.bin/oxlint --fix` does some.", isStatic: true },
];

const atOnce = 2;

async function runAll(wanted: readonly Check[]): Promise<Outcome[]> {
  const waiting = [...wanted];
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const outcome = await runOne(check);
      outcomes.push(outcome);
      tell(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}

function runOne(check: Check): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, check.words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => { parts.push(part); });
  return new Promise((resolve) => {
    const end = (code: number, why = ""): void => { resolve({ check, code, seconds: (performance.now() - startedAt) / 1000, output: Buffer.concat(parts).toString() + why }); };
    child.once("error", (error) => { end(1, error.message); });
    child.once("close", (code) => { end(code ?? 1); });
  });
}

function tell({ check, code, seconds, output }: Outcome): void {
  const took = `${seconds.toFixed(1)} s`;
  if (code === 0) return console.log(`${styleText("green", "ok    ")} ${check.name}, ${took}`);
  console.log(output.trimEnd());
  console.log(styleText("red", `failed ${check.name}, ${took}. ${check.mend}`));
}

// --static: only what the tests themselves do not hold, for a run that has them anyway.
const wanted = process.argv.includes("--static") ? checks.filter(({ isStatic }) => isStatic) : checks;
const startedAt = performance.now();
const failed = (await runAll(wanted)).filter(({ code }) => code !== 0);
const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
if (failed.length === 0) console.log(styleText("green", `all ${wanted.length} checks passed in ${took}`));
// Once more at the end: what failed first has long scrolled away.
else for (const { check } of failed) console.log(styleText("red", `failed: ${check.name}. ${check.mend}`));
process.exitCode = failed.length === 0 ? 0 : 1;
