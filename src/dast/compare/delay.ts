// Delays: whether a system waited because we asked it to, told from one that is slow by itself.
import type { Exchange } from "../exchange.ts";
import type { Baseline } from "./baseline.ts";
import { disturbanceOf } from "./disturbance.ts";

/** An answer that came late enough for the wait that was asked for: at least the wait itself, and far beyond what the route strays by itself. Times in ms. */
export const delayed = (baseline: Baseline, headMs: number, askedMs: number): boolean => headMs >= askedMs - 20 && headMs - baseline.headMs >= Math.max(askedMs * 0.6, 6 * baseline.spreadMs + 150);

/** Asks for a wait; 0 sends the same without one. */
export type AskDelay = (waitMs: number) => Promise<Exchange>;
export interface DelayProof { asked: readonly { waitMs: number; exchange: Exchange }[]; because: string }

/** The first wait to ask for: longer where the route is slow or unsteady. Whole seconds, as most systems take. */
export const firstWaitMs = (baseline: Baseline): number => Math.min(6000, Math.ceil(Math.max(1000, baseline.headMs * 1.5, baseline.spreadMs * 12 + 300) / 1000) * 1000);

/**
 * Asks for waits of different lengths, with none in between, and gives a proof only when every answer is as late as asked:
 * not late without one, later the more is asked, in proportion. The first answer that does not fit ends it, so what does not
 * wait costs one request. Replies that were cut off or disturbed never count.
 */
export async function provesDelay(ask: AskDelay, baseline: Baseline): Promise<DelayProof | undefined> {
  const first = firstWaitMs(baseline);
  const asked: { waitMs: number; exchange: Exchange }[] = [];
  for (const waitMs of [first, 0, first * 2, 0, first]) {
    const exchange = await ask(waitMs);
    asked.push({ waitMs, exchange });
    if (!fits(baseline, exchange, waitMs, first)) return undefined;
  }
  const took = asked.map(({ exchange }) => exchange.reply?.headMs ?? 0);
  if (!isProportional(took, baseline)) return undefined;
  return { asked, because: `Answers came after ${asked.map(({ waitMs }, at) => `${Math.round(took[at] ?? 0)} ms when ${waitMs} ms were asked for`).join(", ")}; usually after ${Math.round(baseline.headMs)} ms.` };
}

function fits(baseline: Baseline, exchange: Exchange, waitMs: number, first: number): boolean {
  const disturbance = disturbanceOf(exchange, baseline);
  if (exchange.reply === undefined || disturbance === "rate-limit" || disturbance === "blocked") return false;
  const { headMs } = exchange.reply;
  return waitMs === 0 ? headMs < baseline.headMs + first * 0.5 : delayed(baseline, headMs, waitMs);
}

// A wait inside a loop over rows is a multiple of what was asked: only the proportion is judged.
function isProportional([once = 0, none = 0, twice = 0, , again = 0]: readonly number[], baseline: Baseline): boolean {
  const rest = Math.max(none, baseline.headMs);
  const [one, two, three] = [once - rest, twice - rest, again - rest];
  return two / one >= 1.5 && two / one <= 2.6 && three / one >= 0.6 && three / one <= 1.6;
}

/** Amounts of work for a system that has no way to wait: the least that is asked first, the most that is ever asked. */
export interface WorkRange { smallest: number; largest: number }

const clearlyMs = 700;

/**
 * As provesDelay, for work whose duration is not known: the amount grows until the answer is clearly late, then twice as much must
 * take about twice as long, and next to none no time. Amounts stand in the proof's waitMs. ask(0): next to no work.
 */
export async function provesWork(ask: AskDelay, baseline: Baseline, { smallest, largest }: WorkRange): Promise<DelayProof | undefined> {
  const found = await amountThatShows(ask, baseline, { smallest, largest });
  return found === undefined ? undefined : confirmsWork(ask, baseline, found);
}

/** How often twice, once and none are asked at most. Work shares the machine with others, who only ever make it slower: of each amount the quickest answer counts. */
const mostRounds = 4;

async function confirmsWork(ask: AskDelay, baseline: Baseline, found: DelayProof["asked"][number]): Promise<DelayProof | undefined> {
  const asked = [found];
  for (let round = 0; round < mostRounds; round += 1) {
    for (const amount of [0, found.waitMs * 2, 0, found.waitMs]) {
      const exchange = await ask(amount);
      if (lateness(baseline, exchange) === undefined) return undefined;
      asked.push({ waitMs: amount, exchange });
    }
    const verdict = judgedWork(asked, found.waitMs, baseline);
    if (verdict === "refuted") return undefined;
    if (verdict === "proved") return { asked, because: `Answers came after ${asked.map(({ waitMs, exchange }) => `${Math.round(exchange.reply?.headMs ?? 0)} ms for ${waitMs} units of work`).join(", ")}; usually after ${Math.round(baseline.headMs)} ms.` };
  }
  return undefined;
}

function judgedWork(asked: DelayProof["asked"], amount: number, baseline: Baseline): "proved" | "refuted" | "open" {
  const least = (units: number): number => Math.min(...asked.filter(({ waitMs }) => waitMs === units).map(({ exchange }) => exchange.reply?.headMs ?? Infinity));
  const rest = Math.max(least(0), baseline.headMs);
  const [once, twice] = [least(amount) - rest, least(amount * 2) - rest];
  if (once < Math.max(clearlyMs * 0.3, baseline.spreadMs * 4) || least(0) - baseline.headMs > once) return "refuted";
  return twice / once >= 1.5 && twice / once <= 3.4 ? "proved" : "open";
}

async function amountThatShows(ask: AskDelay, baseline: Baseline, { smallest, largest }: WorkRange): Promise<{ waitMs: number; exchange: Exchange } | undefined> {
  const enough = Math.max(clearlyMs, baseline.headMs * 0.8, baseline.spreadMs * 10);
  for (let amount = smallest; amount <= largest;) {
    const exchange = await ask(amount);
    const late = lateness(baseline, exchange);
    if (late === undefined) return undefined;
    if (late >= enough) return { waitMs: amount, exchange };
    // An eighth of what is needed is a sign that there is work at all; less is not followed up.
    if (late < Math.max(80, enough / 8, baseline.spreadMs * 4)) return undefined;
    amount = Math.ceil(amount * Math.min(10, (enough * 1.3) / late));
  }
  return undefined;
}

/** How much later than usual; undefined for what is no answer. */
function lateness(baseline: Baseline, exchange: Exchange | undefined): number | undefined {
  const disturbance = exchange === undefined ? "no-reply" : disturbanceOf(exchange, baseline);
  return exchange?.reply === undefined || disturbance === "rate-limit" || disturbance === "blocked" ? undefined : exchange.reply.headMs - baseline.headMs;
}
