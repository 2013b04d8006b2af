// npm run bench:runtime: events against Sigma rules on one core: rates, selectivity, memory, load, growth; as tables and in bench/results/runtime.json.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMet } from "./figures.ts";
import { isSigmaHqThere, rulesSaid } from "./runtime/rules.ts";
import { parts } from "./runtime/parts.ts";
import { quick, whole } from "./runtime/plan.ts";
import type { Plan } from "./runtime/plan.ts";
import { keep, partResult, resultFile, textOf } from "./runtime/results.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean" }, only: { type: "string" } } });
const say = (text: string): void => { process.stderr.write(`${text}\n`); };
const names = parts.map(({ name }) => name);

async function main(plan: Plan, work: string): Promise<void> {
  if (!isSigmaHqThere) say(`Measured with ${rulesSaid}.`);
  const missed: string[] = [];
  for (const part of parts.filter(({ name }) => values.only === undefined || name === values.only)) {
    say(`${part.name} ...`);
    const { rows, notes } = await part.measure(plan, work);
    const result = partResult(part.name, rows, notes);
    process.stdout.write(`\n${textOf(result)}`);
    if (!values.quick) keep(result, names);
    missed.push(...result.rows.filter((row) => row.aim !== undefined && !isMet(row)).map(({ measure }) => measure));
  }
  process.stdout.write(`${missed.length === 0 ? "Every aim is met." : `MISSED: ${missed.join("; ")}.`}\n`);
  if (!values.quick) process.stdout.write(`kept in ${fileURLToPath(resultFile)}\n`);
}

if (values.only !== undefined && !names.includes(values.only)) {
  say(`error: there is no part "${values.only}".\n  mend: Use one of ${names.join(", ")}.`);
  process.exitCode = 2;
} else await inTemporaryFolder("aftwatch-bench-runtime", (work) => main(values.quick ? quick : whole, work));
