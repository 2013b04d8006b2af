// A process that opens an index and asks it: how long until it answers, and how many answers a second. Prints its figures as JSON.
import { readFileSync } from "node:fs";
import { openAdvisoryIndex } from "../../src/advisories/advisory-index/open-index.ts";
import { namesOfText } from "../../src/inventory/component-names.ts";

export interface LookupFigures { openMs: number; first500Ms: number; rssMb: number; newPerSecond: number; samePerSecond: number; found: number; questions: number }

const [directory = "", file = "", minimumMs = "300"] = process.argv.slice(2);
const questions = (JSON.parse(readFileSync(file, "utf8")) as string[]).flatMap((purl) => namesOfText(purl).names);

const begun = performance.now();
const index = openAdvisoryIndex(directory);
const opened = performance.now();
const ask = (some: typeof questions): number => some.reduce((sum, { packageKey, ecosystem }) => sum + index.partsOf(packageKey, ecosystem).length, 0);
const few = questions.slice(0, 500);
ask(few);
const first = performance.now();
const rssMb = process.memoryUsage().rss / 2 ** 20;
// Each question once: of the answers nothing has been kept, only the file is in the system's memory.
const found = ask(questions);
const all = performance.now();
ask(few);
let rounds = 0;
const again = performance.now();
while (performance.now() - again < Number(minimumMs)) { ask(few); rounds++; }
const samePerSecond = (rounds * few.length * 1000) / (performance.now() - again);
index.close();
process.stdout.write(`${JSON.stringify({ openMs: opened - begun, first500Ms: first - opened, rssMb, newPerSecond: (questions.length * 1000) / (all - first), samePerSecond, found, questions: questions.length } satisfies LookupFigures)}\n`);
