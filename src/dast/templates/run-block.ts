// Runs one block: each payload set with each request, and what the matchers and extractors make of the answers.
import type { Exchange } from "../exchange.ts";
import { answerOf } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { DslError } from "./dsl/value.ts";
import type { Names, Value } from "./dsl/value.ts";
import { extractAll } from "./extract.ts";
import { fill } from "./mould.ts";
import { fits, matchAll } from "./match.ts";
import type { Looking } from "./match.ts";
import { countSets, payloadSets } from "./payload-sets.ts";
import type { PayloadSet } from "./payload-sets.ts";
import { isOnce, prepare } from "./prepare.ts";
import type { Run } from "./run.ts";
import type { Block } from "./template.ts";

/** What a block has shown. matcher: the name that fits, undefined without one. */
export interface BlockHit { block: Block; number: number; matcher: string | undefined; internal: boolean; exchange: Exchange; earlier: readonly Exchange[]; extracted: readonly string[]; payloads: PayloadSet }

export interface BlockOutcome { hits: readonly BlockHit[]; matched: boolean; extracted: boolean }

interface Going { block: Block; number: number; run: Run; history: Answer[]; hits: BlockHit[]; extracted: boolean; stopped: boolean }

/** number: from 1, as a flow names it. */
export async function runBlock(block: Block, number: number, run: Run): Promise<BlockOutcome> {
  const going: Going = { block, number, run, history: [], hits: [], extracted: false, stopped: false };
  const sets = countSets(block.payloads, block.attack);
  if (sets > run.limits.payloadSets) run.note(`${sets} payload sets, of which ${run.limits.payloadSets} are sent`);
  let first = true;
  let used = 0;
  for (const set of payloadSets(block.payloads, block.attack)) {
    if (going.stopped || used++ >= run.limits.payloadSets) break;
    await runSet(going, set, first);
    first = false;
  }
  return { hits: going.hits, matched: going.hits.length > 0, extracted: going.extracted };
}

async function runSet(going: Going, set: PayloadSet, first: boolean): Promise<void> {
  const { block, run } = going;
  going.history.length = 0;
  const count = block.paths.length + block.raw.length;
  for (let sequence = 0; sequence < count && !going.stopped; sequence++) {
    if (!first && isOnce(block.raw[sequence - block.paths.length] ?? "")) continue;
    for (const values of iterations(going)) {
      if (going.stopped || run.spent()) return;
      await runOne(going, sequence, set, values);
    }
  }
}

/** iterate-all: once for each value that an extractor took; otherwise once with the first. */
function iterations({ block, run }: Going): readonly ReadonlyMap<string, string>[] {
  const lists = block.iteratesAll ? [...run.values].filter((entry): entry is [string, readonly string[]] => Array.isArray(entry[1]) && entry[1].length > 1) : [];
  const longest = Math.min(run.limits.payloadSets, Math.max(1, ...lists.map(([, values]) => values.length)));
  return Array.from({ length: longest }, (_, at) => new Map(lists.map(([name, values]) => [name, values[at] ?? values.at(-1) ?? ""])));
}

async function runOne(going: Going, sequence: number, set: PayloadSet, values: ReadonlyMap<string, string>): Promise<void> {
  const { block, run } = going;
  const names = namesOf(going, set, values);
  const named: Block = run.callBacks.isNeeded ? withCallBacks(block, run) : block;
  const made = preparing(() => prepare(named, sequence, { names, around: run.around, base: run.base }));
  if ("missing" in made || "broken" in made) { run.unsent.push("missing" in made ? `no value for ${made.missing.join(", ")}` : made.broken); return; }
  const refusal = run.refuses(made.request);
  if (refusal !== undefined) { run.unsent.push(refusal); return; }
  if (block.precondition && !meets(block.precondition, { names: (name) => (name === "method" ? made.request.method : names(name)), around: run.around })) return;
  await run.waited();
  const exchanges = await run.courier.ask(made, block, run.jar, { fresh: run.fresh });
  run.exchanges.push(...exchanges);
  look(going, exchanges, set, values);
  if (run.callBacks.isNeeded && run.callBacks.isUsed() && going.hits.length === 0) {
    await run.callBacks.listen(run.limits.callBackMs);
    if (run.callBacks.value("interactsh_protocol") !== undefined) look(going, exchanges, set, values);
  }
}

function preparing(make: () => ReturnType<typeof prepare>): ReturnType<typeof prepare> {
  try { return make(); } catch (thrown) { if (thrown instanceof DslError) return { broken: thrown.message }; throw thrown; }
}

function withCallBacks(block: Block, { callBacks }: Run): Block {
  return { ...block, paths: block.paths.map(callBacks.named), raw: block.raw.map(callBacks.named), body: callBacks.named(block.body), headers: block.headers.map(([name, value]) => [name, callBacks.named(value)] as const) };
}

const meets = ({ matchers, every }: NonNullable<Block["precondition"]>, looking: Looking): boolean => (every ? matchers.every((one) => fits(one, looking)) : matchers.some((one) => fits(one, looking)));

/** The last answer first, then those that led to it. */
function look(going: Going, exchanges: readonly Exchange[], set: PayloadSet, values: ReadonlyMap<string, string>): void {
  const answers = exchanges.map((exchange) => answerOf(exchange)).filter((one) => one !== undefined);
  const last = answers.at(-1);
  if (!last) return;
  if (going.history.at(-1) !== last) going.history.push(last);
  for (const answer of answers.toReversed()) if (judge(going, answer, { set, values })) return;
}

function judge(going: Going, answer: Answer, { set, values }: { set: PayloadSet; values: ReadonlyMap<string, string> }): boolean {
  const { block, run } = going;
  const outer = namesOf(going, set, values);
  const looking: Looking = { names: (name) => run.callBacks.value(name) ?? answer.value(name) ?? outer(name), around: run.around };
  const { values: taken, shown } = extractAll(block.extractors, looking);
  for (const [name, all] of taken) run.values.set(name, all.length === 1 ? all[0] : all);
  going.extracted ||= taken.size > 0 || shown.length > 0;
  const match = block.matchers.length > 0 ? matchAll(block.matchers, block.matchEvery, looking) : shown.length > 0 ? { names: [undefined], internal: false } : undefined;
  if (!match) return false;
  for (const name of block.matchEvery ? [match.names.find((one) => one !== undefined)] : match.names) going.hits.push({ block, number: going.number, matcher: name, internal: match.internal, exchange: answer.exchange, earlier: going.history.slice(0, -1).map(({ exchange }) => exchange), extracted: shown, payloads: set });
  if (block.stopsAtFirst || run.template.stopsAtFirst || going.hits.length >= run.limits.hitsOfBlock) going.stopped = true;
  return true;
}

/** Values of this run, payloads, variables, the target; body_2 and its like are those of the second answer. */
function namesOf(going: Going, set: PayloadSet, iteration: ReadonlyMap<string, string>): Names {
  const { run, history } = going;
  const names: Names = (name) => {
    const numbered = /^(.+)_(\d{1,3})$/.exec(name);
    return iteration.get(name) ?? first(run.values.get(name)) ?? payloadValue(set.get(name), name, names, run) ?? run.variable(name, names)
      ?? (numbered ? historyOf(history, run)[Number(numbered[2]) - 1]?.value(numbered[1] ?? "") : undefined);
  };
  return names;
}

/** Of several blocks the answers are numbered on: those of earlier blocks come first only when this block has none of its own. */
const historyOf = (history: readonly Answer[], run: Run): readonly Answer[] => (history.length > 0 ? history : run.answers);
const first = (value: Value): Value => (Array.isArray(value) ? value[0] as string | undefined : value);

function payloadValue(value: string | undefined, name: string, names: Names, run: Run): string | undefined {
  if (value === undefined || !value.includes("{{") || value.includes(`{{${name}}}`)) return value;
  return fill(run.callBacks.named(value), names, run.around).text;
}
