// How a page shows a value of ours: the contexts, and what comes through to each of them.
import type { Exchange } from "../exchange.ts";
import type { Seed } from "../seed.ts";
import { contextsOf, keyOf } from "./context.ts";
import type { Context } from "./context.ts";
import { rendersAs } from "./renders-as.ts";
import type { Rendering } from "./renders-as.ts";
import { bestOf, surveyOf, unknownSurvey } from "./survey.ts";
import type { Survey } from "./survey.ts";

export interface Shown { context: Context; survey: Survey }

/** What a page that runs scripts shows of the word; undefined: nothing, or it is no such page. */
export function shownIn(exchange: Exchange, word: string): { rendering: Rendering; contexts: Context[] } | undefined {
  const rendering = exchange.reply === undefined ? undefined : rendersAs(exchange.reply);
  if (rendering === undefined || exchange.reply === undefined) return undefined;
  const contexts = contextsOf(exchange.reply.text, word);
  return contexts.length === 0 ? undefined : { rendering, contexts };
}

/** Puts the survey of each place beside its context, and names each kind of context once. */
export async function surveyed(contexts: readonly Context[], seed: Seed, send: (value: string) => Promise<Exchange>): Promise<Shown[]> {
  const { value, read } = surveyOf(seed);
  const surveys = read((await send(value)).reply?.text ?? "");
  const best = surveys.length === 0 ? unknownSurvey : bestOf(surveys);
  const byKey = new Map<string, Shown>();
  contexts.forEach((context, at) => {
    // Each place has its own survey only when the same places showed both values.
    const survey = surveys.length === contexts.length ? surveys[at] ?? best : best;
    const known = byKey.get(keyOf(context));
    byKey.set(keyOf(context), known === undefined ? { context, survey } : { context, survey: bestOf([known.survey, survey]) });
  });
  return [...byKey.values()];
}
