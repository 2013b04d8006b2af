// True and false: a pair of values that only a system which evaluates them answers differently, asked until chance is ruled out.
import type { Proof, ProofStep } from "../evidence.ts";
import { baselineStep, tellAnswer } from "./prober.ts";
import type { Answer, Prober } from "./prober.ts";

/** What is sent in one round: a text for the point, or a whole request with the texts of it that may be repeated. Fresh values in each round. */
export type Probe = string | { request: Parameters<Prober["askWith"]>[0]; shown: readonly string[] };

export interface Pair {
  yes(round: number): Probe;
  no(round: number): Probe;
  /**
   * The same characters without the meaning: must not answer as yes does. When a filter takes out what it does not like,
   * yes and control come out alike.
   */
  control?(round: number): Probe;
  /** keeps: true leaves the usual answer, false changes it. opens: true changes the usual answer, false leaves it. */
  expects: "keeps" | "opens";
}

export interface PairProof { because: string; steps: readonly ProofStep[]; yes: Answer; no: Answer }

const rounds = [1, 2, 3] as const;

/** Costs one request when the first answer does not fit, two when the second does not. What proves itself has been asked at least eight times, in changing order, with the usual answer last. */
export async function provesPair(prober: Prober, pair: Pair): Promise<PairProof | undefined> {
  const yes = await send(prober, pair.yes(0));
  if (yes.look === undefined || (yes.look === prober.usual()) !== (pair.expects === "keeps")) return undefined;
  const no = await send(prober, pair.no(0));
  if (no.look === undefined || no.look === yes.look || (no.look === prober.usual()) !== (pair.expects === "opens")) return undefined;
  if (await flaps(prober, pair, [yes, no])) return undefined;
  const control = pair.control === undefined ? undefined : await send(prober, pair.control(0));
  if (control !== undefined && (control.look === undefined || control.look === yes.look)) return undefined;
  const repeated = await repeats(prober, pair, { yes, no });
  if (repeated === undefined) return undefined;
  return { because: `True conditions are answered with ${tellAnswer(yes)}, false ones with ${tellAnswer(no)}, in ${rounds.length + 1} rounds with fresh values.`, yes, no, steps: stepsOf(prober, { yes, no, control, ...repeated }) };
}

const send = (prober: Prober, probe: Probe): Promise<Answer> => (typeof probe === "string" ? prober.ask(probe) : prober.askWith(probe.request, probe.shown));

/** The very same request again: when its answer differs, the page changes by itself, which the comparator then learns. */
async function flaps(prober: Prober, pair: Pair, [yes, no]: readonly [Answer, Answer]): Promise<boolean> {
  const again = [await send(prober, pair.no(0)), await send(prober, pair.yes(0))] as const;
  if (again[0].look === no.look && again[1].look === yes.look) return false;
  prober.comparator.learn([no.exchange, again[0].exchange], [no.value]);
  prober.comparator.learn([yes.exchange, again[1].exchange], [yes.value]);
  return true;
}

async function repeats(prober: Prober, pair: Pair, { yes, no }: { yes: Answer; no: Answer }): Promise<{ yesAgain: Answer; noAgain: Answer } | undefined> {
  let last: { yesAgain: Answer; noAgain: Answer } | undefined;
  for (const round of rounds) {
    // The order changes, so that an answer that takes turns does not keep step with us.
    const first = round % 2 === 1 ? "no" : "yes";
    const one = await send(prober, pair[first](round));
    const other = await send(prober, pair[first === "no" ? "yes" : "no"](round));
    last = first === "no" ? { yesAgain: other, noAgain: one } : { yesAgain: one, noAgain: other };
    if (last.yesAgain.look !== yes.look || last.noAgain.look !== no.look) return undefined;
  }
  const { request } = prober.point.route;
  const usual = await prober.askWith(request, []);
  return usual.look === prober.usual() ? last : undefined;
}

function stepsOf(prober: Prober, { yes, no, control, yesAgain, noAgain }: { yes: Answer; no: Answer; control: Answer | undefined; yesAgain: Answer; noAgain: Answer }): ProofStep[] {
  return [
    ...baselineStep(prober),
    prober.step("attack", yes, `true: ${tellAnswer(yes)}`), prober.step("control", no, `false: ${tellAnswer(no)}`),
    prober.step("attack", yesAgain, `true with other values: ${tellAnswer(yesAgain)}`), prober.step("control", noAgain, `false with other values: ${tellAnswer(noAgain)}`),
    ...control === undefined ? [] : [prober.step("control", control, `the same characters without meaning: ${tellAnswer(control)}`)],
  ];
}

/** A pair with the name of its technique. Pairs that keep are asked only where another value changes the answer. */
export interface NamedPair extends Pair { name: string }

/** The proof by the first pair that gives one. other: a plain value, by which it is seen whether the point has an effect at all. */
export async function firstPair(prober: Prober, pairs: readonly NamedPair[], other: string): Promise<Proof | undefined> {
  const hasEffect = (await prober.once(other)).look !== prober.usual();
  for (const pair of pairs) {
    if (pair.expects === "keeps" && !hasEffect) continue;
    const proof = await provesPair(prober, pair);
    if (proof !== undefined) return { technique: pair.name, confidence: "firm", because: proof.because, steps: proof.steps };
  }
  return undefined;
}
