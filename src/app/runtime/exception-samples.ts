// Samples of attacks beside rules, run through the engine: the hits that an exception of these rules would be asked of.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Hit } from "../../runtime/hit.ts";
import { eventsOf } from "../../runtime/sigma/samples/sample-events.ts";
import { readSample } from "../../runtime/sigma/samples/sample.ts";
import type { Sample } from "../../runtime/sigma/samples/sample.ts";
import type { SigmaCorrelation, SigmaFile, SigmaRule } from "../../runtime/sigma/rule.ts";
import { createEngine } from "./engine.ts";

/** hits: of the rule, by one sample that must match. file and line: where the sample stands. */
export interface AttackSample { ruleId: string; title: string; why: string; file: string; line: number; hits: readonly Hit[] }

type Head = SigmaRule | SigmaCorrelation;

/** Of these rules, or of all; undefined: all. Samples that do not match as they should are somebody else's test. */
export async function attackSamples(book: SigmaFile, ruleIds: readonly string[] | undefined): Promise<readonly AttackSample[]> {
  const heads: readonly Head[] = [...book.rules, ...book.correlations];
  const wanted = new Set(ruleIds ?? heads.map(({ id }) => id));
  const files = [...Map.groupBy(heads, ({ place }) => place.file)].filter(([, ofFile]) => ofFile.some(({ id }) => wanted.has(id)));
  const found: AttackSample[] = [];
  for (const [file, ofFile] of files) {
    const samples = file.replace(/\.ya?ml$/i, ".samples.jsonl");
    if (samples === file || !existsSync(samples)) continue;
    const observe = observerOf(withCounted(book, ofFile));
    (await readFile(samples, "utf8")).split("\n").forEach((text, index) => { if (text.trim() !== "") found.push(...hitsOf(text, observe, wanted).map((one) => ({ ...one, file: samples, line: index + 1 }))); });
  }
  return found;
}

function hitsOf(text: string, observe: (sample: Sample) => readonly Hit[], wanted: ReadonlySet<string>): Omit<AttackSample, "file" | "line">[] {
  const sample = readSample(text.trim());
  if ("problem" in sample || !sample.match) return [];
  const hits = observe(sample).filter(({ ruleId }) => wanted.has(ruleId));
  return [...Map.groupBy(hits, ({ ruleId }) => ruleId)].map(([ruleId, of]) => ({ ruleId, title: of[0]?.title ?? ruleId, why: sample.why, hits: of }));
}

/** What correlations remember of one sample is none of the next one's business. */
function observerOf(rules: SigmaFile): (sample: Sample) => readonly Hit[] {
  const shared = rules.correlations.length === 0 ? createEngine({ rules }) : undefined;
  return (sample) => {
    const engine = shared ?? createEngine({ rules });
    const hits = sample.steps.flatMap((step, place) => { const events = eventsOf(step, place); return typeof events === "string" ? [] : events.flatMap((event) => engine.observe(event)); });
    return [...hits, ...engine.end()];
  };
}

/** What stands in one file, and the rules its correlations count wherever they stand. Other filters are left aside: what they leave out, this exception does not hide. */
function withCounted(book: SigmaFile, ofFile: readonly Head[]): SigmaFile {
  const byName = new Map<string, Head>([...book.rules, ...book.correlations].flatMap((one) => [[one.id, one], ...(one.name === undefined ? [] : [[one.name, one] as const])] as const));
  const all = new Set(ofFile);
  for (const one of all) if (one.kind === "correlation") for (const name of one.rules) { const counted = byName.get(name); if (counted) all.add(counted); }
  return { rules: [...all].filter((one): one is SigmaRule => one.kind === "rule"), correlations: [...all].filter((one): one is SigmaCorrelation => one.kind === "correlation"), filters: [], rejects: [] };
}
