// Matchers at work: conditions on labels, compiled once and asked often.
import { compileRe2 } from "../kernel/re2/re2.ts";
import type { LabelSet } from "./label.ts";
import type { Matcher } from "./matcher-text.ts";

export { matcherText, matchersText, readMatcher, readMatchers } from "./matcher-text.ts";
export type { Matcher, MatcherOp } from "./matcher-text.ts";

/** A condition on the value of one label. */
export interface ValueTest {
  name: string;
  accepts(value: string): boolean;
  /** The only values it accepts, when they can be listed: what an index is made of. */
  values: ReadonlySet<string> | undefined;
}

/** The matcher ready to be asked; a Re2Error for a regular expression that readMatcher would have refused. */
export function valueTest({ name, op, value }: Matcher): ValueTest {
  if (op === "=") return { name, accepts: (given) => given === value, values: new Set([value]) };
  if (op === "!=") return { name, accepts: (given) => given !== value, values: undefined };
  const { matches, literals } = compileRe2(value);
  return op === "=~" ? { name, accepts: matches, values: literals } : { name, accepts: (given) => !matches(given), values: undefined };
}

/** The value of a label as matchers see it: an absent one is empty. */
export const valueOf = (labels: LabelSet, name: string): string => (Object.hasOwn(labels, name) ? (labels[name] ?? "") : "");

/** Whether every matcher holds; no matchers hold for everything. */
export function compileMatchers(matchers: readonly Matcher[]): (labels: LabelSet) => boolean {
  const tests = matchers.map(valueTest);
  return (labels) => holdAll(tests, labels);
}

export function holdAll(tests: readonly ValueTest[], labels: LabelSet): boolean {
  for (const { name, accepts } of tests) if (!accepts(valueOf(labels, name))) return false;
  return true;
}

/** Whether a label that is absent satisfies the matcher: `a=""`, `a!="b"`, `a=~".*"`. */
export const acceptsEmpty = (matcher: Matcher): boolean => valueTest(matcher).accepts("");
