// Injection into any language by its parser's errors: text that breaks the expression gives one, plain text gives none.
import type { Proof } from "../evidence.ts";
import { baselineStep } from "./prober.ts";
import type { Prober } from "./prober.ts";

export interface ParserAsking { plain(round: number): string; breakers: readonly string[]; errorsIn(text: string): readonly string[]; /** Whose errors they are: "an XPath engine". */ what: string }

/** One request for all breakers together; when that gives no new error, there is none. Then each by itself, twice, against plain text. */
export async function proveByParserError(prober: Prober, { plain, breakers, errorsIn, what }: ParserAsking): Promise<Proof | undefined> {
  const usual = new Set(prober.baseline.exchanges.flatMap(({ reply }) => errorsIn(reply?.text ?? "")));
  const errorsOf = ({ exchange }: Awaited<ReturnType<Prober["ask"]>>): string[] => errorsIn(exchange.reply?.text ?? "").filter((error) => !usual.has(error));
  if (errorsOf(await prober.once(`${prober.point.value}${breakers.join("")}`)).length === 0) return undefined;
  for (const breaker of breakers) {
    const broken = await prober.once(`${prober.point.value}${breaker}`);
    const [error] = errorsOf(broken);
    if (error === undefined) continue;
    const again = await prober.ask(`${plain(2)}${breaker}`);
    const control = await prober.once(plain(1));
    if (!errorsOf(again).includes(error) || errorsOf(control).length > 0 || control.exchange.reply === undefined) continue;
    return {
      technique: "error", confidence: "confirmed", because: `${breaker} gives an error of ${what} ("${error}"), with other text too, and plain text does not.`,
      steps: [...baselineStep(prober), prober.step("attack", broken, `${breaker} gives an error`), prober.step("attack", again, `${breaker} after another value does too`), prober.step("control", control, "plain text gives none")],
    };
  }
  return undefined;
}
