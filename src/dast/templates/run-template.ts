// Runs one template against one base: its blocks in order, or as its flow says.
import type { Tools } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Seed } from "../seed.ts";
import { answerOf } from "./answer.ts";
import { createCallBacks } from "./call-backs.ts";
import type { Courier } from "./courier.ts";
import { DslError } from "./dsl/value.ts";
import type { Surroundings, Value } from "./dsl/value.ts";
import { FlowError } from "./flow/flow-error.ts";
import { runFlow } from "./flow/run-flow.ts";
import type { FlowProgram } from "./flow/program.ts";
import { fill } from "./mould.ts";
import { Re2Error } from "./pattern/pattern.ts";
import { runBlock } from "./run-block.ts";
import type { BlockHit, BlockOutcome } from "./run-block.ts";
import type { Run, RunLimits } from "./run.ts";
import { targetNames } from "./target-names.ts";
import type { Template } from "./template.ts";

export const defaultLimits: RunLimits = { payloadSets: 500, requests: 600, hitsOfBlock: 20, callBackMs: 3000 };

export interface RunOptions {
  tools: Tools;
  courier: Courier;
  base: string;
  seed: Seed;
  fresh: boolean;
  limits?: Partial<RunLimits>;
  /** Values that a person gives: username, password, token. */
  given?: ReadonlyMap<string, string>;
  refuses?: (request: TestRequest) => string | undefined;
}

/** hits: those that are a sign by themselves. notes: what was cut or went wrong. unsent: why requests stayed here. */
export interface TemplateRun { hits: readonly BlockHit[]; exchanges: readonly Exchange[]; unsent: readonly string[]; notes: readonly string[]; waits: boolean }

export async function runTemplate(template: Template, options: RunOptions): Promise<TemplateRun> {
  const notes: string[] = [];
  const run = createRun(template, options, notes);
  const hits: BlockHit[] = [];
  const take = async (number: number): Promise<BlockOutcome> => {
    const block = template.blocks[number - 1];
    if (!block) throw new FlowError(`asks for the block ${number}, which there is not`);
    const outcome = await runBlock(block, number, run);
    hits.push(...outcome.hits);
    run.answers = run.exchanges.map((exchange) => answerOf(exchange)).filter((one) => one !== undefined);
    return outcome;
  };
  try {
    if (template.flow) await flowThrough(template, template.flow, run, take);
    else for (let number = 1; number <= template.blocks.length && !(hits.length > 0 && template.stopsAtFirst); number++) await take(number);
  } catch (thrown) {
    if (!(thrown instanceof FlowError) && !(thrown instanceof DslError) && !(thrown instanceof Re2Error)) throw thrown;
    notes.push(`${template.id} ${thrown.message}`);
  }
  return { hits: hits.filter(({ internal }) => !internal), exchanges: run.exchanges, unsent: run.unsent, notes, waits: /duration/.test(JSON.stringify(template.blocks.map(({ matchers }) => matchers.map((matcher) => (matcher.type === "dsl" ? matcher.expressions.map(({ text }) => text) : []))))) };
}

async function flowThrough(template: Template, program: FlowProgram, run: Run, take: (number: number) => Promise<BlockOutcome>): Promise<void> {
  const numberOf = (name: string | number): number => (typeof name === "number" ? name : /^\d+$/.test(name) ? Number(name) : template.blocks.findIndex(({ id }) => id === name) + 1);
  await runFlow(program, {
    get: (name) => run.values.get(name) ?? run.variable(name, () => undefined),
    set: (name, value) => { run.values.set(name, Array.isArray(value) ? value.map(String) : typeof value === "number" || typeof value === "boolean" ? value : String(value)); },
    async http(asked) {
      let all = false;
      for (const name of asked.length > 0 ? asked : template.blocks.map((_, at) => at + 1)) {
        const number = numberOf(name);
        const outcome = await take(number);
        // A block that only extracts has fit when it took something; one with neither has fit when it ran.
        const { matchers = [], extractors = [] } = template.blocks[number - 1] ?? {};
        all ||= matchers.length > 0 ? outcome.matched : extractors.length === 0 || outcome.extracted;
      }
      return all;
    },
  });
}

function createRun(template: Template, { tools, courier, base, seed, fresh, limits, given, refuses }: RunOptions, notes: string[]): Run {
  const bounds = { ...defaultLimits, ...limits };
  const target = targetNames(base);
  const { around, waited } = surroundingsOf(tools, seed);
  const callBacks = { ...createCallBacks(template.needsOutOfBand ? tools.outOfBand : undefined, `${template.id}/${seed.word("label", 6)}`), isNeeded: template.needsOutOfBand };
  const variables = new Map<string, Value>();
  const moulds = new Map(template.variables);
  const pending = new Set<string>();
  const run: Run = {
    template, base, limits: bounds, around, courier, jar: new Map(), callBacks, values: new Map(), fresh, exchanges: [], answers: [], unsent: [], waited,
    refuses: refuses ?? (() => undefined), spent: () => run.exchanges.length >= bounds.requests, note: (text) => { notes.push(`${template.id}: ${text}`); },
    variable(name, names) {
      if (variables.has(name)) return variables.get(name);
      if (/^randstr(?:_\d+)?$/.test(name)) return remember(name, seed.word(name, 27));
      const mould = moulds.get(name);
      if (mould === undefined) return given?.get(name) ?? target.get(name);
      if (pending.has(name)) return given?.get(name);
      pending.add(name);
      const made = fill(callBacks.named(mould), (inner) => (inner === name ? given?.get(name) : names(inner) ?? run.variable(inner, names)), around);
      pending.delete(name);
      return made.missing.length > 0 ? undefined : remember(name, made.text);
    },
  };
  const remember = (name: string, value: string): string => { variables.set(name, value); return value; };
  return run;
}

function surroundingsOf(tools: Tools, seed: Seed): { around: Surroundings; waited: () => Promise<void> } {
  let [asked, waitMs] = [0, 0];
  return {
    around: { random: (below) => seed.number(`random/${asked++}`, 0, Math.max(0, below - 1)), now: () => tools.clock.now(), waitMs: (ms) => { waitMs += ms; } },
    async waited() {
      if (waitMs > 0) await tools.pause(waitMs);
      waitMs = 0;
    },
  };
}
