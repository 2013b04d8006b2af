// SQL injection by its errors: a lone quote breaks the statement and a pair of them does not, or a quote is an error where plain text is none.
import type { Proof } from "../evidence.ts";
import { databaseErrorsIn, dbmsOf, keyOfError } from "./database-errors.ts";
import type { DatabaseError } from "./database-errors.ts";
import { baselineStep } from "./prober.ts";
import type { Answer, Prober } from "./prober.ts";

/** What ends a text or a name in one dialect or another; doubled, each stands for itself. */
const quotes = ["'", '"', "\\", "`"] as const;

/** Needs nothing but quotes (risk "marker"). Costs one request where no error shows. plain: harmless values of the point's kind, fresh ones by number. */
export async function proveBySqlError(prober: Prober, plain: (round: number) => string): Promise<Proof | undefined> {
  const usual = new Set(prober.baseline.exchanges.flatMap(({ reply }) => databaseErrorsIn(reply?.text ?? "")).map(keyOfError));
  const errorsOf = ({ exchange }: Answer): DatabaseError[] => databaseErrorsIn(exchange.reply?.text ?? "").filter((error) => error.kind !== "data" && !usual.has(keyOfError(error)));
  if (errorsOf(await prober.once(brokenBy(prober.point.value))).length === 0) return undefined;
  for (const quote of quotes) {
    const proof = await proveByQuote({ prober, errorsOf, plain }, quote);
    if (proof !== undefined) return proof;
  }
  return undefined;
}

/** The value that breaks a statement whatever it stands in: a text in either quote, a number, a name. */
export const brokenBy = (value: string): string => `${value}'"`;

interface Asking { prober: Prober; errorsOf(answer: Answer): DatabaseError[]; plain(round: number): string }

async function proveByQuote({ prober, errorsOf, plain }: Asking, quote: string): Promise<Proof | undefined> {
  const odd = await prober.once(`${prober.point.value}${quote}`);
  const errors = errorsOf(odd);
  if (errors.length === 0) return undefined;
  const control = await prober.once(plain(1));
  const even = await prober.once(`${prober.point.value}${quote}${quote}`);
  const again = await prober.ask(`${plain(2)}${quote}`);
  const same = (answer: Answer): boolean => errorsOf(answer).some((error) => errors.some((one) => keyOfError(one) === keyOfError(error)));
  if (!same(again) || same(control)) return undefined;
  const isParity = errorsOf(even).length === 0 && even.look !== undefined && errorsOf(await prober.ask(`${plain(3)}${quote}${quote}`)).length === 0;
  // Outside quotes a pair of them is an error as well: there only a text that says that the statement itself was broken counts.
  const broken = errors.filter(({ kind }) => kind === "syntax");
  if (!isParity && !(broken.length > 0 && errorsOf(again).some(({ kind }) => kind === "syntax"))) return undefined;
  const error = broken[0] ?? errors[0];
  return {
    technique: techniqueOf("error", dbmsOf(errors)), confidence: isParity || broken.length > 0 ? "confirmed" : "firm",
    because: `${quote} gives an error of ${dbmsOf(errors) ?? "a database"} ("${error?.text ?? ""}"), with other text too${isParity ? `; ${quote}${quote} does not` : ""}, and plain text does not.`,
    steps: [...baselineStep(prober), prober.step("attack", odd, `${quote} gives a database error`), prober.step("attack", again, `${quote} after another value does too`), prober.step("control", even, isParity ? `${quote}${quote} gives none` : `${quote}${quote} after the value`), prober.step("control", control, "plain text gives none")],
  };
}

/** "error:postgresql", "boolean:text": a technique, with the database when it is known. */
export const techniqueOf = (technique: string, dbms: string | undefined): string => (dbms === undefined ? technique : `${technique}:${dbms.toLowerCase().replaceAll(" ", "-")}`);
