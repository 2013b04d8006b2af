// A prober asks one point with values of ours and sees each answer as it compares: what changes by itself and what repeats our words left out.
import type { Tools } from "../check.ts";
import { comparatorFor } from "../compare/answer.ts";
import type { Comparator, Look } from "../compare/answer.ts";
import type { Baseline } from "../compare/baseline.ts";
import { disturbanceOf } from "../compare/disturbance.ts";
import type { ProofStep } from "../evidence.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Point } from "../point.ts";

/** look: undefined when there was no answer, or one of a rate limit or a firewall; those prove nothing. A 5xx has a look. */
export interface Answer { value: string; exchange: Exchange; look: Look | undefined }

export interface Prober {
  point: Point;
  baseline: Baseline;
  comparator: Comparator;
  /** waitMs: how long the value asks the system to wait; such a wait is no sign that it is unwell. */
  ask(value: string, waitMs?: number): Promise<Answer>;
  /** A request of another form, as with an operator object in place of a text. shown: texts of it that the answer may repeat. */
  askWith(request: TestRequest, shown: readonly string[]): Promise<Answer>;
  /** The same, each value asked once only: for controls that several techniques need. */
  once(value: string): Promise<Answer>;
  /** The usual answer, now. */
  usual(): Look;
  step(role: ProofStep["role"], answer: Answer, shows: string): ProofStep;
}

/** Undefined when the route does not answer steadily, or is rate limited already. */
export async function proberOf(point: Point, tools: Tools): Promise<Prober | undefined> {
  const baseline = await tools.baseline(point.route);
  if (baseline === undefined || baseline.status === 429) return undefined;
  const comparator = comparatorFor(baseline);
  const [usually] = baseline.exchanges;
  if (usually === undefined) return undefined;
  const known = new Map<string, Promise<Answer>>();
  const answerOf = (value: string, exchange: Exchange, shown: readonly string[]): Answer => {
    const disturbance = disturbanceOf(exchange, baseline);
    const isPlain = disturbance === undefined || disturbance === "server-error";
    return { value, exchange, look: isPlain ? comparator.lookOf(exchange, [...shown, point.value]) : undefined };
  };
  const ask = async (value: string, waitMs = 0): Promise<Answer> => answerOf(value, await tools.at(point, value, ...waitMs > 0 ? [{ asksMs: waitMs }] : []), [value]);
  return {
    point, baseline, comparator, ask,
    askWith: async (request, shown) => answerOf(shown[0] ?? "", await tools.send(request), shown),
    once: (value) => { const asked = known.get(value) ?? ask(value); known.set(value, asked); return asked; },
    // The usual answer may show the point's own value, as the others show ours.
    usual: () => comparator.lookOf(usually, [point.value]) ?? "",
    step: (role, { exchange }, shows) => ({ role, exchange, shows }),
  };
}

/** The first exchange of the baseline, as a step. */
export const baselineStep = ({ baseline }: Prober, shows = "the usual answer"): ProofStep[] => baseline.exchanges.slice(0, 1).map((exchange) => ({ role: "baseline", exchange, shows }));

/** "answers 200, 5120 bytes" */
export const tellAnswer = ({ exchange }: Answer): string => (exchange.reply === undefined ? "no answer" : `${exchange.reply.status}, ${exchange.reply.sizeBytes} bytes`);
